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
afresh_by_hand "icinga-url = $HUNG/api/v1.0" 'icinga-user = x' \
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
printf 'info {\n\tcreated=1000\n\t}\n' >"$KIT/status.dat"
afresh_by_hand "nagios-command-file = $KIT/fifo" \
	"nagios-status-file = $KIT/status.dat"
alert PROBLEM sw-1 DOWN 1000
drained
alert RECOVERY sw-1 UP 1100
outbox_at_rate 60
wait_for 60 status_says 'WARNING: 1 tickets.*status.dat is older.*does Nagios'
outbox_ends

say '# settings that name no core: tickets come, and status tells'
afresh_by_hand "icinga-url = http://127.0.0.1:1"
alert PROBLEM sw-1 DOWN 1000
drained
fake_has created 1 || fail 'no ticket'
status_says '^OUTBOX WARNING: the core is told of no ticket: icinga-url = http:' ||
	fail "$("$NOTIFY" status --config "$CONFIG")"
pass 'with the reason'
