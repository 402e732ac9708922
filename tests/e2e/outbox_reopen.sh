#!/bin/bash
# outbox_reopen.sh - a problem that is back soon has its old ticket
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# heard TYPE STATE TIME [OPTION...]: and delivered, as far as it is due.
heard() {
	alert "$1" sw-1 "$2" "$3" "${@:4}"
	wait_for 20 is_idle
}

# resolved_ticket [LINE...]: that we resolved; lines for the ini file.
resolved_ticket() {
	afresh "$@"
	heard PROBLEM DOWN 1000
	# Moved on, as people do: back there it goes.
	api POST "/tickets/$(fake_tickets '.[0].TicketId')/status/$STEP" \
		>"$KIT/moved"
	heard RECOVERY UP 1100
	same "1 0" "$(fake_count created) $(fake_count open)" "resolved"
}

# counts CREATED OPEN COMMENTS WHAT
counts() {
	same "$1 $2 $3" "$(fake_count created) $(fake_count open) \
$(fake_count comments)" "$4"
}

# The fake's dates have a second's end.
a_moment_later() {
	[ "$(date +%s)" -gt "$resolved" ]
}

STEP=57e00000-0000-4000-8000-000000000003
kit_start
fake_start

say "# it is opened again, where it stood, and told"
resolved_ticket
heard PROBLEM DOWN 1200 --output 'no answer'
counts 1 1 1 "down again"
same "Waiting on Requestor" "$(fake_tickets '.[0].WorkflowStep.StepName')" \
	"the step it had"
same true "$(fake_tickets '.[0].Comments[0].Comments | test("no answer")')" \
	"the comment"
heard RECOVERY UP 1300
counts 1 0 1 "resolved again"

say "# an answer that was lost is looked up, a request that was lost repeated"
resolved_ticket
fake_set lose-next-step=1
heard PROBLEM DOWN 1200
counts 1 1 1 "a lost answer"
resolved_ticket
fake_set step-status=500 status-count=1
heard PROBLEM DOWN 1200
counts 1 1 1 "a failed request"

say "# a workflow that does not allow it: a new ticket that names the old"
for habit in refuse-reopen=1 step-errors-in-200=1 step-status=403; do
	resolved_ticket
	number=$(fake_tickets '.[0].TicketNumber')
	fake_set "$habit"
	heard PROBLEM DOWN 1200
	counts 2 1 0 "$habit"
	same true "$(fake_tickets ".[1].IssueDescription |
		test(\"had ticket $number\")")" "the number"
	fake_set step-status=0
	heard RECOVERY UP 1300
	counts 2 0 0 "$habit: resolved"
done

say "# what a person closed is not opened again"
resolved_ticket
heard PROBLEM DOWN 1200
fake_post "person/close?id=$(fake_tickets '.[0].TicketId')"
heard RECOVERY UP 1300
heard PROBLEM DOWN 1400
counts 2 1 1 "another ticket"

resolved_ticket
resolved=$(date +%s)
id=$(fake_tickets '.[0].TicketId')
fake_post "person/reopen?id=$id"
wait_for 20 a_moment_later
fake_post "person/close?id=$id"
heard PROBLEM DOWN 1200
counts 2 1 0 "nor what a person opened and closed again"

say "# reopen-window = 0"
resolved_ticket 'reopen-window = 0'
heard PROBLEM DOWN 1200
counts 2 1 0 "another ticket"
