#!/bin/sh
# check_secrets.sh - the token is nowhere but in its file and on the wire
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
iiq_config
canary=canary-7f3b-$$-token-nobody-may-see
token_file canary "$canary"
jwt=$(cat "$TOKEN_FILE")

# clean FILE WHAT: none of the secrets, nor a half of the token
clean() {
	for secret in "$canary" "${canary#canary-}" "$jwt" "${jwt#*.}" \
		"${jwt##*.}"; do
		grep -qF -e "$secret" "$1" && fail "$2 holds a secret"
	done
	pass "$2 holds no secret"
}

check --config "$CONFIG" -vvv
says 0 'OK: *' 'a good token at -vvv'
clean "$KIT/out" 'its output'
grep -q 'Authorization: \[redacted\]' "$KIT/out" || fail "not redacted: $OUT"
grep -q '"UserToken":\[redacted\]' "$KIT/out" || fail "UserToken is shown"
check --config "$CONFIG" -vvv --token-file "$KIT/canary"
says 2 'CRITICAL: token rejected*' 'a bad token at -vvv'
clean "$KIT/out" 'its output'
IIQ_API_TOKEN=$canary check --config /dev/null -vvv -u "$FAKE_URL" \
	--site-id "$SITE_ID" --ca-file "$KIT/ca/ca.pem"
unset IIQ_API_TOKEN
says 2 'CRITICAL: token rejected*' 'a token of the environment at -vvv'
clean "$KIT/out" 'its output'

SSLKEYLOGFILE=$KIT/keys check --config "$CONFIG"
unset SSLKEYLOGFILE
says 0 'OK: *' 'asked for the keys of its connections'
[ ! -e "$KIT/keys" ] || fail "they were written: $(head -c 60 "$KIT/keys")"

# While it runs: argv, and no core or memory for others of the same user.
fake_set hang=1
"$CHECK" --config "$CONFIG" --token-file "$KIT/canary" -t 20 >"$KIT/out" &
pid=$!
wait_for 10 is_asked
tr '\0' ' ' <"/proc/$pid/cmdline" >"$KIT/cmdline"
grep -q token-file "$KIT/cmdline" || fail "cmdline: $(cat "$KIT/cmdline")"
clean "$KIT/cmdline" 'the command line'
grep -q '^Max core file size *0 *0 ' "/proc/$pid/limits" ||
	fail "it could leave a core"
same 0 "$(stat -c %u "/proc/$pid/environ")" "its memory is root's"
kill $pid
wait $pid 2>/dev/null
fake_set hang=0
grep -rlF "$canary" "$KIT" | grep -vx "$KIT/canary" >"$KIT/found"
same '' "$(cat "$KIT/found")" 'no file holds the token'
