#!/bin/bash
# peer.sh URL SITE TOKEN-FILE - the check as one writes it with curl and jq
# SPDX-License-Identifier: GPL-3.0-or-later
url=$1
site=$2
token=$(<"$3")
scratch=$(mktemp -d) || exit 3
trap 'rm -rf "$scratch"' EXIT

# One curl for all three, so that they share a connection. The header comes
# from a file, as a command line can be seen by everybody.
printf 'Authorization: Bearer %s\n' "$token" >"$scratch/header"
common=(-sS -m 10 --fail -H "@$scratch/header" -H "SiteId: $site"
	-H 'Client: ApiClient' -H 'Accept: application/json')
if ! took=$(curl "${common[@]}" -o "$scratch/alive" -w '%{time_total} ' \
	"$url/sites/isalive" \
	--next "${common[@]}" -o "$scratch/statuses" -w '%{time_total} ' \
	"$url/tickets/statuses" \
	--next "${common[@]}" -o "$scratch/tickets" -w '%{time_total}' \
	-H 'Content-Type: application/json' -d '{}' \
	"$url/tickets?\$p=0&\$s=1" 2>"$scratch/error"); then
	printf 'INCIDENTIQ CRITICAL: %s\n' "$(head -n 1 "$scratch/error")"
	exit 2
fi
if ! jq -e . "$scratch/alive" "$scratch/statuses" "$scratch/tickets" \
	>/dev/null 2>&1; then
	echo 'INCIDENTIQ CRITICAL: an answer is no JSON'
	exit 2
fi
claims=${token#*.}
claims=${claims%%.*}
claims=${claims//-/+}
claims=${claims//_//}
while ((${#claims} % 4)); do
	claims+='='
done
now=$(date +%s)
jq -rn --argjson claims "$(base64 -d <<<"$claims")" --arg took "$took" \
	--argjson now "$now" '
	($took | split(" ") | map(tonumber) | add) as $time |
	($claims.exp - $now | floor) as $ttl |
	(if $time > 5 or $ttl < 2592000 then 2
	 elif $time > 2 or $ttl < 7776000 then 1 else 0 end) as $state |
	"INCIDENTIQ \(["OK", "WARNING", "CRITICAL"][$state]): " +
	"API \($time)s, token valid \($ttl / 86400 | floor)d | " +
	"time=\($time)s;2;5;0 token_ttl=\($ttl)s;7776000:;2592000:",
	$state' >"$scratch/verdict"
head -n 1 "$scratch/verdict"
exit "$(tail -n 1 "$scratch/verdict")"
