#!/bin/bash
# outbox_people.sh - what people do to our tickets is respected
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# heard TYPE STATE TIME [OPTION...]: and delivered, as far as it is due.
heard() {
	alert "$1" sw-1 "$2" "$3" --service disk "${@:4}"
	wait_for 20 is_idle
}

# A ticket that a person did something to.
ticket_and_person() {
	afresh 'open-on = WARNING,CRITICAL' "resolve = ${mode-always}"
	heard PROBLEM WARNING 1000
	for act in "$@"; do
		fake_post "person/$act?id=$(ticket_id)" ||
			fail "person/$act"
	done
}

ticket_id() {
	fake_tickets '.[0].TicketId'
}

kit_start
fake_start

say "# a ticket that a person closed or cancelled stays so, and is told nothing"
for act in close cancel; do
	ticket_and_person "$act"
	heard PROBLEM CRITICAL 1100
	same "0 0 1" "$(fake_count comments) $(fake_count open) \
$(fake_count created)" "$act: got worse"
	heard ACKNOWLEDGEMENT CRITICAL 1100 --author Jo --comment 'mine'
	same "1 0" "$(fake_count comments) $(fake_count open)" \
		"$act: what people write is told"
	heard RECOVERY OK 1200
	same "1 0" "$(fake_count comments) $(fake_count open)" "$act: is over"
	heard PROBLEM CRITICAL 1300
	same "2 1" "$(fake_count created) $(fake_count open)" \
		"$act: the next problem has a ticket"
done

say "# a recovery that was never told shows in when it was last well"
ticket_and_person close
heard PROBLEM CRITICAL 1300 --anchor "$(($(date +%s) + 600))"
same "2 1" "$(fake_count created) $(fake_count open)" \
	"closed: the problem is another one"
ticket_and_person
heard PROBLEM CRITICAL 1300 --anchor "$(($(date +%s) + 600))"
same "1 1 1" "$(fake_count created) $(fake_count open) \
$(fake_count comments)" "open: it is told there"

say "# what people changed stays changed"
ticket_and_person subject assign
before=$(fake_tickets '.[0] | {Subject, AssignedToTeamId, AssignedToUserId}')
heard PROBLEM CRITICAL 1100
heard RECOVERY OK 1200
same "1 $before" "$(fake_count closed) $(fake_tickets \
	'.[0] | {Subject, AssignedToTeamId, AssignedToUserId}')" \
	"subject and assignee"

say "# unless-touched: what a person worked on is the person's to close"
mode=unless-touched
for act in assign comment; do
	ticket_and_person "$act"
	heard RECOVERY OK 1200
	same "1 true" "$(fake_count open) $(fake_tickets \
		'.[0].Comments[-1].Comments | test("Recovered")')" "$act"
	heard PROBLEM CRITICAL 1300
	same "1 true" "$(fake_count created) $(fake_tickets \
		'.[0].Comments[-1].Comments | test("Problem")')" \
		"$act: the next problem is told there"
done
ticket_and_person
heard ACKNOWLEDGEMENT WARNING 1000 --author Jo --comment mine
heard RECOVERY OK 1200
same "1 1" "$(fake_count closed) $(fake_count comments)" \
	"our own comment is no person's"

ticket_and_person
heard ACKNOWLEDGEMENT WARNING 1000 --author Jo --comment mine
fake_token 86400 05e40000-0000-4000-8000-000000000002
fake_set other-user=1
heard RECOVERY OK 1200
same 1 "$(fake_count closed)" "nor is that of the token's last user"
fake_token

say "# comment, never"
for mode in comment never; do
	ticket_and_person
	heard RECOVERY OK 1200
	same "1 $([ $mode = never ] || echo 1)" \
		"$(fake_count open) $(fake_count comments | grep -v '^0')" $mode
done
iiq_config 'resolve = sometimes'
"$NOTIFY" list --config "$CONFIG" 2>&1 | grep -q \
	'resolve = sometimes: write always, unless-touched, comment or never' ||
	fail "what resolve may be"
pass "another word is refused"
