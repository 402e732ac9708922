#!/bin/bash
# peer.sh URL SITE TOKEN-FILE - the check as one writes it with curl and jq
# SPDX-License-Identifier: GPL-3.0-or-later
set -u -o pipefail

leave() {
	printf 'INCIDENTIQ %s: %s\n' "$2" "$3"
	exit "$1"
}

# All requests by one curl, so on one connection. It reads the token on its
# standard input: arguments are for all to see.
# shellcheck disable=SC2016 # the query's names
ask() {
	local path separator='' row='?$p=0&$s=1'

	for path in /sites/isalive /tickets/statuses "/tickets$row"; do
		printf '%s\n' $separator \
			silent show-error fail 'max-time = 10' \
			"url = \"$url$path\"" \
			"header = \"Authorization: Bearer $token\"" \
			"header = \"SiteId: $site\"" \
			'header = "Client: ApiClient"' \
			'header = "Accept: application/json"' \
			'write-out = "{\"t\":%{time_total},\"b\":%{size_download}}"'
		separator=next
	done
	printf '%s\n' 'header = "Content-Type: application/json"' \
		'data = "{}"'
}

url=$1 site=$2 token=$(<"$3")
answers=$(ask | curl --fail-early -K - 2>&1) || {
	answers=${answers#*curl: }
	leave 2 CRITICAL "${answers%%$'\n'*}"
}
# shellcheck disable=SC2016 # jq's variables
figures=$(jq -rs --arg token "$token" '
	($token | split(".")[1] | gsub("-"; "+") | gsub("_"; "/")
		| @base64d | fromjson | .exp - now | floor) as $left
	| if length == 6 and all(type == "object") then . else
		error("no JSON object") end
	| [([.[].t // 0] | add * 1e6 | round / 1e6), ([.[].b // 0] | add), $left] | @tsv
	' <<<"$answers" 2>&1) || leave 2 CRITICAL "${figures##*$'\n'}"
read -r time size left <<<"$figures"

perfdata="time=${time}s;;;0 size=${size}B;;;0"
perfdata="$perfdata token_ttl=${left}s;7776000:;2592000:"
text="API ${time}s, token valid $((left / 86400))d | $perfdata"
[ "$left" -ge 2592000 ] || leave 2 CRITICAL "$text"
[ "$left" -ge 7776000 ] || leave 1 WARNING "$text"
leave 0 OK "$text"
