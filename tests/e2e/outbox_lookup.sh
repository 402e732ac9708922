#!/bin/bash
# outbox_lookup.sh - the ids of what the site has, ready for the ini file
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"

says() {
	"$NOTIFY" lookup "$@" --config "$CONFIG" 2>"$KIT/err"
}

# finds WANTED KIND NAME: lines are joined by ";".
finds() {
	local wanted=$1
	shift
	same "$wanted" "$(says "$@" | paste -s -d ';')" "lookup $*"
	says "$@" >"$KIT/out" || fail "lookup $*: $(cat "$KIT/err")"
}

# refused WANTED WORD...
refused() {
	local wanted=$1
	shift
	says "$@" >"$KIT/out"
	same 3 $? "lookup $*: exit status"
	same "notify_incidentiq: $wanted" "$(cat "$KIT/err")" "lookup $*: why"
}

kit_start
fake_start
iiq_config

say "# one that fits"
finds "# Network Team;team = 7ea00000-0000-4000-8000-000000000001" team network
finds "# Lincoln High School;location = $LOCATION_ID" location 'Lincoln High School'
finds "# Library;room = 20000000-0000-4000-8000-000000000002" room lib
finds "# Network > Device down;issue = $ISSUE_ID" issue 'device down'
finds "# Monitoring Robot, monitoring@district.example;requester = $ROBOT_ID" \
	user monitoring@district.example
finds "# A-1001, FOC1111X0AA;asset = A-1001" asset a-1001
finds "# A-1001, FOC1111X0AA;asset = A-1001" asset FOC1111X0AA
finds "# Systems & Servers;team = 7ea00000-0000-4000-8000-000000000003" \
	team 'systems & servers'

say "# what it prints is what the ini file takes"
says team technicians >>"$CONFIG"
"$NOTIFY" --config "$CONFIG" --type PROBLEM --host sw-1 --state DOWN || fail send
wait_for 20 fake_has created 1
same "Field Technicians" "$(fake_tickets '.[0].AssignedToTeam.Name')" "pasted"

say "# several, or none"
refused '2 users have "robot" in their name: give more of it' user robot
same "requester requester" "$(sed -n 's/ = .*//p' "$KIT/out" | paste -s -d ' ')" \
	"all are shown"
refused '2 assets have the tag or serial number "A-1009"' asset A-1009
refused 'no team has "nobody" in its name' team nobody
refused 'no asset has the tag or serial number "A-9"' asset A-9
same "" "$(cat "$KIT/out")" "nothing on standard output"

say "# as JSON"
same "$(printf 'team\t7ea00000-0000-4000-8000-000000000001\tNetwork Team')" \
	"$(says team network --json | jq -r '.[] | [.kind, .id, .name] | @tsv')" \
	"one"
same 2 "$(says user robot --json | jq length)" "two"
same 0 "$(says team nobody --json | jq length)" "none"
same "A-1001 FOC1111X0AA $LOCATION_ID" "$(says asset A-1001 --json |
	jq -r '.[0] | "\(.name) \(.other) \(.location)"')" "an asset"

say "# a district has more than a page of them"
fake_set more-teams=300
says team 'School Team 250' >"$KIT/out" || fail "$(cat "$KIT/err")"
id=$(sed -n 's/^team = \([0-9a-f-]*\).*/\1/p' "$KIT/out")
[ -n "$id" ] || fail "said: $(cat "$KIT/out")"
same "School Team 250" "$(says team "$id" --json | jq -r '.[].name')" "by its id"
fake_set no-paging=1
same "$id" "$(says team 'School Team 250' --json | jq -r '.[].id')" \
	"where the desk does not say how many there are"
fake_set no-paging=0
fake_set more-teams=0

say "# what cannot be asked"
refused 'lookup what? Give team, location, room, issue, user or asset, and a NAME'
refused 'lookup what? Give team, location, room, issue, user or asset, and a NAME' \
	team
refused '"teem" is none of team, location, room, issue, user, asset' teem x
refused 'what is "Team"?' team Network Team
fake_set list-status=403 filters-status=403
says team network >"$KIT/out"
same 3 $? "no permission"
grep -q 'Insufficient permissions' "$KIT/err" || fail "said: $(cat "$KIT/err")"
fake_post reset
fake_down
says team network >"$KIT/out"
same 3 $? "no connection"
grep -q 'connect' "$KIT/err" || fail "said: $(cat "$KIT/err")"
