# send_kit.sh - what the tests of send share, on top of kit.sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# send_start makes $SPOOL and $CONFIG without a fake: there is no network in
# what send does.

# send_start [LINE...]: lines for [notify_incidentiq].
send_start() {
	kit_start
	SPOOL=$KIT/spool
	CONFIG=$KIT/incidentiq.ini
	mkdir -m 0750 "$SPOOL"
	say '[notify_incidentiq]' >"$CONFIG"
	for send_line in "spool = $SPOOL" "$@"; do
		say "$send_line" >>"$CONFIG"
	done
}

# send OPTION...: status in $STATUS, output in $KIT/out and $KIT/err.
send() {
	"$NOTIFY" --config "$CONFIG" "$@" >"$KIT/out" 2>"$KIT/err"
	STATUS=$?
}

# How many alerts are in the spool.
stored() {
	find "$SPOOL/new" -type f 2>/dev/null | wc -l | tr -d ' '
}

# The alerts that hold this line.
stored_line() {
	cat "$SPOOL"/new/* | grep -cFx -- "$1"
}

err_says() {
	grep -qF -- "$1" "$KIT/err" ||
		fail "\"$1\" is not in: $(cat "$KIT/err")"
	same 1 "$(wc -l <"$KIT/err" | tr -d ' ')" "it says in one line: $1"
}

is_lost() {
	[ -e "$SPOOL/lost" ] && [ "$(stat -c %Y "$SPOOL/lost")" -gt 0 ]
}

not_lost() {
	! is_lost
}

# A stand-in for the outbox: "$KIT/outbox" runs the lines on standard input,
# after noting that it ran.
stub_outbox() {
	{
		say '#!/bin/sh'
		say "echo \"\$*\" >>'$KIT/started'"
		cat
	} >"$KIT/outbox"
	chmod +x "$KIT/outbox"
	INCIDENTIQ_OUTBOX=$KIT/outbox
}
