#!/bin/bash
# outbox_words.sh - what people write gets through, and so does what looks alike
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

# alert TYPE STATE [OPTION...]
alert() {
	"$NOTIFY" --config "$CONFIG" --type "$1" --host sw-1 --state "$2" \
		"${@:3}" || fail "$1 was not stored"
}

drained() {
	"$NOTIFY" drain --config "$CONFIG" >"$KIT/drained" 2>&1 ||
		fail "drain: $(cat "$KIT/drained")"
}

# afresh [LINE...]: nothing is delivered but when the test says so.
afresh() {
	rm -rf "$SPOOL"
	fake_post reset
	iiq_config 'nudge = no' "$@"
	chmod 0750 "$SPOOL"
}

told() {
	fake_tickets ".[0].Comments | map(select(.Comments | test(\"$1\"))) | length"
}

kit_start
fake_start
iiq_config
say "# before its ticket was opened"
afresh
alert PROBLEM DOWN --state-time 1000
alert ACKNOWLEDGEMENT DOWN --author Jo --comment 'on my way'
drained
same "1 1" "$(fake_count created) $(told 'on my way')" 'an acknowledgement'

say "# while its resolve waits"
afresh 'resolve-delay = 1'
alert PROBLEM DOWN --state-time 1000
drained
alert RECOVERY UP --state-time 1100
alert CUSTOM UP --author Jo --comment 'the fuse'
drained
same "1 1" "$(fake_count closed) $(told 'the fuse')" 'a custom notification'

say "# three states within a minute, of which no time is told"
afresh
alert PROBLEM DOWN
alert PROBLEM DOWN
drained
alert RECOVERY UP
drained
alert PROBLEM DOWN
drained
same 1 "$(fake_count open)" 'down, well, down'
alert RECOVERY UP
drained
same 0 "$(fake_count open)" 'and well again'

say "# a section that is none"
afresh '[Map lab-*]' 'team = x'
alert PROBLEM DOWN
"$NOTIFY" drain --config "$CONFIG" >"$KIT/out" 2>&1 && fail 'it is taken'
grep -q 'there is no section \[Map lab-\*\]' "$KIT/out" ||
	fail "it is not named: $(cat "$KIT/out")"
pass 'is named'
