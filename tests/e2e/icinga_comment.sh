#!/bin/sh
# icinga_comment.sh - a real Icinga 2 shows the ticket of a problem
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
			vars.iiq = true
		}
		object Host "teacher's \"lab\"" { import "still" }
		object Host "sw-1" { import "still" }
		object Service "disk C:" {
			check_command = "passive"
			enable_active_checks = false
			max_check_attempts = 1
			host_name = "sw-1"
			vars.iiq = true
		}
		object ApiUser "incidentiq" {
			password = "$password"
			permissions = [ "actions/add-comment",
				"actions/remove-comment",
				"actions/acknowledge-problem" ]
		}
		object ApiUser "reader" {
			password = "$password"
			permissions = [ "status/query",
				"actions/add-*" ]
		}
		object ApiUser "actor" {
			password = "$password"
			permissions = [ "Actions/*" ]
		}
	END
}

# found HOST EXIT [SERVICE]: what a check would have found.
found() {
	jq -n --arg h "$1" --argjson exit "$2" --arg s "${3-}" '
		(if $s == "" then { type: "Host", filter: "host.name == h" }
		else { type: "Service",
			filter: "host.name == h && service.name == s" } end) +
		{ filter_vars: { h: $h, s: $s }, exit_status: $exit,
			plugin_output: "output" }' >"$KIT/action"
	icinga_api /v1/actions/process-check-result -X POST \
		-d "@$KIT/action" >"$KIT/acted" || fail "$(cat "$KIT/acted")"
}

# comments: object, author, text and type of each that Icinga has. Type 4 is an
# acknowledgement's.
comments() {
	icinga_api /v1/objects/comments | jq -r '.results[].attrs |
		"\(.host_name)!\(.service_name) \(.author): \(.text) \(
		.entry_type)"' | sort | tr A-F a-f
}

shows() {
	[ "$(comments | wc -l)" = "$1" ]
}

# ours OBJECT N TYPE: the comment that names the Nth ticket.
ours() {
	# IncidentIQ writes a UUID in either case.
	fake_tickets ".[$2] | \"\(.TicketNumber) \(.TicketId)\"" | {
		read -r number id
		say "$1 incidentiq: IncidentIQ #$number" \
			"$FAKE_URL/agent/tickets/$id $3"
	} | tr A-F a-f
}

# with KEY VALUE WORDS: what doctor says if the ini file has that.
with() {
	cp "$CONFIG" "$KIT/kept"
	sed -i "s|^$1 = .*|$1 = $2|" "$CONFIG"
	doctor_says "$3"
	cp "$KIT/kept" "$CONFIG"
}

doctor_says() {
	"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
	grep -q "$1" "$KIT/out" || fail "doctor: $(cat "$KIT/out")"
}

kit_start
fake_ca
fake_start
password=$(openssl rand -hex 16)
(umask 027 && say "$password" >"$KIT/password")
iiq_config "reopen-window = 0"
mkdir "$KIT/objects" "$KIT/bin" "$KIT/shipped"
objects >"$KIT/objects/objects.conf"
cat >"$KIT/bin/notify_incidentiq" <<-END
	#!/bin/sh
	INCIDENTIQ_OUTBOX="$INCIDENTIQ_OUTBOX" exec "$NOTIFY" "\$@" \\
		--config "$CONFIG"
END
chmod 755 "$KIT" "$KIT/ca" "$KIT/ca/ca.pem" "$KIT/bin/notify_incidentiq"
for name in incidentiq incidentiq-notifications; do
	sed -e "s|@bindir@|$KIT/bin|" \
		"$top_srcdir/contrib/icinga2/$name.conf.in" \
		>"$KIT/shipped/$name.conf"
done
[ "$(id -u)" != 0 ] ||
	chown nobody "$SPOOL" "$TOKEN_FILE" "$CONFIG" "$KIT/password"
icinga_setup "$KIT/shipped" "$KIT/bin"
icinga_start
cat >>"$CONFIG" <<-END
	icinga-url = https://localhost:$ICINGA_PORT
	icinga-user = incidentiq
	icinga-password-file = $KIT/password
	icinga-ca-file = $KIT/ca/ca.pem
END

say '# a host and a service, each its own; names have quotes; people stay'
echo '{ "type": "Host", "filter": "host.name == \"sw-1\"", "author": "pat",
	"comment": "old thing" }' >"$KIT/action"
icinga_api /v1/actions/add-comment -X POST -d "@$KIT/action" >"$KIT/acted"
echo '{ "type": "Service", "filter": "service.name == \"disk C:\"",
	"author": "incidentiq", "comment": "as if its answer was lost" }' \
	>"$KIT/action"
icinga_api /v1/actions/add-comment -X POST -d "@$KIT/action" >"$KIT/acted"
doctor_says '^ok *core'
found "teacher's \"lab\"" 1
wait_for 30 shows 3
same "$(ours "teacher's \"lab\"!" 0 1)" "$(comments | grep '^teacher')" \
	"the host's ticket"
found sw-1 2 'disk C:'
is_new() {
	comments | grep -q 'disk c: incidentiq: IncidentIQ'
}
wait_for 30 is_new
same "$(ours "sw-1!disk C:" 1 1)" "$(comments | grep disk)" \
	"the service's ticket, once"
found "teacher's \"lab\"" 0
found sw-1 0 'disk C:'
wait_for 30 shows 1
same 'sw-1! pat: old thing 1' "$(comments)" "ours go with their tickets"

say '# what doctor finds'
with icinga-user reader \
	'^failed *core *.*reader has no permission actions/remove-comment'
with icinga-user actor '^ok *core'
with icinga-url "https://localhost:$ICINGA_PORT/" '^ok *core'
with icinga-url "https://localhost:$ICINGA_PORT/v1" \
	'^failed *core *.*/v1: write https://HOST:5665'
with icinga-url "https://root:geheim@localhost:$ICINGA_PORT" \
	'^failed *core *icinga-url holds a user'
! grep -q geheim "$KIT/out" || fail 'the password is printed'
with icinga-ca-file /etc/hostname '^failed *core *https://localhost:.*/v1: '
with icinga-password-file "$KIT" '^failed *core *.* is no regular file'
chmod o+r "$KIT/password"
doctor_says '^failed *core *.*/password: everybody may read the password'
chmod o-r "$KIT/password"
pass 'of the settings'

say '# a core that refuses us: status tells, and tickets come all the same'
echo wrong >"$KIT/password"
doctor_says '^failed *core *https://localhost:.*: HTTP 401'
found sw-1 1
wait_for 30 fake_has open 1
core_waits() {
	"$NOTIFY" status --config "$CONFIG" |
		grep -q 'WARNING: 1 tickets are not shown.*HTTP 401: [A-Z]'
}
wait_for 90 core_waits
echo "$password" >"$KIT/password"
wait_for 90 shows 2
pass 'shown once the password is right'
found sw-1 0
wait_for 60 shows 1

say '# acknowledge = yes; who acknowledged before keeps it'
echo 'acknowledge = yes' >>"$CONFIG"
kit_outbox_signal HUP
found sw-1 2 'disk C:'
wait_for 30 shows 2
last=$(($(fake_count created) - 1))
same "$(ours "sw-1!disk C:" $last 4)" "$(comments | grep disk)" \
	"the comment is the acknowledgement's"
same 0 "$(fake_count comments)" 'which nobody is told of'
found sw-1 0 'disk C:'
wait_for 30 shows 1

say '# an object that Icinga does not know is given up'
"$NOTIFY" --config "$CONFIG" --type PROBLEM --host elsewhere --state DOWN
wait_for 30 fake_has open 1
is_idle() {
	[ -z "$(kit_outbox_pids)" ]
}
wait_for 30 is_idle
pass 'the outbox ends'
"$NOTIFY" status --config "$CONFIG" | grep -q '^OUTBOX OK' || fail 'status'
! grep -rqF "$password" "$SPOOL" "$KIT/out" ||
	fail 'the password shows'
icinga_stop
