#!/bin/bash
# outbox_kill.sh - the outbox is killed at each system call: no ticket twice
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

AT_ONCE=100 # outboxes, each with a spool of its own

# ini N: the configuration of the Nth outbox.
ini() {
	say "$KIT/at-$1.ini"
}

# kill_at N: an outbox dies as it enters the Nth system call since it asked for
# the lock. False when it has not so many.
kill_at() {
	sed "s|^spool = .*|spool = $KIT/at-$1|" "$CONFIG" >"$(ini "$1")"
	mkdir -m 0750 "$KIT/at-$1"
	"$NOTIFY" --config "$(ini "$1")" --type PROBLEM --host "sw-$1" \
		--state DOWN --state-time 1000 || fail "sw-$1 was not stored"
	"$top_builddir/tests/fault/kill_at" "$1" "$INCIDENTIQ_OUTBOX" drain \
		--config "$(ini "$1")" >"$KIT/out" 2>&1
	case $? in
	0) ;;
	1) return 1 ;;
	*) fail "no outbox could be killed at call $1: $(cat "$KIT/out")" ;;
	esac
}

# Every outbox is started again, and stays until nothing is left.
start_again() {
	local n pids=() pid
	for n in $(seq "$1"); do
		"$INCIDENTIQ_OUTBOX" drain --config "$(ini "$n")" \
			>"$KIT/again-$n" 2>&1 &
		pids+=($!)
		[ ${#pids[@]} -lt $AT_ONCE ] && [ "$n" -lt "$1" ] && continue
		for pid in "${pids[@]}"; do
			wait "$pid" || fail "an outbox ended with $?"
		done
		pids=()
	done
}

# What libtool made is a script; the program itself is behind it.
if [ -x "$top_builddir/.libs/incidentiq-outbox" ]; then
	INCIDENTIQ_OUTBOX=$top_builddir/.libs/incidentiq-outbox
	export LD_LIBRARY_PATH="$top_builddir/.libs"
fi
kit_start
fake_start
iiq_config 'nudge = no'
fake_set search-lag=1
n=1
while kill_at $n; do
	n=$((n + 1))
done
say "# an outbox makes $n system calls with its lock, and died at each"
[ "$n" -gt 200 ] || fail "it did not deliver"
start_again "$n"
same "$n" "$(fake_tickets '[.[].Subject] | unique | length')" \
	"alerts that have a ticket"
same "$n" "$(fake_count created)" "tickets"
