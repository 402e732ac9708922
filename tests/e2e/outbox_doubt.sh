#!/bin/bash
# outbox_doubt.sh - a search that fails is no reason to open a second ticket soon
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# searched NUMBER: for wait_for; so many searches were sent at least.
searched() {
	[ "$(fake_get requests | jq '[.[] | select(.Method == "POST" and
		.Path == "/api/v1.0/tickets")] | length')" -ge "$1" ]
}

# doubt STATUS SEARCHES MAX: the answer to a create is lost, and searches get
# this; ambiguous-max.
doubt() {
	afresh_by_hand "ambiguous-max = $3"
	fake_set lose-next=1 "search-status=$1"
	"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-1 --state DOWN \
		--state-time 1000 || fail "the alert was not stored"
	# Twenty minutes are a second.
	CLOCK_RATE=1200 at 0 "$NOTIFY" drain --config "$CONFIG" \
		>"$KIT/drained" 2>&1 &
	outbox=$!
	kit_later $outbox
	wait_for 30 searched "$2"
}

ended() {
	wait $outbox || fail "the outbox ended with $?"
}

# created WHAT NUMBER WHEN
created() {
	same "$2 $2" "$(fake_count created) $(fake_count open)" "$1: $3"
}

kit_start
fake_start
# So many take longer than ambiguous-max, a minute each.
doubt 429 15 10m
created 429 1 "too many searches, however long"
fake_set search-status=0
ended
created 429 1 "its ticket is found in the end"
doubt 500 16 never
created 500 1 "no doubt opens a ticket"
fake_set search-status=0
ended
created 500 1 "its ticket is found in the end"
# Whatever else: while IncidentIQ answers, the alert is told once more.
for status in 302 400 401 403 404 413 500; do
	doubt $status 2 10m
	ended
	created $status 2 "the search failed for good"
	fake_tickets '.[1].IssueDescription' |
		grep -q 'may have been opened before: an answer was lost' ||
		fail "$status: the second ticket does not say why"
done
