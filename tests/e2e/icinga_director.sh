#!/bin/sh
# icinga_director.sh - the basket, restored in a private Icinga Director
# SPDX-License-Identifier: GPL-3.0-or-later
# What the Director renders and the files of contrib/icinga2 must be the same to
# Icinga 2 itself.
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/icinga/instance.sh
. "$top_srcdir/tests/e2e/icinga/instance.sh"
# shellcheck source=tests/e2e/icinga/web.sh
. "$top_srcdir/tests/e2e/icinga/web.sh"

director() {
	web_as_user icingacli director "$@" || fail "icingacli director $*"
}

restore() {
	director basket restore <"$top_builddir/contrib/icinga-director/basket.json"
}

# Each file that the Director would deploy, in one; its zones are the deployment's.
rendered() {
	database_sql director -At <<-'END'
		SELECT f.content FROM director_generated_config_file cf
		JOIN director_generated_file f ON f.checksum = cf.file_checksum
		ORDER BY cf.file_path
	END
}

# What Icinga made of it. A function shows as a name of its own; the two files
# name the notifications differently.
known() {
	for kind in checkcommands/incidentiq checkcommands/incidentiq-outbox \
		notificationcommands/incidentiq-host-notification \
		notificationcommands/incidentiq-service-notification \
		users/incidentiq notifications; do
		icinga_api "/v1/objects/$kind" | jq -S '.results |
			sort_by(.attrs.service_name) | .[].attrs |
			{ command, arguments, timeout, env, vars, display_name,
				host_name, service_name, users, types, states,
				interval, period } |
			(.types | arrays) |= sort |
			(.. | objects | select(.type? == "Function")) |=
				"function"' || fail "$kind"
	done
}

# What a host that goes down makes it call, without the times.
called() {
	rm -f "$KIT/web/called"
	jq -n '{ type: "Host", filter: "host.name == \"sw-1\"", exit_status: 1,
		plugin_output: ("$host.name$ " + "long " * 20000) }' |
		icinga_api /v1/actions/process-check-result -X POST -d @- \
			>"$KIT/acted" || fail "$(cat "$KIT/acted")"
	wait_for 30 test -s "$KIT/web/called"
	sed 's/^[0-9.][0-9.]*$/TIME/' "$KIT/web/called"
}

# shown FOLDER: what an Icinga with that knows and does.
shown() {
	sed -i "s|\"[^\"]*/notify_incidentiq\"|\"$KIT/notify_incidentiq\"|" \
		"$1"/*.conf
	icinga_setup "$1" "$KIT"
	icinga_start
	known
	called
	icinga_stop >"$KIT/stopped"
	rm -rf "$ICINGA_DIR"
}

web_needs director "$(command -v icingacli)"
kit_start
chmod 755 "$KIT"
fake_ca
mkdir "$KIT/objects" "$KIT/shipped" "$KIT/rendered"
cat >"$KIT/objects/objects.conf" <<'END'
template Host "still" {
	check_command = "passive"
	enable_active_checks = false
	max_check_attempts = 1
}
object Host "plain" { import "still" }
object Host "sw-1" {
	import "still"
	vars.iiq_asset = "A-1001"
}
object Service "disk C:" {
	check_command = "passive"
	enable_active_checks = false
	host_name = "sw-1"
	vars.iiq = true
}
END
cat >"$KIT/notify_incidentiq" <<-END
	#!/bin/sh
	printf '%s\n' "\$@" >"$KIT/web/calling"
	mv "$KIT/web/calling" "$KIT/web/called"
END
chmod 755 "$KIT/notify_incidentiq"
web_folder
database_start
database_make director
database_sql director -c 'CREATE EXTENSION pgcrypto'
icingaweb_setup incubator reactbundle director
mkdir -p "$KIT/web/etc/modules/director"
printf '[db]\nresource = "director"\n' >"$KIT/web/etc/modules/director/config.ini"
web_own
director migration run
restore
restore
pass 'it is restored, also where it is there already'
director config render
rendered >"$KIT/rendered/director.conf"
cp "$top_builddir"/contrib/icinga2/*.conf "$KIT/shipped"
shown "$KIT/shipped" >"$KIT/ours"
shown "$KIT/rendered" >"$KIT/theirs"
grep -q '^\$host.name\$ long' "$KIT/ours" || fail 'no output was handed on'
diff "$KIT/ours" "$KIT/theirs" || fail 'Icinga sees a difference'
pass 'to Icinga it is the same as the files of contrib/icinga2'
