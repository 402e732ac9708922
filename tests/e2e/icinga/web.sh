# web.sh - a private Icinga Web 2, its PHP and its PostgreSQL
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced after tests/e2e/kit.sh. Runs as whoever calls it; root hands it to
# nobody, as no PostgreSQL runs as root.

# web_needs MODULE [FILE...]: else the test is skipped. contrib/test installs all.
web_needs() {
	web_module=/usr/share/icingaweb2/modules/$1
	shift
	for web_file in /usr/share/php/Icinga/Application/webrouter.php \
		"$web_module" "$(command -v php)" "$(command -v psql)" "$@"; do
		[ -e "$web_file" ] || {
			say "$web_module, PHP, PostgreSQL${*:+, $*}: not all of" \
				"them are installed"
			exit 77
		}
	done
}

# Becomes a command: to be called in a subshell.
web_become() {
	set -- env -i PATH="$PATH" LANG=C.UTF-8 HOME="$KIT/web" TZ=UTC \
		ICINGAWEB_CONFIGDIR="$KIT/web/etc" \
		ICINGAWEB_STORAGEDIR="$KIT/web/storage" \
		REMOTE_USER=maintainer "$@"
	[ "$(id -u)" != 0 ] ||
		set -- setpriv --reuid=nobody --regid="$(id -gn nobody)" \
			--clear-groups -- "$@"
	cd "$KIT/web" && exec "$@"
}

web_as_user() {
	(web_become "$@")
}

# $KIT/web, for all of this.
web_folder() {
	mkdir "$KIT/web" "$KIT/web/etc" "$KIT/web/storage" "$KIT/web/sessions"
	WEB_USER=$(id -un)
	[ "$WEB_USER" != root ] || WEB_USER=nobody
	web_own
}

web_own() {
	[ "$(id -u)" != 0 ] || chown -R nobody "$KIT/web"
}

# ---- PostgreSQL, on a socket that is in our folder ----

database_start() {
	database_bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb)")
	web_as_user "$database_bin/initdb" -D "$KIT/web/database" -A trust -E UTF8 \
		--no-sync >"$KIT/initdb.log" || fail "initdb"
	database_run >"$KIT/postgres.log" 2>&1 </dev/null &
	kit_later $!
	wait_for 30 database_sql postgres -c 'SELECT 1'
}

# At TERM it would wait until its clients have gone.
database_run() {
	(web_become "$database_bin/postgres" -D "$KIT/web/database" \
		-k "$KIT/web" -c listen_addresses= -c fsync=off \
		-c dynamic_shared_memory_type=mmap) &
	database_pid=$!
	trap 'kill -INT $database_pid; wait $database_pid; exit' TERM
	wait $database_pid
}

# database_sql DATABASE PSQL-ARG...
database_sql() {
	web_as_user psql -qX -v ON_ERROR_STOP=1 -h "$KIT/web" -d "$@"
}

# database_make NAME [SCHEMA]: the owner is whom all of this runs as. An
# extension comes with the server's own packages.
database_make() {
	database_sql postgres -c "CREATE DATABASE $1" || fail "database $1"
	[ -z "${2-}" ] || database_sql "$1" -f "$2" >"$KIT/schema.log" 2>&1 ||
		fail "schema of $1"
	cat >>"$KIT/web/etc/resources.ini" <<-END
		[$1]
		type = "db"
		db = "pgsql"
		host = "$KIT/web"
		port = "5432"
		dbname = "$1"
		username = "$WEB_USER"
		charset = "utf8"
	END
}

# ---- Icinga Web 2 ----

# icingaweb_setup MODULE...: whoever asks is let in, with all rights.
icingaweb_setup() {
	icingaweb_here=$KIT/web/etc
	mkdir "$icingaweb_here/enabledModules"
	for icingaweb_module in "$@"; do
		ln -s "/usr/share/icingaweb2/modules/$icingaweb_module" \
			"$icingaweb_here/enabledModules/"
	done
	cat >"$icingaweb_here/config.ini" <<-END
		[global]
		config_backend = "ini"
		[logging]
		log = "file"
		file = "$KIT/web/icingaweb.log"
		level = "ERROR"
	END
	cat >"$icingaweb_here/authentication.ini" <<-END
		[whoever]
		backend = "external"
	END
	cat >"$icingaweb_here/roles.ini" <<-END
		[all]
		users = "*"
		permissions = "*"
	END
	web_own
}

# Sets ICINGAWEB_URL. Any free port; PHP tells which.
icingaweb_start() {
	(web_become php -d session.save_path="$KIT/web/sessions" \
		-S 127.0.0.1:0 -t /usr/share/icingaweb2/public \
		/usr/share/php/Icinga/Application/webrouter.php) \
		>"$KIT/php.log" 2>&1 </dev/null &
	kit_later $!
	wait_for 30 icingaweb_is_ready
}

icingaweb_is_ready() {
	ICINGAWEB_URL=$(sed -n 's|.*(\(http://127[^)]*\)) started|\1|p' \
		"$KIT/php.log")
	[ -n "$ICINGAWEB_URL" ] && curl -sSf -m 30 -o "$KIT/front" \
		"$ICINGAWEB_URL/"
}
