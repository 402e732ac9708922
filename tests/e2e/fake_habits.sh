#!/bin/sh
# fake_habits.sh - the fake IncidentIQ has the habits that it says it has
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
kit_start
fake_start

ids='"IssueId":"'$ISSUE_ID'","ForId":"'$ROBOT_ID'"'
create='{"Subject":"web-01 is DOWN","IssueDescription":"<p>iiq1abc</p>",'$ids'}'
marker='{"Filters":[{"Facet":"keyword","Value":"iiq1abc"}]}'
canary='{"Filters":[{"Facet":"keyword","Value":"iiq1nobodyhasthis"}]}'
open_state='{"Filters":[{"Facet":"ticketstate",
"Id":"00000000-0000-0000-0000-000000000000"}]}'

# status WANTED WHAT METHOD PATH [BODY [CURL-ARG...]]
status() {
	status_wanted=$1
	status_what=$2
	shift 2
	api "$@" >"$KIT/out" || [ "$status_wanted" = 000 ]
	same "$status_wanted" "$(cat "$KIT/status")" "$status_what"
}

# field JQ: of the last answer
field() {
	jq -r "$1" "$KIT/out"
}

# found BODY: how many tickets a search finds
found() {
	api POST "/tickets?\$p=0&\$s=10&\$o=TicketCreatedDate%20desc" "$1" |
		jq .Paging.TotalRows
}

# new: creates a ticket and says its id
new() {
	api POST /tickets/new "$create" | jq -r .Item.TicketId
}

again() {
	fake_post reset || fail "reset"
}

credentials() {
	auth="Authorization: Bearer $(cat "$TOKEN_FILE")"
	same 200 "$(curl -s -o "$KIT/out" -w '%{http_code}' \
		"$FAKE_URL/api/v1.0/sites/isalive")" "isalive needs no token"
	same 401 "$(curl -s -o "$KIT/out" -w '%{http_code}' \
		"$FAKE_URL/api/v1.0/login")" "no token: 401"
	echo nonsense >"$TOKEN_FILE"
	status 401 "a wrong token: 401" GET /login
	fake_token
	same 401 "$(curl -s -o "$KIT/out" -w '%{http_code}' -H "$auth" \
		-H "SiteId: $SITE_ID" "$FAKE_URL/api/v1.0/login")" \
		"no Client header: 401"
	same 400 "$(curl -s -o "$KIT/out" -w '%{http_code}' -H "$auth" \
		-H 'Client: ApiClient' "$FAKE_URL/api/v1.0/login")" \
		"no SiteId: 400"
	same 401 "$(curl -s -o "$KIT/out" -w '%{http_code}' -H "$auth" \
		-H 'Client: ApiClient' -H "SiteId: $ROBOT_ID" \
		"$FAKE_URL/api/v1.0/login")" "another SiteId: 401"
	status 200 "login tells who the token is" GET /login
	same "$ROBOT_ID" "$(field .Item.User.UserId)" "the robot's own user"
	fake_token -10
	status 401 "a token past its exp: 401" GET /login
	fake_token
	fake_set revoked=1
	status 401 "a revoked token: 401" GET /login
	fake_set revoked=0 other-user=1
	status 200 "another user's token is as good" GET /login
	same inventory@district.example "$(field .Item.User.Email)" "other user"
	again
}

creates() {
	status 201 "a ticket is created" POST /tickets/new "$create"
	same string "$(field '.Item.TicketNumber | type')" \
		"its number is a string"
	status 200 "200 is an answer to a create too" \
		POST /tickets/new "$create"
	status 400 "no subject: 400" POST /tickets/new '{'"$ids"'}'
	same "Subject is required" "$(field '.Errors.Subject[0]')" "it says so"
	status 400 "not JSON: 400" POST /tickets/new '{"Subject"'
	fake_set location-required=1
	status 400 "no location, where one is needed: 400" \
		POST /tickets/new "$create"
	same 2 "$(fake_count created)" "what was refused was not created"
	fake_set errors-in-200=1
	status 200 "Errors in a 200" POST /tickets/new \
		"${create%\}},\"LocationId\":\"$LOCATION_ID\"}"
	same "2 Subject" "$(fake_count created) $(field '.Errors[0].Field')" \
		"and nothing was created"
	fake_set location-required=0 errors-in-200-created=1
	status 200 "Errors in a 200" POST /tickets/new "$create"
	same "3 36" \
		"$(fake_count created) $(field '.Item.TicketId | length')" \
		"and it was created all the same"
	status 200 "names instead of ids" POST /tickets/simple/new \
		'{"ForUsername":"rivera@district.example","AssetTag":"A-1003",
		"Issue":"Server > Not responding","IssueDescription":"x"}'
	same "$(fake_tickets '.[3].Assets[0].AssetTag')" A-1003 "asset by tag"
	again
}

searches() {
	fake_set search-lag=2
	new >/dev/null
	same 0 "$(found "$marker")" "search lags behind a create"
	wait_for 10 eval '[ "$(found "$marker")" = 1 ]'
	pass "and catches up"
	same 0 "$(found "$canary")" "a search that narrows finds no canary"
	same 0 "$(found "$(printf %s "$marker" | sed s/iiq1abc/iiq1ab/)")" \
		"words are found whole"
	fake_set strangers=30
	same 31 "$(found '{"Filters":[{"Facet":"nonsense","Value":"x"}]}')" \
		"an unknown facet is dropped in silence: everything is found"
	fake_set dropped-facets=1
	same 31 "$(found "$canary")" "dropped facets: even a canary is found"
	same 10 "$(api POST "/tickets?%24p=0&%24s=10" "$marker" |
		jq '.Items | length')" "pages are as small as asked for"
	same 0 "$(api POST "/tickets?\$p=0&\$s=10" "$marker" |
		jq '[.Items[] | select(.TicketSubject == "web-01 is DOWN")] |
		length')" "and ours is not on the first"
	same false "$(api POST /tickets "$marker" |
		jq '.Items[0] | has("IssueDescription") or has("Subject")')" \
		"rows lack the description, and name the subject otherwise"
	fake_set dropped-facets=0 keyword-ignores-description=1
	same 0 "$(found "$marker")" "keyword may ignore the description"
	fake_set keyword-ignores-description=0
	same 25 "$(found "$open_state")" "the state facet works"
	fake_set dropped-ticketstate=1
	same 31 "$(found "$open_state")" "or not"
	fake_set no-paging=1
	same null "$(found "$marker")" "Paging may be absent"
	fake_set hidden=1
	same 0 "$(api POST /tickets "$marker" | jq .ItemCount)" \
		"what the token may not see is not found"
	again
}

losses() {
	fake_set lose-next=1
	status 000 "the answer is lost" POST /tickets/new "$create"
	same "1 1" "$(fake_count created) $(fake_count lost)" \
		"after the ticket was created"
	fake_set lose-request=100
	status 000 "the request is lost" POST /tickets/new "$create"
	same 1 "$(fake_count created)" "before a ticket was created"
	fake_set lose-request=0 lose-answer=100
	status 000 "each POST's answer is lost" POST /tickets/new "$create"
	status 200 "but a GET's is not" GET /tickets/statuses
	fake_set lose-answer=0 commit-delay-ms=60000
	api POST /tickets/new "$create" -m 60 >/dev/null &
	client=$!
	wait_for 10 fake_has committing 1
	kill_client
	same 3 "$(fake_count created)" "a client dies between commit and answer"
	fake_set commit-delay-ms=0 hang=1
	status 000 "it accepts, and never answers" GET /login "" -m 1
	fake_set hang=0 drop=1
	status 000 "it drops whatever comes" GET /login
	again
}

# The subshell's curl too: it is the client.
kill_client() {
	for pid in $(cat "/proc/$client/task/$client/children"); do
		kill -9 "$pid"
	done
	kill -9 $client 2>/dev/null
	wait $client 2>/dev/null
}

refusals() {
	for code in 302 401 403 404 409 429 500 503; do
		fake_set "status=$code"
		status $code "every call answers $code" GET /tickets/statuses
	done
	fake_set status=429 retry-after=7
	api GET /login >"$KIT/out"
	same 7 "$(field .RetryAfter)" "a 429 says in its body when to come back"
	fake_set retry-header=1
	same null "$(api GET /login | jq .RetryAfter)" "or in its header"
	fake_set status=503 status-count=2
	status 503 "the first" GET /login
	status 503 "and the second call fail" GET /login
	status 200 "the third does not" GET /login
	fake_set search-status=500
	status 500 "searches alone fail" POST /tickets "$marker"
	status 201 "and creates work" POST /tickets/new "$create"
	fake_set search-status=0 html-502=1
	status 502 "a gateway answers" GET /login
	grep -q '<html>' "$KIT/out" || fail "a gateway answers in HTML"
	fake_set html-502=0 no-alive=1
	status 404 "an old tenant knows no isalive" GET /sites/isalive
	fake_set rate-limit=2 retry-header=0
	# One client that asks eight times, so that a slow machine starts no
	# new second between the calls.
	login=$FAKE_URL/api/v1.0/login
	# shellcheck disable=SC2086 # several words, or none
	curl -sS -m 30 $FAKE_CURL \
		-H "Authorization: Bearer $(cat "$TOKEN_FILE")" \
		-H "SiteId: $SITE_ID" -H 'Client: ApiClient' \
		-w '\n%{http_code}\n' "$login" "$login" "$login" "$login" \
		"$login" "$login" "$login" "$login" >"$KIT/answers"
	grep -q '^429$' "$KIT/answers" ||
		fail "the third call of a second is too much"
	pass "the third call of a second is too much"
	fake_set rate-limit=0 max-body=100
	status 413 "a large body is refused" POST /tickets/new "$create"
	again
}

workflow() {
	reason='{"CloseReasonTypeId":"c98ae44e-ada0-4ae7-ae30-817785c00002"}'
	id=$(new)
	status 400 "no reason: no close" POST "/tickets/$id/close" '{}'
	fake_set refuse-close=1
	status 400 "the workflow may refuse" POST "/tickets/$id/close" "$reason"
	fake_set refuse-close=0 step-errors-in-200=1
	status 200 "Errors in a 200" POST "/tickets/$id/close" "$reason"
	same 1 "$(fake_count open)" "and it is still open"
	status 200 "a ticket is closed" POST "/tickets/$id/close" "$reason"
	same "0 Resolved" "$(fake_count open) $(fake_tickets '.[0].CloseReason')" \
		"for the reason given"
	status 400 "once" POST "/tickets/$id/close" "$reason"
	fake_set refuse-reopen=1
	status 400 "the workflow may refuse to reopen" \
		POST "/tickets/$id/status/57e00000-0000-4000-8000-000000000002"
	fake_set refuse-reopen=0
	status 200 "or allow it" \
		POST "/tickets/$id/status/57e00000-0000-4000-8000-000000000002"
	same 1 "$(fake_count open)" "it is open again"
	fake_post "person/close?id=$id"
	same 0 "$(fake_count open)" "a person closes it"
	status 404 "no such ticket" GET "/tickets/$ROBOT_ID"
	again
}

comments() {
	id=$(new)
	type='"$type":"Spark.Shared.Models.TicketActivityComment, Spark.Shared"'
	good='{"IsPublic":true,"TicketActivityId":"'$ROBOT_ID'","ActivityItems":
	[{'$type',"TicketActivityTypeId":6,"Comments":"<p>x</p>"}]}'
	late='{"ActivityItems":[{"Comments":"<p>x</p>",'$type'}]}'
	status 400 "\$type must come first" \
		POST "/tickets/$id/activities/new" "$late"
	status 200 "a comment" POST "/tickets/$id/activities/new/false" "$good"
	status 200 "a second time" \
		POST "/tickets/$id/activities/new/false" "$good"
	same "1 0" "$(fake_count comments) $(fake_count mails)" \
		"one comment came of it, and no mail"
	same '<p>x</p>' "$(api GET "/tickets/$id/activities" |
		jq -r '.Items[0].ActivityItems[0].Comments')" "it can be read"
	fake_set strangers=1
	stranger=$(fake_tickets '.[1].TicketId')
	same 0 "$(fake_count strangers-touched)" "strangers are left alone"
	status 200 "who comments on another's ticket" \
		POST "/tickets/$stranger/activities/new/false" "$good"
	same 1 "$(fake_count strangers-touched)" "touches it"
	again
}

names() {
	same A-1009 "$(api GET /assets/assettag/a-1009 |
		jq -r '[.Items[].AssetTag] | unique[]')" "assets by tag"
	same 2 "$(api GET /assets/assettag/A-1009 | jq .ItemCount)" \
		"a tag need not be unique"
	status 200 "an unknown tag is no error" GET /assets/assettag/A-9
	same 0 "$(field .ItemCount)" "but nothing is found"
	same "$TEAM_ID" "$(api POST /filters \
		'{"Facets":["team"],"Query":"network"}' | jq -r '.Items[].Id')" \
		"a name is turned into an id"
	for path in /locations/all '/teams?$s=100' /issues/site /issues; do
		status 200 "GET $path" GET "$path"
		[ "$(field .ItemCount)" -gt 1 ] || fail "GET $path is empty"
	done
	status 200 "users" POST '/users?$p=0&$s=1' '{}'
	same "1 4" "$(field '"\(.ItemCount) \(.Paging.TotalRows)"')" "by page"
}

rules_and_page() {
	api POST /tickets/new "$create" >"$KIT/out"
	same null "$(field .Item.AssignedToTeamId)" "rules run after the answer"
	same "$TEAM_ID" "$(fake_tickets '.[0].AssignedToTeamId')" \
		"and assign a team"
	fake_set strangers=6
	curl -s "$FAKE_URL/agent/tickets" >"$KIT/page"
	grep -q 'Printer &lt;jam&gt; &amp; &quot;no&quot;' "$KIT/page" ||
		fail "the page is not escaped"
	id=$(fake_tickets '.[0].TicketId')
	curl -s "$FAKE_URL/agent/tickets/$id" | grep -q '&lt;p&gt;iiq1abc' ||
		fail "the page of a ticket does not show its description"
	pass "a person can look"
	again
}

# storm_of COUNT: so many creates by one curl, over 200 connections at once
storm_of() {
	i=0
	while [ $i -lt "$1" ]; do
		say "url = $FAKE_URL/api/v1.0/tickets/new"
		say "output = /dev/null"
		i=$((i + 1))
	done >"$KIT/urls"
	curl -s -m 60 -Z --parallel-max 200 --parallel-immediate \
		-H "Authorization: Bearer $(cat "$TOKEN_FILE")" \
		-H "SiteId: $SITE_ID" -H 'Client: ApiClient' -d "$create" \
		-K "$KIT/urls" >/dev/null 2>&1
}

storm() {
	storm_of 1000
	same 1000 "$(fake_count created)" "200 clients at once"
	fake_set commit-delay-ms=60000
	storm_of 400 &
	client=$!
	wait_for 20 fake_has committing 200
	kill_client
	fake_set commit-delay-ms=0
	wait_for 20 fake_has committing 0
	status 200 "and clients that die do no harm" GET /login
	again
}

outage() {
	new >/dev/null
	fake_down
	status 000 "a closed port refuses" GET /login
	fake_up
	same 1 "$(fake_count open)" "and nothing is forgotten meanwhile"
	fake_stop
	fake_ca
	fake_start --tls "$KIT/ca"
	status 200 "TLS" GET /login
	fake_set lose-next=1
	status 000 "loses answers as well" POST /tickets/new "$create"
	openssl verify -CApath "$KIT/ca/hashed" "$KIT/ca/server.pem" \
		>/dev/null || fail "the hashed directory does not work"
	pass "a hashed CA directory works"
	fake_stop
	for cert in expired wrong-name self-signed; do
		fake_start --tls "$KIT/ca" --cert $cert
		fake_get count >"$KIT/out" 2>&1
		same 60 $? "a client refuses the certificate $cert"
		fake_stop
	done
}

credentials
creates
searches
losses
refusals
workflow
comments
names
rules_and_page
storm
outage
