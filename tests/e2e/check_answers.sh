#!/bin/sh
# check_answers.sh - what the API answers, and the state that makes of it
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
iiq_config
day=86400
now=$(date +%s)

# answers HABIT RC PATTERN WHAT: the check while the fake has the habit.
answers() {
	fake_set "$1"
	check --config "$CONFIG"
	fake_set "${1%%=*}=0"
	says "$2" "$3" "$4"
	one_line
}

check --config "$CONFIG" -w 20 -c 50
says 0 'OK: API 0.*s, token valid 109[45]d, certificate 36?d, 1/1 permissions | *' \
	'all is well'
one_line
for label in time time_resolve time_connect time_tls time_processing \
	time_transfer size token_ttl cert_ttl clock_skew server_time; do
	case "${LINE#*|}" in
	*" $label="[0-9]*) ;;
	*) fail "no $label in $LINE" ;;
	esac
done
case $LINE in
*' time=0.'*'s;20;50;0 '*' token_ttl='*'s;7776000:;2592000: '*) ;;
*) fail "limits: $LINE" ;;
esac
pass 'perfdata has every label, and the limits'

# ---- time ----
fake_set delay-ms=60
check --config "$CONFIG" -w 0.05 -c 50
says 1 'WARNING: API 0.*s (warning 0.05), token valid *' 'slow is a warning'
check --config "$CONFIG" -w 0.01 -c 0.05
says 2 'CRITICAL: API 0.*s (critical 0.05), *' 'slower is critical'
check --config "$CONFIG" -w @0:50
says 1 'WARNING: API 0.*s (warning @50), *' 'a range can be turned round'
fake_set delay-ms=0

# ---- the token's expiry ----
fake_token $((60 * day + 100))
check --config "$CONFIG"
says 1 'WARNING: token expires in 60d on 20??-??-?? (warning 90:), API *' \
	'the expiry is near'
fake_token $((10 * day + 100))
check --config "$CONFIG"
says 2 'CRITICAL: token expires in 10d on 20??-??-?? (critical 30:), API *' \
	'the expiry is nearer'
check --config "$CONFIG" --token-warning 5: --token-critical 2:
says 0 'OK: API *, token valid 10d, *' 'its limits can be chosen'
fake_set date-offset=$((9 * day))
check --config "$CONFIG" --token-warning 5: --token-critical 2:
says 2 'CRITICAL: token expires in 24h on *' "the server's clock counts"
fake_set date-offset=0
fake_token

# ---- refused ----
token_file expired "$(jwt $((now - 10 * day)))"
expired=$(date -u -d "@$((now - 10 * day))" +%Y-%m-%d)
check --config "$CONFIG" --token-file "$KIT/expired"
says 2 "CRITICAL: token expired on $expired, API *" 'an expired token'
case $LINE in
*rejected*) fail "an expired token is told twice: $LINE" ;;
*' token_ttl=-86'*) ;;
*) fail "no negative token_ttl: $LINE" ;;
esac
token_file fractional "$(jwt "$((now + 200 * day)).563")"
check --config "$CONFIG" --token-file "$KIT/fractional"
says 2 'CRITICAL: token rejected: revoked, malformed, or its user lacks the '\
'permission, API *, token not expired, *d left, *' 'an unknown token'
token_file opaque 'not-a-jwt-but-a-token'
check --config "$CONFIG" --token-file "$KIT/opaque"
says 2 'CRITICAL: token rejected*, token expiry unknown (opaque token), *' \
	'an unknown opaque token'
case $LINE in
*token_ttl=*) fail "an opaque token has a token_ttl: $LINE" ;;
esac
answers revoked=1 2 'CRITICAL: token rejected*' 'a revoked token'
check --config "$CONFIG" --site-id 00000000-0000-0000-0000-000000000000
says 2 'CRITICAL: token rejected*' 'the token of another site'

# ---- every status ----
answers status=401 2 'CRITICAL: token rejected*' 401
answers status=403 2 "CRITICAL: the token's user lacks the permission, *" 403
answers status=404 2 \
	'CRITICAL: GET /tickets/statuses: HTTP 404: *, API *, token valid *' 404
answers status=400 2 'CRITICAL: HTTP 400: The request is invalid.*' 400
answers status=409 2 'CRITICAL: HTTP 409: *' 409
answers status=429 1 'WARNING: HTTP 429: *, retry after 60 s, API *' 429
answers rate-limit=1 1 'WARNING: HTTP 429: *' 'a second call under a rate limit'
answers status=500 2 'CRITICAL: HTTP 500: *, API *, token valid *' 500
answers status=503 2 'CRITICAL: HTTP 503: *' 503
answers html-502=1 2 'CRITICAL: HTTP 502: *' 'a gateway that talks HTML'
answers html-200=1 2 'CRITICAL: HTTP 200, but the body is not JSON, *' 'HTML'
answers status=302 2 \
	'CRITICAL: HTTP 302: redirect to login.example.invalid is not followed*' \
	'a redirect'

# ---- no answer ----
answers drop=1 2 'CRITICAL: the connection to *, token valid *' 'a reset'
fake_set hang=1
check --config "$CONFIG" -t 0.3
fake_set hang=0
says 2 'CRITICAL: no answer from *:* within 300 ms, token valid *' 'silence'
case $LINE in
*' time='*) fail "a time was invented: $LINE" ;;
*' time_tls='*) ;;
*) fail "no phases: $LINE" ;;
esac
fake_down
check --config "$CONFIG"
says 2 'CRITICAL: cannot connect to *: Connection refused, token valid *' \
	'refused'
token_file short "$(jwt $((now + 10 * day)))"
check --config "$CONFIG" --token-file "$KIT/short"
says 2 'CRITICAL: cannot connect *, token expires in *d on * (critical 30:) *' \
	'the expiry is judged without an API'
