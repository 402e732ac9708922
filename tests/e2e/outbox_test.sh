#!/bin/bash
# outbox_test.sh - a real ticket, opened to see that it works
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

try() {
	"$NOTIFY" test --config "$CONFIG" "$@" >"$KIT/out" 2>"$KIT/err"
}

# prints PATTERN...: a line each, in this order and nothing else.
prints() {
	local number=0 pattern
	for pattern in "$@"; do
		number=$((number + 1))
		sed -n "${number}p" "$KIT/out" | grep -q "^$pattern$" ||
			fail "no $pattern in: $(cat "$KIT/out" "$KIT/err")"
		pass "$pattern"
	done
	same $number "$(wc -l <"$KIT/out")" "lines"
}

# afresh [LINE...]: without search-lag, unless a line says it.
afresh() {
	rm -rf "$SPOOL"
	fake_post reset
	iiq_config 'nudge = no' "$@"
	sed -i '0,/^search-lag/{/^search-lag/d}' "$CONFIG"
	chmod 0750 "$SPOOL"
}

# refused PATTERN: status 3, and the ticket is cancelled if there is one.
refused() {
	try
	same 3 $? "exit status"
	grep -q "^notify_incidentiq: $1" "$KIT/err" ||
		fail "said: $(cat "$KIT/out" "$KIT/err")"
	pass "$1"
	same 0 "$(fake_count open)" "no ticket stays open"
}

kit_start
fake_start
iiq_config

say "# opened, commented, found, cancelled"
afresh 'team = network team'
fake_set search-lag=1
try || fail "test: $(cat "$KIT/err")"
prints 'ticket     [0-9]*' 'id         [0-9a-fA-F-]*' 'opened     in [0-9.]* s' \
	'commented  in [0-9.]* s' 'found      in [12]\.[0-9]* s' \
	'search-lag 30' 'cancelled  in [0-9.]* s'
same "1 0 1 0" "$(fake_count created) $(fake_count open) $(fake_count comments) $(fake_count mails)" \
	"one ticket"
same "Cancelled Network Team" \
	"$(fake_tickets '.[0] | "\(.CloseReason) \(.AssignedToTeam.Name)"')" \
	"as tickets are"
try --json || fail "--json: $(cat "$KIT/err")"
same "30 number" "$(jq -r '"\(."search-lag") \(."found-s" | type)"' "$KIT/out")" \
	"as JSON"
same 2 "$(fake_count closed)" "a ticket each time"
same 2 "$(fake_tickets '[.[].IssueDescription] | unique | length')" \
	"and a marker of its own"

# lag_is SECONDS: what a delivery takes the search to lag behind, by how long
# the second look waits for. The first one finds nothing, as nothing is there.
lag_is() {
	fake_set lose-request=100
	"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-1 --state DOWN ||
		fail send
	"$NOTIFY" drain --config "$CONFIG" >"$KIT/drain" 2>&1 &
	wait_for 20 was_lost
	fake_set lose-request=0
	wait_for 60 looked
	kit_outbox_signal TERM
	wait $!
	job="$("$NOTIFY" show sw-1 --config "$CONFIG" --json | jq -r '.jobs[0].due')"
	left=$(($(date -d "$job" +%s) - $(date +%s)))
	if [ $left -gt "$1" ] || [ $left -le $(($1 - 10)) ]; then
		fail "looks again in $left s"
	fi
	pass "$2"
}

was_lost() {
	fake_get requests | jq -e 'any(.[];
		(.Path | endswith("/tickets/new")) and .Status == -1)'
}

looked() {
	"$NOTIFY" show sw-1 --config "$CONFIG" --json |
		jq -e '.jobs[0].error | test("not found yet")'
}

say "# what was measured counts, unless the ini file says otherwise"
lag_is 30 "as measured"
afresh
lag_is 120 "the default before that"
afresh 'search-lag = 1'
fake_set keyword-ignores-description=1
try || fail "not found: $(cat "$KIT/err")"
grep -q '^search     does not find it within 1 s$' "$KIT/out" ||
	fail "said: $(cat "$KIT/out")"
pass "no longer than the ini file says"
same 0 "$(fake_count open)" "cancelled"
afresh 'search-lag = 50'
try || fail "test: $(cat "$KIT/err")"
lag_is 50 "what the ini file says"

say "# what goes wrong"
afresh
fake_set dropped-facets=1 strangers=3
try || fail "test: $(cat "$KIT/err")"
grep -q '^search     finds what does not hold the word; not measured$' \
	"$KIT/out" || fail "said: $(cat "$KIT/out")"
pass "a search that does not narrow"
same 0 "$(fake_count strangers-touched)" "nobody else's ticket"
afresh
fake_set create-status=403
refused 'open a ticket: .*Insufficient permissions'
afresh
fake_set comment-status=400
refused 'comment it: '
afresh
fake_set search-status=500
try || fail "test: $(cat "$KIT/err")"
same 0 "$(fake_count open)" "a search that fails"
afresh
fake_set lose-next=1
try
same 3 $? "exit status"
grep -q 'it may have been opened all the same: search IncidentIQ for iiq1' \
	"$KIT/err" || fail "said: $(cat "$KIT/err")"
pass "an answer that was lost"
afresh
fake_set step-status=400
try
same 3 $? "exit status"
grep -q "ticket $(fake_tickets '.[0].TicketNumber') stays open, close it by hand" \
	"$KIT/err" || fail "said: $(cat "$KIT/err")"
pass "a workflow that lets nothing be closed"

say "# interrupted while it waits"
afresh
fake_set search-lag=100
"$NOTIFY" test --config "$CONFIG" >"$KIT/out" 2>"$KIT/err" &
wait_for 20 grep -q commented "$KIT/out"
wait_for 20 fake_has searches 2
kit_outbox_signal INT
wait $!
same 0 $? "exit status"
same 0 "$(fake_count open)" "cancelled"
