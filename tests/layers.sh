#!/bin/sh
# layers.sh - includes point down, and what is fenced in stays in
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   tests/layers.sh [TREE]     names each line that breaks a rule of the table
#
# Then it breaks each kind of rule in a copy, and fails if that goes unseen.
top=${top_srcdir:-$(dirname "$0")/..}

# level FOLDER N: includes of its own folder, and of folders with a lower N.
# api HEADER: of another folder's library, this header alone; tests see all.
# only WHAT FILE...: nobody else includes <WHAT> or "WHAT", or calls WHAT(), but
#     tests. Who is named here must do so, or the row is out of date.
# never WHAT FOLDER: nobody below it does.
# example FILE: is no part of its folder, and may call what it likes.
# blind HEADER FILE...: do not see it, not even through another header.
rules() {
	cat <<'END'
level lib 0
level plugins/common 1
level plugins/check_incidentiq 2
level plugins/notify_incidentiq 2
level plugins/outbox 2
level tests 3
api lib/incidentiq.h
example lib/example.c

only curl/curl.h   lib/wire.h plugins/outbox/icinga_api.c
only wire.h        lib/call.c lib/facts.c lib/wire.c
only sqlite3.h     plugins/outbox/sql.h
only sqlite3_finalize plugins/outbox/store.c
only outbox/sql.h  plugins/outbox/store.c plugins/outbox/incident.c
only outbox/sql.h  plugins/outbox/object.c
only outbox/sql.h  plugins/outbox/comments.c plugins/outbox/timeline.c
only outbox/sql.h  plugins/outbox/job.c plugins/outbox/job_outcome.c
only outbox/sql.h  plugins/outbox/record.c
only outbox/sql.h  plugins/outbox/names.c plugins/outbox/sight.c
only outbox/sql.h  plugins/outbox/suspect.c plugins/outbox/pulse.c
only outbox/sql.h  plugins/outbox/instance.c plugins/outbox/notice.c
only outbox/sql.h  plugins/outbox/us.c
only syslog.h      plugins/common/log.c
never syslog plugins
only vsyslog       plugins/common/log.c
only incidentiq.h  lib/private.h lib/example.c plugins/common/connect.h
only incidentiq.h  plugins/check_incidentiq/facts.h
only incidentiq.h  plugins/outbox/helpdesk_iiq.h plugins/outbox/iiq_answer.h

only time           lib/facts.c plugins/check_incidentiq/probe.c
only time           plugins/outbox/drain.c plugins/outbox/outbox.c
only time           plugins/outbox/status.c
only time           plugins/outbox/revise.c plugins/outbox/doctor.c
only time           plugins/outbox/byhand.c plugins/outbox/trial.c
only clock_gettime  plugins/notify_incidentiq/intake.c
only clock_gettime  plugins/outbox/iiq_ask.c plugins/outbox/trial.c
only clock_gettime  plugins/check_incidentiq/clock.c
only getrandom      plugins/outbox/outbox.c
never gettimeofday plugins
never rand plugins
never random plugins

never printf lib
never fprintf lib
never puts lib
never fputs lib
never exit lib
never _exit lib
never abort lib
never setenv lib

never system plugins
never popen plugins
never gets plugins
never strcat plugins
never sprintf plugins
never strtok plugins
never strcat lib
never sprintf lib
never strtok lib

blind lib/incidentiq.h  plugins/outbox/deliver.c plugins/outbox/create.c
blind lib/incidentiq.h  plugins/outbox/look.c plugins/outbox/work.c
blind lib/incidentiq.h  plugins/outbox/ingest.c plugins/outbox/plan.c
blind lib/incidentiq.h  plugins/outbox/retry.c plugins/outbox/gate.c
blind lib/incidentiq.h  plugins/outbox/text.c plugins/outbox/identity.c
blind lib/incidentiq.h  plugins/outbox/store.c plugins/outbox/incident.c
blind lib/incidentiq.h  plugins/outbox/job.c plugins/outbox/pace.c
blind lib/incidentiq.h  plugins/outbox/ids.c plugins/outbox/names.c
blind lib/incidentiq.h  plugins/outbox/sight.c plugins/outbox/reopen.c
blind lib/incidentiq.h  plugins/outbox/suspect.c plugins/outbox/sweep.c
blind lib/incidentiq.h  plugins/outbox/pulse.c plugins/outbox/instance.c
blind lib/incidentiq.h  plugins/outbox/object.c plugins/outbox/us.c
blind lib/incidentiq.h  plugins/outbox/comments.c plugins/outbox/timeline.c
blind lib/incidentiq.h  plugins/outbox/opening.c
blind lib/incidentiq.h  plugins/outbox/notice.c plugins/outbox/core_nagios.c
blind lib/incidentiq.h  plugins/outbox/nagios_status.c
blind lib/incidentiq.h  plugins/notify_incidentiq/main.c
blind lib/incidentiq.h  plugins/notify_incidentiq/intake.c
END
}

# Facts of all sources, a line each: "include FILE LINE WHAT", "call ...".
facts() {
	find lib plugins tests -name '*.[ch]' | sort | xargs awk '
	FNR == 1 { comment = 0 }
	/^[ \t]*#[ \t]*include[ \t]/ {
		split($0, part, /[<>"]/)
		print "include", FILENAME, FNR, part[2]
		next
	}
	{
		# Take strings and comments out: they call nothing.
		rest = $0
		code = ""
		while (rest != "") {
			if (comment) {
				end = index(rest, "*/")
				if (end == 0)
					break
				rest = substr(rest, end + 2)
				comment = 0
			}
			if (!match(rest, /"([^"\\]|\\.)*"|\047([^\047\\]|\\.)*\047|\/\*|\/\//)) {
				code = code rest
				break
			}
			code = code substr(rest, 1, RSTART - 1) " "
			what = substr(rest, RSTART, 2)
			rest = substr(rest, RSTART + RLENGTH)
			if (what == "//")
				break
			comment = what == "/*"
		}
		while (match(code, /[A-Za-z_][A-Za-z_0-9]*\(/)) {
			before = RSTART > 1 ? substr(code, RSTART - 1, 1) : ""
			# A member that is called is no function of that name.
			if (before !~ /[.>]/)
				print "call", FILENAME, FNR, \
					substr(code, RSTART, RLENGTH - 1)
			code = substr(code, RSTART + RLENGTH)
		}
	}'
}

# Judges the facts by the rules; prints each breach.
judge() {
	awk '
	function folder(file, from) {
		from = file
		while (!(from in level) && sub(/\/[^\/]*$/, "", from))
			;
		return from
	}
	# The file that an include means: beside it, or below an -I folder.
	function resolve(file, what, here, i) {
		here = file
		sub(/[^\/]*$/, "", here)
		if ((here what) in exists)
			return here what
		for (i = 1; i <= 3; i++)
			if ((roots[i] "/" what) in exists)
				return roots[i] "/" what
		return ""
	}
	function breach(at, why) {
		print at ": " why
		bad = 1
	}
	function may(what, file) {
		return (what, file) in allowed || file ~ /^tests\//
	}
	# Does file see header, directly or through others?
	function sees(file, header, n, i, next_files) {
		if (file == header)
			return 1
		if (seen[file] == round)
			return 0
		seen[file] = round
		n = split(includes[file], next_files, " ")
		for (i = 1; i <= n; i++)
			if (sees(next_files[i], header))
				return 1
		return 0
	}
	BEGIN { split("lib plugins tests", roots, " ") }
	$1 == "level" { level[$2] = $3; next }
	$1 == "api" { api[$2] = 1; next }
	$1 == "example" { example[$2] = 1; next }
	$1 == "only" {
		fenced[$2] = 1
		for (i = 3; i <= NF; i++)
			allowed[$2, $i] = 1
		next
	}
	$1 == "never" { never[$2] = never[$2] " " $3; next }
	$1 == "blind" {
		for (i = 3; i <= NF; i++)
			blind[++blinds] = $2 " " $i
		next
	}
	$1 == "file" { exists[$2] = 1; next }
	{
		kind = $1
		file = $2
		at = $2 ":" $3
		what = $4
		if (what in fenced) {
			used[what, file] = 1
			if (!may(what, file))
				breach(at, what " is fenced in: not here")
		}
		n = split(never[what], places, " ")
		for (i = 1; i <= n; i++)
			if (index(file, places[i] "/") == 1 &&
				!(file in example))
				breach(at, what "() is not called in " places[i])
		if (kind != "include")
			next
		to = resolve(file, what)
		if (to == "")
			next # of the system, or config.h
		includes[file] = includes[file] " " to
		print file, to > pairs
		mine = folder(file)
		theirs = folder(to)
		if (level[theirs] > level[mine] ||
			(level[theirs] == level[mine] && mine != theirs))
			breach(at, theirs " is not below " mine)
		else if (theirs == "lib" && mine != "lib" &&
			mine != "tests" && !(to in api))
			breach(at, to " is a private header")
	}
	END {
		for (name in allowed) {
			split(name, part, SUBSEP)
			if (!(name in used))
				breach(part[2], "does not use " part[1] \
					": the rule is out of date")
		}
		for (i = 1; i <= blinds; i++) {
			split(blind[i], part, " ")
			round = i
			if (!(part[2] in exists))
				breach(part[2], "no such file")
			else if (sees(part[2], part[1]))
				breach(part[2], "sees " part[1])
		}
		exit bad
	}' pairs="$scratch/pairs" "$scratch/rules" "$scratch/files" \
		"$scratch/facts"
}

# The whole judgement of the tree in $1.
check() (
	cd "$1" || exit 99
	rules >"$scratch/rules"
	: >"$scratch/pairs"
	find lib plugins tests -name '*.[ch]' |
		sed 's/^/file /' >"$scratch/files"
	facts >"$scratch/facts"
	judge
	rc=$?
	# tsort names what goes round in a circle.
	tsort "$scratch/pairs" >/dev/null 2>"$scratch/circles" || {
		sed -n 's/^tsort: \([^ ]*\)$/\1: includes in a circle/p' \
			"$scratch/circles"
		rc=1
	}
	exit $rc
)

scratch=$(mktemp -d "${TMPDIR:-/tmp}/layers.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
[ $# -eq 0 ] || top=$1
check "$top" || exit 1
[ -s "$scratch/pairs" ] || {
	echo "no include found: is $top the source?"
	exit 99
}
echo "ok: includes point down, fences hold"

# ---- and a breach is seen ----

broken() {
	while IFS='|' read -r file line; do
		rm -rf "$scratch/tree"
		mkdir "$scratch/tree"
		cp -R "$top/lib" "$top/plugins" "$top/tests" "$scratch/tree" ||
			exit 99
		chmod -R u+w "$scratch/tree"
		printf '%s\n' "$line" >>"$scratch/tree/$file"
		if check "$scratch/tree" >"$scratch/said" ||
			! grep -q "^$file" "$scratch/said"; then
			echo "FAIL: nobody minds \"$line\" in $file"
			cat "$scratch/said"
			exit 1
		fi
		echo "ok: minds \"$line\" in $file"
	done <<'END'
lib/text.c|#include "common/err.h"
plugins/common/err.c|#include "outbox/store.h"
plugins/notify_incidentiq/main.c|#include "outbox/store.h"
plugins/outbox/look.c|#include "private.h"
plugins/outbox/look.c|#include <sqlite3.h>
plugins/outbox/plan.c|#include <curl/curl.h>
plugins/outbox/status.c|#include <syslog.h>
plugins/outbox/deliver.c|#include "incidentiq.h"
plugins/outbox/work.c|#include "outbox/iiq_answer.h"
plugins/outbox/plan.c|time_t f(void) { return time(NULL); }
plugins/common/err.h|#include "common/opt.h"
lib/url.c|void f(void) { printf("x"); }
plugins/outbox/text.c|void f(char *x) { strcat(x, "/*"); }
END
}
broken
