# record.sh - what check_incidentiq printed when a monitoring core ran it
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced after kit.sh by the tests with a real core.

# Each is a service, and known by its token file, $KIT/NAME.token.
CASES='valid ending expired in-detail'

# record_start FOLDER: a fake with TLS, a token for each case, and in FOLDER a
# check_incidentiq that keeps what it was told and what the real one printed.
record_start() {
	fake_ca
	fake_start --tls "$KIT/ca"
	record_token valid
	record_token ending 5000000
	record_token expired -3600
	record_token in-detail
	record_into "$1"
	record_open_up
}

# record_token NAME [SECONDS]
record_token() {
	# shellcheck disable=SC2034 # where fake_token puts it
	TOKEN_FILE=$KIT/$1.token
	fake_token ${2:+"$2"}
}

record_into() {
	RUNS=$KIT/runs
	mkdir -p "$1" "$RUNS"
	cat >"$1/check_incidentiq" <<-END
		#!/bin/sh
		run=\$(mktemp -d "$RUNS/run.XXXXXX") || exit 3
		printf '%s\n' "\$0" "\$@" >"\$run/argv"
		"$CHECK" "\$@" >"\$run/out" 2>"\$run/err"
		rc=\$?
		cat "\$run/out"
		cat "\$run/err" >&2
		echo \$rc >"\$run/rc"
		exit \$rc
	END
	chmod 755 "$1/check_incidentiq"
}

# A core that root starts runs as nobody.
record_open_up() {
	chmod 755 "$KIT"
	chmod 755 "$KIT/ca"
	chmod 644 "$KIT/ca/ca.pem"
	[ "$(id -u)" != 0 ] || chown nobody "$RUNS" "$KIT"/*.token
}

record_runs() {
	grep -lxF -e "$KIT/$1.token" "$RUNS"/run.*/argv
}

# record_of NAME: the folder of the one run of that case.
record_of() {
	[ "$(record_runs "$1" | wc -l)" = 1 ] ||
		fail "$1: not run once: $(record_runs "$1")"
	dirname "$(record_runs "$1")"
}

# same_as_printed NAME STATE LINE PERFDATA: the last three as the core tells.
# Icinga leaves the blank before the pipe to the line.
same_as_printed() {
	record_run=$(record_of "$1") || exit 1
	record_line=$(head -n 1 "$record_run/out")
	case $record_line in
	*' | '*) ;;
	*) fail "$1: no performance data: $record_line" ;;
	esac
	same "$(cat "$record_run/rc")" "$2" "$1: state"
	same "${record_line%% | *}" "${3% }" "$1: first line"
	same "${record_line#* | }" "$4" "$1: performance data"
	[ ! -s "$record_run/err" ] || fail "$1: on stderr: $(cat "$record_run/err")"
	! grep -qF "$(cut -c 1-20 <"$KIT/$1.token")" "$record_run/argv" ||
		fail "$1: the token is an argument"
}

# That the cases were what they are here for.
record_states() {
	record_state valid 0 'a valid token is OK'
	record_state ending 1 'one that ends soon is a WARNING'
	record_state expired 2 'one that has ended is CRITICAL'
	record_state in-detail 0 'with every kind of option, OK'
}

record_state() {
	same "$2" "$(cat "$(record_of "$1")/rc")" "$3"
}
