# kit.sh - what every end-to-end test needs: a scratch directory, the fake
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Sourced by a test:
#     . "$top_srcdir/tests/e2e/kit.sh"
#     kit_start
#     fake_start
#     iiq_config
# make check says where the trees are; by hand: top_srcdir=. top_builddir=b.
# Needs sh, curl and jq. Each function that can fail ends the test.

: "${top_srcdir:?say where the sources are}"
: "${top_builddir:?say where the programs were built}"
top_srcdir=$(cd "$top_srcdir" && pwd) || exit 99
top_builddir=$(cd "$top_builddir" && pwd) || exit 99

NOTIFY=$top_builddir/notify_incidentiq
CHECK=$top_builddir/check_incidentiq
FAKE=$top_builddir/fake_incidentiq
INCIDENTIQ_OUTBOX=$top_builddir/incidentiq-outbox
export INCIDENTIQ_OUTBOX

# Who and what the fake's site has: see tests/fake/README.md.
SITE_ID=6f1ec0de-51fe-4a11-9c3d-0123456789ab
ROBOT_ID=05e40000-0000-4000-8000-000000000001
ISSUE_ID=155e0000-0000-4000-8000-000000000001
LOCATION_ID=10c00000-0000-4000-8000-000000000001
TEAM_ID=7ea00000-0000-4000-8000-000000000001

say() {
	printf '%s\n' "$*"
}

# What a failed test leaves for people: the help desk as it stands.
fail() {
	say "FAIL: $*" >&2
	if [ -n "${FAKE_URL-}" ]; then
		say "counts: $(curl -s -m 5 $FAKE_CURL "$FAKE_URL/_fake/count")"
	fi >&2
	exit 1
}

pass() {
	say "ok: $*"
}

# same WANTED GOT WHAT
same() {
	[ "$1" = "$2" ] || fail "$3: wanted \"$1\", got \"$2\""
	pass "$3"
}

# at TIME COMMAND...: as if so much time had gone by; TIME as in 90, 2m, 1h,
# 13d, -366d.
at() {
	kit_time=$1
	shift
	LD_PRELOAD=$top_builddir/.libs/clock.so CLOCK_AHEAD=$kit_time \
		ASAN_OPTIONS=verify_asan_link_order=0 "$@"
}

# $KIT, an empty directory that goes with the test, and so does all that
# kit_later named.
kit_start() {
	KIT=$(mktemp -d "${TMPDIR:-/tmp}/iiq-e2e.XXXXXX") || exit 99
	KIT_PIDS=
	trap kit_stop EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	# A setting of the person who runs the test is not for the test.
	unset IIQ_API_TOKEN IIQ_SITE_ID IIQ_URL CREDENTIALS_DIRECTORY \
		MP_CONFIG_FILE http_proxy https_proxy HTTPS_PROXY all_proxy \
		ALL_PROXY
}

# kit_later PID...: processes to stop at the end.
kit_later() {
	KIT_PIDS="$KIT_PIDS $*"
}

kit_stop() {
	kit_rc=$?
	trap - EXIT HUP INT TERM
	kit_outbox_stop
	for kit_pid in $KIT_PIDS; do
		# Its number may be another process' by now.
		grep -qs "^PPid:.$$\$" "/proc/$kit_pid/status" || continue
		kill "$kit_pid" 2>/dev/null && wait "$kit_pid" 2>/dev/null
	done
	[ -n "${KIT_KEEP-}" ] && say "kept: $KIT" || rm -rf "$KIT"
	exit $kit_rc
}

# An outbox that was nudged is nobody's child: known by its command line, the
# only thing that a process which hides its memory shows to its own user.
kit_outbox_pids() {
	for kit_line in /proc/[0-9]*/cmdline; do
		case $(tr '\0' ' ' <"$kit_line" 2>/dev/null) in
		*incidentiq-outbox*"$KIT/"*)
			kit_pid=${kit_line#/proc/}
			say "${kit_pid%%/*}"
			;;
		esac
	done 2>/dev/null
}

kit_outbox_stop() {
	kit_outbox_signal KILL
}

kit_outbox_signal() {
	for kit_pid in $(kit_outbox_pids); do
		kill -"$1" "$kit_pid" 2>/dev/null
	done
}

# wait_for SECONDS COMMAND...: until the command succeeds. SECONDS are those of a
# quiet machine; a busy one may take thrice as long before something is wrong.
wait_for() {
	kit_left=$(($1 * 60))
	shift
	until "$@" >/dev/null 2>&1; do
		kit_left=$((kit_left - 1))
		[ $kit_left -gt 0 ] || fail "waited in vain for: $*"
		sleep 0.05
	done
}

# fake_start [ARG...]: sets FAKE_URL, FAKE_PID, TOKEN_FILE. With --tls, make
# the authority with fake_ca first.
fake_start() {
	# Ends when this shell does, so that no killed test leaves a server.
	[ -p "$KIT/alive" ] || {
		mkfifo "$KIT/alive"
		kit_guard $$ >"$KIT/alive" 2>/dev/null &
		kit_later $!
	}
	: >"$KIT/fake.url"
	"$FAKE" --with-parent "$@" <"$KIT/alive" >"$KIT/fake.url" &
	FAKE_PID=$!
	kit_later $FAKE_PID
	wait_for 20 test -s "$KIT/fake.url"
	FAKE_URL=$(cat "$KIT/fake.url")
	FAKE_CURL=
	case $FAKE_URL in
	https:*) FAKE_CURL="--cacert $KIT/ca/ca.pem" ;;
	esac
	TOKEN_FILE=$KIT/token
	fake_token >/dev/null
}

kit_guard() {
	while kill -0 "$1" 2>/dev/null; do
		sleep 0.5
	done
}

# fake_token [SECONDS [USER]]: a new token in $TOKEN_FILE, good for so long, of
# a user with that id.
fake_token() {
	(
		umask 077
		"$FAKE" --print-token ${1:+--expires "$1"} ${2:+--user "$2"} \
			>"$TOKEN_FILE"
	) || fail "no token"
}

# fake_ca: an authority in $KIT/ca, for fake_start --tls "$KIT/ca".
fake_ca() {
	"$top_srcdir/tests/fake/make-ca.sh" "$KIT/ca" || fail "no authority"
}

fake_stop() {
	kill "$FAKE_PID"
	wait "$FAKE_PID" 2>/dev/null || fail "the fake ended with $?"
}

# Closes the port, so that connections are refused, and opens it again; what
# the fake remembers stays.
fake_down() {
	kill -USR1 "$FAKE_PID"
	wait_for 20 kit_is_down
}

fake_up() {
	kill -USR2 "$FAKE_PID"
	wait_for 20 fake_get count
}

kit_is_down() {
	! fake_get count
}

# fake_get PATH, fake_post PATH: what is below /_fake.
fake_get() {
	curl -sSf -m 30 $FAKE_CURL "$FAKE_URL/_fake/$1"
}

fake_post() {
	curl -sSf -m 30 $FAKE_CURL -X POST "$FAKE_URL/_fake/$1" >"$KIT/posted"
}

# fake_set NAME=VALUE...
fake_set() {
	for kit_habit in "$@"; do
		fake_post "set?$kit_habit" || fail "fake_set $kit_habit"
	done
}

# fake_count created|open|closed|strangers-touched|...
fake_count() {
	fake_get "count?$1"
}

# fake_has NAME NUMBER: for wait_for.
fake_has() {
	[ "$(fake_count "$1")" = "$2" ]
}

# fake_ticket JQ-FILTER: of the array of all tickets.
fake_tickets() {
	fake_get tickets | jq -r "$1"
}

# api METHOD PATH [BODY [CURL-ARG...]]: a call as a client makes it; prints
# the body, and leaves the status in $KIT/status.
api() {
	kit_method=$1
	kit_path=$2
	kit_body=${3-}
	shift $(($# > 3 ? 3 : $#))
	curl -sS -m 30 $FAKE_CURL -g -X "$kit_method" \
		-H "Authorization: Bearer $(cat "$TOKEN_FILE")" \
		-H "SiteId: $SITE_ID" -H 'Client: ApiClient' \
		-H 'Accept: application/json' \
		${kit_body:+-H 'Content-Type: application/json'} \
		${kit_body:+-d "$kit_body"} -o "$KIT/answer" \
		-w '%{http_code}' "$@" "$FAKE_URL/api/v1.0$kit_path" \
		>"$KIT/status" 2>"$KIT/curl"
	kit_rc=$?
	cat "$KIT/answer" 2>/dev/null
	rm -f "$KIT/answer"
	return $kit_rc
}

# iiq_config [LINE...]: $CONFIG and $SPOOL for the fake. Lines are added to
# [notify_incidentiq].
iiq_config() {
	CONFIG=$KIT/incidentiq.ini
	SPOOL=$KIT/spool
	mkdir -p "$SPOOL"
	{
		say '[incidentiq]'
		say "url = $FAKE_URL"
		say "site-id = $SITE_ID"
		say "token-file = $TOKEN_FILE"
		[ -z "$FAKE_CURL" ] || say "ca-file = $KIT/ca/ca.pem"
		say '[notify_incidentiq]'
		say "spool = $SPOOL"
		say "requester = $ROBOT_ID"
		say "issue = $ISSUE_ID"
		say "location = $LOCATION_ID"
		say "team = $TEAM_ID"
		say 'pace = 0'
		say 'resolve-delay = 0'
		say 'search-lag = 1'
		for kit_line in "$@"; do
			say "$kit_line"
		done
	} >"$CONFIG"
	chmod 0640 "$CONFIG"
}
