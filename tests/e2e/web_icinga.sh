#!/bin/sh
# web_icinga.sh - Icinga Web 2's page of a host, in a browser, links to its ticket
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/nagios/instance.sh
. "$top_srcdir/tests/e2e/nagios/instance.sh"
# shellcheck source=tests/e2e/icinga/instance.sh
. "$top_srcdir/tests/e2e/icinga/instance.sh"
# shellcheck source=tests/e2e/icinga/web.sh
. "$top_srcdir/tests/e2e/icinga/web.sh"
# shellcheck source=tests/e2e/browser.sh
. "$top_srcdir/tests/e2e/browser.sh"

icinga_objects() {
	cat <<-END
		object Host "core-sw-01" {
			check_command = "passive"
			enable_active_checks = false
			max_check_attempts = 1
			address = "10.1.0.1"
			vars.iiq_asset = "A-1001"
		}
		object ApiUser "incidentiq" {
			password = "$password"
			permissions = [ "actions/add-comment",
				"actions/remove-comment",
				"actions/acknowledge-problem" ]
		}
		library "db_ido_pgsql"
		object IdoPgsqlConnection "ido" {
			host = "$KIT/web"
			user = "$WEB_USER"
			database = "icinga2"
		}
	END
}

icinga_prepare() {
	password=$(openssl rand -hex 16)
	(umask 027 && say "$password" >"$KIT/password")
	[ "$(id -u)" != 0 ] || chown nobody "$KIT/password"
	mkdir "$KIT/objects" "$KIT/shipped"
	icinga_objects >"$KIT/objects/objects.conf"
	for name in incidentiq incidentiq-notifications; do
		sed -e "s|@bindir@|$KIT/bin|" \
			"$top_srcdir/contrib/icinga2/$name.conf.in" \
			>"$KIT/shipped/$name.conf"
	done
	chmod 755 "$KIT/ca" "$KIT/ca/ca.pem"
	# Icinga hands no environment on.
	printf '#!/bin/sh\nINCIDENTIQ_OUTBOX="%s" exec "%s" "$@" --config "%s"\n' \
		"$INCIDENTIQ_OUTBOX" "$NOTIFY" "$CONFIG" \
		>"$KIT/bin/notify_incidentiq"
	icinga_setup "$KIT/shipped" "$KIT/bin"
	icinga_start
	cat >>"$CONFIG" <<-END
		icinga-url = https://localhost:$ICINGA_PORT
		icinga-user = incidentiq
		icinga-password-file = $KIT/password
		icinga-ca-file = $KIT/ca/ca.pem
		acknowledge = yes
	END
}

icinga_web_prepare() {
	web_folder
	database_start
	database_make icinga2 "$ido"
	icingaweb_setup monitoring
	mkdir -p "$KIT/web/etc/modules/monitoring"
	cat >"$KIT/web/etc/modules/monitoring/backends.ini" <<-END
		[icinga]
		type = "ido"
		resource = "icinga2"
	END
	web_own
	icingaweb_start
}

host_is_known() {
	database_sql icinga2 -Atc 'SELECT display_name FROM icinga_hosts' |
		grep -q core-sw-01
}

ido=/usr/share/icinga2-ido-pgsql/schema/pgsql.sql
web_needs monitoring "$ido"
browser_needs
kit_start
fake_ca
fake_start
iiq_config
nagios_programs
nagios_open_up
icinga_web_prepare
icinga_prepare
wait_for 30 host_is_known
url="$ICINGAWEB_URL/monitoring/host/show?host=core-sw-01"
browser --dump-dom "$url" >"$KIT/dom" || fail "$(cat "$KIT/browser.log")"
grep -q core-sw-01 "$KIT/dom" || fail "no page of the host: $(cat "$KIT/dom")"
same '' "$(grep -o "href=\"$FAKE_URL" "$KIT/dom")" 'no link before the ticket'
jq -n '{ type: "Host", filter: "true", exit_status: 1,
	plugin_output: "CRITICAL - 10.1.0.1: no answer in 10 s" }' |
	icinga_api /v1/actions/process-check-result -X POST -d @- \
		>"$KIT/acted" || fail "$(cat "$KIT/acted")"
wait_for 30 fake_has open 1
wait_for 2 page_links "$url"
pass "Icinga Web 2's page links to the ticket"
picture icinga-host 980,650 "$url"
