# outbox_kit.sh - alerts told and delivered, for tests of what becomes of them
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced after kit.sh.

# alert TYPE HOST STATE TIME [OPTION...]
alert() {
	"$NOTIFY" --config "$CONFIG" --type "$1" --host "$2" --state "$3" \
		--state-time "$4" "${@:5}" || fail "$1 of $2 was not stored"
}

# afresh [LINE...]: no alert, no ticket; lines are added to the ini file.
afresh() {
	kit_outbox_stop
	rm -rf "$KIT/spool"
	fake_post reset
	iiq_config "$@"
	chmod 0750 "$SPOOL"
}

# The same, and nothing is delivered but when the test says so.
afresh_by_hand() {
	afresh 'nudge = no' "$@"
}

drained() {
	"$NOTIFY" drain --config "$CONFIG" >"$KIT/out" 2>&1 ||
		fail "drain: $(cat "$KIT/out")"
}

status_says() {
	"$NOTIFY" status --config "$CONFIG" | grep -q "$1"
}

is_idle() {
	[ -z "$(ls "$SPOOL/new")" ] && [ -z "$(kit_outbox_pids)" ]
}
