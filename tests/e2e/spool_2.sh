#!/bin/sh
# spool_2.sh - what the second directory took is delivered like all else
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
kit_start
fake_start
mkdir -m 0750 "$KIT/second"
iiq_config "spool-2 = $KIT/second"
chmod 0750 "$SPOOL"

# notify ARG...
notify() {
	"$NOTIFY" "$@" --config "$CONFIG"
}
status_says() {
	notify status | grep -q "$1"
}
mark_of() {
	stat -c %Y "$1/lost"
}

# The first directory is closed, then it is not, and nobody sends any more.
notify status >/dev/null
rm -r "$SPOOL/tmp"
: >"$SPOOL/tmp"
notify --type PROBLEM --host web1 --state DOWN 2>"$KIT/err"
same 0 $? "the second directory takes the alert"
grep -q "$SPOOL: Not a directory" "$KIT/err" || fail "$(cat "$KIT/err")"
same 1 "$(ls "$KIT/second/new" | wc -l | tr -d ' ')" "it is there"
same 0 "$(mark_of "$KIT/second")" "nothing was lost"
rm "$SPOOL/tmp"
wait_for 20 status_says '1 open incident'
wait_for 20 fake_has open 1
pass "status woke the outbox, which opened the ticket"
same '' "$(ls "$KIT/second/new")" "the second directory is empty again"

# Neither takes it: remembered in both, and status names them.
rm -rf "$SPOOL/new" "$KIT/second/new"
: >"$SPOOL/new"
: >"$KIT/second/new"
notify --type PROBLEM --host web2 --state DOWN 2>"$KIT/err"
same 2 $? "neither takes an alert: exit 2"
rm "$SPOOL/new" "$KIT/second/new"
notify status >"$KIT/out"
same 2 $? "status is CRITICAL"
grep -q "touch -d @0 $SPOOL/lost" "$KIT/out" || fail "$(cat "$KIT/out")"
touch -d @0 "$SPOOL/lost"
notify status | grep -q "touch -d @0 $KIT/second/lost" || fail "no second mark"
touch -d @0 "$KIT/second/lost"
status_says 'OK:' || fail "not OK: $(notify status)"
pass "seen by a person, it is OK again"
