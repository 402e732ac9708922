#!/bin/bash
# secrets.sh - the token is found nowhere but in its file
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

# The command lines of our programs while they run; other tests that run beside
# this one give curl the fake's token.
watch_processes() {
	while :; do
		for line in /proc/[0-9]*/cmdline; do
			tr '\0' ' ' <"$line" && echo
		done 2>/dev/null | grep -aE '(notify|check)_incidentiq|-outbox'
		sleep 0.02
	done >"$KIT/seen/cmdlines"
}

kit_start
mkdir "$KIT/seen"
fake_start
iiq_config 'resolve-delay = 1'
token=$(cat "$TOKEN_FILE")
secret=${token##*.} # what nobody but its owner knows
[ ${#secret} -ge 20 ] || fail "the token has no signature to look for"
watch_processes &
kit_later $!

# The outbox that is nudged must not inherit it.
cat >"$KIT/outbox" <<END
#!/bin/sh
env >>"$KIT/seen/environ"
exec "$INCIDENTIQ_OUTBOX" "\$@"
END
chmod +x "$KIT/outbox"

# What a person sees, with the token from its file and from the environment.
INCIDENTIQ_OUTBOX=$KIT/outbox IIQ_API_TOKEN=$token \
	"$NOTIFY" --config "$CONFIG" --type PROBLEM \
	--host sw-1 --state DOWN --state-time 1000 >"$KIT/seen/send" 2>&1
wait_for 20 fake_has created 1
grep -q '^PATH=' "$KIT/seen/environ" || fail "no environment was seen"
"$NOTIFY" --config "$CONFIG" --type RECOVERY --host sw-1 --state UP \
	--state-time 1100
wait_for 20 fake_has closed 1
fake_set status=401
"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-2 --state DOWN \
	--state-time 1000
is_locked_out() {
	"$NOTIFY" status --config "$CONFIG" | grep -q 'CRITICAL.*HTTP 401'
}
wait_for 20 is_locked_out
"$NOTIFY" status --config "$CONFIG" >"$KIT/seen/status" 2>&1
"$NOTIFY" list --config "$CONFIG" >"$KIT/seen/list" 2>&1
"$NOTIFY" show sw-2 --config "$CONFIG" >"$KIT/seen/show" 2>&1
fake_set status=0
"$CHECK" --config "$CONFIG" -vvv >"$KIT/seen/check" 2>&1
grep -q 'tickets/statuses' "$KIT/seen/check" ||
	fail "the check shows no requests at -vvv"
# The kernel must not write a core of who holds the token.
pid=$(kit_outbox_pids | head -n 1)
[ -n "$pid" ] || fail "no outbox runs"
same "0" "$(awk '/Max core file size/ { print $5 }' "/proc/$pid/limits")" \
	"size of a core file of the outbox"

for place in "$KIT/seen" "$SPOOL"; do
	[ -n "$(find "$place" -type f)" ] || fail "$place is empty"
	found=$(grep -rlaF -e "$secret" -e "$token" "$place")
	[ -z "$found" ] || fail "the token stands in $found"
	pass "the token is not in $(basename "$place")"
	# What IncidentIQ hands out with its answers is as secret.
	found=$(grep -rlaiE 'canary-[a-z]+token' "$place")
	[ -z "$found" ] || fail "a session token stands in $found"
	pass "no session token is in $(basename "$place")"
done
grep -q outbox "$KIT/seen/cmdlines" || fail "no command line was seen"
