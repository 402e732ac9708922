# steps_kit.sh - to do what a README prints, as it prints it
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced after kit.sh and both instance.sh. What is typed follows "# "; what
# follows that is its output, and else it is for a file. Folders are those of the
# test; who has a whole system sets folders() and TERMINAL, the words that run a
# command as a person does there, to its own.

: "${top_srcdir:?say where the sources are}"

# printed FILE HEADING: the indented lines of that part.
printed() {
	awk -v heading="$2" '
		/^#+ / { inside = $0 ~ "^#+ " heading "$" ; next }
		inside && /^    / { print substr($0, 5) }
		inside && /^$/ { print }
	' "$top_srcdir/$1" >"$KIT/part"
	grep -q . "$KIT/part" || fail "$1 prints nothing for $2"
}

# typed WORDS: the command of the part that has them, an expression.
typed() {
	grep -e "$1" "$KIT/part" | sed -n 's/^# //p' | here >"$KIT/typed"
	[ -s "$KIT/typed" ] || fail "nothing is to be typed with $1"
}

# What stands for what only they have.
here() {
	folders | sed \
		-e "s|--url https://TENANT.incidentiq.com|--url $FAKE_URL|" \
		-e "s|: https://TENANT.incidentiq.com$|: $FAKE_URL|" \
		-e "s|0\{8\}-0000-0000-0000-0\{12\}|$SITE_ID|"
}

folders() {
	sed -e "s| /etc/nagios4/nagios.cfg| $KIT/nagios/nagios.cfg|" \
		-e "s|/var/lib/nagios4/rw|$KIT/nagios|" \
		-e "s|\([[ >]\)/etc/|\1$KIT/etc/|g"
}

# run WORDS: as a person would type it.
run() {
	typed "$1"
	"${TERMINAL[@]}" "$(cat "$KIT/typed")" >"$KIT/out" 2>&1 ||
		fail "$(cat "$KIT/typed" "$KIT/out")"
	pass "$(cat "$KIT/typed")"
}

# shows WORDS: and its output is the one that is printed, but for numbers, ids,
# and what only TLS has.
shows() {
	run "$1"
	output "$1" | shape >"$KIT/wanted"
	shape <"$KIT/out" >"$KIT/got"
	diff "$KIT/wanted" "$KIT/got" || fail "\"$1\" prints something else"
}

# output WORDS: what is printed below that command.
output() {
	awk -v words="$1" '/^# / { inside = $0 ~ words; next }
		/^$/ { inside = 0 }
		inside' "$KIT/part" | here
}

# talks WORDS: as shows, of a command that asks at the terminal. What follows a
# question is the answer; $KIT/rest is what comes after all that is printed.
talks() {
	typed "$1"
	output "$1" >"$KIT/dialogue"
	: >"$KIT/typescript"
	mkfifo "$KIT/keys"
	SHELL=/bin/bash script -qec "$(printf '%q ' "${TERMINAL[@]}" \
		"$(cat "$KIT/typed")")" /dev/null <"$KIT/keys" \
		>"$KIT/typescript" &
	talker=$!
	kit_later "$talker"
	exec 3>"$KIT/keys"
	while wait_for 20 asks_or_ends && asks; do
		before=$(wc -l <"$KIT/typescript")
		answer >&3
		wait_for 10 is_answered
	done
	exec 3>&-
	wait "$talker" || fail "$(cat "$KIT/typed" "$KIT/typescript")"
	tr -d '\r' <"$KIT/typescript" | shape >"$KIT/got"
	shape <"$KIT/dialogue" >"$KIT/wanted"
	head -n "$(wc -l <"$KIT/wanted")" "$KIT/got" |
		diff "$KIT/wanted" - || fail "\"$1\" says something else"
	sed "1,$(wc -l <"$KIT/wanted")d" "$KIT/got" >"$KIT/rest"
	pass "$(cat "$KIT/typed")"
}

asks() {
	question=$(tail -n 1 "$KIT/typescript")
	case $question in *': ') [ "$(tail -c 1 "$KIT/typescript")" = ' ' ] ;;
	*) false ;; esac
}

asks_or_ends() {
	asks || ! kill -0 "$talker"
}

is_answered() {
	[ "$(wc -l <"$KIT/typescript")" -gt "$before" ]
}

# What is printed behind the question, if anything is.
answer() {
	awk -v question="${question% }" 'index($0, question) == 1 {
		print substr($0, length(question) + 2)
		found = 1
	}
	END { exit !found }' "$KIT/dialogue" ||
		fail "nothing answers \"$question\""
}

shape() {
	sed -e "s|$KIT||g" -e 's/, certificate until [-0-9]*//' \
		-e 's/[^ ]*:[0-9]* answers/it answers/' \
		-e 's/[0-9A-Fa-f]\{8\}\(-[0-9A-Fa-f]\{4\}\)\{3\}-[0-9A-Fa-f]\{12\}/ID/g' \
		-e 's/[0-9][-0-9.:]*/N/g' -e 's/ *$//'
}

# file_text: what is printed for a file, of the part.
file_text() {
	awk '/^# / { typing = 1; next } /^$/ { typing = 0 } !typing' \
		"$KIT/part"
}

# stand_ins CORE. Who edits writes the token. The packages made the folders and
# an empty file.
stand_ins() {
	mkdir -p "$KIT/path" "$KIT/etc/incidentiq" "$KIT/var/spool/incidentiq"
	install -m 0600 /dev/null "$KIT/etc/incidentiq/token"
	# shellcheck disable=SC2016 # for that shell
	printf '#!/bin/sh\ncat "%s" >"$1"\n' "$TOKEN_FILE" >"$KIT/path/editor"
	cat >"$KIT/path/runuser" <<-END
		#!/bin/sh
		shift 3
		[ \$(id -u) != 0 ] || set -- setpriv --reuid=nobody \
			--regid=$(id -g nobody) --clear-groups -- "\$@"
		exec "\$@"
	END
	cat >"$KIT/path/notify_incidentiq" <<-END
		#!/bin/sh
		INCIDENTIQ_OUTBOX="$INCIDENTIQ_OUTBOX"
		export INCIDENTIQ_OUTBOX
		exec "$NOTIFY" "\$@" --config "$CONFIG" --spool "$SPOOL"
	END
	printf '#!/bin/sh\nexec "%s" "$@" --config "%s"\n' \
		"$CHECK" "$CONFIG" >"$KIT/path/check_incidentiq"
	printf '#!/bin/sh\nexec "%s" "$@"\n' "$(nagios_program)" \
		>"$KIT/path/nagios4"
	printf '#!/bin/sh\n[ "$*" = "reload %s" ]\n' "$1" \
		>"$KIT/path/systemctl"
	chmod 755 "$KIT"/path/*
}

# steps_start CORE: the fake, and all before the settings. reload is done by the
# test.
steps_start() {
	kit_start
	fake_ca
	fake_start
	chmod 755 "$KIT"
	CONFIG=$KIT/etc/incidentiq/incidentiq.ini
	SPOOL=$KIT/var/spool/incidentiq
	TERMINAL=(env "PATH=$KIT/path:$PATH" bash -ec)
	stand_ins "$1"
	[ "$(id -u)" != 0 ] || chown "nobody:$(id -gn nobody)" \
		"$KIT/etc/incidentiq/token" "$SPOOL"
	printed README.md '2. Say where to go'
	run 'editor /etc/incidentiq/token'
}

# listed: for wait_for; the ticket of that problem has a number.
listed() {
	"$KIT/path/notify_incidentiq" list | grep -q 'core-sw-01 .*[0-9]\{9\}'
}
