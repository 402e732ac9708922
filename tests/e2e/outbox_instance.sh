#!/bin/bash
# outbox_instance.sh - the cluster gets another name, the token another user
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

drains() {
	timeout 60 "$NOTIFY" drain --config "$CONFIG" ||
		fail "drain ended with $?"
}

# leaves COUNT: the alerts that an outbox may not take, and says so.
leaves() {
	timeout 60 "$NOTIFY" drain --config "$CONFIG" 2>"$KIT/said"
	same 3 $? 'drain does not end well'
	grep -q "$1 alerts stay in $SPOOL/new: instance is now" "$KIT/said" ||
		fail "drain says: $(cat "$KIT/said")"
}

# says VERB WANTED: in its output, which is shown if that lacks it.
says() {
	"$NOTIFY" "$1" --config "$CONFIG" >"$KIT/said" 2>&1
	grep -q "$2" "$KIT/said" || fail "$1 says: $(cat "$KIT/said")"
	pass "$1: $2"
}

# named [NAME]: the ini file says so, or nothing.
named() {
	sed -i '/^instance = /d' "$CONFIG"
	[ $# = 0 ] || say "instance = $1" >>"$CONFIG"
}

# counts CREATED CLOSED WHAT
counts() {
	same "$1 $2" "$(fake_count created) $(fake_count closed)" "$3"
}

# A ticket of "old", and alerts since the cluster is "new".
open_ticket_of_old() {
	afresh_by_hand 'instance = old'
	alert PROBLEM sw-1 DOWN 1000
	drains
	named "${1-new}"
	alert RECOVERY sw-1 UP 1100
	alert PROBLEM sw-2 DOWN 1000
}

kit_start
fake_start

say "# a name that changed while tickets are open: no alert is taken"
open_ticket_of_old
leaves 2
counts 1 0 "held"
same 2 "$(ls "$SPOOL/new" | wc -l)" "the alerts are in the spool"
says status 'CRITICAL: 2 waiting: instance is now "new" .* 1 open incidents .* "old".*: write instance = old, or'
says doctor 'failed *instance *instance is now "new"'
named old
says doctor 'ok *database'
drains
counts 2 1 "it was set back: as if nothing had been"

say "# or the tickets are closed by hand, and the new name counts"
open_ticket_of_old
"$NOTIFY" resolve sw-1 --config "$CONFIG" >"$KIT/out" || fail "resolve"
drains
counts 2 1 "taken"
alert RECOVERY sw-2 UP 1100
drains
counts 2 2 "and recovered"

say "# none was given before, or none is any more"
afresh_by_hand
alert PROBLEM sw-1 DOWN 1000
drains
named new
alert RECOVERY sw-1 UP 1100
leaves 1
says status 'open incidents are of no instance, .*: take it out, or'
named
drains
counts 1 1 "none again"
open_ticket_of_old ''
named
leaves 2
says status 'instance is now "" .*"old"'

say "# when nothing is open any name is taken"
open_ticket_of_old old
alert RECOVERY sw-2 UP 1100
drains
counts 1 1 "old"
named new
alert PROBLEM sw-1 DOWN 1200
drains
says status 'OUTBOX OK: 0 waiting, 1 open'
alert RECOVERY sw-1 UP 1300
drains
counts 2 2 "new"

say "# alerts that name their cluster themselves have nothing to do with it"
afresh_by_hand 'instance = old'
alert PROBLEM sw-1 DOWN 1000 --instance other
drains
named new
alert RECOVERY sw-1 UP 1100 --instance other
drains
counts 1 1 "recovered"

say "# an outbox that stays sees when it is put right"
afresh_by_hand 'instance = old'
CLOCK_RATE=60 at 0 "$NOTIFY" drain --daemon --config "$CONFIG" \
	>"$KIT/drained" 2>&1 &
daemon=$!
kit_later $daemon
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
named new
kit_outbox_signal HUP
alert RECOVERY sw-1 UP 1100
alert PROBLEM sw-2 DOWN 1000
named old
wait_for 20 fake_has created 2
wait_for 20 fake_has closed 1
kit_outbox_signal TERM
wait $daemon || fail "the outbox ended with $?"
pass "within a minute"

say "# dry-run tells the marker that the ticket would have"
iiq_config 'instance = old'
"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-1 --state DOWN --dry-run \
	>"$KIT/preview" || fail "dry-run"
grep -q "$(fake_tickets '.[0].IssueDescription' | grep -o 'iiq1[a-z2-7]*')" \
	"$KIT/preview" || fail "$(cat "$KIT/preview")"
pass "it does"

say "# the token of another user, who sees none of our tickets"
afresh_by_hand
alert PROBLEM sw-1 DOWN 1000
drains
fake_token 86400 05e40000-0000-4000-8000-000000000002
fake_set hidden=1
alert PROBLEM sw-2 DOWN 1000
CLOCK_RATE=60 at 0 "$NOTIFY" drain --config "$CONFIG" >"$KIT/drained" 2>&1 &
outbox=$!
kit_later $outbox
sees() {
	"$NOTIFY" status --config "$CONFIG" | grep -q "$1"
}
wait_for 20 sees "CRITICAL: 1 waiting: the token's user cannot see our tickets: it is another one than before"
counts 1 0 "held, at the first ticket"
fake_set hidden=0
wait $outbox || fail "the outbox ended with $?"
counts 2 0 "until it sees them"

say "# or a person knows better"
fake_token 86400 05e40000-0000-4000-8000-000000000003
fake_set hidden=1
alert PROBLEM sw-3 DOWN 1000
CLOCK_RATE=60 at 0 "$NOTIFY" drain --config "$CONFIG" >"$KIT/drained" 2>&1 &
outbox=$!
kit_later $outbox
wait_for 20 sees "CRITICAL: 1 waiting: the token's user cannot see"
"$NOTIFY" retry --config "$CONFIG" >"$KIT/out" || fail "retry"
wait $outbox || fail "the outbox ended with $?"
counts 3 0 "retry"

say "# what was opened with the token of another user is ours all the same"
# robot N: the token is the Nth robot's, and so is what is done with it.
robot() {
	fake_token 86400 "05e40000-0000-4000-8000-00000000000$1"
	fake_set other-user=$(($1 - 1))
}
robot 1
afresh_by_hand
fake_set lose-next=1 search-status=429
alert PROBLEM sw-1 DOWN 1000
"$NOTIFY" drain --config "$CONFIG" >"$KIT/drained" 2>&1 &
outbox=$!
kit_later $outbox
wait_for 20 fake_has lost 1
kit_outbox_signal TERM
wait $outbox || fail "the outbox ended with $?"
counts 1 0 "opened, and the answer lost"
robot 2
fake_set search-status=0
drains
counts 1 0 "no second one is opened"
alert RECOVERY sw-1 UP 1100
drains
counts 1 1 "it is known for ours"
