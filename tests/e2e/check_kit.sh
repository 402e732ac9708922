# check_kit.sh - running check_incidentiq and looking at what it said
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Sourced after kit.sh by the tests called check_*.sh.

# check [ARG...]: sets RC, OUT (all lines) and LINE (the first).
check() {
	"$CHECK" "$@" >"$KIT/out" 2>"$KIT/err" </dev/null
	RC=$?
	OUT=$(cat "$KIT/out")
	LINE=$(head -n 1 "$KIT/out")
}

# says RC PATTERN WHAT: the last check exited so, its first line matches and,
# whatever it was, a monitoring core can read it.
says() {
	[ "$RC" = "$1" ] || fail "$3: exit $RC instead of $1: $OUT"
	case $LINE in
	"INCIDENTIQ "$2) ;;
	*) fail "$3: wanted \"$2\", got \"$LINE\"" ;;
	esac
	[ ! -s "$KIT/err" ] || fail "$3: on stderr: $(cat "$KIT/err")"
	[ "$(head -n 1 "$KIT/out" | wc -c)" -lt 1024 ] || fail "$3: too long"
	[ "$(printf %s "$LINE" | tr -cd '|' | wc -c)" -le 1 ] ||
		fail "$3: more than one pipe: $LINE"
	pass "$3"
}

# One line and no more, as without -v.
one_line() {
	[ "$(wc -l <"$KIT/out")" = 1 ] || fail "more than one line: $OUT"
}

# jwt EXPIRES: a token in the form of IncidentIQ's that nobody has signed.
jwt() {
	printf '%s.%s.c2lnbmF0dXJl\n' "$(base64url '{"alg":"HS256"}')" \
		"$(base64url "{\"iss\":\"$SITE_ID\",\"exp\":$1}")"
}

base64url() {
	printf %s "$1" | base64 | tr -d '\n=' | tr '+/' '-_'
}

# token_file NAME TEXT: a file as it should be.
token_file() {
	(umask 077 && printf '%s\n' "$2" >"$KIT/$1")
}

# A request waits for its answer, which the habit hang keeps back.
is_asked() {
	[ "$(fake_get requests | jq 'map(select(.Status == 0)) | length')" -gt 0 ]
}
