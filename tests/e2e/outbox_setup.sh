#!/bin/bash
# outbox_setup.sh - the ini file, made of options or of answers at a terminal
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

# All that any run said is kept, to look for the token in the end.
keep() {
	cat "$KIT/out" "$KIT/err" >>"$KIT/said"
}

# setup [OPTION...]: without a terminal. A later option wins.
setup() {
	"$NOTIFY" setup --config "$CONFIG" --spool "$SPOOL" "${access[@]}" \
		"$@" </dev/null >"$KIT/out" 2>"$KIT/err"
	status=$?
	keep
}

# answered "LINE;LINE..." [OPTION...]: at a terminal, where these are typed.
answered() {
	local lines=$1 command
	shift
	command=$(printf '%q ' "$NOTIFY" setup --config "$CONFIG" \
		--spool "$SPOOL" "$@")
	printf '%s' "$lines" | tr ';' '\n' |
		SHELL=/bin/bash script -qec "$command" /dev/null \
			>"$KIT/typescript" 2>"$KIT/err"
	status=$?
	tr -d '\r' <"$KIT/typescript" >"$KIT/out"
	keep
}

# refused WANTED: exit status 3, that on standard error, and no file.
refused() {
	same 3 $status "exit status"
	grep -q -- "$1" "$KIT/err" || fail "no \"$1\" in: $(cat "$KIT/err")"
	pass "$1"
	[ -e "$CONFIG" ] && fail "$CONFIG was made"
	same 1 "$(wc -l <"$KIT/err")" "in one line"
}

# done_with STATUS: doctor's, and the file is there.
done_with() {
	same "$1" $status "exit status"
	[ -f "$CONFIG" ] || fail "no ini file: $(cat "$KIT/out" "$KIT/err")"
	grep -q "$CONFIG is written" "$KIT/out" || fail "said: $(cat "$KIT/out")"
	grep -Eq '^[0-9]+ ok, [0-9]+ warnings?, [0-9]+ failed' "$KIT/out" ||
		fail "doctor was not asked: $(cat "$KIT/out")"
}

# holds LINE: in the ini file.
holds() {
	grep -qxF -- "$1" "$CONFIG" || fail "no \"$1\" in: $(cat "$CONFIG")"
	pass "$1"
}

# All lines of the file with what a ticket gets.
defaults() {
	sed -n '/^requester\|^issue\|^location\|^team/p' "$CONFIG"
}

said() {
	grep -q -- "$1" "$KIT/out" || fail "no \"$1\" in: $(cat "$KIT/out")"
	pass "$1"
}

kit_start
OTHER_SITE=6f1ec0de-51fe-4a11-9c3d-000000000000
export FAKE_TOKEN=opaque-5d1f3a
fake_start
CONFIG=$KIT/etc/incidentiq.ini
SPOOL=$KIT/spool
mkdir "$KIT/etc"
mkdir -m 0750 "$SPOOL"
[ "$(id -u)" != 0 ] || chgrp daemon "$SPOOL"
access=(--url "$FAKE_URL" --site-id "$SITE_ID" --token-file "$TOKEN_FILE")
tokens=("$(cat "$TOKEN_FILE")")
names=(--requester monitoring@district.example --issue 'device down'
	--location lincoln --team "$TEAM_ID")

say "# from options"
setup "${names[@]}"
done_with 0
same "640 $(stat -c '%u %g' "$SPOOL")" "$(stat -c '%a %u %g' "$CONFIG")" \
	"mode, owner and group"
same incidentiq.ini "$(ls -A "$KIT/etc")" "nothing else is left"
same "requester = $ROBOT_ID
issue = $ISSUE_ID
location = $LOCATION_ID
team = $TEAM_ID" "$(defaults)" "ids"
holds "# Monitoring Robot, monitoring@district.example"
holds "# Network > Device down"
holds "url = $FAKE_URL"
holds "site-id = $SITE_ID"
holds "token-file = $TOKEN_FILE"
holds "spool = $SPOOL"
same "" "$(cat "$KIT/err")" "nothing is amiss"
"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-1 --state DOWN || fail send
wait_for 20 fake_has created 1
same "Network Team" "$(fake_tickets '.[0].AssignedToTeam.Name')" "it delivers"

say "# what is there stays"
echo '# mine' >"$CONFIG"
setup "${names[@]}"
same 3 $status "exit status"
same "notify_incidentiq: $CONFIG exists and is kept: move it away first" \
	"$(cat "$KIT/err")" "why"
same '# mine' "$(cat "$CONFIG")" "the file is as it was"
rm "$CONFIG"
ln -s nowhere "$CONFIG"
setup "${names[@]}"
same 3 $status "a link that leads nowhere: exit status"
[ -e "$KIT/etc/nowhere" ] && fail "the link was followed"
rm "$CONFIG"

say "# doctor has the last word"
chmod 0777 "$SPOOL"
setup "${names[@]}"
done_with 1
said '^failed  *spool'
chmod 0750 "$SPOOL"
rm "$CONFIG"
# What the file says counts, not what happens to be around.
IIQ_SITE_ID=x IIQ_URL=https://no-such-tenant.invalid IIQ_API_TOKEN=x \
	setup "${names[@]}"
done_with 0
rm "$CONFIG"

say "# location and team are left out where nothing is said to be wanted"
access+=(--requester "$ROBOT_ID" --issue "$ISSUE_ID" --location= --team=)
setup
done_with 0
same "requester = $ROBOT_ID
issue = $ISSUE_ID" "$(defaults)" "the others"
rm "$CONFIG"
access=("${access[@]:0:6}")

say "# what is missing is named"
setup
refused 'requester is not known: give --requester'
setup "${names[@]:0:2}"
refused 'issue is not known: give --issue'
setup "${names[@]:0:4}"
refused 'location is not known: give --location'
setup "${names[@]:0:6}"
refused 'team is not known: give --team'
access=("${access[@]:0:4}")
setup "${names[@]}"
refused 'token-file is not known: give --token-file'
access=(--token-file "$TOKEN_FILE")
setup "${names[@]}"
refused 'url is not known: give --url'
access=(--url "$FAKE_URL" --site-id "$SITE_ID" --token-file "$TOKEN_FILE")

say "# several, or none"
setup "${names[@]}" --requester robot
refused '--requester: 2 have "robot" in their name'
same 2 "$(grep -c '^  [12]  [MI].* Robot' "$KIT/out")" "both are shown"
number=$(sed -n 's/^ *\([12]\)  Monitoring Robot.*/\1/p' "$KIT/out")
setup "${names[@]}" --team nobody
refused '--team: none has "nobody" in its name'

say "# the token"
setup "${names[@]}" --token-file "$KIT/none"
refused "$KIT/none does not exist: make it with (umask 077; cat >$KIT/none)"
setup "${names[@]}" --token-file "$(cat "$TOKEN_FILE")"
refused '--token-file must be a path from / on'
chmod 0644 "$TOKEN_FILE"
setup "${names[@]}"
refused 'others may read it'
chmod 0600 "$TOKEN_FILE"
fake_set revoked=1
setup "${names[@]}"
refused 'the token is not accepted: .*Invalid or expired token'
answered "robot;" "${access[@]}"
same 3 $status "at a terminal as well"
grep -q 'the token is not accepted' "$KIT/out" || fail "said: $(cat "$KIT/out")"
grep -q Requester "$KIT/out" && fail "something was asked all the same"
fake_post reset
fake_down
setup "${names[@]}"
refused 'connect'
fake_up

say "# the site is the one that the token names"
access=(--url "$FAKE_URL" --token-file "$TOKEN_FILE")
setup "${names[@]}"
done_with 0
said "Site id, as the token says: $SITE_ID"
holds "site-id = $SITE_ID"
rm "$CONFIG"
setup "${names[@]}" --site-id "$OTHER_SITE"
refused "site-id is $OTHER_SITE, and the token is one of site $SITE_ID"
setup "${names[@]}" --site-id school
refused '--site-id: .*school'
(umask 077 && printf '%s\n' "$FAKE_TOKEN" >"$KIT/opaque")
setup "${names[@]}" --token-file "$KIT/opaque"
refused 'site-id is not known: give --site-id'
setup "${names[@]}" --token-file "$KIT/opaque" --site-id "$OTHER_SITE"
refused 'token or site id is not accepted: .*HTTP 401'
setup "${names[@]}" --token-file "$KIT/opaque" --site-id "$SITE_ID"
done_with 0
rm "$CONFIG"

say "# who owns the spool reads the token"
if [ "$(id -u)" = 0 ]; then
	his=$KIT/his
	chmod 755 "$KIT"
	install -d -o nobody -g daemon -m 0750 "$his"
	setup "${names[@]}" --spool "$his"
	refused "nobody owns $his and cannot read $TOKEN_FILE; run: chown nobody $TOKEN_FILE"
	answered "$TOKEN_FILE;" --spool "$his"
	said "nobody owns $his and .*; run: chown nobody $TOKEN_FILE"
	grep -q Address "$KIT/out" && fail "it was asked on"
	chown nobody "$TOKEN_FILE"
	chmod 700 "$KIT"
	setup "${names[@]}" --spool "$his"
	refused "nobody owns $his and cannot read $TOKEN_FILE: see the modes"
	chmod 755 "$KIT"
	setup "${names[@]}" --spool "$his"
	done_with 0
	rm "$CONFIG"
	chown root "$TOKEN_FILE"
fi

say "# no folder"
CONFIG=$KIT/nowhere/incidentiq.ini
setup "${names[@]}"
refused "no file can be made in $KIT/nowhere: No such file"
CONFIG=$KIT/etc/incidentiq.ini

say "# at a terminal"
fake_token >"$KIT/null"
tokens+=("$(cat "$TOKEN_FILE")")
answered "$TOKEN_FILE;$FAKE_URL;nobody;robot;$number;device;linc;-;"
done_with 0
said 'none has "nobody" in its name'
said 'team: none'
same "requester = $ROBOT_ID
issue = $ISSUE_ID
location = $LOCATION_ID" "$(defaults)" "what was chosen"
rm "$CONFIG"
# Asked is what no option says.
answered "device;" "${access[@]}" "${names[@]:0:2}" "${names[@]:4:4}"
done_with 0
same 1 "$(grep -c 'part of the name' "$KIT/out")" "one question"
rm "$CONFIG"
# The answers end; one that is too long is asked for again.
answered "$TOKEN_FILE;"
same 3 $status "the answers end"
said 'url is not known: give --url'
[ -e "$CONFIG" ] && fail "$CONFIG was made"
printf '%01500d\n' 0 >"$KIT/long"
answered "$(cat "$KIT/long");device;" "${access[@]}" "${names[@]:0:2}" \
	"${names[@]:4:4}"
done_with 0
said 'That is too long'
rm "$CONFIG"

say "# a wrong answer is asked for again, with its reason"
chmod 0644 "$KIT/opaque"
answered "token;$KIT/none;$KIT/opaque;$TOKEN_FILE;ftp://x;$FAKE_URL;" \
	"${names[@]}"
done_with 0
said '--token-file must be a path from / on'
said "$KIT/none does not exist: make it"
said 'others may read it'
said '--url: .*ftp'
holds "token-file = $TOKEN_FILE"
rm "$CONFIG"
chmod 0600 "$KIT/opaque"
# Who presses Enter answers as before.
answered "$KIT/opaque;$FAKE_URL;school;$OTHER_SITE;;;$SITE_ID;" "${names[@]}"
done_with 0
said '--site-id: .*school'
said 'token or site id is not accepted'
said "Site id, a UUID \\[$OTHER_SITE\\]: "
holds "token-file = $KIT/opaque"
holds "site-id = $SITE_ID"
rm "$CONFIG"
fake_down
answered "http://127.0.0.1:1;;" "${access[@]:2}" "${names[@]}"
same 3 $status "the answers end"
same 2 "$(grep -c 'no connection\|connect to' "$KIT/out")" "tried twice"
fake_up
# Only the address is asked for again, and not where an option said it.
answered "$KIT/opaque;http://127.0.0.1:1;$SITE_ID;$FAKE_URL;" "${names[@]}"
done_with 0
said '; let a firewall pass TCP'
same 1 "$(grep -o 'Site id, a' "$KIT/out" | wc -l)" "the site is asked for once"
holds "url = $FAKE_URL"
rm "$CONFIG"
answered "$TOKEN_FILE;;" --url http://127.0.0.1:1 "${names[@]}"
same 3 $status "an option's address"
same 1 "$(grep -o 'File that' "$KIT/out" | wc -l)" "the token is asked for once"
install -m 0600 "$TOKEN_FILE" "$KIT/etc/token"
answered ";$FAKE_URL;" "${names[@]}"
done_with 0
said "File that holds the API token \\[$KIT/etc/token\\]: "
holds "token-file = $KIT/etc/token"
rm "$CONFIG" "$KIT/etc/token"

say "# who knows no name is shown a list"
fake_set more-teams=40
answered ";99;x-x;2;;-1;;;41;" "${access[@]}" "${names[@]:0:2}" \
	"${names[@]:4:2}"
done_with 0
said '^  3  Chromebook > Broken screen'
said 'There is no number 99'
said 'none has "x-x" in its name'
said 'issue: Server > Not responding'
said '^     and 23 more'
said '^ 23  School Team 20'
said '^     and 3 more'
said '^ 43  School Team 40'
said 'team: School Team 38'

say "# what keeps from IncidentIQ is no fault of the token"
rm "$CONFIG"
fake_stop
fake_ca
fake_start --tls "$KIT/ca"
setup --url "$FAKE_URL" --token-file "$TOKEN_FILE" "${names[@]}"
refused 'certificate .*; if a firewall opens TLS here, .* ca-file'
grep -q 'not accepted' "$KIT/err" && fail "$(cat "$KIT/err")"
setup --url "$FAKE_URL" --token-file "$TOKEN_FILE" --ca-file "$KIT/ca/ca.pem" \
	"${names[@]}"
done_with 0

say "# the token is told nowhere"
for secret in "${tokens[@]}" "$FAKE_TOKEN" canary-; do
	grep -qF -- "$secret" "$KIT/said" "$CONFIG" && fail "$secret is told"
done
pass "in no output, and not in the file"
