#!/bin/sh
# check_settings.sh - where settings come from, and what a wrong one says
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_start
iiq_config
good=$(cat "$TOKEN_FILE")
other=00000000-0000-0000-0000-000000000000

# unknown PATTERN WHAT ARG...: the check says UNKNOWN, in one line.
unknown() {
	unknown_pattern=$1
	unknown_what=$2
	shift 2
	check "$@"
	says 3 "UNKNOWN: $unknown_pattern" "$unknown_what"
}

# ini LINE...: an ini file of these lines
ini() {
	printf '%s\n' "$@" >"$KIT/test.ini"
}

# ---- help, version, usage ----
check --version
same 3 "$RC" 'the version is no state'
same "check_incidentiq (incidentiq-monitoring)" "${OUT% *}" 'the version'
for option in --help -h; do
	check $option
	same 3 "$RC" "$option is no state"
	[ ! -s "$KIT/err" ] || fail "$option writes to stderr"
	for name in hostname url site-id token-file ca-file proxy timeout \
		config warning critical token-warning token-critical verbose \
		version help; do
		case $OUT in
		*"--$name"*) ;;
		*) fail "$option does not name --$name" ;;
		esac
	done
	# A line that is nothing but the path of an installation is as long as that.
	[ "$(awk 'length > 80 && !/^ *\(\//' "$KIT/out" | wc -l)" = 0 ] ||
		fail "$option: a line is too long"
done
pass 'help names every option'
for option in --nonsense -x '-t' '--url' 'word' '--verbose=3'; do
	unknown '*' "wrong: $option" $option
	[ "$(wc -l <"$KIT/out")" -le 23 ] || fail "$option: usage is too long"
	[ "$(awk 'NR > 1 && length > 80' "$KIT/out" | wc -l)" = 0 ] ||
		fail "$option: a line of usage is too long"
	case $OUT in
	*Usage:*) ;;
	*) fail "$option: no usage" ;;
	esac
done
check -v --nonsense
case $LINE in
*--nonsense*) pass 'a wrong option is named' ;;
*) fail "$LINE" ;;
esac

# ---- what is missing ----
unknown 'no address: give --url *' 'no URL' --config /dev/null
one_line
unknown 'no site id: give --site-id or $IIQ_SITE_ID*' 'no site id' \
	--config /dev/null -u "$FAKE_URL"
one_line
unknown 'no token: *give --token-file or $IIQ_API_TOKEN*' 'no token' \
	--config /dev/null -u "$FAKE_URL" --site-id "$SITE_ID"
one_line
OUT=$(env -i "$CHECK" 2>&1)
same 3 $? 'an empty environment'

# ---- wrong values ----
set -- --config "$CONFIG"
for url in '' ftp://localhost http://192.0.2.1 https:// \
	'https://host/x?y' 'https://us er@host'; do
	unknown '--url: *' "URL \"$url\"" "$@" -u "$url"
	one_line
done
unknown '--site-id: *UUID*' 'no UUID' "$@" --site-id 12
for range in '' abc 12abc 20:10 5% 1:~; do
	unknown '--warning: *not a range*' "range \"$range\"" "$@" -w "$range"
	unknown '--critical: *not a range*' 'it is critical' "$@" -c "$range"
	unknown '--token-warning: *not a range*' 'it is the token' "$@" \
		--token-warning "$range"
	unknown '--token-critical: *not a range*' 'it is critical' "$@" \
		--token-critical "$range"
done
for timeout in 0 -1 5x '' 2h; do
	unknown '*timeout*' "timeout \"$timeout\"" "$@" -t "$timeout"
done
check "$@" -t 2h
says 3 'UNKNOWN: --timeout 2h is longer than an hour' 'a long timeout'
unknown '--ca-file: *No such file*' 'no authority' "$@" --ca-file "$KIT/no"
unknown 'give --hostname or --url, not both*' 'two addresses' "$@" -H a -u b
unknown '--port belongs to --hostname*' 'a port of a URL' "$@" -u a -p 1
unknown '--require: it names no permission*' 'nothing required' "$@" \
	--require ''
unknown '--want: it names no permission*' 'nothing wanted' "$@" --want ,
unknown '--probe /a b: *percent-encoded' 'a blank in a path' "$@" --exit-ok \
	--probe '/a b'
unknown '--site-id: *UUID*' 'no UUID, without network' "$@" --offline \
	--site-id junk
unknown '--url: *' 'pipes of the user' "$@" -u 'https://a|b=1 |c=2'
case $LINE in
*'|'*) fail "a pipe of the user is printed: $LINE" ;;
esac
long=$(printf '%10000s' x | tr ' ' x)
unknown '--url: *' 'a URL of 10 kB' "$@" -u "http://$long"
check "$@" -H "$long" -t 1
[ "$RC" = 2 ] || [ "$RC" = 3 ] || fail "a host of 10 kB: exit $RC"
[ "$(wc -c <"$KIT/out")" -lt 1024 ] || fail 'a host of 10 kB floods the line'
unknown '--url: *' 'invalid UTF-8' "$@" -u "$(printf 'ftp://\377\303(')"
printf %s "$LINE" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1 ||
	fail 'invalid UTF-8 is printed'

# ---- the ini file ----
unknown "$KIT/none.ini: No such file*" 'no ini file' --config "$KIT/none.ini"
ini '[incidentiq]' "url = $FAKE_URL" 'nonsense'
unknown "$KIT/test.ini:3: *" 'a line of nonsense' --config "$KIT/test.ini"
ini '[incidentiq]' 'warning = 5'
unknown "$KIT/test.ini:2: *\"warning\"*" 'a key of another section' \
	--config "$KIT/test.ini"
ini '[check_incidentiq]' 'warning ='
unknown "$KIT/test.ini:2: warning needs a value" 'a key without a value' \
	--config "$KIT/test.ini"
ini '[check_incidentiq]' 'token-waning = 5'
unknown "$KIT/test.ini:2: *\"token-waning\"*" 'a key of no section' \
	--config "$KIT/test.ini"
ini '[check_incidentiq]' 'warning = 20:10'
unknown '*warning*not a range*' 'a bad range' --config "$KIT/test.ini"
ini 'url = x'
unknown "$KIT/test.ini:1: *" 'a key before the first section' \
	--config "$KIT/test.ini"

# ---- who wins: command line > environment > section > [incidentiq] ----
ini '[incidentiq]' "url = $FAKE_URL" "site-id = $other" \
	"token-file = $TOKEN_FILE"
check --config "$KIT/test.ini"
says 2 'CRITICAL: token rejected*' 'the site id of [incidentiq]'
printf '%s\n' '[check_incidentiq]' "site-id = $SITE_ID" >>"$KIT/test.ini"
check --config "$KIT/test.ini"
says 0 'OK: *' 'the section wins over it'
IIQ_SITE_ID=$other check --config "$KIT/test.ini"
unset IIQ_SITE_ID
says 2 'CRITICAL: token rejected*' 'the environment wins over the section'
IIQ_SITE_ID=$other check --config "$KIT/test.ini" --site-id "$SITE_ID"
unset IIQ_SITE_ID
says 0 'OK: *' 'the command line wins over the environment'
ini '[incidentiq]' "url = https://nonexistent.invalid" "site-id = $SITE_ID" \
	"token-file = $TOKEN_FILE" '[check_incidentiq]' 'warning = @0:50' \
	"hostname = also.invalid" 'token-critical = 9999:'
check --config "$KIT/test.ini"
says 2 'CRITICAL: name resolution failed: *also.invalid, token expires *' \
	'the section has ranges and a host'
check --config "$KIT/test.ini" -u "$FAKE_URL" --token-critical 1:
says 1 'WARNING: API *(warning @50)*' '--url wins over its host'
check --config "$KIT/test.ini" -u "$FAKE_URL" --token-critical 1: -p ''
says 1 'WARNING: API *' 'a port that says nothing'
printf 'port = 1\n' >>"$KIT/test.ini"
check --config "$KIT/test.ini" -u "$FAKE_URL" --token-critical 1:
says 1 'WARNING: API *' '--url wins over its port, too'
check --config "$KIT/test.ini" -p 2 --proxy http://127.0.0.1:1 -vv
says 2 'CRITICAL: no way through the proxy *' 'its host with another port'
printf 'url = https://third.invalid\n' >>"$KIT/test.ini"
unknown 'give --hostname or --url, not both*' 'two addresses of one section' \
	--config "$KIT/test.ini"

# ---- where the token comes from ----
set -- --config /dev/null -u "$FAKE_URL" --site-id "$SITE_ID"
token_file bad "$(jwt 9999999999)"
mkdir "$KIT/credentials"
(umask 077 && printf %s "$good" >"$KIT/credentials/incidentiq.token")
export IIQ_API_TOKEN="$good"
check "$@"
says 0 'OK: *' 'the token of the environment'
check "$@" --token-file "$KIT/bad"
says 2 'CRITICAL: token rejected*' '--token-file wins over it'
ini '[incidentiq]' "url = $FAKE_URL" "site-id = $SITE_ID" \
	"token-file = $KIT/bad"
check --config "$KIT/test.ini"
says 0 'OK: *' 'the environment wins over the token-file of the ini file'
unset IIQ_API_TOKEN
export CREDENTIALS_DIRECTORY="$KIT/credentials"
check "$@"
says 0 'OK: *' 'the credential of systemd'
check --config "$KIT/test.ini"
says 2 'CRITICAL: token rejected*' 'the ini file wins over it'
unset CREDENTIALS_DIRECTORY

# ---- token files that must not be used ----
# unsafe NAME PATTERN: $KIT/NAME is refused for the reason
unsafe() {
	unknown "--token-file: token file $KIT/$1: *$2*" "$1" \
		--config /dev/null -u "$FAKE_URL" --site-id "$SITE_ID" \
		--token-file "$KIT/$1"
}
for name in group-writable world-writable world-readable; do
	token_file $name "$good"
done
chmod 0620 "$KIT/group-writable"
chmod 0602 "$KIT/world-writable"
chmod 0604 "$KIT/world-readable"
token_file two-lines "$good
$good"
token_file empty ''
token_file bearer "Bearer $good"
token_file control "$(printf 'abc\033[31mdef')"
token_file large "$(printf '%20000s' x | tr ' ' x)"
ln -s "$TOKEN_FILE" "$KIT/link"
mkfifo "$KIT/pipe"
unsafe group-writable 'chmod go-w'
unsafe world-writable 'chmod go-w'
unsafe world-readable 'chmod o-r'
unsafe two-lines 'control character'
unsafe empty 'is empty'
unsafe bearer 'Bearer'
unsafe control 'control character'
unsafe large '16 KiB'
unsafe link 'symbolic link'
unsafe pipe 'not a regular file'
unsafe credentials 'not a regular file'
unsafe missing 'No such file'
token_file group-readable "$good"
chmod 0640 "$KIT/group-readable"
check --config "$CONFIG" --token-file "$KIT/group-readable"
says 0 'OK: *' 'the group may read it'
IIQ_API_TOKEN="two words" check --config /dev/null -u "$FAKE_URL" \
	--site-id "$SITE_ID"
unset IIQ_API_TOKEN
says 3 'UNKNOWN: *token*blank*' 'a token of two words'
