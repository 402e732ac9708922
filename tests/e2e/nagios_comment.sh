#!/bin/bash
# nagios_comment.sh - a real Nagios Core shows the ticket of a problem
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

# comments host|service: author and text of each that Nagios has.
comments() {
	awk -F = -v kind="$1" '/^[a-z]+ \{/ { here = $0 == kind "comment {" }
		here && $1 ~ /author$/ { author = $2 }
		here && $1 ~ /comment_data$/ {
			sub(/^[^=]*=/, ""); print author ": " $0 }' \
		"$NAGIOS_DIR/status.dat" | tr A-F a-f
}

# shows host|service COUNT
shows() {
	[ "$(comments "$1" | wc -l)" = "$2" ]
}

# ack host|service: 1 if the object is acknowledged.
ack() {
	awk -F = -v kind="$1" '/^[a-z]+ \{/ { here = $0 == kind "status {" }
		here && /problem_has_been_acknowledged/ { print $2 }' \
		"$NAGIOS_DIR/status.dat" | head -n 1
}

acked() {
	[ "$(ack "$1")" = "$2" ]
}

# ack_type host|service TYPE: 2 is sticky.
ack_type() {
	[ "$(awk -F = -v kind="$1" '/^[a-z]+ \{/ { here = $0 == kind "status {" }
		here && /acknowledgement_type/ { print $2 }' \
		"$NAGIOS_DIR/status.dat" | head -n 1)" = "$2" ]
}

# link N: the comment that names the Nth ticket.
link() {
	# IncidentIQ writes a UUID in either case.
	fake_tickets ".[$1] | \"incidentiq: <a href=\\\"$FAKE_URL/agent/tickets/\\(
		.TicketId)\\\">IncidentIQ #\\(.TicketNumber)</a>\"" |
		tr A-F a-f
}

kit_start
fake_start
NAGIOS_DIR=$KIT/nagios
iiq_config "reopen-window = 0" \
	"nagios-command-file = $NAGIOS_DIR/nagios.cmd" \
	"nagios-status-file = $NAGIOS_DIR/status.dat"
nagios_programs
nagios_shipped "$KIT/bin"
nagios_open_up
nagios_setup "$KIT/shipped" "$top_srcdir/tests/e2e/nagios/passive.cfg.in"
nagios_start

say "# a host and a service, each its own; what people say stays"
nagios_command 'ADD_HOST_COMMENT;lab-pc-01;1;pat;a person; with a semicolon'
host 1 'CRITICAL - gone'
wait_for 30 shows host 2
same "$(link 0)" "$(comments host | grep '^incidentiq')" "a link to the ticket"
host 0 'OK - back'
wait_for 30 shows host 1
same pat "$(comments host | cut -d : -f 1)" "ours goes with the ticket"
disk 2 'CRITICAL - 99 %'
wait_for 30 shows service 1
same "$(link 1)" "$(comments service)" "the service's ticket"
same 0 "$(ack service)" "nothing is acknowledged"
disk 0 'OK - 12 %'
wait_for 30 shows service 0

say "# while Nagios is away: tried again, and nothing else waits for it"
disk 2 'CRITICAL - 99 %'
wait_for 30 shows service 1
kill "$NAGIOS_PID"
wait "$NAGIOS_PID"
[ -p "$NAGIOS_DIR/nagios.cmd" ] || mkfifo "$NAGIOS_DIR/nagios.cmd"
recovery() {
	nagios_as_user "$NOTIFY" --config "$CONFIG" --type RECOVERY \
		--host lab-pc-01 --service 'disk C:' --state OK \
		--state-time "$(date +%s)"
}
recovery || fail "recovery was not stored"
wait_for 30 fake_has open 0
pass "the ticket is closed"
nagios_start
wait_for 60 shows service 0
pass "and the comment goes when Nagios is back"

say "# where there is no FIFO, no file is made"
is_idle() {
	[ -z "$(kit_outbox_pids)" ]
}
wait_for 30 is_idle
mkdir -m 755 "$KIT/none"
sed -i "s|^nagios-command-file = .*|nagios-command-file = $KIT/none/cmd|" \
	"$CONFIG"
"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
grep -q "^failed *core *.*none/cmd: No such file" "$KIT/out" ||
	fail "doctor: $(cat "$KIT/out")"
: >"$KIT/none/cmd"
chmod 666 "$KIT/none/cmd"
"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
grep -q "^failed *core *.*none/cmd is no FIFO" "$KIT/out" ||
	fail "doctor: $(cat "$KIT/out")"
rm "$KIT/none/cmd"
host 1 'CRITICAL - gone'
wait_for 30 fake_has open 1
core_waits() {
	"$NOTIFY" status --config "$CONFIG" |
		grep -q 'WARNING: 1 tickets are not shown.*none/cmd: No such'
}
wait_for 90 core_waits
same "" "$(ls "$KIT/none")" "no file"
sed -i "s|^nagios-command-file = .*|nagios-command-file = $NAGIOS_DIR/nagios.cmd|" \
	"$CONFIG"
kit_outbox_signal HUP
wait_for 60 shows host 1
pass "once the path is right, it is shown"
"$NOTIFY" doctor --config "$CONFIG" | grep -q '^ok *core' || fail "doctor"
host 0 'OK - back'
wait_for 60 shows host 0

say "# acknowledge = yes"
printf 'acknowledge = yes\n' >>"$CONFIG"
kit_outbox_signal HUP
disk 2 'CRITICAL - 99 %'
wait_for 30 acked service 1
wait_for 30 shows service 1
same "$(link "$(($(fake_count created) - 1))")" "$(comments service)" \
	"the comment is the acknowledgement's"
same 0 "$(fake_count comments)" "which nobody is told of"
disk 0 'OK - 12 %'
wait_for 30 shows service 0
wait_for 30 acked service 0

say "# a person's acknowledgement stays as it is"
kill -STOP "$FAKE_PID"
disk 2 'CRITICAL - 99 %'
nagios_command 'ACKNOWLEDGE_SVC_PROBLEM;lab-pc-01;disk C:;2;0;0;pat;mine'
wait_for 30 ack_type service 2
kill -CONT "$FAKE_PID"
wait_for 60 shows service 2
same incidentiq,pat "$(comments service | cut -d : -f 1 | sort |
	paste -sd ,)" "the ticket is told beside it"
nagios_command 'ADD_SVC_COMMENT;lab-pc-01;disk C:;1;pat;later'
wait_for 30 shows service 3
ack_type service 2 || fail "it is no longer sticky"
disk 0 'OK - 12 %'
wait_for 60 shows service 1

say "# what Nagios holds for well has nothing to acknowledge"
nagios_as_user "$NOTIFY" --config "$CONFIG" --type PROBLEM --host lab-pc-01 \
	--state DOWN --state-time "$(date +%s)"
wait_for 60 shows host 1
same 0 "$(ack host)" "a comment names the ticket"
