#!/bin/bash
# outbox_doctor.sh - each thing that can be set up wrong, found and told
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

doctor() {
	"$NOTIFY" doctor --config "$CONFIG" "$@" >"$KIT/out" 2>"$KIT/err"
}

# finds STATUS "MARK STEP TEXT"...: exit status, and lines by regular
# expression; nothing else is wrong.
finds() {
	local status=$1 wanted
	shift
	doctor
	same "$status" $? "exit status"
	for wanted in "$@"; do
		sed 's/  */ /g' "$KIT/out" | grep -q "^$wanted" ||
			fail "no \"$wanted\" in: $(cat "$KIT/out")"
		pass "$wanted"
	done
	same $# "$(grep -c '^failed\|^warning' "$KIT/out")" "no more than that"
	same $# "$(grep -c '^ * -> .' "$KIT/out")" "what to do about it"
}

# advises WORDS: among what there is to do.
advises() {
	grep -q "^ * -> .*$1" "$KIT/out" || fail "no \"$1\" in: $(cat "$KIT/out")"
	pass "$1"
}

afresh() {
	fake_post reset
	iiq_config "$@"
	chmod 0750 "$SPOOL"
	fake_token >"$KIT/null"
}

kit_start
export FAKE_TOKEN=opaque-5d1f3a
fake_start

say "# all is well"
afresh
finds 0
same "ini spool database reach clock token expiry site permissions product search workflow requester issue location team" \
	"$(awk '$1 == "ok" { printf "%s%s", sep, $2; sep = " " }' "$KIT/out")" \
	"every step"
grep -q 'Monitoring Robot, monitoring@district.example' "$KIT/out" ||
	fail "whose token it is: $(cat "$KIT/out")"
grep -q 'Issue Resolved (57e0[-0-9]*4), Cancelled (57e0' "$KIT/out" ||
	fail "the closed steps"
tail -n 1 "$KIT/out" | grep -q '^16 ok, 0 warnings, 0 failed$' || fail "sum"
doctor --json || fail "--json: $(cat "$KIT/out")"
same "true 16 Network Team, $TEAM_ID" "$(jq -r '"\(.healthy) \(.steps | length)
	\(.steps[] | select(.step == "team") | .text)" | gsub("\\s+"; " ")' \
	"$KIT/out")" "as JSON"
same 0 "$(fake_count created)" "nothing was changed"
cat "$KIT/out" "$KIT/err" >"$KIT/said"
grep -qF "$(cat "$TOKEN_FILE")" "$KIT/said" && fail "it tells the token"
grep -q canary "$KIT/said" && fail "it tells what GET /login holds"
pass "no secret is told"

say "# a step that closes nothing"
afresh 'resolve-step = 57e00000-0000-4000-8000-000000000002'
finds 0 'warning workflow resolve-step 57e0.* is none of the closed steps: .*(57e0'

say "# settings and files"
afresh 'pace = fast'
finds 1 "failed ini .*pace = fast is not a number"
doctor --json
same "false ini failed" \
	"$(jq -r '"\(.healthy) \(.steps[0].step) \(.steps[0].mark)"' "$KIT/out")" \
	"as JSON"
afresh
chmod o+w "$CONFIG"
finds 1 "failed ini everybody may write to $CONFIG"
afresh
chmod 0777 "$SPOOL"
finds 1 "failed spool .*$SPOOL"
afresh "spool = $KIT/nowhere"
finds 1 "failed spool .*$KIT/nowhere does not exist"
afresh
chmod 0644 "$TOKEN_FILE"
finds 1 "failed connection .*token"
chmod 0600 "$TOKEN_FILE"
if [ "$(id -u)" = 0 ]; then
	chmod 755 "$KIT"
	afresh "spool = $KIT/his"
	install -d -o nobody -g daemon -m 0750 "$KIT/his"
	chgrp daemon "$CONFIG"
	finds 1 "failed connection .*token: Permission denied"
	advises "nobody owns $KIT/his and must be able to read it: chown nobody $TOKEN_FILE"
fi
# A stranger, who can start what was built.
stranger=(setpriv --reuid=nobody --clear-groups)
if [ "$(id -u)" = 0 ] && "${stranger[@]}" test -x "$NOTIFY" 2>"$KIT/null"; then
	chown daemon "$KIT/his" "$TOKEN_FILE"
	chmod o+r "$CONFIG"
	"${stranger[@]}" "$NOTIFY" doctor --config "$CONFIG" >"$KIT/out" 2>&1
	advises 'run it as daemon: runuser -u daemon -- notify_incidentiq doctor'
	chown root "$TOKEN_FILE"
fi
if [ "$(stat -f -c %T /dev/shm)" = tmpfs ] && [ -w /dev/shm ]; then
	memory=$(mktemp -d /dev/shm/iiq-doctor.XXXXXX) || exit 99
	afresh "spool = $memory"
	finds 0 "warning spool $memory is on tmpfs"
	rm -rf "$memory"
fi

say "# the core"
afresh "nagios-command-file = $KIT/nowhere"
finds 1 "failed core "
advises 'see nagios-command-file'
afresh 'icinga-url = https://127.0.0.1:1'
finds 1 "failed core "
advises 'see icinga-url'
for line in 'acknowledge = yes' 'nagios-status-file = /x' 'icinga-user = x'; do
	key=${line%% =*}
	afresh "$line"
	finds 1 "failed core $key is of no use"
	advises "see $key in incidentiq.ini(5)"
done

say "# the way there"
afresh
fake_down
finds 1 "failed reach .*connect"
fake_up
fake_set html-200=1
finds 1 "failed reach GET /login"
afresh
sed -i 's|^url = .*|url = https://no-such-tenant.invalid|' "$CONFIG"
finds 1 "failed reach .*no-such-tenant.invalid"

say "# token, site, clock"
afresh
fake_set revoked=1
finds 1 "failed token .*Invalid or expired token"
afresh
fake_token -60 >"$KIT/null"
finds 1 "failed expiry the token expired on 20"
afresh
fake_token 86400 >"$KIT/null"
finds 0 "warning expiry the token is good until 20"
same '15 ok, 1 warning, 0 failed' "$(tail -n 1 "$KIT/out")" "one of them"
afresh
sed -i 's/^site-id = .*/site-id = 6f1ec0de-51fe-4a11-9c3d-000000000000/' "$CONFIG"
finds 1 "failed site .*the token is one of site $SITE_ID"
advises "write site-id = $SITE_ID"
printf '%s\n' "$FAKE_TOKEN" >"$TOKEN_FILE"
finds 1 "failed token .*unauthorized operation"
advises "is site-id right?"
afresh
fake_set date-offset=1000
finds 0 "warning clock this machine is \(99[0-9]\|100[0-9]\) s behind"

say "# what the token's user may do"
afresh
fake_set list-status=403 filters-status=403
finds 0 "warning permissions .*users, issues, locations, teams, assets" \
	"warning requester .*cannot be looked up" "warning issue" \
	"warning location" "warning team"
advises 'it is sent as it is'
afresh
fake_set search-status=403
finds 1 "failed product .*Insufficient permissions"
afresh
fake_set dropped-facets=1 strangers=3
finds 0 "warning search finds tickets that do not hold the word"

say "# whom and what tickets concern"
afresh 'team = Nobody' 'room = Attic' '[map sw-*]' 'asset = A-9' \
	'team = field technicians'
sed -i '/^requester/d; /^location/d; s/^issue = .*/issue = 155e0000-0000-4000-8000-000000000009/' \
	"$CONFIG"
finds 1 "failed requester there is no default" \
	'failed issue there is no "155e0000-' \
	"warning location there is no default" 'failed team there is no "Nobody"' \
	'failed room there is no "Attic"' \
	'warning map \[map sw-\*\] asset: there is no "A-9"'
afresh 'requester = rivera@district.example' 'room = mdf'
finds 0
grep -q '^ok  *room  *MDF, 20000000-' "$KIT/out" || fail "room: $(cat "$KIT/out")"

say "# a certificate that nobody here trusts"
fake_stop
fake_ca
fake_start --tls "$KIT/ca"
afresh
finds 0
sed -i '/^ca-file/d' "$CONFIG"
finds 1 "failed reach .*certificate"
