#!/bin/bash
# outbox_settings.sh - what the notifier's ini file may say
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

# refused PROGRAM...: names the last line of the ini file, and what to write.
refused() {
	"$@" --config "$CONFIG" >"$KIT/out" 2>&1
	same 3 $? "$(tail -n 1 "$CONFIG"): $(basename "$1") ${2-}"
	grep -qF "$CONFIG:$(wc -l <"$CONFIG"): $wanted" "$KIT/out" ||
		fail "said: $(cat "$KIT/out")"
}

kit_start
fake_start

say "# a path must mean the same to send and to the outbox, which works in /"
for line in 'spool = spool' 'spool-2 = ./spool-2' 'token-file = token' \
	'ca-file = ca/ca.pem' 'token-file = ~/token' 'token-file ='; do
	iiq_config "$line"
	wanted="${line%% *} is no whole path: write it from / on"
	for verb in drain status list; do
		refused "$NOTIFY" "$verb"
	done
done
for section in incidentiq check_incidentiq; do
	iiq_config
	printf '[%s]\ntoken-file = token\n' "$section" >>"$CONFIG"
	wanted="token-file is no whole path: write it from / on"
	refused "$CHECK"
done
iiq_config
cd "$KIT" || exit 99
"$NOTIFY" list --config incidentiq.ini --token-file token --spool spool \
	>"$KIT/out" || fail "relative on the command line: $(cat "$KIT/out")"
pass "on the command line a path is where the person is"

say "# send says so, and stores the alert in the spool that it knows"
iiq_config 'token-file = token' 'nudge = no'
"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-1 --state DOWN 2>"$KIT/err"
same 0 $? "send"
same 1 "$(ls "$SPOOL/new" | wc -l)" "stored"
