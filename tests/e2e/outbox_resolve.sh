#!/bin/bash
# outbox_resolve.sh - how a ticket is resolved, whatever the workflow accepts
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

STEP=57e00000-0000-4000-8000-00000000000

# heard TYPE STATE TIME [OPTION...]: and delivered, as far as it is due.
heard() {
	alert "$1" sw-1 "$2" "$3" "${@:4}"
	wait_for 20 is_idle
}

# ends STEP HABIT...: a problem and its recovery, where the site is so.
ends() {
	afresh "resolve-step = $1"
	shift
	[ $# = 0 ] || fake_set "$@"
	heard PROBLEM DOWN 1000
	heard RECOVERY UP 1100
	STATUS=$("$NOTIFY" status --config "$CONFIG") || fail "status: $STATUS"
}

# stands CLOSED STEP COMMENTS CALLS WHAT: CALLS are all that change a ticket.
stands() {
	same "$1 $2 $3" "$(fake_tickets '.[0] |
		"\(.IsClosed) \(.WorkflowStep.StepName) \(.Comments | length)"')" \
		"$5"
	same "$4" "$(fake_get requests | jq -r 'map(select(.Method == "POST").Path
		| capture("/(?<call>close|status)(/|$)").call) | join(" ")')" \
		'the calls'
}

kit_start
fake_start
ends ${STEP}4
stands true 'Issue Resolved' 0 status 'moved to the step'
ends ${STEP}4 refuse-steps=1
stands true 'Issue Resolved' 0 'status close' 'the step refused: closed'
ends ${STEP}9
stands true 'Issue Resolved' 0 'status close' 'no such step: closed'
ends ${STEP}2
stands true 'Issue Resolved' 0 'status close' 'a step that closes nothing: closed'
ends ${STEP}4 refuse-steps=1 refuse-close=1
stands false Submitted 1 'status close' 'both refused: told, and left to people'
