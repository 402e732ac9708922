#!/bin/bash
# outbox_doubt.sh - a search that fails is no reason to open a second ticket
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

# searched NUMBER: for wait_for; so many searches were sent at least.
searched() {
	[ "$(fake_get requests | jq '[.[] | select(.Method == "POST" and
		.Path == "/api/v1.0/tickets")] | length')" -ge "$1" ]
}

# doubt STATUS SEARCHES: the answer to a create is lost, and searches get this.
doubt() {
	rm -rf "$SPOOL"
	fake_post reset
	iiq_config 'nudge = no' 'ambiguous-max = 10m'
	chmod 0750 "$SPOOL"
	fake_set lose-next=1 "search-status=$1"
	"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-1 --state DOWN \
		--state-time 1000 || fail "the alert was not stored"
	# Twenty minutes are a second.
	CLOCK_RATE=1200 at 0 "$NOTIFY" drain --config "$CONFIG" \
		>"$KIT/drained" 2>&1 &
	outbox=$!
	kit_later $outbox
	wait_for 30 searched "$2"
	same "1 1" "$(fake_count created) $(fake_count open)" \
		"searches that answer $1"
	fake_set search-status=0
	wait $outbox || fail "the outbox ended with $?"
	same "1 1" "$(fake_count created) $(fake_count open)" \
		"and its ticket is found when they do not"
}

kit_start
SPOOL=$KIT/spool
fake_start
# So many take longer than ambiguous-max: a minute each after a 429, else up to
# five minutes, or up to a quarter of an hour.
doubt 429 15
for status in 302 401 403 404 500; do
	doubt $status 16
done
