# instance.sh - a private Nagios Core, for the test and for quickstart
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced after kit.sh. Runs as whoever calls it; root hands it to nobody.

nagios_program() {
	command -v nagios4 || command -v nagios || ls /usr/sbin/nagios4 2>/dev/null
}

# nagios_setup FOLDER: $NAGIOS_DIR, with the project's files as FOLDER has them
# (commands.cfg, contact.cfg, templates.cfg).
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
	for nagios_file in nagios.cfg objects.cfg; do
		sed -e "s|@DIR@|$NAGIOS_DIR|g" -e "s|@USER@|$NAGIOS_USER|" \
			-e "s|@GROUP@|$(id -gn "$NAGIOS_USER")|" \
			-e "s|@CHECK_FILE@|$top_srcdir/tests/e2e/nagios/check_file.sh|" \
			"$top_srcdir/tests/e2e/nagios/$nagios_file.in" \
			>"$NAGIOS_DIR/$nagios_file"
	done
	[ "$(id -u)" != 0 ] || chown -R "$NAGIOS_USER" "$NAGIOS_DIR"
	nagios_as_user "$NAGIOS" -v "$NAGIOS_DIR/nagios.cfg" \
		>"$NAGIOS_DIR/verify.log" 2>&1 || {
		tail -n 20 "$NAGIOS_DIR/verify.log"
		fail "Nagios does not accept the configuration"
	}
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
