#!/bin/bash
# nagios_types.sh - every type of notification of a real Nagios Core
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/nagios/instance.sh
. "$top_srcdir/tests/e2e/nagios/instance.sh"

# host STATUS OUTPUT, disk STATUS OUTPUT: what a check would have found.
host() {
	nagios_command "PROCESS_HOST_CHECK_RESULT;lab-pc-01;$1;$2"
}

disk() {
	nagios_command "PROCESS_SERVICE_CHECK_RESULT;lab-pc-01;disk C:;$1;$2"
}

# sent TYPE [OBJECT]: both contacts were told.
sent() {
	nagios_notified "second;$2;$1" && nagios_notified "incidentiq;$2;$1"
}

# has_seen WORDS: Nagios knows of that output.
has_seen() {
	grep -qF "plugin_output=$1" "$NAGIOS_DIR/status.dat"
}

# is_heeded WORDS: they came with another state.
is_heeded() {
	grep -q "HOST ALERT: .*;$1\$" "$NAGIOS_DIR/nagios.log"
}

# told SUBJECT PATTERN: some comment of the newest such ticket matches.
told() {
	[ "$(fake_tickets "[.[] | select(.Subject == \"$1\")][-1] |
		[.Comments[].Comments | select(test(\"$2\"))] | length")" = 1 ]
}

kit_start
fake_start
iiq_config
nagios_programs
nagios_shipped "$KIT/bin"
nagios_open_up
nagios_setup "$KIT/shipped" "$top_srcdir/tests/e2e/nagios/passive.cfg.in"
nagios_start
down='lab-pc-01 is DOWN'
full='lab-pc-01: disk C: is CRITICAL'

say "# a host: problem, acknowledgement, custom, recovery"
host 1 'CRITICAL - gone'
wait_for 30 fake_has created 1
nagios_command 'ACKNOWLEDGE_HOST_PROBLEM;lab-pc-01;2;1;1;pat;on my way'
wait_for 30 told "$down" 'pat.*on my way'
nagios_command 'SEND_CUSTOM_HOST_NOTIFICATION;lab-pc-01;0;pat;parts ordered'
wait_for 30 told "$down" 'pat.*parts ordered'
host 0 'OK - back'
wait_for 30 fake_has closed 1
pass 'one comment for two contacts each'

say "# a service: warning, problem, acknowledgement, custom, recovery"
disk 1 'WARNING - 91 %'
wait_for 30 sent WARNING 'lab-pc-01;disk C:'
disk 2 'CRITICAL - 99 %'
wait_for 30 fake_has created 2
same "$full" "$(fake_tickets '.[1].Subject')" 'its ticket'
nagios_command 'ACKNOWLEDGE_SVC_PROBLEM;lab-pc-01;disk C:;2;1;1;pat;I see'
wait_for 30 told "$full" 'pat.*I see'
nagios_command 'SEND_CUSTOM_SVC_NOTIFICATION;lab-pc-01;disk C:;0;pat;cleaning'
wait_for 30 told "$full" 'pat.*cleaning'

say "# a recovery that a downtime swallows"
now=$(date +%s)
nagios_command "SCHEDULE_SVC_DOWNTIME;lab-pc-01;disk C:;$now;$((now + 600));1;0;0;pat;new disk"
wait_for 30 sent 'DOWNTIMESTART (CRITICAL)' 'lab-pc-01;disk C:'
disk 0 'OK - 12 %'
is_well() {
	grep -q 'SERVICE ALERT: lab-pc-01;disk C:;OK' "$NAGIOS_DIR/nagios.log"
}
wait_for 30 is_well
same 1 "$(fake_count open)" 'Nagios says nothing of it'
downtime() {
	awk '/^servicedowntime/ { here = 1 }
		here && /downtime_id=/ { sub(/.*=/, ""); print; exit }' \
		"$NAGIOS_DIR/status.dat"
}
has_downtime() {
	[ -n "$(downtime)" ]
}
wait_for 10 has_downtime
nagios_command "DEL_SVC_DOWNTIME;$(downtime)"
wait_for 30 fake_has open 0
pass 'its end closes the ticket'

say "# a recovery that flapping swallows"
nagios_command ENABLE_FLAP_DETECTION
flips=0
until nagios_notified 'incidentiq;lab-pc-01;FLAPPINGSTART'; do
	[ $flips -lt 60 ] || fail 'Nagios sees no flapping'
	flips=$((flips + 1))
	host $((flips % 2)) "flip $flips"
	wait_for 10 is_heeded "flip $flips"
done
[ $((flips % 2)) = 1 ] || host 1 'CRITICAL - for good?'
# Of a state that lasts Nagios takes a sample a second.
steady=0
until nagios_notified 'incidentiq;lab-pc-01;FLAPPINGSTOP'; do
	[ $steady -lt 120 ] || fail 'Nagios sees no end of flapping'
	steady=$((steady + 1))
	host 0 "steady $steady"
	wait_for 10 has_seen "steady $steady"
done
wait_for 30 fake_has open 0
pass 'its end closes the ticket'
! grep -q 'exited with return code' "$NAGIOS_DIR/nagios.log" ||
	fail "a notification command failed: see $NAGIOS_DIR/nagios.log"
