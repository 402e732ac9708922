#!/bin/bash
# storm.sh - a storm of alerts: one ticket for each problem, whatever breaks
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

HOSTS=$((50 * ${LONG:-1}))
COPIES=4      # of each alert: two contacts, and a reminder for each
NEED_KILLS=20 # that found a job in flight which the server had committed

# storm TYPE STATE TIME: all alerts at once. Every one of them must be stored.
storm() {
	local pids=() host copy pid
	for host in $(seq $HOSTS); do
		for copy in $(seq $COPIES); do
			"$NOTIFY" --config "$CONFIG" --type "$1" --state "$2" \
				--host "sw-$host" --state-time "$3" \
				--output "from contact $copy" &
			pids+=($!)
		done
	done
	for pid in "${pids[@]}"; do
		wait "$pid" || fail "an alert was not stored"
	done
}

sql() {
	sqlite3 -cmd '.timeout 5000' "$SPOOL/outbox.db" "$1"
}

# Everything is delivered, and no outbox runs any more.
is_quiet() {
	[ -z "$(ls "$SPOOL/new")" ] && [ -z "$(kit_outbox_pids)" ] &&
		[ "$(sql "SELECT count(*) FROM job WHERE state <> 'done'")" = 0 ]
}

# One open ticket for each host, by marker and not by our own count.
one_ticket_each() {
	same $HOSTS "$(fake_count open)" "$1: open tickets"
	same $HOSTS "$(fake_tickets '[.[] | select(.IsClosed | not)
		| .IssueDescription | capture("(?<m>iiq1[a-z2-7]{26})").m]
		| unique | length')" "$1: hosts with a ticket"
}

afresh() {
	kit_outbox_stop
	rm -rf "$SPOOL"
	fake_post reset
	iiq_config "$@"
	chmod 0750 "$SPOOL"
}

api_up() {
	afresh
	storm PROBLEM DOWN 1000
	wait_for $((60 * ${LONG:-1})) is_quiet
	one_ticket_each "API up"
	same $HOSTS "$(fake_count created)" "API up: tickets ever opened"
	storm RECOVERY UP 1100
	wait_for $((60 * ${LONG:-1})) is_quiet
	same 0 "$(fake_count open)" "API up: open tickets after the recoveries"
	same $HOSTS "$(fake_count closed)" "API up: closed tickets"
}

api_down() {
	afresh
	fake_down
	storm PROBLEM DOWN 1000
	[ "$(ls "$SPOOL/new" | wc -l)" -gt 0 ] ||
		wait_for 20 test -s "$SPOOL/outbox.db"
	fake_up
	wait_for $((60 * ${LONG:-1})) is_quiet
	one_ticket_each "API down, then up"
	same $HOSTS "$(fake_count created)" "API down, then up: tickets"
}

# The markers of creates that a kill cut off after the server had committed:
# still `sending`, and nothing was recorded of how that went. Each counts once.
cut_off() {
	fake_tickets '.[].IssueDescription
		| capture("(?<m>iiq1[a-z2-7]{26})").m' | sort -u >"$KIT/there"
	sql "SELECT o.marker FROM job j JOIN incident i ON i.id = j.incident
		JOIN object o ON o.id = i.object
		WHERE j.action = 'create' AND j.state = 'sending'
		AND j.error = ''" | sort -u | comm -12 - "$KIT/there"
}

# Lets an outbox work for a while that chance decides, and kills it.
kill_one() {
	"$NOTIFY" drain --config "$CONFIG" >/dev/null &
	local pid=$!
	sleep "0.$(printf %03d $((RANDOM % 200 + 30)))"
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
}

killed_and_lost() {
	local kills=0 found=0
	: >"$KIT/cut-off"
	afresh 'nudge = no' 'search-lag = 3'
	# The search finds a ticket a second after it was made. A fifth of
	# all answers is lost after the commit; the others come late.
	fake_set search-lag=1 lose-answer=20 commit-delay-ms=100
	RANDOM=${SEED:-$$}
	say "seed ${SEED:-$$}"
	storm PROBLEM DOWN 1000
	while [ $found -lt $NEED_KILLS ] && [ $kills -lt 300 ]; do
		kill_one
		kills=$((kills + 1))
		cut_off >>"$KIT/cut-off"
		found=$(sort -u "$KIT/cut-off" | wc -l)
	done
	say "$kills kills, $found of them in the middle of a create"
	[ $found -ge $NEED_KILLS ] ||
		fail "only $found kills found a create that was committed"
	fake_set lose-answer=0 commit-delay-ms=0
	timeout $((120 * ${LONG:-1})) "$NOTIFY" drain --config "$CONFIG" ||
		fail "the last outbox did not finish"
	one_ticket_each "killed and lost"
	same $HOSTS "$(fake_count created)" "killed and lost: tickets"
}

kit_start
fake_start
api_up
api_down
killed_and_lost
