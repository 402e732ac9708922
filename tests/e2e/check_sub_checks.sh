#!/bin/sh
# check_sub_checks.sh - certificate, clock, permissions, life, site: each alone
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
iiq_config

# has LINE: the last check, with -v, printed this line of a sub-check.
has() {
	grep -q "^$1\$" "$KIT/out" || fail "no line \"$1\" in: $OUT"
	pass "$1"
}

asked() {
	fake_get requests | jq -r '.[] | .Method + " " + .Path' |
		sed -e 's|/api/v1.0||' -e 's|?.*||' | paste -sd,
}

# ---- what is asked ----
check --config "$CONFIG"
says 0 'OK: API *, token valid *, certificate *, 1/1 permissions | *' 'all of it'
same 'GET /sites/isalive,GET /tickets/statuses,POST /tickets' "$(asked)" \
	'three requests'
same 1 "$(fake_get requests | jq 'map(.Port) | unique | length')" \
	'over one connection'
fake_post reset
check --config "$CONFIG" --no-alive --require none
says 0 'OK: API *, token valid *, certificate ???d | *' 'one request will do'
same 'GET /tickets/statuses' "$(asked)" 'the one'
fake_post reset
check --config "$CONFIG" --no-alive --probe /sites/my/settings -v
says 0 'OK: *' 'another probe'
same 'GET /sites/my/settings,POST /tickets' "$(asked)" 'is asked instead'
has "site OK: $SITE_ID"
check --config "$CONFIG" --probe /no/such/call
says 2 'CRITICAL: GET /no/such/call: HTTP 404: *' 'a probe that is not there'

# ---- permissions ----
all=tickets,assets,users,locations,teams,issues,settings
check --config "$CONFIG" --require $all -v
says 0 'OK: *, 7/7 permissions | *' 'every permission'
for name in tickets assets users locations teams issues settings; do
	has "permission $name OK: may be read"
done
grep -q '^permissions OK: .*cannot be proved without writing$' "$KIT/out" ||
	fail "what cannot be proved is not said: $OUT"
same "$(say $all | tr , '\n')" \
	"$("$CHECK" --list-permissions | sed 's/ .*//')" 'the list of them'
fake_set search-status=403
check --config "$CONFIG"
says 2 'CRITICAL: no permission to read tickets (HTTP 403), *0/1 perm*' \
	'required and refused'
check --config "$CONFIG" --require users --want tickets
says 1 'WARNING: no permission to read tickets (HTTP 403), *1/2 perm*' \
	'wanted and refused'
check --config "$CONFIG" --require users
says 0 'OK: *1/1 permissions | *' 'neither'
fake_set search-status=401
check --config "$CONFIG"
says 2 'CRITICAL: no permission to read tickets (HTTP 401), *' \
	'a 401 behind an accepted token'
fake_set search-status=500
check --config "$CONFIG" --want tickets --require none
says 2 'CRITICAL: tickets: HTTP 500: *' 'wanted, and the server fails'
fake_set search-status=429
check --config "$CONFIG" --rate-limit-state critical
says 2 'CRITICAL: tickets: HTTP 429: *' 'required, and too often'
fake_set search-status=0 list-status=403
check --config "$CONFIG" --require teams,tickets --want users
says 2 'CRITICAL: no permission to read teams (HTTP 403), no permission to read users (HTTP 403), *1/3 permissions*' \
	'the worst first'
fake_set list-status=0
check --config "$CONFIG" --require tickets,tockets
says 3 'UNKNOWN: --require: there is no permission "tockets"; *' 'a wrong name'
fake_set revoked=1
check --config "$CONFIG" -v
fake_set revoked=0
case $OUT in
*permission\ tickets*) fail "a permission without a token: $OUT" ;;
esac
pass 'with a refused token no permission is asked for'

# ---- alive ----
fake_set no-alive=1
check --config "$CONFIG" -v
says 0 'OK: *' 'a site without isalive'
has 'alive OK: this site does not tell: HTTP 404: .*'
fake_set no-alive=0 alive-status=401
check --config "$CONFIG"
says 0 'OK: *' 'a site that keeps it for its users'
fake_set alive-status=503
check --config "$CONFIG"
says 2 'CRITICAL: not alive: HTTP 503: *' 'a site that says it is dead'
check --config "$CONFIG" --no-alive
says 0 'OK: *' 'nobody asked it'
fake_set alive-status=0

# ---- clock ----
fake_set date-offset=4000
check --config "$CONFIG"
says 1 'WARNING: own clock 4000s behind the server*s (at most 300s), *' 'behind'
case $LINE in
*' clock_skew=-'[34]*) ;;
*) fail "no skew: $LINE" ;;
esac
fake_set date-offset=-4000
check --config "$CONFIG"
says 1 'WARNING: own clock *s ahead of the server*s (at most 300s), *' 'ahead'
check --config "$CONFIG" --max-clock-skew 2h
says 0 'OK: *' 'within what may be'
fake_set date-offset=0

# ---- certificate ----
fake_start --tls "$KIT/ca" --cert soon
iiq_config
check --config "$CONFIG"
says 1 'WARNING: certificate expires in 9d on 20??-??-?? (warning 21:), *' \
	'a certificate that ends soon'
check --config "$CONFIG" --cert-critical 11:
says 2 'CRITICAL: certificate expires in 9d on * (critical 11:), *' 'too soon'
check --config "$CONFIG" --cert-warning 5:
says 0 'OK: *, certificate 9d, *' 'soon enough'
case $LINE in
*' cert_ttl='8[56]*'s;432000:;604800: '*) ;;
*) fail "no cert_ttl with its limits: $LINE" ;;
esac
