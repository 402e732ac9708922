#!/bin/bash
# nagios.sh - a real Nagios Core opens tickets and resolves them
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/nagios/instance.sh
. "$top_srcdir/tests/e2e/nagios/instance.sh"

ticket_of() {
	fake_tickets ".[] | select(.Subject == \"$1\") | $2"
}

service_output() {
	awk -v what="service_description=$1" '
		/^servicestatus/ { here = 0 }
		index($0, what) { here = 1 }
		here && /plugin_output=/ { sub(/.*plugin_output=/, ""); print; exit }
	' "$NAGIOS_DIR/status.dat"
}

service_says() {
	service_output "$1" | grep -q "$2"
}

kit_start
fake_start
iiq_config
nagios_programs
nagios_shipped "$KIT/bin"
nagios_open_up
nagios_setup "$KIT/shipped"
nagios_start

say "# a host goes down, with two contacts"
nagios_flip core-sw-01 2 "CRITICAL - core-sw-01 is gone, isn't it? \$5 & <b>"
wait_for 30 fake_has created 1
wait_for 30 nagios_notified 'second;core-sw-01;DOWN'
wait_for 30 nagios_notified 'incidentiq;core-sw-01;DOWN'
same "core-sw-01 is DOWN" "$(fake_tickets '.[0].Subject')" "the subject"
same A-1001 "$(fake_tickets '.[0].Assets[0].AssetTag')" "the asset"
same "Lincoln High School" "$(fake_tickets '.[0].Location.Name')" \
	"the asset's location"
same true "$(fake_tickets '.[0].IssueDescription |
	test("core-sw-01 is gone.*<p>iiq1[a-z2-7]{26}</p>$")')" \
	"output, and the marker as the last line"

say "# so does a service of it, which has a team of its own"
nagios_flip core-sw-01 0 "OK - it is back"
wait_for 30 fake_has closed 1
nagios_flip disk 2 "CRITICAL - 97 % full"
wait_for 30 fake_has created 2
same "Field Technicians" \
	"$(ticket_of 'core-sw-01: disk C: is CRITICAL' .AssignedToTeam.Name)" \
	"the service's team"

say "# reminders open nothing"
nagios_flip nagging 2 "CRITICAL - down for long"
wait_for 30 fake_has created 3
reminded() {
	[ "$(grep -c 'second;nagging;DOWN' "$NAGIOS_DIR/nagios.log")" -ge 3 ]
}
wait_for 30 reminded

say "# all come back"
nagios_flip disk 0 "OK - 12 % full"
nagios_flip nagging 0 "OK - up"
wait_for 30 fake_has open 0
wait_for 30 nagios_notified 'second;nagging;UP'
same 3 "$(fake_count created)" "tickets, for three problems of two contacts"
same 3 "$(fake_count closed)" "of them resolved"
! grep -q 'exited with return code' "$NAGIOS_DIR/nagios.log" ||
	fail "a notification command failed: see $NAGIOS_DIR/nagios.log"

say "# the project's own checks run in Nagios"
wait_for 30 service_says 'IncidentIQ API' '^INCIDENTIQ OK'
wait_for 30 service_says 'IncidentIQ outbox' '^OUTBOX OK'
pass "both checks"
