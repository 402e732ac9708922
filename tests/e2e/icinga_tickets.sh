#!/bin/sh
# icinga_tickets.sh - a real Icinga 2 opens tickets and resolves them
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/icinga/instance.sh"

# No check runs: the test tells Icinga what a check would have found.
objects() {
	cat <<-END
		template Host "still" {
			check_command = "passive"
			enable_active_checks = false
			max_check_attempts = 1
		}
		object Host "core-sw-01" {
			import "still"
			display_name = "Core switch"
			address = "10.1.0.2"
			vars.iiq_asset = "A-1001"
			vars.iiq_urgent = true
		}
		object Host "unnamed" { import "still" }
		object Host "teacher's lab" {
			import "still"
			vars.iiq = true
			enable_flapping = true
			flapping_threshold_high = 20
			flapping_threshold_low = 10
		}
		object Service "disk C:" {
			check_command = "passive"
			enable_active_checks = false
			max_check_attempts = 1
			host_name = "core-sw-01"
			vars.iiq = true
			vars.iiq_team = "Field Technicians"
		}
		object User "second" { }
		apply Notification "second" to Host {
			import "incidentiq-ticket"
			command = "incidentiq-host-notification"
			users = [ "second" ]
			assign where host.vars.iiq_asset
		}
	END
}

# act ACTION TYPE FILTER: one of Icinga's actions, with the JSON object that is on
# standard input.
act() {
	jq --arg type "$2" --arg filter "$3" '{ type: $type, filter: $filter,
		author: "pat" } + .' >"$KIT/action"
	icinga_api "/v1/actions/$1" -X POST -d "@$KIT/action" >"$KIT/acted" ||
		fail "$1 of $3: $(cat "$KIT/acted")"
}

# result EXIT OUTPUT: what a check would have found.
result() {
	printf %s "$2" | jq -Rs "{ exit_status: $1, plugin_output: . }"
}

# found HOST EXIT OUTPUT; service_found EXIT OUTPUT
found() {
	result "$2" "$3" | act process-check-result Host "host.name == \"$1\""
}

disk='host.name == "core-sw-01" && service.name == "disk C:"'
service_found() {
	result "$1" "$2" | act process-check-result Service "$disk"
}

# ticket_of SUBJECT JQ-FILTER
ticket_of() {
	fake_tickets ".[] | select(.Subject == \"$1\") | $2"
}

# told SUBJECT PATTERN: some comment of the ticket matches.
told() {
	[ "$(ticket_of "$1" "[.Comments[].Comments | select(test(\"$2\"))] |
		length")" -gt 0 ]
}

kit_start
fake_ca
fake_start
iiq_config
mkdir "$KIT/objects" "$KIT/bin" "$KIT/shipped"
objects >"$KIT/objects/objects.conf"
cat >"$KIT/bin/notify_incidentiq" <<-END
	#!/bin/sh
	INCIDENTIQ_OUTBOX="$INCIDENTIQ_OUTBOX" exec "$NOTIFY" "\$@" \\
		--config "$CONFIG"
END
chmod 755 "$KIT" "$KIT/bin/notify_incidentiq"
for name in incidentiq incidentiq-notifications; do
	sed -e "s|@bindir@|$KIT/bin|" \
		"$top_srcdir/contrib/icinga2/$name.conf.in" \
		>"$KIT/shipped/$name.conf"
done
[ "$(id -u)" != 0 ] || chown nobody "$SPOOL" "$TOKEN_FILE" "$CONFIG"
icinga_setup "$KIT/shipped" "$KIT/bin"
! grep -i warning "$ICINGA_DIR/verify.log" || fail "Icinga warns of the files"
icinga_start

say '# a host goes down, with two users'
found core-sw-01 1 'CRITICAL - gone: "q" & <b>$5</b> `id`
second line'
wait_for 30 fake_has created 1
subject='core-sw-01 is DOWN'
same "$subject" "$(fake_tickets '.[0].Subject')" 'the subject'
same A-1001 "$(ticket_of "$subject" '.Assets[0].AssetTag')" 'the asset'
same true "$(ticket_of "$subject" .IsUrgent)" 'it is urgent'
same true "$(ticket_of "$subject" '.IssueDescription |
	test("Core switch") and test("10.1.0.2") and
	test("gone: &quot;q&quot; &amp; &lt;b&gt;\\$5&lt;/b&gt; `id`") and
	test("second line")')" 'alias, address and all of the output'

say '# people speak'
echo '{ "comment": "on my way, it is the fuse", "notify": true }' |
	act acknowledge-problem Host 'host.name == "core-sw-01"'
wait_for 30 told "$subject" 'on my way, it is the fuse'
echo '{ "comment": "parts are ordered" }' |
	act send-custom-notification Host 'host.name == "core-sw-01"'
wait_for 30 told "$subject" 'parts are ordered'

say '# it comes back, and a service of it goes down, which has its own team'
found core-sw-01 0 'OK - it is back'
wait_for 30 fake_has closed 1
service_found 2 'CRITICAL - 97 % full'
wait_for 30 fake_has created 2
subject='core-sw-01: disk C: is CRITICAL'
same 'Field Technicians' "$(ticket_of "$subject" .AssignedToTeam.Name)" \
	"the service's team"
same A-1001 "$(ticket_of "$subject" '.Assets[0].AssetTag')" "its host's asset"
service_found 0 'OK - 12 % full'
wait_for 30 fake_has closed 2

say '# what nobody asked a ticket for has none; a name may have quotes'
found unnamed 1 'CRITICAL - gone'
found "teacher's lab" 1 'CRITICAL - gone'
wait_for 30 fake_has created 3
same "teacher's lab is DOWN" \
	"$(fake_tickets 'map(select(.IsClosed | not))[0].Subject')" 'the third'
found "teacher's lab" 0 'OK - up'
wait_for 30 fake_has closed 3

say '# an output that no command line could hold'
found core-sw-01 1 "CRITICAL - $(printf '%200000s' x | tr ' ' x)"
wait_for 30 fake_has open 1
found core-sw-01 0 'OK - it is back'
wait_for 30 fake_has open 0

say '# flapping swallows the recovery, and its end tells of it'
flips=0
sent() {
	grep -q "Completed sending '$1' notification 'teacher's lab!" \
		"$ICINGA_DIR/log/icinga2.log"
}
until sent FlappingStart; do
	[ $flips -lt 40 ] || fail 'Icinga sees no flapping'
	flips=$((flips + 1))
	found "teacher's lab" $((flips % 2)) "flip $flips"
done
found "teacher's lab" 1 'CRITICAL - gone'
flips=0
until sent FlappingEnd; do
	[ $flips -lt 80 ] || fail 'Icinga sees no end of flapping'
	flips=$((flips + 1))
	found "teacher's lab" 0 'OK - steady'
done
wait_for 30 fake_has open 0

say '# so does a downtime'
now=$(date +%s)
echo "{ \"comment\": \"new switch\", \"start_time\": $((now - 5)),
	\"end_time\": $((now + 600)), \"fixed\": true }" |
	act schedule-downtime Host "host.name == \"teacher's lab\""
found "teacher's lab" 1 'CRITICAL - gone'
found "teacher's lab" 0 'OK - up'
echo '{}' | act remove-downtime Host "host.name == \"teacher's lab\""
wait_for 30 sent DowntimeEnd
wait_for 30 fake_has open 0
same "$(printf '%s\n' "core-sw-01 is DOWN" "core-sw-01: disk C: is CRITICAL" \
	"teacher's lab is DOWN")" "$(fake_tickets '.[].Subject' | sort -u)" \
	'the tickets'
! grep -q 'Notification command for object .* failed' \
	"$ICINGA_DIR/log/icinga2.log" || fail 'a notification command failed'
icinga_stop
pass 'Icinga stops'
