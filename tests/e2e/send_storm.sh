#!/bin/sh
# send_storm.sh - 200 alerts at once: all stored, and one outbox
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/send_kit.sh"
send_start
mkfifo "$KIT/gate"
stub_outbox <<EOF
read -r line <'$KIT/gate'
EOF

# All wait at the same door, each for a line of one byte. The spool is not set
# up yet: that is a race too.
mkfifo "$KIT/door"
exec 8<>"$KIT/door"
senders=$((200 * ${LONG:-1}))
number=0
pids=
while [ $number -lt $senders ]; do
	(
		read -r line <&8
		exec 8<&-
		exec "$NOTIFY" --config "$CONFIG" --type PROBLEM \
			--host "host-$number" --state DOWN
	) 2>>"$KIT/err" &
	pids="$pids $!"
	number=$((number + 1))
done
head -c $senders /dev/zero | tr '\0' '\n' >&8
exec 8<&-
failed=0
for pid in $pids; do
	wait "$pid" || failed=$((failed + 1))
done
same 0 "$failed" "each says exit 0"
same $senders "$(stored)" "$senders alerts are stored"
same $senders "$(cat "$SPOOL"/new/* | grep '^host=' | sort -u | wc -l |
	tr -d ' ')" "of $senders hosts"
same $senders "$(tail -q -n 1 "$SPOOL"/new/* | grep -cFx end)" "all of them whole"
same 0 "$(find "$SPOOL/tmp" -type f | wc -l | tr -d ' ')" "none is half done"
same '' "$(cat "$KIT/err")" "nothing to complain of"
wait_for 20 test -s "$KIT/started"
same 1 "$(wc -l <"$KIT/started" | tr -d ' ')" "one outbox was started"
echo go >"$KIT/gate"
wait_for 20 flock -n "$SPOOL/lock" true
