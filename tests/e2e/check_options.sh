#!/bin/sh
# check_options.sh - states to choose, retries, addresses, the token alone
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
iiq_config
port=${FAKE_URL##*:}
day=86400
now=$(date +%s)

# ---- states ----
fake_set hang=1
check --config "$CONFIG" -t 0.3 --timeout-state unknown
says 3 'UNKNOWN: no answer from *' 'silence as UNKNOWN'
fake_set hang=0
fake_set revoked=1
check --config "$CONFIG" --auth-state warning
says 1 'WARNING: token rejected: *' 'a refused token as WARNING'
fake_set revoked=0
token_file expired "$(jwt $((now - 10 * day)))"
check --config "$CONFIG" --token-file "$KIT/expired" --auth-state warning
says 1 'WARNING: token expired on *' 'an expired token as WARNING'
fake_set status=429
check --config "$CONFIG" --rate-limit-state OK
says 0 'OK: *HTTP 429: *' 'a rate limit as OK'
fake_set status=0
check --config "$CONFIG" -u https://127.0.0.1:1 --unreachable-state warning
says 1 'WARNING: cannot connect to *' 'no connection as WARNING'
check --config "$CONFIG" --unreachable-state bad
says 3 'UNKNOWN: --unreachable-state bad: it is none of ok/*' 'a wrong state'
printf '[check_incidentiq]\nunreachable-state = warning\n' >>"$CONFIG"
check --config "$CONFIG" -u https://127.0.0.1:1
says 1 'WARNING: cannot connect to *' 'a state in the ini file'
iiq_config

# ---- the exit code alone ----
check --config "$CONFIG" -u https://127.0.0.1:1 --exit-ok
says 0 'CRITICAL: cannot connect to *' '--exit-ok'
check --config "$CONFIG" --exit-ok --retries x
says 3 'UNKNOWN: --retries *' '--exit-ok hides no wrong option'

# ---- retries ----
fake_set status=503 status-count=1
check --config "$CONFIG" --no-alive
says 2 'CRITICAL: HTTP 503: *' 'a passing failure'
fake_set status=503 status-count=2
check --config "$CONFIG" --no-alive --retries 2 -v
says 0 'OK: *' 'a passing failure, and a second try'
grep -q '^reach OK: HTTP 200 from .*, asked again 2 times$' "$KIT/out" ||
	fail "retries are not told: $OUT"
fake_set search-status=503 status-count=1
check --config "$CONFIG" --retries 3
says 2 'CRITICAL: tickets: HTTP 503: *' 'a POST is never sent twice'
fake_set search-status=0 status-count=0 hang=1
check --config "$CONFIG" -t 0.6 --retries 1
says 2 'CRITICAL: no answer from * within [123]?0 ms, *' \
	'attempts share the time'
fake_set hang=0
check --config "$CONFIG" --retries 11
says 3 'UNKNOWN: --retries 11: it is none of 0 to 10' 'too many'

# ---- addresses ----
set -- --config "$CONFIG" --ca-file "$KIT/ca/ca.pem"
check "$@" -H localhost -p "$port"
says 0 'OK: *' 'host and port'
check "$@" -H localhost -p "$port" --url ''
says 0 'OK: *' 'an address that says nothing'
check "$@" -H localhost -p "$port" -4
says 0 'OK: *' 'IPv4 alone'
check "$@" -H 127.0.0.1 -p "$port" -6
says 2 'CRITICAL: *' 'IPv6 alone has no way to an IPv4 address'
check "$@" -H ::1 -p 1
says 2 'CRITICAL: cannot connect to ?::1?:1: *' 'an IPv6 address needs no brackets'
check "$@" -H localhost -p 65536
says 3 'UNKNOWN: --port 65536: it is none of 1 to 65535' 'a port that is none'
check "$@" -p 443
says 3 'UNKNOWN: --port belongs to --hostname; *' 'a port without a host'
check "$@" -4 -6
says 3 'UNKNOWN: give --use-ipv4 or --use-ipv6, not both' 'both families'
check "$@" --proxy http://127.0.0.1:1 --no-proxy '*'
says 0 'OK: *' 'no proxy for anybody'
check "$@" --tls-min 1.4
says 3 'UNKNOWN: --tls-min: *1.4*' 'a TLS version that is none'

# ---- an old server ----
openssl s_server -accept 127.0.0.1:0 -tls1_2 -quiet -www \
	-cert "$KIT/ca/server.pem" -key "$KIT/ca/server.key" \
	>"$KIT/server" 2>&1 </dev/null &
server=$!
kit_later $server
listens() {
	old=$(tr '\0' '\n' <"/proc/$server/net/tcp" |
		awk -v inode="$(readlink /proc/$server/fd/* |
			sed -n 's/socket:.\([0-9]*\).$/\1/p' | head -n 1)" \
			'$10 == inode { split($2, at, ":"); print at[2] }')
	[ -n "$old" ]
}
wait_for 20 listens
old=$(printf %d "0x$old")
check "$@" -H localhost -p "$old" --tls-min 1.3
says 2 'CRITICAL: TLS handshake with * failed: *' 'TLS 1.2 is too old'
check "$@" -H localhost -p "$old"
case $LINE in
*'TLS handshake'*) fail "TLS 1.2 was not accepted: $LINE" ;;
esac
pass 'TLS 1.2 is good enough by default'

# ---- offline ----
fake_stop
token_file good "$(jwt $((now + 100 * day)))"
check --config /dev/null --offline --token-file "$KIT/good"
says 0 'OK: token valid ??d | token_ttl=86*s;7776000:;2592000:' 'the token alone'
check --config /dev/null --offline --token-file "$KIT/expired"
says 2 'CRITICAL: token expired on *' 'an expired one'
token_file opaque some-opaque-token
check --config /dev/null --offline --token-file "$KIT/opaque"
says 0 'OK: token expiry unknown (opaque token)' 'an opaque one'
check --config /dev/null --offline --token-file "$KIT/opaque" --require-expiry
says 2 'CRITICAL: token expiry unknown (opaque token)' '--require-expiry'
check --config /dev/null --offline
says 3 'UNKNOWN: no token: *' 'none at all'
