#!/bin/bash
# outbox_template.sh - tickets that read as the ini file wants them to
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

kit_start
fake_start
iiq_config

say "# templates"
afresh_by_hand 'subject = {host|?}/{service|host} {state}: {output}' \
	'body = <p>{{{name}}} {asset|has no tag} <a href="https://wiki/{host}">wiki</a></p>' \
	'comment = <p>{type} by {author|nobody}: {comment}</p>' \
	'resolve = comment'
alert PROBLEM sw-1 CRITICAL 1000 --service disk --output $'95 % <full>\nmore'
drained
alert ACKNOWLEDGEMENT sw-1 CRITICAL 1000 --service disk --author Jo \
	--comment '<on> my way'
alert RECOVERY sw-1 OK 1100 --service disk
drained
same 'sw-1/disk CRITICAL: 95 % <full> more' "$(fake_tickets '.[0].Subject')" \
	"the subject has one line, and is no HTML"
same true "$(fake_tickets '.[0].IssueDescription | test("^<p>{sw-1: disk} has no tag <a href=\"https://wiki/sw-1\">wiki</a></p><p>iiq1[a-z2-7]{26}</p>$")')" \
	"the body is HTML, with the marker behind"
same "<p>ACKNOWLEDGEMENT by Jo: &lt;on&gt; my way</p>;<p>RECOVERY by nobody: </p>" \
	"$(fake_tickets '[.[0].Comments[].Comments] | join(";")')" "comments"
"$NOTIFY" --dry-run --config "$CONFIG" --type PROBLEM --host sw-1 \
	--state DOWN >"$KIT/out"
same "sw-1/host DOWN: " "$(jq -r .Subject "$KIT/out")" "--dry-run knows of it"

say "# a long subject is cut between characters"
afresh_by_hand 'subject = {output}'
alert PROBLEM sw-1 DOWN 1000 --output "$(printf 'ü%.0s' $(seq 300))"
drained
same "$(printf 'ü%.0s' $(seq 100))" "$(fake_tickets '.[0].Subject')" "cut"

say "# an empty one is none"
afresh_by_hand 'subject = {asset}'
alert PROBLEM sw-1 DOWN 1000
drained
same "sw-1 is DOWN" "$(fake_tickets '.[0].Subject')" "the default"

say "# a mistake holds up nothing, and doctor tells of it"
afresh_by_hand 'subject = {hots} is {state}' 'body = <script>{output}</script>' \
	'comment = <p'
alert PROBLEM sw-1 DOWN 1000 --output 'no answer'
drained
same "sw-1 is DOWN" "$(fake_tickets '.[0].Subject')" "the default"
same true "$(fake_tickets '.[0].IssueDescription |
	(test("no answer") and (test("script") | not))')" "the default body"
"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out"
same 1 $? "doctor: exit status"
for wanted in 'subject: there is no field {hots}' \
	'body: <script> has no place here' 'comment: the last tag has no >'; do
	grep -q "^failed   template     $wanted$" "$KIT/out" ||
		fail "no \"$wanted\" in: $(cat "$KIT/out")"
	pass "$wanted"
done
afresh_by_hand 'subject = {host}'
"$NOTIFY" doctor --config "$CONFIG" | grep -q '^ok  *template  *subject is whole' ||
	fail "doctor does not praise it"
pass "a whole one"
