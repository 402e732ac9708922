#!/bin/sh
# check_memory.sh - the check when memory is refused, once, at any place
# SPDX-License-Identifier: GPL-3.0-or-later
# SEED=N repeats a run.
. "${top_srcdir:-.}/tests/e2e/kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
iiq_config
# The file's own lines count: with some of them lost, none may seem well.
printf '[check_incidentiq]\nwarning = @0:60\n' >>"$CONFIG"
: "${SEED:=$(date +%N)}"
sample=$((100 * ${LONG:-1}))
# Not libtool's script, which asks for memory, too.
program=$top_builddir/.libs/check_incidentiq
[ -x "$program" ] || program=$CHECK
MEMORY_HIT=$KIT/hit
MEMORY_COUNT=$KIT/count
export MEMORY_HIT MEMORY_COUNT

# check_without FAILS [ARG...]: sets RC and LINE.
check_without() {
	FAILS=$1
	shift
	: >"$MEMORY_HIT"
	MEMORY_FAILS=$FAILS LD_LIBRARY_PATH=$top_builddir/.libs \
	ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 \
	LD_PRELOAD=$top_builddir/.libs/memory.so \
		"$program" --config "$CONFIG" "$@" >"$KIT/out" 2>"$KIT/err"
	RC=$?
	IFS= read -r LINE <"$KIT/out" || LINE=
}

# One line (with ONE_LINE), whose word is the exit status, whatever became of the
# check.
survived() {
	case $RC:$LINE in
	0:"INCIDENTIQ OK: "* | 1:"INCIDENTIQ WARNING: "* | \
		2:"INCIDENTIQ CRITICAL: "* | 3:"INCIDENTIQ UNKNOWN: "* | \
		3:"INCIDENTIQ UNKNOWN: out of memory") ;;
	*) fail "memory $FAILS: exit $RC: $LINE" ;;
	esac
	[ ! -s "$KIT/err" ] || fail "memory $FAILS: $(cat "$KIT/err")"
	[ -z "$ONE_LINE" ] || [ "$(cat "$KIT/out")" = "$LINE" ] ||
		fail "memory $FAILS: more than a line: $(cat "$KIT/out")"
}

# ---- our own code: every place ----
# every_place WHAT [ARG...]: a WARNING, as without, or a lack of memory.
ONE_LINE=yes
every_place() {
	what=$1
	shift
	place=1
	check_without own:$place "$@"
	while [ -s "$MEMORY_HIT" ]; do
		line_of_format
		survived
		case $RC:$LINE in
		1:*'(warning @60)'* | 3:*'out of memory'* | 3:*'no memory'*) ;;
		3:*'Cannot allocate memory'*) ;;
		*) fail "$what: memory $FAILS: exit $RC: $LINE" ;;
		esac
		place=$((place + 1))
		check_without own:$place "$@"
	done
	line_of_format
	[ $place -gt 20 ] || fail "$what: only $place places"
	[ "$RC" = 1 ] || fail "$what: $LINE"
	pass "$what: each of $((place - 1)) places"
}
# line_of_format: LINE as text, from the format of the run.
line_of_format() {
	case $LINE in
	'{'*)
		LINE=$(jq -r '"INCIDENTIQ \(.state): \(.summary)"' \
			"$KIT/out") || fail "memory $FAILS: $(cat "$KIT/out")"
		;;
	'# TYPE '*)
		[ "$(tail -n 1 "$KIT/out")" = '# EOF' ] ||
			fail "memory $FAILS: no end: $(cat "$KIT/out")"
		# It has no words, but the state by sub-check.
		case $(sed -n 's/^incidentiq_state //p' "$KIT/out") in
		1) LINE='INCIDENTIQ WARNING: (warning @60)' ;;
		3) LINE='INCIDENTIQ UNKNOWN: no memory' ;;
		*) fail "memory $FAILS: $(cat "$KIT/out")" ;;
		esac
		;;
	esac
}
every_place 'a slow API'
ONE_LINE=
every_place 'a slow API, -vvv' -vvv
every_place 'a slow API, JSON' --output-format json
every_place 'a slow API, OpenMetrics' --output-format openmetrics
printf '[more]\ncritical = @100:\nretries = 1\nv =\n' >"$KIT/more.ini"
every_place 'a slow API, options of a file' --extra-opts=more@"$KIT/more.ini"
ONE_LINE=yes

# count_places [ARG...]: sets places, where the libraries ask as well.
count_places() {
	printf '\0\0\0\0\0\0\0\0' >"$MEMORY_COUNT"
	check_without 0 "$@"
	places=$(od -An -tu8 "$MEMORY_COUNT" | tr -d ' ')
}

# A sanitizer that is part of the program takes all that libraries ask for.
if nm -D "$program" | grep -q ' T __asan_init'; then
	pass 'libraries ask the sanitizer'
	exit
fi

# ---- json-c, as it prints: the last places of all ----
count_places --output-format json
place=$((places - 150))
ONE_LINE=
while [ $place -le "$places" ]; do
	check_without $place --output-format json
	line_of_format
	survived
	place=$((place + 1))
done
ONE_LINE=yes
pass 'the last places of JSON'

# ---- the libraries: some places ----
count_places
[ "$places" -gt 1000 ] || fail "only $places places"
say "seed $SEED: $sample of $places places"
for place in $(awk -v seed="$SEED" -v n=$sample -v places="$places" 'BEGIN {
	srand(seed)
	for (i = 0; i < n; i++)
		print 1 + int(rand() * places)
}'); do
	check_without "$place"
	survived
done
pass "$sample of $places places"
