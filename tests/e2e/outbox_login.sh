#!/bin/bash
# outbox_login.sh - IncidentIQ does not say who we are: the rest goes on
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

drains() {
	timeout 60 "$NOTIFY" drain --config "$CONFIG" ||
		fail "drain ended with $?: $("$NOTIFY" status --config "$CONFIG")"
}

# counts CREATED CLOSED WHAT
counts() {
	same "$1 $2" "$(fake_count created) $(fake_count closed)" "$3"
}

# person DOES: to the first ticket.
person() {
	fake_post "person/$1?id=$(fake_tickets '.[0].TicketId')"
}

logins() {
	fake_get requests | jq '[.[] | select(.Path == "/api/v1.0/login")] |
		length'
}

kit_start
fake_start

say "# it never says so again: it is remembered"
for code in 500 404 403 401 400 302; do
	afresh_by_hand 'resolve = unless-touched'
	alert PROBLEM sw-1 DOWN 1000
	alert PROBLEM sw-2 DOWN 1000
	drains
	fake_set login-status=$code lose-next=1
	person assign
	alert PROBLEM sw-3 DOWN 1000
	drains
	counts 3 0 "$code: a lost answer opens no second ticket"
	alert RECOVERY sw-1 UP 1100
	alert RECOVERY sw-2 UP 1100
	drains
	counts 3 1 "$code: what a person has taken is the person's, the rest is resolved"
done

say "# what somebody else copied is known for that without it"
afresh_by_hand
alert PROBLEM sw-1 DOWN 1000
drains
fake_set login-status=500 other-user=1
person close
api POST /tickets/new "{\"Subject\":\"sw-1 is DOWN\",\"IssueId\":\"$ISSUE_ID\",
	\"IssueDescription\":\"$(fake_tickets '.[0].IssueDescription')\",
	\"ForId\":\"$ROBOT_ID\"}" >"$KIT/copy"
fake_set other-user=0 lose-next=1
alert RECOVERY sw-1 UP 1100
alert PROBLEM sw-1 DOWN 1200
drains
alert RECOVERY sw-1 UP 1300
drains
same "true,false,true" "$(fake_tickets '[.[].IsClosed] | join(",")')" \
	"the copy stays"

say "# it never said so: the token may"
for code in 500 403; do
	afresh_by_hand 'resolve = unless-touched'
	fake_set login-status=$code lose-next=1
	alert PROBLEM sw-1 DOWN 1000
	drains
	counts 1 0 "$code: a lost answer opens no second ticket"
	alert RECOVERY sw-1 UP 1100
	drains
	counts 1 1 "$code: resolved"
done

say "# nor does the token: what needs no name goes on"
fake_token 86400 robot@district.example
for code in 500 403; do
	afresh_by_hand
	fake_set login-status=$code
	alert PROBLEM sw-1 DOWN 1000
	drains
	person assign
	alert RECOVERY sw-1 UP 1100
	drains
	counts 1 1 "$code: resolved"
	fake_set lose-next=1
	alert PROBLEM sw-2 DOWN 1000
	asked=$(logins)
	CLOCK_RATE=20 at 0 "$NOTIFY" drain --config "$CONFIG" \
		>"$KIT/drained" 2>&1 &
	outbox=$!
	kit_later $outbox
	wait_for 30 eval "[ \$(logins) -gt $((asked + 2)) ]"
	counts 2 1 "$code: but whose a ticket is stays in doubt"
	fake_set login-status=0
	wait $outbox || fail "the outbox ended with $?"
	counts 2 1 "$code: until it says so"
done

say "# unless-touched: who cannot be told from us is a person"
afresh_by_hand 'resolve = unless-touched'
fake_set login-status=403
alert PROBLEM sw-1 DOWN 1000
drains
alert ACKNOWLEDGEMENT sw-1 DOWN 1000 --author Jo --comment mine
drains
alert RECOVERY sw-1 UP 1100
drains
same "0 2" "$(fake_count closed) $(fake_count comments)" \
	"the ticket is told, and left to people"
