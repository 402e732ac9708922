#!/bin/bash
# outbox_map.sh - whom and what a ticket concerns: options and [map] sections
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# with: lines on standard input are added to the ini file.
with() {
	afresh_by_hand
	cat >>"$CONFIG"
}

# ticket_of HOST JQ-FILTER: of its ticket.
ticket_of() {
	fake_tickets ".[] | select(.Subject | startswith(\"$1\")) | $2"
}

# refused LINE...: the ini file ends with them, and the last one is wrong.
refused() {
	with < <(printf '%s\n' "$@")
	"$NOTIFY" drain --config "$CONFIG" >"$KIT/out" 2>&1
	same 3 $? "refused: ${*: -1}"
	grep -qF "$CONFIG:$(wc -l <"$CONFIG"): $wanted" "$KIT/out" ||
		fail "said: $(cat "$KIT/out")"
}

kit_start
fake_start
iiq_config

say "# what the ini file says of hosts and services"
with <<'END'
[map sw-*]
team = Field Technicians
[map sw-*!disk*]
urgent = yes
group = disks
[map *]
team = Systems & Servers
location = Oak Park Elementary
urgent = no
END
alert PROBLEM sw-1 DOWN 1000
alert PROBLEM sw-2 CRITICAL 1000 --service 'disk C:'
alert PROBLEM sw-3 DOWN 1000 --team 'Network Team' --urgent yes
alert PROBLEM web-1 DOWN 1000
drained
same "Field Technicians Oak Park Elementary false" \
	"$(ticket_of sw-1 '"\(.AssignedToTeam.Name) \(.Location.Name) \(.IsUrgent)"')" \
	"the first section that fits and has the key"
same "Field Technicians true true" \
	"$(ticket_of sw-2 '"\(.AssignedToTeam.Name) \(.IsUrgent)
		\(.IssueDescription | test("disks"))" | gsub("\\s+"; " ")')" \
	"a service, by its name or by its host"
same "Network Team true" \
	"$(ticket_of sw-3 '"\(.AssignedToTeam.Name) \(.IsUrgent)"')" \
	"what the alert says comes first"
same "Systems & Servers" "$(ticket_of web-1 .AssignedToTeam.Name)" \
	"another host"
"$NOTIFY" --dry-run --config "$CONFIG" --type PROBLEM --host sw-2 \
	--service disk --state CRITICAL >"$KIT/out"
same true "$(jq .IsUrgent "$KIT/out")" "--dry-run knows of it"

say "# nothing is urgent unless it is mapped so"
with </dev/null
alert PROBLEM sw-1 DOWN 1000 --urgent maybe
drained
same false "$(ticket_of sw-1 .IsUrgent)" "neither yes nor no is no"

# asked PATH: how often, in a jq regular expression.
asked() {
	fake_get requests | jq "[.[] | select(.Path | test(\"$1\"))] | length"
}

say "# names become ids, once"
with <<'END'
[map sw-*]
team = field technicians
requester = rivera@district.example
issue = Server > Not responding
[map sw-*!disk]
asset = A-1002
END
sed -i '/^location = /d; /^team = /{/Field\|field/!d}' "$CONFIG"
alert PROBLEM sw-1 DOWN 1000 --location 'district office' --room 'Server Room'
alert PROBLEM sw-2 DOWN 1000 --location 'district office' --room 'Server Room'
alert PROBLEM sw-3 CRITICAL 1000 --service disk
drained
for host in sw-1 sw-2; do
	same "Field Technicians, Ms. Rivera, Server > Not responding, District Office, Server Room" \
		"$(ticket_of $host '[.AssignedToTeam.Name, .For.Name,
			.Issue.Name, .Location.Name, .LocationRoom.Name] |
			join(", ")')" "$host"
done
same "A-1002 Oak Park Elementary Computer Lab" "$(ticket_of sw-3 \
	'"\(.Assets[0].AssetTag) \(.Location.Name) \(.LocationRoom.Name)"')" \
	"an asset's place"
same "4 1 1" "$(asked /filters) $(asked '/rooms$') $(asked /users)" \
	"requests for names"

say "# a wrong or double one is said in the ticket, and asked for again later"
with </dev/null
for host in sw-1 sw-2; do
	alert PROBLEM $host DOWN 1000 --asset A-1009 --team Nobody --room Attic
done
drained
for host in sw-1 sw-2; do
	for text in 'asset tag A-1009 is there more than once' \
		'team Nobody not found' 'room Attic not found'; do
		same true "$(ticket_of $host \
			".IssueDescription | test(\"$text\")")" "$host: $text"
	done
done
same "1 1" "$(asked /assets/) $(asked /teams)" "requests for them"

say "# what a person mended is asked for again at retry"
with </dev/null
alert PROBLEM sw-1 DOWN 1000 --team Nobody
drained
alert PROBLEM sw-2 DOWN 1000 --team Nobody
drained
same 1 "$(asked /teams)" "remembered"
"$NOTIFY" retry --config "$CONFIG" >"$KIT/out" || fail "retry"
alert PROBLEM sw-3 DOWN 1000 --team Nobody
drained
same 2 "$(asked /teams)" "asked again"

say "# a site without filters, or a token that may not use them"
with </dev/null
sed -i "s/^team = .*/team = Network Team/" "$CONFIG"
fake_set filters-status=403
alert PROBLEM sw-1 DOWN 1000 --issue 'Server > Not responding'
drained
same "Network Team Server > Not responding" \
	"$(ticket_of sw-1 '"\(.AssignedToTeam.Name) \(.Issue.Name)"')" \
	"by the lists"
for status in 401 500 503; do
	with </dev/null
	fake_set list-status=$status filters-status=$status
	alert PROBLEM sw-1 DOWN 1000 --team 'Network Team' --asset A-1001
	drained
	same true "$(ticket_of sw-1 '.IssueDescription |
		test("team Network Team could not be looked up") and
		test("asset tag A-1001 could not be looked up")')" \
		"not at all: $status"
done

say "# what is ignored has no ticket, but is recorded"
with <<'END'
[map lab-*]
ignore = yes
END
alert PROBLEM lab-1 DOWN 1000
alert PROBLEM lab-2 DOWN 1000 --ignore no
NAGIOS_NOTIFICATIONTYPE=PROBLEM NAGIOS_HOSTNAME=sw-1 NAGIOS_HOSTSTATE=DOWN \
	NAGIOS__HOSTIIQ_IGNORE=1 "$NOTIFY" --config "$CONFIG" || fail "sw-1"
drained
same lab-2 "$(fake_tickets '.[].Subject | split(" ")[0]')" "one ticket"
alert RECOVERY lab-1 UP 1100
alert CUSTOM lab-1 UP 1100 --comment x
drained
same 1 "$(fake_count created)" "and none at its recovery"

say "# a ticket that is there is resolved although its host is ignored now"
printf '[map *]\nignore = yes\n' >>"$CONFIG"
alert RECOVERY lab-2 UP 1100
drained
same 1 "$(fake_count closed)" "resolved"

# waiting: the objects of which a ticket is still to be opened.
waiting() {
	"$NOTIFY" list --json --config "$CONFIG" | jq -r '[.[] |
		select(.waiting == "create pending") | .object] | join(" ")'
}

waits_for() {
	[ "$(waiting)" = "$1" ]
}

# An outbox takes alerts, and IncidentIQ lets it in no more.
lock_out() {
	fake_set status=401
	"$NOTIFY" drain --config "$CONFIG" >"$KIT/out" 2>&1 &
	OUTBOX=$!
	kit_later $OUTBOX
}

# let_in LINE...: the ini file has these at the end, and it is let in.
let_in() {
	kit_outbox_signal TERM
	wait $OUTBOX || fail "the outbox ended with $?: $(cat "$KIT/out")"
	fake_set status=0
	printf '%s\n' "$@" >>"$CONFIG"
	drained
}

say "# what is ignored while its ticket waits to be opened has none"
with </dev/null
lock_out
for host in lab-1 lab-2 lab-3 sw-1; do
	alert PROBLEM $host DOWN 1000
done
wait_for 20 waits_for 'lab-1 lab-2 lab-3 sw-1'
alert PROBLEM lab-2 DOWN 1100 --ignore yes
alert CUSTOM lab-3 DOWN 1000 --ignore yes --comment x
wait_for 20 waits_for 'lab-1 sw-1'
let_in '[map lab-*]' 'ignore = yes'
same sw-1 "$(fake_tickets '.[].Subject | split(" ")[0]')" \
	"nor where the ini file alone says so"
same sw-1 "$("$NOTIFY" list --json --config "$CONFIG" | jq -r '.[].object')" \
	"and it is over"

say "# nor is the ticket of its last problem opened again"
alert RECOVERY sw-1 UP 1100
drained
same 0 "$(fake_count open)" "resolved"
lock_out
alert PROBLEM sw-1 DOWN 1200
wait_for 20 waits_for sw-1
let_in '[map sw-1]' 'ignore = yes'
same "1 0" "$(fake_count created) $(fake_count open)" "it stays as it is"

say "# a mistake there"
wanted='[map sw-*] has no key "colour"'
refused '[map sw-*]' 'colour = red'
wanted='urgent = often: write yes or no'
refused '[map sw-*]' 'urgent = often'
wanted='ignore = often: write yes or no'
refused '[map sw-*]' 'ignore = often'
wanted='a section [map GLOB] names hosts, like [map sw-*]'
refused '[map]'
