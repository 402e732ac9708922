#!/bin/bash
# outbox_sweep.sh - doubles are folded, leftovers closed, strangers left alone
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# drain_at TIME: as if so much time had gone by.
drain_at() {
	at "$1" "$NOTIFY" drain --config "$CONFIG" || fail "drain at $1"
}

# Two open tickets, the outbox knows of the younger; and people's tickets.
two_open() {
	afresh_by_hand
	alert PROBLEM sw-1 DOWN 1000
	drain_at 0
	rm -f "$SPOOL"/outbox.db*
	fake_set strangers=120 "$@"
}

# A ticket with the same text, by whom the token belongs to.
copy() {
	api POST /tickets/new "{\"Subject\":\"copy of sw-1 is DOWN\",
		\"IssueId\":\"$ISSUE_ID\",\"ForId\":\"$ROBOT_ID\",
		\"IssueDescription\":\"$(fake_tickets '.[0].IssueDescription')\"}" \
		>"$KIT/copy"
}

# ours NUMBER FIELD: of our tickets, the oldest is 0.
ours() {
	fake_tickets "[.[] | select(.Whose == \"ours\")] | .[$1].$2"
}

# counts OPEN STRANGERS-TOUCHED WHAT
counts() {
	same "$1 $2" "$(fake_count open) $(fake_count strangers-touched)" "$3"
}

kit_start
fake_start

say "# two for one object: the older stays, and the outbox goes on with it"
two_open
alert PROBLEM sw-1 DOWN 1100
drain_at 0
counts 2 0 "a database was lost"
drain_at 2m
counts 2 0 "too early to search"
drain_at 10m
counts 1 0 "folded"
same "$(ours 0 TicketId | tr A-F a-f)" \
	"$(ours 1 DuplicateOfTicketId | tr A-F a-f)" "of which"
alert RECOVERY sw-1 UP 1200
drain_at 11m
counts 0 0 "the older is resolved"

say "# a duplicate that a person opened again is the person's"
two_open
alert PROBLEM sw-1 DOWN 1100
drain_at 0
drain_at 10m
counts 1 0 "folded"
fake_post "person/reopen?id=$(ours 1 TicketId)"
alert PROBLEM sw-1 DOWN 1200
drain_at 20m
counts 2 0 "is no duplicate any more"
alert RECOVERY sw-1 UP 1300
drain_at 21m
drain_at 31m
counts 1 0 "and stays when the object is well"
same false "$(ours 1 IsClosed)" "that one"

say "# what cannot be read now is read later"
for code in 404 403 500; do
	two_open
	alert PROBLEM sw-1 DOWN 1100
	drain_at 0
	fake_set read-status=$code
	drain_at 10m
	counts 2 0 "every ticket answers $code"
	fake_set read-status=0
	drain_at 20m
	counts 1 0 "and then not"
done

say "# of an object that is well none stays"
two_open
alert RECOVERY sw-1 UP 1200
drain_at 0
counts 1 0 "nothing was known of it"
drain_at 10m
counts 0 0 "resolved"
same Resolved "$(ours 0 CloseReason)" "the reason"

say "# a copy that somebody else made is left alone"
two_open
fake_set other-user=1
copy
fake_set other-user=0
alert PROBLEM sw-1 DOWN 1100
drain_at 0
counts 3 0 "three tickets"
drain_at 10m
same "copy of sw-1 is DOWN,sw-1 is DOWN" \
	"$(fake_tickets '[.[] | select(.Whose == "ours" and
		(.IsClosed | not)).Subject] | sort | join(",")')" "two stay"

say "# a double of the token's last user is ours"
afresh_by_hand
alert PROBLEM sw-1 DOWN 1000
drain_at 0
copy
fake_token 86400 05e40000-0000-4000-8000-000000000002
fake_set other-user=1
alert PROBLEM sw-1 DOWN 1100
drain_at 0
counts 2 0 "two tickets"
drain_at 10m
counts 1 0 "folded"
fake_token

say "# a search that does not narrow, or does not find, is no reason to act"
for habit in dropped-facets=1 keyword-ignores-description=1 search-status=500; do
	two_open "$habit"
	alert PROBLEM sw-1 DOWN 1100
	drain_at 0
	fake_set step-status=500
	drain_at 10m
	counts 2 0 "$habit"
	fake_set step-status=0
done

say "# all that misbehaves at once"
two_open dropped-ticketstate=1 no-paging=1 rules=2
copy
alert PROBLEM sw-1 DOWN 1100
drain_at 0
fake_set lose-next-step=1
drain_at 10m
drain_at 20m
counts 1 0 "one stays"
