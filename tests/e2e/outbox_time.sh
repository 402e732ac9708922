#!/bin/bash
# outbox_time.sh - what an outbox does as minutes and hours go by
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# A minute is a second; what is measured in seconds, as pace is, stays.
outbox_in_haste() {
	CLOCK_RATE=60 at 0 "$NOTIFY" drain --config "$CONFIG" \
		>"$KIT/drained" 2>&1 &
	OUTBOX=$!
	kit_later $OUTBOX
}

uptime_s() {
	cut -d. -f1 /proc/uptime
}

is_later_than() {
	[ "$(uptime_s)" -gt "$1" ]
}

kit_start
fake_start

say "# a pace that is changed while the outbox is locked out counts from then on"
iiq_config 'nudge = no'
sed -i 's/^pace = .*/pace = 0.01/' "$CONFIG"
fake_set status=401
for n in $(seq 30); do
	alert PROBLEM "sw-$n" DOWN 1000
done
outbox_in_haste
wait_for 20 status_says 'HTTP 401'
sed -i 's/^pace = .*/pace = 0/' "$CONFIG"
fake_set status=0
wait_for 20 fake_has created 30
pass "thirty tickets at once"
wait $OUTBOX || fail "the outbox ended with $?"

say "# who closed a ticket is told once a day that the problem lasts"
afresh_by_hand
for day in 0 1 2 3; do
	for _ in 1 2; do
		at "${day}d" alert PROBLEM sw-1 DOWN 1000
		at "${day}d" "$NOTIFY" drain --config "$CONFIG" ||
			fail "drain on day $day"
	done
	[ $day != 0 ] ||
		fake_post "person/close?id=$(fake_tickets '.[0].TicketId')"
	same "1 $((day > 1 ? day - 1 : 0))" \
		"$(fake_count created) $(fake_count comments)" "day $day"
done

say "# a token that sees none of our tickets: nothing is done until it does"
afresh_by_hand
for n in 1 2 3 4; do
	alert PROBLEM "sw-$n" DOWN 1000
done
"$NOTIFY" drain --config "$CONFIG" || fail "drain"
fake_set hidden=1
for n in 1 2 3 4; do
	alert RECOVERY "sw-$n" UP 1100
done
outbox_in_haste
wait_for 20 status_says \
	"CRITICAL: 2 waiting: the token's user cannot see our tickets"
alert PROBLEM sw-5 DOWN 1000
wait_for 20 status_says "CRITICAL: 3 waiting: the token's user"
same 4 "$(fake_count created)" "no ticket is opened"
fake_set hidden=0
wait $OUTBOX || fail "the outbox ended with $?"
same "5 2" "$(fake_count created) $(fake_count closed)" "it went by itself"

say "# people closed many tickets, and a core without its memory is back"
afresh_by_hand
for n in $(seq 12); do
	alert PROBLEM "sw-$n" DOWN 1000
done
"$NOTIFY" drain --config "$CONFIG" || fail "drain"
for id in $(fake_tickets '.[].TicketId'); do
	fake_post "person/close?id=$id"
done
for n in $(seq 12); do
	at 1h alert PROBLEM "sw-$n" DOWN 2000 --anchor "$(($(date +%s) + 3000))"
done
outbox_in_haste
wait_for 20 status_says 'WARNING: 2 held: .*restarted without its memory'
wait_for 20 fake_has open 10
pass "ten have a new ticket"
wait $OUTBOX || fail "the outbox ended with $?"
same 12 "$(fake_count open)" "and five minutes later the others"

say "# the clock is set back between a problem and its recovery, or the reverse"
afresh_by_hand 'short-outage = 0'
now=$(date +%s)
alert PROBLEM sw-1 DOWN "$now"
alert RECOVERY sw-2 UP "$now"
"$NOTIFY" drain --config "$CONFIG" || fail "drain"
for _ in 1 2; do
	at -100 alert RECOVERY sw-1 UP "$((now - 90))"
	at -100 alert PROBLEM sw-2 DOWN "$((now - 90))"
done
at -100 "$NOTIFY" drain --config "$CONFIG" || fail "drain"
same "sw-1 true, sw-2 false" "$(fake_tickets '[.[] |
	"\(.Subject | split(" ")[0]) \(.IsClosed)"] | join(", ")')" \
	"each ticket is as its object"
alert PROBLEM sw-3 DOWN "$now"
alert RECOVERY sw-4 UP "$now"
second=$(uptime_s)
wait_for 5 is_later_than "$second"
at -100 alert RECOVERY sw-3 UP "$((now - 90))"
at -100 alert PROBLEM sw-4 DOWN "$((now - 90))"
"$NOTIFY" drain --config "$CONFIG" || fail "drain"
same "sw-2 sw-4" "$(fake_tickets '[.[] | select(.IsClosed | not) |
	.Subject | split(" ")[0]] | sort | join(" ")')" \
	"though both were in the spool, the later by its clock first"

say "# what seems to be overtaken is logged and shown"
afresh_by_hand
alert PROBLEM sw-1 DOWN "$now"
for _ in 1 2; do
	alert RECOVERY sw-1 UP "$((now - 30))" --output answers
done
LD_PRELOAD=$top_builddir/.libs/fault.so FAULT_SYSLOG=$KIT/syslog \
	ASAN_OPTIONS=verify_asan_link_order=0 \
	"$NOTIFY" drain --config "$CONFIG" || fail "drain"
same "1 0" "$(fake_count created) $(fake_count closed)" "nothing was done"
same 1 "$(grep -c "RECOVERY of sw-1 changes nothing" "$KIT/syslog")" "logged"
"$NOTIFY" show sw-1 --config "$CONFIG" >"$KIT/out" || fail "show"
grep -q '^event .* RECOVERY, UP, overtaken: answers$' "$KIT/out" ||
	fail "show: $(cat "$KIT/out")"
same RECOVERY "$("$NOTIFY" show sw-1 --json --config "$CONFIG" |
	jq -r '.events[] | select(.overtaken) | .type')" "shown"

say "# a problem of which nothing is heard for two weeks is named"
afresh_by_hand
alert PROBLEM sw-1 DOWN 1000
alert PROBLEM sw-2 DOWN 1000
"$NOTIFY" drain --config "$CONFIG" || fail "drain"
at 13d status_says 'OUTBOX OK.* stale=0' || fail "too early"
at 13d alert PROBLEM sw-2 DOWN 1000
at 13d "$NOTIFY" drain --config "$CONFIG" || fail "drain"
at 15d status_says "WARNING: 2 open incidents, nothing heard of 1 for 14d: \
sw-1 (ticket $(fake_tickets '.[0].TicketNumber')) .* stale=1" ||
	fail "$(at 15d "$NOTIFY" status --config "$CONFIG")"
pass "sw-1, of which there was no reminder"
# Between two daily looks a reminder is nothing but a sign of life.
at 324h alert PROBLEM sw-2 DOWN 1000
at 324h "$NOTIFY" drain --config "$CONFIG" || fail "drain"
at 654h status_says 'nothing heard of 1 for [^:]*: sw-1 ' ||
	fail "$(at 654h "$NOTIFY" status --config "$CONFIG")"
pass "a reminder that tells nothing new counts"
echo 'stale-after = 0' >>"$CONFIG"
at 15d status_says 'OUTBOX OK' || fail "never"
pass "never"
