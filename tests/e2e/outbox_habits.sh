#!/bin/bash
# outbox_habits.sh - all bad habits at once, among 500 tickets of other people
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

# Other people's tickets speak of the first three.
HOSTS="sw-1 core-sw-01 web-01 $(seq -f 'ap-%g' 9)"
COUNT=12

# alert TYPE STATE TIME [OPTION...]: of every host.
alert() {
	local host
	for host in $HOSTS; do
		"$NOTIFY" --config "$CONFIG" --type "$1" --state "$2" \
			--host "$host" --state-time "$3" "${@:4}" ||
			fail "$1 of $host was not stored"
	done
}

# strangers FILE: all that is true of other people's tickets.
strangers() {
	fake_tickets '.[] | select(.Whose == "stranger")' >"$1"
}

# Now and then everything fails, in turn with each of these.
misbehave() {
	while :; do
		for status in 500 429 503 502 408; do
			curl -sf -m 30 -X POST -o /dev/null \
				"$FAKE_URL/_fake/set?status=$status&status-count=1" ||
				return
			sleep 0.3
		done
	done
}

is_done() {
	[ -z "$(ls "$SPOOL/new")" ] &&
		[ "$(sqlite3 -cmd '.timeout 5000' "$SPOOL/outbox.db" \
			"SELECT count(*) FROM job WHERE state <> 'done'")" = 0 ]
}

kit_start
fake_start
iiq_config 'nudge = no' 'reopen-window = 0'
# Five minutes of the outbox are a second of the fake.
sed -i 's/^search-lag = .*/search-lag = 400/' "$CONFIG"
chmod 0750 "$SPOOL"
fake_set strangers=500
strangers "$KIT/before"
fake_set search-lag=1 keyword-ignores-description=1 dropped-facets=1 \
	dropped-ticketstate=1 no-paging=1 rules=2 lose-answer=10 \
	lose-request=5 lose-next=2 errors-in-200-created=2 padding-kb=4 \
	ticket-date-offset=-36000 "seed=${SEED:-$$}"
say "seed ${SEED:-$$}"
misbehave &
kit_later $!

CLOCK_RATE=300 at 0 "$NOTIFY" drain --daemon --config "$CONFIG" \
	>"$KIT/drained" 2>&1 &
kit_later $!
alert PROBLEM DOWN 1000 --contact jo
alert PROBLEM DOWN 1000 --contact pat
wait_for 60 is_done
same "$COUNT $COUNT" "$(fake_count created) $(fake_count open)" \
	"one ticket for each object"
same "$COUNT" "$(fake_tickets '[.[] | select(.Whose == "ours")
	| .IssueDescription | capture("(?<m>iiq1[a-z2-7]{26})").m]
	| unique | length')" "and for every object one"
alert ACKNOWLEDGEMENT DOWN 1000 --author jo --comment mine
wait_for 60 is_done
same "$COUNT" "$(fake_count comments)" "one comment each"
alert RECOVERY UP 1100
wait_for 60 is_done
same "$COUNT 0" "$(fake_count created) $(fake_count open)" "all are closed"
strangers "$KIT/after"
cmp "$KIT/before" "$KIT/after" || fail "a stranger's ticket is not as it was"
same 0 "$(fake_count strangers-touched)" "nobody else's ticket was touched"
