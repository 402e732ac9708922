#!/bin/bash
# outbox_away.sh - what people read of the time when IncidentIQ was away
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# outbox_waits TIME [WHY]: at that time one takes what was told, and tries in
# vain. A minute is a second from then on.
outbox_waits() {
	CLOCK_RATE=60 at "$1" "$NOTIFY" drain --config "$CONFIG" \
		>"$KIT/drained" 2>&1 &
	OUTBOX=$!
	kit_later $OUTBOX
	wait_for 20 has_tried "${2-cannot connect}"
}

is_taken() {
	[ -z "$(ls "$SPOOL/new")" ]
}

has_tried() {
	is_taken && status_says "$1"
}

outbox_ends() {
	wait $OUTBOX || fail "the outbox ended with $?: $(cat "$KIT/drained")"
}

# disk TYPE STATE HOURS [OPTION...]: told so long after the start.
disk() {
	at "$3h" alert "$1" web-1 "$2" "$((BEGAN + $3 * 3600))" \
		--service disk "${@:4}"
}

BEGAN=$(date +%s)
TZ=UTC
export TZ
kit_start
fake_start

say "# a ticket that is opened late tells what happened, once"
afresh_by_hand
fake_down
disk PROBLEM CRITICAL 0 --output '91 % full'
disk PROBLEM CRITICAL 0 --output '91 % full' --contact another
disk ACKNOWLEDGEMENT CRITICAL 1 --author 'Jo <b>' --comment 'on my way'
disk PROBLEM WARNING 2 --output '85 % full'
disk CUSTOM WARNING 3 --author Pat --comment 'ordered a disk'
disk PROBLEM CRITICAL 4 --output '99 % full'
outbox_waits 5h
fake_up
outbox_ends
same "1 1 0" "$(fake_count created) $(fake_count open) \
$(fake_count comments)" "one ticket, no comment"
fake_tickets '.[0].IssueDescription' >"$KIT/body"
sed 's/<br>/\n/g; s/<p>/\n/g; s/<\/p>//g' "$KIT/body" |
	sed -n '/so far/,$p' | sed -e 's/^[-0-9]* [0-9:]* UTC: //' \
	-e 's/^iiq1[a-z2-7]\{26\}$/MARKER/' >"$KIT/told"
diff - "$KIT/told" <<'END' || fail "$(cat "$KIT/body")"
<b>What happened so far:</b>
Problem, state CRITICAL: 91 % full
Acknowledged, state CRITICAL: Jo &lt;b&gt;: on my way
Problem, state WARNING: 85 % full
Note, state WARNING: Pat: ordered a disk
Problem, state CRITICAL: 99 % full
MARKER
END
pass "the description: $(wc -l <"$KIT/told") lines, the marker last"

say "# what waits for an open ticket is one comment, with the time of each"
for away in 'cannot connect' 'HTTP 503' 'HTTP 401'; do
	afresh_by_hand
	disk PROBLEM CRITICAL 0
	drained
	case $away in
	HTTP*) fake_set "status=${away#HTTP }" ;;
	*) fake_down ;;
	esac
	for n in 1 2 3 4 5; do
		disk CUSTOM CRITICAL $n --author Jo --comment "note $n."
	done
	outbox_waits 6h "$away"
	for n in 6 7 8; do
		disk CUSTOM CRITICAL 6 --author Jo --comment "note $n."
	done
	wait_for 20 is_taken
	case $away in
	HTTP*) fake_set status=0 ;;
	*) fake_up ;;
	esac
	outbox_ends
	same "1 1" "$(fake_count created) $(fake_count comments)" "$away"
	same "1 2 3 4 5 6 7 8 " "$(fake_tickets '.[0].Comments[0].Comments' |
		grep -o 'UTC</p><p>note [0-9]' | tr -dc '0-9\n' | tr '\n' ' ')" \
		"$away: each note, in order, with its time"
done
