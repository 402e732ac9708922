#!/bin/bash
# outbox_core.sh - what a core that is ill costs: no ticket, and not in silence
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# An outbox for which a minute is so many seconds.
outbox_at_rate() {
	CLOCK_RATE=$1 at 0 "$NOTIFY" drain --config "$CONFIG" \
		>"$KIT/drained" 2>&1 &
	OUTBOX=$!
	kit_later $OUTBOX
}

outbox_ends() {
	kit_outbox_signal TERM
	wait "$OUTBOX" || fail "the outbox ended with $?"
}

# What the core that hangs was asked.
asked() {
	curl -sSf --cacert "$KIT/ca/ca.pem" "$HUNG/_fake/requests"
}

# nagios_writes: its status file, with the comments that are in $KIT/comments.
nagios_writes() {
	{
		printf 'info {\n\tcreated=%s\n\t}\n' "$(date +%s)"
		printf 'programstatus {\n\tdaemon_mode=1\n\t}\n'
		printf 'hoststatus {\n\thost_name=sw-1\n\tcurrent_state=1\n\t}\n'
		cat "$KIT/comments"
	} >"$KIT/status.new"
	mv "$KIT/status.new" "$KIT/status.dat"
}

# nagios_keeps ID AUTHOR TEXT: another comment on sw-1.
nagios_keeps() {
	printf 'hostcomment {\n\thost_name=sw-1\n\tcomment_id=%s\n' "$1"
	printf '\tauthor=%s\n\tcomment_data=%s\n\t}\n' "$2" "$3"
} >>"$KIT/comments"

# nagios_is_told WORDS COUNT: so often, by and by; it writes its file meanwhile.
nagios_is_told() {
	nagios_writes
	[ "$(grep -c "$1" "$KIT/commands")" -ge "$2" ]
}

outbox_is_done() {
	nagios_writes
	[ -z "$(kit_outbox_pids)" ]
}

outbox_begins() {
	"$NOTIFY" drain --config "$CONFIG" >"$KIT/drained" 2>&1 &
	OUTBOX=$!
	kit_later $OUTBOX
}

was_asked() {
	[ "$(asked | jq length)" -gt 0 ]
}

kit_start
fake_ca
fake_start --tls "$KIT/ca"
fake_set hang=1
HUNG=$FAKE_URL
fake_start
(umask 077 && say secret >"$KIT/password")

say '# a core that hangs: tickets come first'
afresh_by_hand "icinga-url = $HUNG" 'icinga-user = x' \
	"icinga-password-file = $KIT/password" \
	"icinga-ca-file = $KIT/ca/ca.pem"
for i in 1 2 3 4 5 6; do
	alert PROBLEM sw-$i DOWN 1000
done
outbox_at_rate 1
wait_for 60 fake_has created 6
wait_for 20 was_asked
created=$(fake_get requests | jq 'map(select(.Path | endswith("/tickets/new")
	)) | last.Time')
asked | jq -e ".[0].Time >= $created" >"$KIT/out" ||
	fail 'the core was asked first'
pass 'before the core is asked'
alert PROBLEM sw-7 DOWN 1000
wait_for 20 fake_has created 7
wait_for 60 status_says 'WARNING: 7 tickets are not shown.* min: https:.*timed out'
kill -0 "$OUTBOX" || fail 'the outbox ended'
outbox_ends

say '# Nagios is gone, its files are not'
mkfifo "$KIT/fifo"
exec 9<>"$KIT/fifo"
printf 'info {\n\tcreated=1000\n\t}\nprogramstatus {\n\t}\n' >"$KIT/status.dat"
afresh_by_hand "nagios-command-file = $KIT/fifo" \
	"nagios-status-file = $KIT/status.dat"
alert PROBLEM sw-1 DOWN 1000
outbox_at_rate 60
wait_for 60 status_says 'WARNING: 1 tickets.*status.dat is older.*does Nagios'
outbox_ends

say '# what Nagios had not read when it ended is said again'
afresh_by_hand "nagios-command-file = $KIT/fifo" \
	"nagios-status-file = $KIT/status.dat"
: >"$KIT/comments"
nagios_keeps 6 pat 'IncidentIQ #1'
nagios_writes
cat <&9 >"$KIT/commands" &
kit_later $!
alert PROBLEM sw-1 DOWN "$(date +%s)"
outbox_begins
wait_for 60 nagios_is_told ';sw-1;1;incidentiq;<a href=' 2
nagios_keeps 7 incidentiq "$(sed -n '1s/.*;incidentiq;//p' "$KIT/commands")"
wait_for 60 outbox_is_done
pass 'until it shows'
alert RECOVERY sw-1 UP "$(date +%s)"
outbox_begins
wait_for 60 nagios_is_told 'DEL_HOST_COMMENT;7$' 2
: >"$KIT/comments"
nagios_keeps 6 pat 'IncidentIQ #1'
wait_for 60 outbox_is_done
pass 'until it is gone'
! grep -q ';6$' "$KIT/commands" || fail 'what a person said was removed'

say '# what Nagios does not know is not shown, which is no trouble'
: >"$KIT/commands"
alert PROBLEM elsewhere DOWN "$(date +%s)"
outbox_begins
wait_for 60 outbox_is_done
status_says '^OUTBOX OK' || fail "$("$NOTIFY" status --config "$CONFIG")"
same '' "$(cat "$KIT/commands")" 'Nagios is asked nothing'

say '# what is no status file'
mkdir "$KIT/folder"
for file in folder commands fifo comments; do
	sed -i "s|^nagios-status-file = .*|nagios-status-file = $KIT/$file|" \
		"$CONFIG"
	"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
	grep -q "^failed *core *.*/$file is no status file of Nagios" \
		"$KIT/out" || fail "doctor: $(cat "$KIT/out")"
done
pass 'doctor tells'

say '# what answers in place of Icinga'
# An Icinga that says $KIT/v1 to all.
(cd "$KIT" && exec openssl s_server -HTTP -accept 127.0.0.1:0 \
	-cert ca/server.pem -key ca/server.key </dev/null >"$KIT/served" 2>&1) &
kit_later $!
wait_for 20 grep -q '^ACCEPT 127' "$KIT/served"
ILL=https://$(sed -n 's/^ACCEPT //p' "$KIT/served" | head -n 1)
afresh_by_hand "icinga-url = $ILL" 'icinga-user = x' \
	"icinga-password-file = $KIT/password" \
	"icinga-ca-file = $KIT/ca/ca.pem"
# probed BODY WANTED: doctor tells that of the core.
probed() {
	printf 'HTTP/1.0 200 OK\r\n\r\n%s' "$1" >"$KIT/v1"
	"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
	grep -q "$2" "$KIT/out" || fail "$1: $(cat "$KIT/out")"
	pass "$1"
}
for body in '<html>' '[]' '{"results":[null]}' '{"results":[{"permissions":1}]}'; do
	probed "$body" "^failed *core *icinga-url = $ILL: that is not Icinga's API"
done
probed '{"results":[{"permissions":[]}]}' \
	'^failed *core *.*has no permission actions/add-comment'
probed '{"results":[{"permissions":[null]}]}' \
	'^failed *core *.*has no permission actions/add-comment'
probed '{"results":[{"permissions":[null,"actions/* (filtered)"]}]}' '^ok *core '

say '# settings that name no core: tickets come, and status tells'
afresh_by_hand "icinga-url = http://127.0.0.1:1"
alert PROBLEM sw-1 DOWN 1000
drained
fake_has created 1 || fail 'no ticket'
status_says '^OUTBOX WARNING: the core is told of no ticket: icinga-url = http:' ||
	fail "$("$NOTIFY" status --config "$CONFIG")"
pass 'with the reason'

say '# settings of the core that are of no use alone'
for line in 'acknowledge = yes' 'nagios-status-file = /x' 'icinga-user = x' \
	'icinga-password-file = /x' 'icinga-ca-file = /x'; do
	afresh_by_hand "$line"
	"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
	grep -q "^failed *core *${line%% =*} is of no use without" "$KIT/out" ||
		fail "doctor: $(cat "$KIT/out")"
done
afresh_by_hand 'acknowledge = no'
"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
! grep '^[a-z]* *core ' "$KIT/out" || fail 'to say no is no mistake'
pass 'doctor tells'
