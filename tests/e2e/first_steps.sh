#!/bin/bash
# first_steps.sh - the README's first ten minutes, as it prints them
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
steps_start nagios4
run 'ls -l'
same "$(sed -n 's/^\(-[^ ]*\) .*token$/\1/p' "$KIT/part")" \
	"$(cut -d ' ' -f 1 "$KIT/out")" 'mode of the token file'
talks 'setup$'
cp "$KIT/rest" "$KIT/rest.setup"
printed README.md '3. See whether it would work'
shows doctor
diff "$KIT/rest.setup" "$KIT/got" || fail 'setup ends with something else'
pass 'setup goes on with it'
printed README.md '4. Open a ticket and cancel it'
shows test
same '1 0' "$(fake_count created) $(fake_count open)" 'opened and cancelled'

say '# Nagios'
printed README.md '5. Tell Nagios'
same cfg_dir=/usr/share/incidentiq-monitoring/nagios \
	"$(file_text | grep cfg_dir)" 'where the packages have its files'
{
	file_text | grep -v cfg_dir
	cat <<-END
		define host {
		  name linux-server
		  register 0
		  max_check_attempts 10
		  check_period incidentiq-always
		  active_checks_enabled 0
		}
		define host {
		  use linux-server
		  host_name localhost
		  address 127.0.0.1
		  contacts incidentiq
		}
		define service {
		  name generic-service
		  register 0
		  check_period incidentiq-always
		  contacts incidentiq
		  notifications_enabled 0
		}
	END
} >"$KIT/objects.cfg"
nagios_shipped "$KIT/path"
say "\$USER1\$=$KIT/path" >"$KIT/resources"
nagios_setup "$KIT/shipped" "$KIT/objects.cfg" "$KIT/resources"
run 'nagios4 -v'
run systemctl
nagios_start
printed README.md '6. See the first ticket'
run printf
wait_for 30 fake_has open 1
wait_for 10 listed
shows 'notify_incidentiq list'
same 'core-sw-01 is DOWN' "$(fake_tickets '.[-1].Subject')" 'the ticket'
