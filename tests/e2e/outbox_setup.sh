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
access=(--url "$FAKE_URL" --token-file "$TOKEN_FILE")
setup "${names[@]}"
refused 'site-id is not known: give --site-id'
access=()
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
answered "$FAKE_URL;$TOKEN_FILE;$SITE_ID;robot;"
same 3 $status "at a terminal as well"
said 'the token is not accepted'
grep -q Requester "$KIT/out" && fail "something was asked all the same"
fake_post reset
fake_down
setup "${names[@]}"
refused 'connect'
fake_up

say "# no folder"
CONFIG=$KIT/nowhere/incidentiq.ini
setup "${names[@]}"
refused "no file can be made in $KIT/nowhere: No such file"
CONFIG=$KIT/etc/incidentiq.ini

say "# at a terminal"
fake_token >"$KIT/null"
tokens+=("$(cat "$TOKEN_FILE")")
answered "$FAKE_URL;$TOKEN_FILE;$SITE_ID;nobody;robot;$number;device;linc;;"
done_with 0
said 'There is none'
same "requester = $ROBOT_ID
issue = $ISSUE_ID
location = $LOCATION_ID" "$(defaults)" "what was chosen"
rm "$CONFIG"
# Asked is what no option says.
answered "device;" "${access[@]}" "${names[@]:0:2}" "${names[@]:4:4}"
done_with 0
same 1 "$(grep -c 'part of the name' "$KIT/out")" "one question"
rm "$CONFIG"
# The answers end; a word that is too long is asked for again.
answered "$FAKE_URL;$TOKEN_FILE;"
same 3 $status "the answers end"
said 'site-id is not known: give --site-id'
[ -e "$CONFIG" ] && fail "$CONFIG was made"
printf '%01500d\n' 0 >"$KIT/long"
answered "$(cat "$KIT/long");device;" "${access[@]}" "${names[@]:0:2}" \
	"${names[@]:4:4}"
done_with 0
said 'That is too long'

say "# the token is told nowhere"
for secret in "${tokens[@]}" canary-; do
	grep -qF -- "$secret" "$KIT/said" "$CONFIG" && fail "$secret is told"
done
pass "in no output, and not in the file"
