#!/bin/bash
# outbox_clock.sh - a clock that was wrong, and a database that is not the last
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# says WANTED: status does, and tells it when it does not.
says() {
	"$NOTIFY" status --config "$CONFIG" >"$KIT/status"
	grep -q "$1" "$KIT/status"
}

# drains TIME: within a time that is no day.
drains() {
	at "$1" timeout 60 "$NOTIFY" drain --config "$CONFIG" ||
		fail "drain ended with $?: $(at "$1" "$NOTIFY" status \
			--config "$CONFIG")"
}

# One that waits some minutes for a clock to be set; they are seconds for it.
drains_patiently() {
	CLOCK_RATE=60 drains 0
}

# An outbox at work TIME from now, until status says WANTED there.
outbox_until() {
	at "$1" "$NOTIFY" drain --config "$CONFIG" >"$KIT/drained" 2>&1 &
	OUTBOX=$!
	kit_later $OUTBOX
	(wait_for 20 at "$1" says "$2") || fail "$(cat "$KIT/status")"
	kit_outbox_signal TERM
	wait $OUTBOX || fail "the outbox ended with $?"
}

kit_start
fake_start

say "# jobs of a clock that was a year ahead are not waited for"
afresh_by_hand 'resolve-delay = 3s'
at 366d alert PROBLEM sw-1 DOWN 1000
drains 366d
fake_set read-status=500
at 366d alert RECOVERY sw-1 UP 1100
at 366d alert PROBLEM sw-2 DOWN 1000
outbox_until 366d ' doubtful=0;.* incidents=2;'
fake_set read-status=0
says '1 waiting.*oldest=0s' || fail "$(cat "$KIT/status")"
drains_patiently
same "2 1" "$(fake_count created) $(fake_count closed)" \
	"opened and resolved by the right clock"
alert RECOVERY sw-2 UP 1200
drains_patiently
same 2 "$(fake_count closed)" "a problem of next year recovers"

say "# alerts of next year come before those of today"
afresh_by_hand
at 366d alert PROBLEM sw-1 DOWN 1000
alert RECOVERY sw-1 UP 1100
at 366d alert PROBLEM sw-2 DOWN 1000
drains 0
same 1 "$(fake_count created)" "the one that is over has no ticket"
alert RECOVERY sw-2 UP 1100
drains 0
same 1 "$(fake_count closed)" "the other recovers"

say "# a database of yesterday is put back: what it would open is there"
afresh_by_hand
fake_set status=401
for n in 1 2 3; do
	alert PROBLEM "sw-$n" DOWN 1000
done
outbox_until 0 ' pending=3;.* doubtful=0;'
cp "$SPOOL"/outbox.db* "$KIT"
fake_set status=0
drains 0
same 3 "$(fake_count created)" "opened"
rm "$SPOOL"/outbox.db*
mv "$KIT"/outbox.db* "$SPOOL"
alert PROBLEM sw-4 DOWN 2000
drains 1d
same 4 "$(fake_count created)" "none twice, and what is new"
