#!/bin/bash
# first_steps_icinga.sh - the first steps with Icinga 2, as its README prints them
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/nagios/instance.sh
. "$top_srcdir/tests/e2e/nagios/instance.sh"
# shellcheck source=tests/e2e/icinga/instance.sh
. "$top_srcdir/tests/e2e/icinga/instance.sh"
# shellcheck source=tests/e2e/steps_kit.sh
. "$top_srcdir/tests/e2e/steps_kit.sh"

say '# settings'
steps_start icinga2
run 'setup --url'

say '# Icinga'
mkdir "$KIT/objects" "$KIT/icinga-files"
{
	for part in 'The check' 'Tickets'; do
		printed contrib/icinga2/README.md "$part"
		file_text
	done
	cat <<-END
		template Host "generic-host" {
			check_command = "passive"
			enable_active_checks = false
			max_check_attempts = 3
		}
		object Host NodeName {
			check_command = "passive"
		}
	END
} >"$KIT/objects/objects.conf"
grep -q 'object Service "IncidentIQ API"' "$KIT/objects/objects.conf" ||
	fail 'no check is printed'
printed contrib/icinga2/README.md 'Icinga 2'
same 'include "/usr/share/incidentiq-monitoring/icinga2/*.conf"' \
	"$(file_text | grep include)" 'where the packages have its files'
cp "$top_builddir"/contrib/icinga2/*.conf "$KIT/icinga-files"
# Its commands are those of an installation.
sed -i "s|\"[^\"]*/notify_incidentiq\"|\"$KIT/path/notify_incidentiq\"|" \
	"$KIT"/icinga-files/*.conf
icinga_setup "$KIT/icinga-files" "$KIT/path"
printed contrib/icinga2/README.md 'The first ticket'
grep -q '^# icinga2 daemon -C$' "$KIT/part" || fail 'no word of icinga2 daemon -C'
run systemctl
icinga_start
# Nobody is there to be asked for a password.
sed -i -e "s|-u root|-K '$KIT/icinga.curl'|" -e "s|:5665|:$ICINGA_PORT|" \
	-e "s|/var/lib/icinga2/certs/ca.crt|$KIT/ca/ca.pem|" "$KIT/part"
printf '#!/bin/sh\n[ "$*" = "variable get NodeName" ] && echo localhost\n' \
	>"$KIT/path/icinga2"
chmod 755 "$KIT/path/icinga2"
run curl
wait_for 30 fake_has open 1
wait_for 10 listed
shows 'notify_incidentiq list'
same 'core-sw-01 is DOWN' "$(fake_tickets '.[-1].Subject')" 'the ticket'
same A-1001 "$(fake_tickets '.[-1].Assets[0].AssetTag')" 'its asset'
