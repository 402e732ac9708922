#!/bin/bash
# outbox_verbs.sh - what a person asks of the outbox, and tells it
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# says VERB [WORD...]: standard output; $KIT/err has the rest.
says() {
	"$NOTIFY" "$@" --config "$CONFIG" 2>"$KIT/err"
}

# refused WANTED VERB [WORD...]
refused() {
	local wanted=$1
	shift
	says "$@" >"$KIT/out"
	same 3 $? "$*: exit status"
	same "notify_incidentiq: $wanted" "$(cat "$KIT/err")" "$*: why"
	same "" "$(cat "$KIT/out")" "$*: nothing on standard output"
}

kit_start
fake_start

say "# before there is anything to show"
iiq_config
refused "there is no incident yet" show sw-1
refused "no job waits" drop 1
refused "show what? Give ID or HOST[!SERVICE]" show
refused "drop what? Give JOB, a number that show tells" drop
refused 'what is "2"?' drop 1 2
same '[]' "$(says list --json | jq -c .)" "list --json"
same '{"state":"OK","oldest":0}' \
	"$(says status --json | jq -c '{state, oldest, last_success}
		| del(..|nulls)')" "status --json: there was no success yet"

say "# a database out of sight is not one that is not there"
for verb in list retry 'show sw-1'; do
	# shellcheck disable=SC2086
	refused "$CONFIG/outbox.db: Not a directory" $verb --spool "$CONFIG"
done

say "# one incident, told whole"
alert PROBLEM sw-1 CRITICAL 1000 --service 'disk C:' --output '95 % full'
alert PROBLEM sw-1 DOWN 1000 --output 'no | answer'
wait_for 20 fake_has created 2
alert ACKNOWLEDGEMENT sw-1 CRITICAL 1000 --service 'disk C:' \
	--author 'Jo' --comment 'on my way'
wait_for 20 fake_has comments 1
wait_for 20 is_idle
says show 'sw-1!disk C:' >"$KIT/out" || fail "show: $(cat "$KIT/err")"
ticket=$(fake_tickets '.[] | select(.Subject | test("disk")) | .TicketId')
number=$(fake_tickets '.[] | select(.Subject | test("disk")) | .TicketNumber')
for line in '^object   sw-1: disk C:$' '^state    CRITICAL$' \
	"^ticket   $number$" "^url      $FAKE_URL/agent/tickets/$ticket$" \
	'^marker   iiq1[a-z2-7]\{26\}$' \
	'^event    [0-9-]* [0-9:]* PROBLEM, CRITICAL: 95 % full$' \
	'^event    .* ACKNOWLEDGEMENT, CRITICAL: Jo: on my way$' \
	'^job      [0-9]* create, done$' '^job      [0-9]* comment, done$'; do
	grep -qi "$line" "$KIT/out" || fail "no $line in: $(cat "$KIT/out")"
done
pass "as text"
same 2 "$(grep -c '^event' "$KIT/out")" "no other object's events"
id=$(says list --json | jq '.[] | select(.object == "sw-1") | .id')
says show "$id" --json >"$KIT/out"
same "$id sw-1 DOWN null null" \
	"$(jq -r '"\(.id) \(.object) \(.state) \(.ended) \(.error)"' "$KIT/out")" \
	"as JSON, by number"
same "PROBLEM no | answer" \
	"$(jq -r '.events[] | "\(.type) \(.text)"' "$KIT/out")" "its event"
same "create done" "$(jq -r '.jobs[] | "\(.action) \(.state)"' "$KIT/out")" \
	"its job"
same "$(says list --json | jq '.[].id')" \
	"$(says list | awk 'NR > 1 { print $1 }')" "the same numbers as text"
alert RECOVERY sw-1 UP 1100
wait_for 20 fake_has closed 1
wait_for 20 is_idle
says show sw-1 | grep -q '^incident [0-9]*, over$' || fail "not over"
pass "one that is over is still there"
refused 'there is no incident of "sw-2"; give its number, HOST or HOST!SERVICE' \
	show sw-2
refused 'there is no incident of "sw-1!x"; give its number, HOST or HOST!SERVICE' \
	show 'sw-1!x'

say "# a comment that is refused for good is given up"
fake_set comment-status=400
alert CUSTOM sw-1 CRITICAL 1000 --service 'disk C:' --author Jo --comment two
wait_for 20 status_says 'CRITICAL: 1 refused for good: job [0-9]* of sw-1: disk'
wait_for 20 is_idle
fake_set comment-status=0
job=$(says show 'sw-1!disk C:' --json |
	jq '.jobs[] | select(.state == "dead") | .id')
same true "$(says show 'sw-1!disk C:' --json | jq '.error | test("400")')" \
	"show says why"
same "dropped job $job, comment of sw-1: disk C:" "$(says drop "$job")" "drop"
status_says 'OUTBOX OK' || fail "status: $(says status)"
pass "status is OK"
says status --json >"$KIT/out"
same OK "$(jq -r .state "$KIT/out")" "status --json"
jq -e '(.text | test("^0 waiting, 1 open")) and .last_success < 60 and
	.database > 4096 and .dead == 0 and .incidents == 1' \
	"$KIT/out" >"$KIT/err" || fail "status --json: $(cat "$KIT/out")"
status_says ' last_success=[0-9]*s;;;0 .*database=[0-9]*B;;;0' ||
	fail "status: $(says status)"
pass "with the last success"
same dropped "$(says show 'sw-1!disk C:' --json |
	jq -r ".jobs[] | select(.id == $job) | .state")" "and it is on record"
refused "no job $job waits or was refused" drop "$job"
refused "no job 999 waits or was refused" drop 999
refused '"x" is no number of a job' drop x
same '{"jobs":0,"missing":0}' "$(says retry --json | jq -c .)" "retry revives none"
pass "retry does not bring it back"

say "# with a create its incident is over, and the next problem has its own"
kit_outbox_stop
fake_set status=400
alert PROBLEM sw-2 DOWN 1000
wait_for 20 status_says 'CRITICAL: 1 refused for good: job [0-9]* of sw-2, create'
wait_for 20 is_idle
fake_set status=0
job=$(says show sw-2 --json | jq '.jobs[0].id')
same "$job create sw-2" \
	"$(says drop "$job" --json | jq -r '"\(.dropped) \(.action) \(.object)"')" \
	"drop --json"
says show sw-2 | grep -q '^incident [0-9]*, over$' || fail "not over"
says drain
same 2 "$(fake_count created)" "no ticket"
alert PROBLEM sw-2 DOWN 1200
wait_for 20 fake_has created 3
pass "the next problem has a ticket"
wait_for 20 is_idle

say "# what waits can be given up, what may have been done cannot"
fake_down
alert PROBLEM sw-3 DOWN 1000
wait_for 20 status_says '1 waiting: '
says drop "$(says show sw-3 --json | jq '.jobs[0].id')" >"$KIT/out" ||
	fail "drop: $(cat "$KIT/err")"
wait_for 20 is_idle
fake_up
same 3 "$(fake_count created)" "one that waited was dropped"
fake_set search-status=500 list-status=500 lose-next=1
alert PROBLEM sw-4 DOWN 1000
wait_for 20 fake_has lost 1
wait_for 20 status_says \
	'^OUTBOX OK: 1 waiting, [0-9]* open .*: job .* of sw-4, create: .*doubtful=1'
job=$(says show sw-4 --json | jq '.jobs[0].id')
refused "job $job may have been done already: whether it was is being looked for" \
	drop "$job"
fake_set search-status=0 list-status=0
kit_outbox_stop
fake_post reset

say "# a person resolves an incident"
rm -rf "$SPOOL"
iiq_config 'nudge = no' 'resolve = never'
chmod 0750 "$SPOOL"
refused "there is no incident yet" resolve sw-1
alert PROBLEM sw-1 DOWN 1000
fake_down
says drain &
wait_for 20 status_says '1 waiting: '
refused 'incident 1 has no ticket yet; drop gives up the job that would open it' \
	resolve sw-1
kit_outbox_signal TERM
wait $!
fake_up
says retry >"$KIT/out"
says drain
number=$(fake_tickets '.[0].TicketNumber')
same "incident 1, sw-1: ticket $number is going to be resolved" \
	"$(says resolve sw-1)" "resolve"
says drain
same "1 Resolved" "$(fake_count closed) $(fake_tickets '.[0].CloseReason')" \
	"closed"
alert PROBLEM sw-1 DOWN 1000 --contact second
alert PROBLEM sw-1 CRITICAL 1000 --service disk
says drain
same "2 1" "$(fake_count created) $(fake_count open)" \
	"a reminder opens no other one"
same "2 sw-1: disk" "$(says resolve 2 --json |
	jq -r '"\(.incident) \(.object)"')" "resolve --json"
alert RECOVERY sw-1 UP 1100
says drain
same "0" "$(fake_count open)" "both closed"
refused 'incident 1 is over already' resolve sw-1

say "# a host may be called as an incident is numbered"
alert PROBLEM 2 DOWN 1200
says drain
same "1" "$(fake_count open)" "its ticket is open"
both='"2" is the number of an incident and the name of an object, whose incident'
refused "$both is 3; give another" resolve 2
same "incident 3, 2: ticket" "$(says resolve 3 | cut -d ' ' -f 1-4)" \
	"by its incident"
says drain
same "0" "$(fake_count open)" "closed"

say "# people deleted the tickets: retry hears it, and starts the outbox"
fake_post reset
rm -rf "$SPOOL"
iiq_config 'nudge = no'
chmod 0750 "$SPOOL"
for n in 1 2 3; do
	alert PROBLEM "sw-$n" DOWN 1000
done
says drain
fake_set hidden=1
for n in 1 2 3; do
	alert RECOVERY "sw-$n" UP 1100
done
says drain &
wait_for 20 status_says "tickets are missing\|cannot see our tickets"
kit_outbox_signal TERM
wait $!
sed -i 's/^nudge = no/nudge = yes/' "$CONFIG"
same "3 missing tickets are taken as deleted" "$(says retry | tail -n 1)" "retry"
wait_for 20 is_idle
says status >"$KIT/out"
same "OUTBOX OK: 0 waiting, 0 open incidents" \
	"$(cut -d '|' -f 1 "$KIT/out" | sed 's/ $//')" "all is done"

say "# --help is of the verb, and needs no ini file"
echo nonsense >"$CONFIG"
while IFS='|' read -r verb operands; do
	says "$verb" --help >"$KIT/out"
	same 0 $? "$verb --help: exit status"
	same "Usage: notify_incidentiq $verb$operands [OPTION]..." \
		"$(head -n 1 "$KIT/out")" "$verb --help: usage"
	same "" "$(cat "$KIT/err")" "$verb --help: nothing is amiss"
done <<-'END'
	drain|
	status|
	show| ID|HOST[!SERVICE]
	drop| JOB
	resolve| ID|HOST[!SERVICE]
	doctor|
	lookup| KIND NAME
END
says lookup --help | grep -q '^Give team, location, room, issue, user or asset' ||
	fail "no kind is named"
same 0 "$(says status --version >"$KIT/out"; say $?)" "--version as well"

say "# what only programs ask for is not offered to people"
says drain --help | grep -q 'preview\|lock-fd' && fail "it is"
pass "it is not"

say "# columns stand, whatever the letters"
afresh_by_hand
alert PROBLEM 'küche-äöü' DOWN 1000
drained
says list >"$KIT/out"
grep -q '^ *[0-9]* küche-äöü \{24\}DOWN ' "$KIT/out" ||
	fail "list: $(cat "$KIT/out")"
grep ' $' "$KIT/out" && fail "blanks at the end"
pass "and nothing follows the last one"
