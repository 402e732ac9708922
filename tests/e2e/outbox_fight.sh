#!/bin/bash
# outbox_fight.sh - many outboxes at once, and killed: no ticket twice
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

HOSTS=60
ROUNDS=$((12 * ${LONG:-1}))
AT_ONCE=5

# alerts TYPE STATE TIME: of every host, one after the other.
alerts() {
	local host
	for host in $(seq $HOSTS); do
		"$NOTIFY" --config "$CONFIG" --type "$1" --host "sw-$host" \
			--state "$2" --state-time "$3" ||
			fail "$1 of sw-$host was not stored"
	done
}

is_done() {
	[ -z "$(ls "$SPOOL/new")" ] &&
		[ "$(sqlite3 -cmd '.timeout 5000' "$SPOOL/outbox.db" \
			"SELECT count(*) FROM job WHERE state <> 'done'")" = 0 ]
}

# A while that chance decides.
while_at() {
	sleep "0.$(printf %03d $((RANDOM % 150 + 20)))"
}

# Outboxes that start at once, and die, some of them sooner.
fight() {
	local pids=() pid
	for _ in $(seq $AT_ONCE); do
		"$INCIDENTIQ_OUTBOX" drain --config "$CONFIG" \
			>>"$KIT/drained" 2>&1 &
		pids+=($!)
	done
	while_at
	for pid in "${pids[@]}"; do
		[ $((RANDOM % 2)) = 0 ] || kill -9 "$pid" 2>/dev/null
	done
	while_at
	for pid in "${pids[@]}"; do
		kill -9 "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
}

one_ticket_each() {
	same "$HOSTS $HOSTS" "$(fake_count created) $(fake_count open)" \
		"$1: tickets"
	same $HOSTS "$(fake_tickets '[.[].Subject] | unique | length')" \
		"$1: hosts with a ticket"
}

# What libtool made is a script; the program itself is behind it.
if [ -x "$top_builddir/.libs/incidentiq-outbox" ]; then
	INCIDENTIQ_OUTBOX=$top_builddir/.libs/incidentiq-outbox
	export LD_LIBRARY_PATH="$top_builddir/.libs"
fi
RANDOM=${SEED:-$$}
say "seed ${SEED:-$$}"
kit_start
fake_start

say "# $AT_ONCE outboxes at a time, none of which lives long"
afresh 'nudge = no'
fake_set commit-delay-ms=20
alerts PROBLEM DOWN 1000
for _ in $(seq $ROUNDS); do
	fight 2>/dev/null # the shell tells of each that was killed
done
said=$(fake_count created)
[ "$said" -gt 10 ] || fail "only $said were opened before the end"
"$INCIDENTIQ_OUTBOX" drain --config "$CONFIG" >>"$KIT/drained" 2>&1 ||
	fail "the last outbox ended with $?"
one_ticket_each "fought"

say "# one that stays, and is killed, beside those that alerts start"
afresh
fake_set commit-delay-ms=20
alerts PROBLEM DOWN 1000 &
alerts=$!
while kill -0 $alerts 2>/dev/null; do
	"$INCIDENTIQ_OUTBOX" drain --daemon --config "$CONFIG" \
		>>"$KIT/drained" 2>&1 &
	outbox=$!
	while_at
	while_at
	kill -9 $outbox
	wait $outbox 2>/dev/null
done
wait $alerts || fail "an alert was not stored"
"$INCIDENTIQ_OUTBOX" drain --daemon --config "$CONFIG" \
	>>"$KIT/drained" 2>&1 &
kit_later $!
wait_for 60 is_done
one_ticket_each "nudged"
alerts RECOVERY UP 1100
wait_for 60 is_done
same "0 $HOSTS" "$(fake_count open) $(fake_count closed)" "all are closed"
