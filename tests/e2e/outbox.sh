#!/bin/bash
# outbox.sh - what becomes of alerts when IncidentIQ or people do odd things
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

is_over() {
	[ -z "$(kit_outbox_pids)" ]
}

is_empty() {
	[ -z "$(ls "$SPOOL/new")" ]
}

kit_start
fake_start

say "# a host and its service have tickets of their own"
afresh
alert PROBLEM sw-1 DOWN 1000 --asset A-1001
alert PROBLEM sw-1 CRITICAL 1000 --service 'disk C:' --output '95 % <full>'
wait_for 20 fake_has created 2
alert RECOVERY sw-1 UP 1100
wait_for 20 fake_has closed 1
wait_for 20 is_idle
same "sw-1: disk C: is CRITICAL" \
	"$(fake_tickets '.[] | select(.IsClosed | not) | .Subject')" \
	"the service's ticket stays open when the host is back"
same A-1001 "$(fake_tickets '.[] | select(.IsClosed) | .Assets[0].AssetTag')" \
	"the asset"
same "Resolved" "$(fake_tickets '.[] | select(.IsClosed) | .CloseReason')" \
	"the reason to close"
same 0 "$(fake_count mails)" "mails to people"

say "# a comment is internal and sends no e-mail, unless that is wanted"
for wanted in '' 'comment-emails = no' 'comment-emails = yes'; do
	afresh "$wanted"
	alert PROBLEM sw-1 DOWN 1000
	wait_for 20 fake_has created 1
	alert ACKNOWLEDGEMENT sw-1 DOWN 1000 --author Jo --comment mine
	wait_for 20 fake_has comments 1
	same "$(case $wanted in *yes) echo 1 true ;; *) echo 0 false ;; esac)" \
		"$(fake_count mails) $(fake_tickets '.[0].Comments[0].IsPublic')" \
		"${wanted:-without a word}"
	wait_for 20 is_idle
done
iiq_config 'comment-emails = maybe'
"$NOTIFY" list --config "$CONFIG" 2>&1 |
	grep -q 'comment-emails = maybe is not yes or no' ||
	fail "$("$NOTIFY" list --config "$CONFIG" 2>&1)"
pass "another word is refused"

say "# a wrong name never blocks a ticket"
afresh
alert PROBLEM sw-1 DOWN 1000 --asset 'no-such-tag' --team 'No <Team>'
wait_for 20 fake_has created 1
same true "$(fake_tickets '.[0].IssueDescription |
	test("asset tag no-such-tag not found.*") and
	test("team No &lt;Team&gt; not found")')" "the ticket names both"
same "$TEAM_ID" "$(fake_tickets '.[0].AssignedToTeamId' |
	tr 'A-F' 'a-f')" "the default team has it"

say "# flapping and downtime swallow the recovery, their end brings it"
for end in FLAPPINGSTOP FLAPPINGEND DOWNTIMEEND DowntimeRemoved; do
	afresh
	alert PROBLEM sw-1 DOWN 1000
	wait_for 20 fake_has open 1
	alert "$end" sw-1 UP 1100
	wait_for 20 fake_has closed 1
	pass "$end"
done

say "# a downtime keeps a ticket waiting that could not be opened"
waits_for_the_downtime() {
	afresh
	fake_down
	alert PROBLEM sw-1 DOWN 1000
	wait_for 20 status_says '1 waiting'
	alert DOWNTIMESTART sw-1 DOWN 1000
	wait_for 20 is_empty
	fake_up
	# Another one comes through.
	alert PROBLEM sw-2 DOWN 1000
	wait_for 30 fake_has created 1
	same "sw-2 is DOWN" "$(fake_tickets '.[].Subject')" "it waits"
}
waits_for_the_downtime
alert DOWNTIMEEND sw-1 DOWN 1000
wait_for 20 fake_has created 2
pass "still down at its end"
waits_for_the_downtime
alert DOWNTIMEEND sw-1 UP 1100
wait_for 20 is_idle
same 1 "$(fake_count created)" "over by then"

say "# flapping is told once"
afresh
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
alert FLAPPINGSTART sw-1 DOWN 1000
alert FLAPPINGSTART sw-1 DOWN 1000 --comment 'once more'
alert FLAPPINGSTOP sw-1 DOWN 1000
wait_for 20 is_idle
same "Started Stopped" "$(fake_tickets '[.[0].Comments[].Comments |
	scan("<b>([A-Z][a-z]+) ")[]] | join(" ")')" "start and end"

say "# what people write is told in the ticket"
afresh
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
alert ACKNOWLEDGEMENT sw-1 DOWN 1000 --author 'Jo <b>' --comment 'on my way'
wait_for 20 fake_has comments 1
same true "$(fake_tickets '.[0].Comments[0] | (.IsPublic | not) and
	(.Comments | test("Jo &lt;b&gt;.*on my way"))')" "an internal comment"

say "# a ticket that a person closed stays closed"
afresh
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
wait_for 20 is_idle
fake_post "person/close?id=$(fake_tickets '.[0].TicketId')"
alert RECOVERY sw-1 UP 1100
wait_for 20 is_idle
alert PROBLEM sw-1 DOWN 1200
wait_for 20 fake_has created 2
same 1 "$(fake_count open)" "the next problem has a ticket of its own"

say "# a search that drops what it does not know touches no stranger"
afresh
fake_set strangers=500 dropped-facets=1 lose-next=1
alert PROBLEM sw-1 DOWN 1000
wait_for 30 status_says 'incidents=1'
wait_for 30 is_idle
same 1 "$(fake_count created)" "tickets after a lost answer"
same 0 "$(fake_count strangers-touched)" "strangers' tickets touched"
alert RECOVERY sw-1 UP 1100
wait_for 20 fake_has closed 1
same 0 "$(fake_count strangers-touched)" "and after the recovery"

say "# so does one that does not look into descriptions, or fails"
for habit in keyword-ignores-description=1 search-status=500; do
	afresh
	fake_set strangers=30 "$habit" lose-next=1
	alert PROBLEM sw-1 DOWN 1000
	alert PROBLEM sw-2 DOWN 1000
	wait_for 20 fake_has created 2
	fake_set search-status=0
	wait_for 40 is_idle
	same 2 "$(fake_count created)" "$habit: tickets"
	same 0 "$(fake_count strangers-touched)" "$habit: strangers touched"
done

say "# a copy that a person made of our ticket is the person's"
afresh 'reopen-window = 0'
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
wait_for 20 is_idle
marker=$(fake_tickets '.[0].IssueDescription')
alert RECOVERY sw-1 UP 1100
wait_for 20 fake_has closed 1
fake_set other-user=1
api POST /tickets/new "{\"Subject\":\"copy of sw-1 is DOWN\",
	\"IssueId\":\"$ISSUE_ID\",\"ForId\":\"$ROBOT_ID\",
	\"IssueDescription\":\"$marker\"}" >"$KIT/copy"
fake_set other-user=0 lose-next=1
alert PROBLEM sw-1 DOWN 1200
wait_for 30 fake_has open 2
wait_for 30 is_idle
alert RECOVERY sw-1 UP 1300
wait_for 30 is_idle
same "copy of sw-1 is DOWN" \
	"$(fake_tickets '.[] | select(.IsClosed | not) | .Subject')" \
	"only the copy stays open"

say "# a comment that is refused again and again keeps no ticket open"
for status in 409 500; do
	afresh
	alert PROBLEM sw-1 DOWN 1000
	wait_for 20 fake_has created 1
	fake_set comment-status=$status
	alert ACKNOWLEDGEMENT sw-1 DOWN 1000 --author jo --comment mine
	alert RECOVERY sw-1 UP 1100
	wait_for 60 fake_has closed 1
	pass "$status"
done

say "# what cannot be read is not forgotten"
afresh
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
wait_for 20 is_idle
echo 'no alert at all' >"$SPOOL/new/00000000000000000001.x"
"$NOTIFY" drain --config "$CONFIG"
status_says "CRITICAL: an alert could not be read.*$SPOOL/bad" ||
	fail "status says nothing of a bad file"
pass "status names the folder"

say "# an outbox whose spool was removed ends"
afresh
fake_down
alert PROBLEM sw-1 DOWN 1000
wait_for 20 status_says '1 waiting'
rm -rf "$SPOOL"
wait_for 70 is_over
fake_up
pass "it ended"

afresh
say "# a mistake in the ini file is told where the core reads it"
echo 'no-such-key = 1' >>"$CONFIG"
same "OUTBOX UNKNOWN: $CONFIG:$(wc -l <"$CONFIG" | tr -d ' '): \
[notify_incidentiq] has no key \"no-such-key\"" \
	"$("$NOTIFY" status --config "$CONFIG" 2>"$KIT/err")" "file and line"
same "" "$(cat "$KIT/err")" "nothing on standard error"
iiq_config
"$NOTIFY" list --config "$CONFIG" sw-1 >"$KIT/out" 2>"$KIT/err"
same 3 $? "a word too many is refused"
same 'notify_incidentiq: what is "sw-1"?' "$(cat "$KIT/err")" "and named"

say "# an error in a success is told apart from a success"
afresh
fake_set errors-in-200=1
alert PROBLEM sw-1 DOWN 1000
wait_for 20 is_idle
same 1 "$(fake_count created)" "refused once, opened with defaults"

say "# what is refused for good waits for a person, who says retry"
afresh "requester = 00000000-0000-4000-8000-00000000dead"
sed -i "/^requester = $ROBOT_ID/d" "$CONFIG"
alert PROBLEM sw-1 DOWN 1000
wait_for 20 status_says 'CRITICAL: 1 refused for good'
sed -i "s/^requester = .*/requester = $ROBOT_ID/" "$CONFIG"
wait_for 20 is_idle
"$NOTIFY" retry --config "$CONFIG" | grep -q '^1 ' || fail "retry counts one"
wait_for 20 fake_has created 1
wait_for 20 status_says 'OUTBOX OK'

say "# so does a comment, and its exit status says it as well"
afresh
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
fake_set comment-status=400
alert ACKNOWLEDGEMENT sw-1 DOWN 1000 --author pat --comment mine
wait_for 20 status_says 'CRITICAL: 1 refused for good: .*comment'
"$NOTIFY" status --config "$CONFIG" >"$KIT/status-line"
same 2 $? "exit status"
fake_set comment-status=0
"$NOTIFY" retry --config "$CONFIG" >"$KIT/retried" || fail "retry"
wait_for 20 fake_has comments 1
wait_for 20 status_says 'OUTBOX OK'

say "# what is too large is told in fewer words"
afresh
fake_set max-body=2500
alert PROBLEM sw-1 DOWN 1000 --output "it began so: $(printf '%9000s' '' |
	tr ' ' x)"
wait_for 20 is_idle
same 1 "$(fake_count created)" "tickets"
fake_tickets '.[0].IssueDescription' | grep -q 'it began so: xxxx.*iiq1' ||
	fail "the description does not begin as it did, and end with the marker"
alert CUSTOM sw-1 DOWN 1000 --author pat --comment "it goes on so: $(printf \
	'%9000s' '' | tr ' ' y)"
wait_for 20 fake_has comments 1
wait_for 20 status_says 'OUTBOX OK'

say "# nothing is consumed while the token is refused"
afresh
fake_set status=401
alert PROBLEM sw-1 DOWN 1000
wait_for 20 status_says 'CRITICAL: 1 waiting: .*HTTP 401'
kit_outbox_stop
fake_set status=0
# The outbox is gone; the status check misses it and starts another.
wait_for 20 status_says OUTBOX
wait_for 20 fake_has created 1
pass "delivered by an outbox that the check started"

say "# too many requests: as long as the desk says, and nothing is lost"
afresh
fake_set status=429 retry-after=1
alert PROBLEM sw-1 DOWN 1000
wait_for 20 status_says '1 waiting'
fake_set status=0
wait_for 30 fake_has created 1
wait_for 20 is_idle
same 1 "$(fake_count created)" "tickets"
