# instance.sh - a private Icinga 2, for tests
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced after kit.sh. Runs as whoever calls it; root hands it to nobody.

# The daemon itself: what is in the path may be a script that starts it.
icinga_program() {
	for icinga_file in /usr/lib*/icinga2/sbin/icinga2 \
		/usr/lib/*/icinga2/sbin/icinga2; do
		[ ! -x "$icinga_file" ] || {
			say "$icinga_file"
			break
		}
	done
}

# icinga_setup FOLDER PLUGINS: $ICINGA_DIR, with the project's files as FOLDER
# has them, what is in $KIT/objects, and PLUGINS as PluginDir.
icinga_setup() {
	ICINGA_DIR=$KIT/icinga
	ICINGA_PLUGINS=$2
	ICINGA=$(icinga_program)
	[ -n "$ICINGA" ] || fail "no Icinga 2 is installed"
	ICINGA_USER=$(id -un)
	[ "$ICINGA_USER" != root ] || ICINGA_USER=nobody
	mkdir -p "$ICINGA_DIR/etc" "$ICINGA_DIR/data/certs" "$ICINGA_DIR/log" \
		"$ICINGA_DIR/cache" "$ICINGA_DIR/spool/tmp" "$ICINGA_DIR/run"
	cp "$top_srcdir/tests/e2e/icinga/icinga2.conf" "$ICINGA_DIR/etc/"
	cp -r "$1" "$ICINGA_DIR/etc/shipped"
	cp -r "$KIT/objects" "$ICINGA_DIR/etc/objects"
	icinga_credentials
	[ "$(id -u)" != 0 ] || chown -R "$ICINGA_USER" "$ICINGA_DIR"
	(icinga_become -C) >"$ICINGA_DIR/verify.log" 2>&1 || {
		tail -n 20 "$ICINGA_DIR/verify.log"
		fail "Icinga does not accept the configuration"
	}
}

# The certificate is the fake's, from fake_ca; the password is for one test.
icinga_credentials() {
	cp "$KIT/ca/ca.pem" "$ICINGA_DIR/data/certs/ca.crt"
	cp "$KIT/ca/server.pem" "$ICINGA_DIR/data/certs/server.crt"
	cp "$KIT/ca/server.key" "$ICINGA_DIR/data/certs/server.key"
	icinga_password=$(openssl rand -hex 16)
	(
		umask 077
		say "user = \"test:$icinga_password\"" >"$KIT/icinga.curl"
		cat >"$ICINGA_DIR/etc/objects/user.conf"
	) <<-END
		object ApiUser "test" {
			password = "$icinga_password"
			permissions = [ "*" ]
		}
	END
}

# Becomes the daemon: to be called in a subshell, or $! would not be the process
# to stop.
icinga_become() {
	set -- "$ICINGA" daemon -c "$ICINGA_DIR/etc/icinga2.conf" \
		-D ConfigDir="$ICINGA_DIR/etc" -D DataDir="$ICINGA_DIR/data" \
		-D LogDir="$ICINGA_DIR/log" -D CacheDir="$ICINGA_DIR/cache" \
		-D SpoolDir="$ICINGA_DIR/spool" \
		-D InitRunDir="$ICINGA_DIR/run" \
		-D PluginDir="$ICINGA_PLUGINS" "$@"
	[ "$(id -u)" != 0 ] ||
		set -- setpriv --reuid="$ICINGA_USER" \
			--regid="$(id -gn "$ICINGA_USER")" --clear-groups -- "$@"
	exec env -i PATH="$PATH" LANG=C.UTF-8 ICINGA2_USER="$ICINGA_USER" \
		ICINGA2_GROUP="$(id -gn "$ICINGA_USER")" "$@"
}

icinga_start() {
	(icinga_become) >"$ICINGA_DIR/stdout.log" 2>&1 </dev/null &
	ICINGA_PID=$!
	kit_later $ICINGA_PID
	wait_for 30 icinga_is_ready
}

# In the test rather than at its end, so that a daemon which stays is seen.
icinga_stop() {
	kill $ICINGA_PID
	wait_for 20 icinga_is_gone
}

icinga_is_gone() {
	! kill -0 $ICINGA_PID && ! icinga_api /v1/status/IcingaApplication
}

icinga_is_ready() {
	ICINGA_PORT=$(sed -n "s/.*Started new listener on .*:\([0-9]*\)'.*/\1/p" \
		"$ICINGA_DIR/log/icinga2.log")
	[ -n "$ICINGA_PORT" ] && icinga_api /v1/status/IcingaApplication
}

# icinga_api PATH [CURL-ARG...]
icinga_api() {
	icinga_path=$1
	shift
	curl -sSf -m 30 --noproxy '*' -K "$KIT/icinga.curl" \
		--cacert "$KIT/ca/ca.pem" -H 'Accept: application/json' "$@" \
		"https://localhost:$ICINGA_PORT$icinga_path"
}
