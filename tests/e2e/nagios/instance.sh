# instance.sh - a private Nagios Core, for the test and for quickstart
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced after kit.sh. Runs as whoever calls it; root hands it to nobody.

nagios_program() {
	command -v nagios4 || command -v nagios || ls /usr/sbin/nagios4 2>/dev/null
}

# $KIT/bin: programs that know the settings of the test.
nagios_programs() {
	mkdir "$KIT/bin"
	for nagios_file in notify_incidentiq check_incidentiq; do
		printf '#!/bin/sh\nexec "%s" "$@" --config "%s"\n' \
			"$top_builddir/$nagios_file" "$CONFIG" \
			>"$KIT/bin/$nagios_file"
		chmod 755 "$KIT/bin/$nagios_file"
	done
}

# Nagios runs as somebody else where the test runs as root.
nagios_open_up() {
	chmod 755 "$KIT"
	[ "$(id -u)" = 0 ] || return 0
	chown nobody "$SPOOL" "$TOKEN_FILE" "$CONFIG"
}

# nagios_shipped PROGRAMS: $KIT/shipped, the project's own files for programs that
# are in that folder.
nagios_shipped() {
	mkdir "$KIT/shipped"
	cp "$top_srcdir"/contrib/nagios/*.cfg "$KIT/shipped"
	sed -e "s|@bindir@|$1|; s|@plugindir@|$1|" \
		"$top_srcdir/contrib/nagios/commands.cfg.in" \
		>"$KIT/shipped/commands.cfg"
}

# nagios_setup FOLDER [OBJECTS [RESOURCES]]: $NAGIOS_DIR, with the project's files
# as FOLDER has them (commands.cfg, contact.cfg, templates.cfg), and what to watch.
nagios_setup() {
	NAGIOS_DIR=$KIT/nagios
	NAGIOS=$(nagios_program)
	[ -n "$NAGIOS" ] || fail "no Nagios Core is installed"
	NAGIOS_USER=$(id -un)
	[ "$NAGIOS_USER" != root ] || NAGIOS_USER=nobody
	mkdir -p "$NAGIOS_DIR/tmp" "$NAGIOS_DIR/checkresults" \
		"$NAGIOS_DIR/archives" "$NAGIOS_DIR/state" \
		"$NAGIOS_DIR/incidentiq"
	cp "$1"/*.cfg "$NAGIOS_DIR/incidentiq/"
	nagios_here=$top_srcdir/tests/e2e/nagios
	nagios_fill "$nagios_here/nagios.cfg.in" >"$NAGIOS_DIR/nagios.cfg"
	nagios_fill "${2-$nagios_here/objects.cfg.in}" \
		>"$NAGIOS_DIR/objects.cfg"
	cat "${3-/dev/null}" >"$NAGIOS_DIR/resource.cfg"
	[ "$(id -u)" != 0 ] || chown -R "$NAGIOS_USER" "$NAGIOS_DIR"
	nagios_as_user "$NAGIOS" -v "$NAGIOS_DIR/nagios.cfg" \
		>"$NAGIOS_DIR/verify.log" 2>&1 || {
		tail -n 20 "$NAGIOS_DIR/verify.log"
		fail "Nagios does not accept the configuration"
	}
}

nagios_fill() {
	sed -e "s|@DIR@|$NAGIOS_DIR|g" -e "s|@USER@|$NAGIOS_USER|" \
		-e "s|@GROUP@|$(id -gn "$NAGIOS_USER")|" \
		-e "s|@CHECK_FILE@|$nagios_here/check_file.sh|" "$1"
}

# Becomes a command: to be called in a subshell. It has a nearly empty
# environment, as a service manager gives; what Nagios runs inherits it.
nagios_become() {
	set -- env -i PATH="$PATH" LANG=C.UTF-8 \
		INCIDENTIQ_OUTBOX="${INCIDENTIQ_OUTBOX-}" "$@"
	[ "$(id -u)" != 0 ] ||
		set -- setpriv --reuid="$NAGIOS_USER" \
			--regid="$(id -gn "$NAGIOS_USER")" --clear-groups -- "$@"
	exec "$@"
}

nagios_as_user() {
	(nagios_become "$@")
}

nagios_is_ready() {
	[ -p "$NAGIOS_DIR/nagios.cmd" ] && [ -s "$NAGIOS_DIR/status.dat" ]
}

# No daemon, so that $! is the process to stop.
nagios_start() {
	(nagios_become "$NAGIOS" "$NAGIOS_DIR/nagios.cfg") \
		>"$NAGIOS_DIR/stdout.log" 2>&1 </dev/null &
	NAGIOS_PID=$!
	kit_later $NAGIOS_PID
	wait_for 20 nagios_is_ready
}

# nagios_flip FILE STATUS TEXT: what that check says from now on. A check never
# sees half a file.
nagios_flip() {
	printf '%s\n%s\n' "$2" "$3" >"$NAGIOS_DIR/state/.$1.new"
	chmod 644 "$NAGIOS_DIR/state/.$1.new"
	mv "$NAGIOS_DIR/state/.$1.new" "$NAGIOS_DIR/state/$1"
}

# nagios_notified WORDS: for wait_for; the log has such a notification.
nagios_notified() {
	grep 'NOTIFICATION: ' "$NAGIOS_DIR/nagios.log" | grep -q "$1"
}

# nagios_command WORDS: one of its external commands.
nagios_command() {
	printf '[%s] %s\n' "$(date +%s)" "$1" >"$NAGIOS_DIR/nagios.cmd"
}

nagios_cgi_program() {
	for nagios_file in /usr/lib*/cgi-bin/nagios*/"$1" \
		/usr/lib*/nagios*/cgi-bin/"$1"; do
		[ ! -x "$nagios_file" ] || {
			say "$nagios_file"
			break
		}
	done
}

# nagios_cgi NAME QUERY: that page, without a web server.
nagios_cgi() {
	nagios_file=$(nagios_cgi_program "$1")
	[ -n "$nagios_file" ] || fail "no $1 is installed"
	{
		say "main_config_file=$NAGIOS_DIR/nagios.cfg"
		say "use_authentication=0"
		say "escape_html_tags=1"
	} >"$NAGIOS_DIR/cgi.cfg"
	NAGIOS_CGI_CONFIG=$NAGIOS_DIR/cgi.cfg REQUEST_METHOD=GET \
		QUERY_STRING=$2 "$nagios_file" | tr -d '\r' | sed '1,/^$/d'
}

# nagios_status QUERY: the state that the pages show, as JSON.
nagios_status() {
	nagios_cgi statusjson.cgi "$1"
}

# Begins one that has the configuration as shipped, and shows tickets as comments.
nagios_begin_with_tickets() {
	NAGIOS_DIR=$KIT/nagios
	iiq_config "nagios-command-file = $NAGIOS_DIR/nagios.cmd" \
		"nagios-status-file = $NAGIOS_DIR/status.dat"
	nagios_programs
	nagios_shipped "$KIT/bin"
	nagios_open_up
	nagios_setup "$KIT/shipped"
	nagios_start
}
