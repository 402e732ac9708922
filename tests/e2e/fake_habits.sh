#!/bin/sh
# fake_habits.sh - the fake IncidentIQ has the habits it says it has
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
kit_start
fake_start

create='{"Subject":"web-01 is DOWN","IssueDescription":"<p>x iiq1abc</p>",
"IssueId":"'$ISSUE_ID'","ForId":"'$ROBOT_ID'","LocationId":"'$LOCATION_ID'"}'
search='{"Filters":[{"Facet":"keyword","Value":"iiq1abc"}]}'

api POST /tickets/new "$create" >"$KIT/new"
same 201 "$(cat "$KIT/status")" "a ticket is created"
same 1 "$(fake_count open)" "it is open"
rows=$(api POST "/tickets?\$p=0&\$s=25" "$search" | jq .Paging.TotalRows)
same 1 "$rows" "it is found by a word of its description"
