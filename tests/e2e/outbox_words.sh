#!/bin/bash
# outbox_words.sh - what people write gets through, and so does what looks alike
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

told() {
	fake_tickets ".[0].Comments | map(select(.Comments | test(\"$1\"))) | length"
}

kit_start
fake_start
iiq_config
say "# before its ticket was opened"
afresh_by_hand
alert PROBLEM sw-1 DOWN 1000
alert ACKNOWLEDGEMENT sw-1 DOWN 0 --author Jo --comment 'on my way'
drained
same "1 true" "$(fake_count created) $(fake_tickets \
	'.[0].IssueDescription | test("Jo: on my way")')" 'an acknowledgement'

say "# while its resolve waits"
afresh_by_hand 'resolve-delay = 1'
alert PROBLEM sw-1 DOWN 1000
drained
alert RECOVERY sw-1 UP 1100
alert CUSTOM sw-1 UP 0 --author Jo --comment 'the fuse'
drained
same "1 1" "$(fake_count closed) $(told 'the fuse')" 'a custom notification'

say "# three states within a minute, of which no time is told"
afresh_by_hand
alert PROBLEM sw-1 DOWN 0
alert PROBLEM sw-1 DOWN 0
drained
alert RECOVERY sw-1 UP 0
drained
alert PROBLEM sw-1 DOWN 0
drained
same 1 "$(fake_count open)" 'down, well, down'
alert RECOVERY sw-1 UP 0
drained
same 0 "$(fake_count open)" 'and well again'

say "# a section that is none"
afresh_by_hand '[Map lab-*]' 'team = x'
alert PROBLEM sw-1 DOWN 0
"$NOTIFY" drain --config "$CONFIG" >"$KIT/out" 2>&1 && fail 'it is taken'
grep -q 'there is no section \[Map lab-\*\]' "$KIT/out" ||
	fail "it is not named: $(cat "$KIT/out")"
pass 'is named'
