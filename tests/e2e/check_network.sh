#!/bin/sh
# check_network.sh - names, addresses, certificates: each failure by its name
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start
plain=$FAKE_URL
fake_start --tls "$KIT/ca"
IIQ_SITE_ID=$SITE_ID
export IIQ_SITE_ID
set -- --token-file "$TOKEN_FILE" --config /dev/null
port=${FAKE_URL##*:}

check "$@" -H nonexistent.invalid
says 2 'CRITICAL: name resolution failed: *nonexistent.invalid, token valid *' \
	'an unknown name'
check "$@" -u https://127.0.0.1:1
says 2 'CRITICAL: cannot connect to 127.0.0.1:1: Connection refused*' 'refused'
check "$@" -u https://127.1:1
says 2 'CRITICAL: cannot connect to 127.0.0.1:1: Connection refused*' \
	'refused at an address that is written oddly'
check "$@" -u "$FAKE_URL" --proxy http://127.0.0.1:1
says 2 'CRITICAL: no way through the proxy 127.0.0.1:1: *' 'a proxy that is not there'

check "$@" -u "$FAKE_URL" --ca-file "$KIT/ca/ca.pem"
says 0 'OK: *' 'an authority in a file'
check "$@" -u "$FAKE_URL" --ca-file "$KIT/ca/hashed"
says 0 'OK: *' 'an authority in a hashed directory'
check "$@" -u "$FAKE_URL/api/v1.0" --ca-file "$KIT/ca/ca.pem"
says 0 'OK: *' 'the whole URL'
check "$@" -H "localhost:$port" --ca-file "$KIT/ca/ca.pem"
says 0 'OK: *' 'the host alone'
check "$@" -u "$FAKE_URL"
says 2 'CRITICAL: the certificate of * is not trusted: *' 'a strange authority'
check "$@" -u "$FAKE_URL" --ca-file "$KIT/ca/server.key"
says 3 'UNKNOWN: *' 'an authority that is none'

# distrusts NAME REASON: the certificate called so is refused for that, in time.
distrusts() {
	fake_start --tls "$KIT/ca" --cert "$1"
	began=$(date +%s%N)
	check --token-file "$TOKEN_FILE" --config /dev/null -u "$FAKE_URL" \
		--ca-file "$KIT/ca/ca.pem" -t 5
	[ $(($(date +%s%N) - began)) -lt 6000000000 ] || fail "$1: too late"
	says 2 "CRITICAL: the certificate of * is not trusted: *$2*" \
		"a certificate: $1"
	one_line
}
distrusts expired 'has expired'
distrusts not-yet 'not yet valid'
distrusts self-signed 'self-signed'
distrusts wrong-name 'target host name'

# ---- a clock that is a year off ----
# a_year_off OFFSET [ARG...]: the check, by another clock.
a_year_off() {
	offset=$1
	shift
	at "$offset" "$CHECK" --token-file "$TOKEN_FILE" --config /dev/null \
		-t 5 "$@" >"$KIT/out" 2>"$KIT/err"
	RC=$?
	OUT=$(cat "$KIT/out")
	LINE=$OUT
}
a_year_off +366d -u "$plain"
says 1 'WARNING: own clock 3162240[0-9]s ahead of the server?s (at most 300s)*' \
	'a clock that is fast'
one_line
a_year_off -366d -u "$plain"
says 1 'WARNING: own clock 3162[0-9]*s behind the server?s *' 'one that is slow'
one_line
fake_start --tls "$KIT/ca"
a_year_off +366d -u "$FAKE_URL" --ca-file "$KIT/ca/ca.pem"
says 2 'CRITICAL: the certificate of * is not trusted: *expired*' \
	'a clock that is fast, with TLS'
one_line
a_year_off -366d -u "$FAKE_URL" --ca-file "$KIT/ca/ca.pem"
says 2 'CRITICAL: the certificate of * is not trusted: *not yet valid*' \
	'one that is slow, with TLS'
one_line

check "$@" -u "$plain"
says 0 'OK: *' 'http:// to a loopback address'
case $LINE in
*time_tls*) fail "TLS was measured without TLS: $LINE" ;;
esac
check "$@" -u "https${plain#http}" --ca-file "$KIT/ca/ca.pem"
says 2 'CRITICAL: TLS handshake with * failed: *' 'https:// to a plain port'

# A listener that accepts nothing: the deadline ends it, and says where.
fake_start --tls "$KIT/ca"
kill -STOP "$FAKE_PID"
check "$@" -u "$FAKE_URL" --ca-file "$KIT/ca/ca.pem" -t 0.3
kill -CONT "$FAKE_PID"
says 2 'CRITICAL: TLS handshake timed out after *0 ms with *:*' \
	'silence after the connection'

# ---- a name with two addresses ----
# is_slow: a connection that took longer than IPv6 has as a head start.
is_slow() {
	case $LINE in
	*' time_connect=0.0'*) false ;;
	esac
}

fake_start --tls "$KIT/ca" --cert wrong-name
program=$top_builddir/.libs/check_incidentiq
[ -x "$program" ] || program=$CHECK
LD_LIBRARY_PATH=$top_builddir/.libs LD_PRELOAD=$top_builddir/.libs/names.so \
ASAN_OPTIONS=verify_asan_link_order=0 \
	"$program" "$@" -H elsewhere.example -p "${FAKE_URL##*:}" -t 3 \
	--ca-file "$KIT/ca/ca.pem" >"$KIT/out" 2>"$KIT/err"
RC=$?
OUT=$(cat "$KIT/out")
LINE=$OUT
says 0 'OK: *' 'a dead IPv6 address does not hide the IPv4 one'
one_line
is_slow || ! grep -q '^0*1 ' /proc/net/if_inet6 ||
	fail "the IPv6 address was not tried: $LINE"
