#!/bin/sh
# bench.sh - what a check and an alert cost, beside their peers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bench.sh need           says in one line what is missing, if anything is
# bench.sh DIR ROUNDS     run by make bench, in a mount namespace of its own
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd) || exit 1

say() {
	printf '%s\n' "$*"
}

fail() {
	say "bench: $*" >&2
	exit 1
}

# plugin NAME: where it is
plugin() {
	for dir in /usr/lib/nagios/plugins /usr/lib64/nagios/plugins \
		/usr/lib/monitoring-plugins; do
		if "$dir/$1" --version >/dev/null 2>&1 || [ $? = 3 ]; then
			say "$dir/$1"
			return
		fi
	done
	return 1
}

# The system's own: packages are for these.
python=/usr/bin/python3
perl=/usr/bin/perl

need() {
	missing=
	for tool in nginx openssl curl valgrind perl unshare ldd strace bash jq; do
		command -v $tool >/dev/null 2>&1 || missing="$missing $tool"
	done
	plugin check_curl >/dev/null || missing="$missing check_curl"
	plugin check_http >/dev/null || missing="$missing check_http"
	$python -c 'import nagiosplugin, requests' 2>/dev/null ||
		missing="$missing python3-nagiosplugin"
	$perl -MMonitoring::Plugin -MLWP::Protocol::https -e 1 2>/dev/null ||
		missing="$missing Monitoring::Plugin or LWP for Perl"
	[ -z "$missing" ] || fail "missing$missing; Debian: apt install" \
		nginx-light openssl curl valgrind strace util-linux bash jq \
		monitoring-plugins-basic monitoring-plugins-standard \
		python3-nagiosplugin python3-requests \
		libmonitoring-plugin-perl liblwp-protocol-https-perl
	unshare -m true 2>/dev/null ||
		fail "needs root: it mounts a CA store of its own"
}

if [ "${1-}" = need ]; then
	need
	exit 0
fi
[ $# = 2 ] || fail "usage: bench.sh need | DIR ROUNDS"
build=$1/build
root=$1/root
work=$1/work
rounds=$2
tab=$(printf '\t')

# ---- a server, a CA store, an outbox ----

server_start() {
	port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(
		LocalAddr => "127.0.0.1", Listen => 1)->sockport') ||
		fail "no free port"
	mkdir -p "$work/www/api/v1.0/tickets" "$work/www/api/v1.0/sites" \
		"$work/tmp"
	say '{"Message":"OK","StatusCode":200}' \
		>"$work/www/api/v1.0/sites/isalive"
	statuses >"$work/www/api/v1.0/tickets/statuses"
	cat >"$work/nginx.conf" <<-END
		daemon off; master_process off; user root;
		pid $work/nginx.pid; error_log stderr warn;
		events { }
		http {
			access_log off;
			client_body_temp_path $work/tmp;
			proxy_temp_path $work/tmp;
			fastcgi_temp_path $work/tmp;
			uwsgi_temp_path $work/tmp;
			scgi_temp_path $work/tmp;
			server {
				listen 127.0.0.1:$port ssl;
				ssl_protocols TLSv1.3;
				ssl_certificate $work/server.pem;
				ssl_certificate_key $work/server.key;
				root $work/www;
				default_type application/json;
				location = /api/v1.0/tickets {
					return 200 '{"Items":[],"ItemCount":0,"StatusCode":200}';
				}
			}
		}
	END
	nginx -e stderr -p "$work" -c "$work/nginx.conf" 2>"$work/nginx.err" &
	server=$!
	trap stop EXIT
	trap 'exit 1' HUP INT TERM
	url=https://127.0.0.1:$port/api/v1.0
	tries=0
	until curl -sf --cacert "$work/ca.pem" -o /dev/null \
		"$url/tickets/statuses"; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || fail "nginx: $(tail -n 1 "$work/nginx.err")"
		sleep 0.1
	done
}

# As an answer of IncidentIQ looks, with the dozen statuses of a usual site.
statuses() {
	printf '{"Items":['
	for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
		[ $number = 1 ] || printf ,
		printf '{"TicketStatusId":"5d1a7c00-0000-4000-8000-%012d",' \
			$number
		printf '"SiteId":"6f1ec0de-51fe-4a11-9c3d-0123456789ab",'
		printf '"ProductId":"88df910c-91aa-e711-80c2-0004ffa00010",'
		printf '"WorkflowId":"0f10c000-0000-4000-8000-000000000001",'
		printf '"WorkflowStepId":"57e90000-0000-4000-8000-%012d",' \
			$number
		printf '"StatusName":"Status number %d","StepName":"Step %d",' \
			$number $number
		printf '"IsClosed":false,"IsSystem":true,"SortOrder":%d,' \
			$number
		printf '"CreatedDate":"2024-08-01T12:00:00","Scope":"Site"}'
	done
	printf '],"ItemCount":12,"Paging":{"TotalRows":12,"PageCount":1,'
	printf '"PageSize":20,"PageIndex":0},"StatusCode":200,'
	printf '"RequestDate":"2025-08-01T12:00:00Z","ExecutionTime":4,'
	printf '"ServerName":"bench","OperationId":"0123456789abcdef"}'
}

stop() {
	[ -z "${server-}" ] || kill "$server" 2>/dev/null
	[ -z "${outbox-}" ] || kill "$outbox" 2>/dev/null
	[ -z "${fake-}" ] || kill "$fake" 2>/dev/null
	wait
}

base64url() {
	printf %s "$1" | base64 | tr -d '\n=' | tr '+/' '-_'
}

store_mount() {
	mount --bind "$work/certs" /etc/ssl/certs ||
		fail "cannot mount over /etc/ssl/certs"
}

settings() {
	site=6f1ec0de-51fe-4a11-9c3d-0123456789ab
	token=$(base64url '{"alg":"HS256"}').$(base64url \
		"{\"iss\":\"$site\",\"exp\":$(($(date +%s) + 35000000))}").c2ln
	(umask 077 && say "$token" >"$work/token")
	mkdir -p "$root/etc/incidentiq"
	# Nobody listens on port 1: alerts stay pending.
	cat >"$root/etc/incidentiq/incidentiq.ini" <<-END
		[incidentiq]
		url = https://127.0.0.1:1
		site-id = $site
		token-file = $work/token
	END
	# Side by side: where a directory lies on the disk counts, too.
	spool=$root/var/spool/incidentiq
	bare=$root/var/spool/bare
	rm -rf "$spool" "$bare"
	install -d -m 2770 "$spool" "$bare" "$bare/tmp" "$bare/new"
	unset IIQ_API_TOKEN IIQ_SITE_ID IIQ_URL CREDENTIALS_DIRECTORY \
		INCIDENTIQ_OUTBOX MP_CONFIG_FILE http_proxy https_proxy \
		HTTPS_PROXY all_proxy ALL_PROXY
}

# A real one, which stays as long as the first alert is pending.
outbox_start() {
	INCIDENTIQ_OUTBOX=/bin/true "$root/bin/notify_incidentiq" \
		--type PROBLEM --state DOWN --host the-first ||
		fail "the first alert was not stored"
	"$root/bin/notify_incidentiq" drain >"$work/outbox.out" 2>&1 &
	outbox=$!
	outbox_wait
}

# Until it has taken what is in the spool.
outbox_wait() {
	tries=0
	until [ -z "$(ls "$spool/new")" ]; do
		if [ $tries = 300 ] || ! kill -0 "$outbox" 2>/dev/null; then
			fail "the outbox: $(tail -n 1 "$work/outbox.out")"
		fi
		tries=$((tries + 1))
		sleep 0.1
	done
}

# ---- measure ----

# peer NAME WORD...: another line of the table of peers
peer() {
	printf '%s' "$1"
	shift
	printf '\t%s' "$@"
	printf '\n'
}

check_peers() {
	peer 'check_curl -S -D' "$check_curl" -S -D -H 127.0.0.1 -p "$port" \
		-u /api/v1.0/tickets/statuses -t 10 \
		-k "Authorization: Bearer $token" \
		-k "SiteId: $site" -k 'Client: ApiClient'
	one_request_peer
	peer 'check_http -S (verifies nothing)' "$check_http" -S \
		-H 127.0.0.1 -p "$port" -u /api/v1.0/tickets/statuses -t 10 \
		-k "Authorization: Bearer $token" \
		-k "SiteId: $site" -k 'Client: ApiClient'
	peer 'curl, the command' "$(command -v curl)" -sf \
		-H "Authorization: Bearer $token" \
		-H "SiteId: $site" -H 'Client: ApiClient' \
		"$url/tickets/statuses"
	peer 'libcurl + json-c, one CA file' "$build/bench_minimal_get" \
		"$work/ca.pem" "$url/tickets/statuses" \
		"Authorization: Bearer $token" \
		"SiteId: $site" 'Client: ApiClient'
	peer 'return 0' "$build/bench_nothing"
}

# check_peer NAME [OPTION...]
check_peer() {
	name=$1
	shift
	peer "$name" "$check" -u "$url" --site-id "$site" \
		--token-file "$work/token" "$@"
}

one_request_peer() {
	check_peer 'check_incidentiq, one request' --no-alive --require none
}

# All that the check does by default, three requests over one connection.
plugin_peers() {
	check_peer 'check_incidentiq'
	one_request_peer
	peer 'bash, curl, jq' "$here/peer.sh" "$url" "$site" "$work/token"
	peer 'Python, nagiosplugin, requests' "$python" "$here/peer.py" \
		"$url" "$site" "$work/token"
	peer 'Perl, Monitoring::Plugin, LWP' "$perl" "$here/peer.pl" \
		"$url" "$site" "$work/token"
}

alert_peers() {
	bare_peer
	notify_peer 'host-{}'
	peer 'INSERT, SQLite WAL FULL' "$build/bench_sqlite_store" \
		"$bare/alerts.db" "$alert"
	peer 'return 0' "$build/bench_nothing"
}

alert='type=PROBLEM state=DOWN host=host-{} contact=helpdesk output=CRITICAL -'
alert="$alert 10.0.0.1: rta nan, lost 100% state-time=1754000000"

bare_peer() {
	peer 'write-fdatasync-rename-fsync' "$build/bench_bare_store" \
		"$bare" "$alert"
}

# notify_peer HOST
notify_peer() {
	peer 'notify_incidentiq' "$root/bin/notify_incidentiq" \
		--type PROBLEM --state DOWN --host "$1" \
		--address 10.0.0.1 --alias 'The host of number {}' \
		--output 'CRITICAL - 10.0.0.1: rta nan, lost 100%' \
		--state-time 1754000000 --contact helpdesk
}

storm_peers() {
	peer 'return 0' "$build/bench_nothing"
	bare_peer
	notify_peer 'storm-{}'
}

# Millions of instructions of each peer's own process.
instructions() {
	while IFS= read -r line; do
		(
			set -f
			IFS=$tab
			# shellcheck disable=SC2086 # split at tabs
			set -- $line
			shift
			valgrind --tool=callgrind --callgrind-out-file=/dev/null \
				"$@" 2>&1 >/dev/null </dev/null |
				awk '/Collected/ { count = $NF / 1e6 }
					END { printf "%.1f\n", count }'
		)
	done <"$1"
}

# table NAME FIRST: measures the peers of $work/NAME.peers
table() {
	"$build/bench_measure" "$rounds" <"$work/$1.peers" >"$work/$1.times" ||
		exit 1
	instructions "$work/$1.peers" >"$work/$1.ir"
	! grep -qx 0.0 "$work/$1.ir" || fail "valgrind cannot run a program"
	printf '\n%-36s %9s %7s %9s %7s %9s\n' "$2" 'wall ms' 'x' 'CPU ms' \
		'x' 'M instr.'
	paste "$work/$1.times" "$work/$1.ir" | awk -F '\t' \
		'{ printf "%-36s %9.2f %7.2f %9.2f %7.2f %9s\n",
			$1, $2, $3, $4, $5, $6 }'
}

# figure FILE NAME COLUMN
figure() {
	awk -F '\t' -v name="$2" -v column="$3" \
		'$1 == name { print $column }' "$work/$1"
}

# Shared objects that a program brings, other than libc and its loader.
brought() {
	ldd "$1" | grep -cvE 'linux-vdso|libc\.so|/ld-linux|/ld64|/ld-musl'
}

# calls WHAT: system calls of a check of one request, of the kinds that strace
# names so. What the loader seeks in vain below the prefix of the bench is left
# out: a package has no run path.
calls() {
	strace -f -qq -e trace="$1" -e signal=none -o "$work/strace" "$check" \
		-u "$url" --site-id "$site" --token-file "$work/token" \
		--no-alive --require none >/dev/null || fail "strace"
	grep '(' "$work/strace" | grep -vc "\"$root/lib/.*ENOENT"
}

# share FILE NAME COLUMN: how much of that row the first row takes.
share() {
	figure "$@" | awk '{ printf "%.3f\n", 1 / $1 }'
}

# goal WHAT GOT MOST
goal() {
	awk -v what="$1" -v got="$2" -v most="$3" 'BEGIN {
		printf "%-8s %s: %s, at most %s\n",
			got <= most ? "reached" : "missed", what, got, most }'
}

# ---- the outbox, and a help desk that answers ----

# Over TLS with the certificate of the store, which all peers trust.
fake_start() {
	mkdir -p "$work/tls"
	cp "$work/server.pem" "$work/server.key" "$work/tls"
	"$build/fake_incidentiq" --tls "$work/tls" >"$work/fake.url" \
		2>"$work/fake.err" &
	fake=$!
	tries=0
	until [ -s "$work/fake.url" ]; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || fail "fake: $(cat "$work/fake.err")"
		sleep 0.1
	done
	fake_url=$(cat "$work/fake.url")
	(umask 077 && "$build/fake_incidentiq" --print-token >"$work/fake.token")
}

# How many tickets it has.
tickets() {
	curl -sf --cacert "$work/ca.pem" "$fake_url/_fake/count?created"
}

# drain_settings NUDGE: a spool of its own, and its ini.
drain_settings() {
	drain_spool=$root/var/spool/drain
	drain_ini=$work/drain.ini
	rm -rf "$drain_spool"
	install -d -m 2770 "$drain_spool"
	cat >"$drain_ini" <<-END
		[incidentiq]
		url = $fake_url
		site-id = $site
		token-file = $work/fake.token
		[notify_incidentiq]
		spool = $drain_spool
		requester = 05e40000-0000-4000-8000-000000000001
		issue = 155e0000-0000-4000-8000-000000000001
		location = 10c00000-0000-4000-8000-000000000001
		pace = 0
		nudge = $1
	END
}

# alert_to_ticket: milliseconds from before the command to the ticket.
alert_to_ticket() {
	before=$(tickets)
	start=$(date +%s%N)
	"$root/bin/notify_incidentiq" --config "$drain_ini" --type PROBLEM \
		--state DOWN --host "fast-$1" || fail "an alert was not stored"
	until [ "$(tickets)" != "$before" ]; do
		[ $(($(date +%s%N) - start)) -lt 20000000000 ] ||
			fail "no ticket after 20 s"
	done
	echo $((($(date +%s%N) - start) / 1000000))
}

# The worst of ten, each of which starts an outbox.
latency() {
	drain_settings yes
	for number in 1 2 3 4 5 6 7 8 9 10; do
		alert_to_ticket $number
		until flock -n "$drain_spool/lock" true; do
			sleep 0.1
		done
	done >"$work/latency"
	sort -n "$work/latency" | tail -n 1
}

queue() {
	number=0
	while [ $number -lt "$1" ]; do
		number=$((number + 1))
		"$root/bin/notify_incidentiq" --config "$drain_ini" \
			--type PROBLEM --state DOWN --host "queued-$number" \
			--output 'CRITICAL - 10.0.0.1: rta nan, lost 100%' \
			--state-time 1754000000 --contact helpdesk ||
			fail "an alert was not stored"
	done
}

# Processor time in ms for each of 1,000 alerts, one connection for all.
drain_cost() {
	drain_settings no
	queue 1000
	before=$(tickets)
	DRAIN="$root/bin/notify_incidentiq" INI=$drain_ini bash -c '
		TIMEFORMAT="%U %S"
		time "$DRAIN" drain --config "$INI" >/dev/null' \
		2>"$work/drain.time"
	[ $(($(tickets) - before)) = 1000 ] || fail "tickets are missing"
	awk '{ printf "%.3f\n", ($1 + $2) }' "$work/drain.time"
}

# The least that opens a ticket for an alert: a process that posts it.
post_cost() {
	peer 'curl, a POST' "$(command -v curl)" -sf \
		-H "Authorization: Bearer $(cat "$work/fake.token")" \
		-H "SiteId: $site" -H 'Client: ApiClient' \
		-H 'Content-Type: application/json' -d "$(printf %s \
			'{"ProductId":"88df910c-91aa-e711-80c2-0004ffa00010",' \
			'"Subject":"queued is DOWN","IssueDescription":' \
			'"<p>CRITICAL - 10.0.0.1: rta nan, lost 100%</p>",' \
			'"ForId":"05e40000-0000-4000-8000-000000000001",' \
			'"IssueId":"155e0000-0000-4000-8000-000000000001",' \
			'"LocationId":"10c00000-0000-4000-8000-000000000001"}')" \
		"$fake_url/api/v1.0/tickets/new" >"$work/post.peers"
	"$build/bench_measure" 21 <"$work/post.peers" >"$work/post.times" ||
		exit 1
	figure post.times 'curl, a POST' 4
}

# crowd NUMBER: so many problems wait in the database.
crowd() {
	drain_settings no
	queue 1
	sed "s|^url = .*|url = https://127.0.0.1:1|" "$drain_ini" >"$work/away.ini"
	timeout 2 "$root/bin/notify_incidentiq" drain --config "$work/away.ini" \
		>/dev/null
	$python "$here/crowd.py" "$drain_spool/outbox.db" "$1" ||
		fail "no crowd"
}

# among NUMBER: wall ms of each ticket, and the most memory in MiB, of an outbox
# for which so many wait.
among() {
	crowd "$1"
	wanted=$(($(tickets) + 20))
	"$root/bin/notify_incidentiq" drain --config "$drain_ini" >/dev/null &
	outbox=$!
	tries=0
	while [ "$(tickets)" -lt "$wanted" ]; do
		tries=$((tries + 1))
		[ $tries -lt 3000 ] || fail "no ticket among $1"
	done
	begun=$(date +%s%N)
	first=$(tickets)
	sleep 3
	took=$(($(date +%s%N) - begun))
	count=$(($(tickets) - first))
	memory=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$outbox/status")
	kill $outbox
	wait $outbox 2>/dev/null
	outbox=
	awk -v took=$took -v count="$count" -v memory="$memory" \
		'BEGIN { printf "%.2f %.1f\n", took / 1e6 / count, memory / 1024 }'
}

drains() {
	fake_start
	latency_ms=$(latency) || exit 1
	drain_ms=$(drain_cost) || exit 1
	post_ms=$(post_cost) || exit 1
	few=$(among 10000) || exit 1
	many=$(among 100000) || exit 1
	printf '\n%-36s %9s\n' 'tickets' ms
	printf '%-36s %9s\n' 'curl, a POST each, CPU' "$post_ms" \
		'drain of 1,000, CPU of one' "$drain_ms" \
		'one among 10,000, wall' "${few% *}" \
		'one among 100,000, wall' "${many% *}" \
		'alert to ticket, worst of ten' "$latency_ms"
	kill "$fake"
}

# ---- the run ----

checks() {
	check_peers >"$work/check.peers"
	table check 'a check, TLS 1.3, 140 authorities'
	plugin_peers >"$work/plugin.peers"
	table plugin 'the whole check, as plugins'
}

alerts() {
	outbox_start
	alert_peers >"$work/alert.peers"
	table alert 'an alert, the outbox running'
}

storm() {
	outbox_wait
	storm_peers >"$work/storm.peers"
	"$build/bench_storm" 5 200 <"$work/storm.peers" >"$work/storm.times" ||
		exit 1
	printf '\n%-36s %9s %9s %7s\n' '5 times 200 at once' 'median ms' \
		'p99 ms' x
	awk -F '\t' '{ printf "%-36s %9.1f %9.1f %7.2f\n", $1, $2, $3, $4 }' \
		"$work/storm.times"
	outbox_wait
	kept=$("$root/bin/notify_incidentiq" list |
		grep -c '^ *[0-9]* storm-')
}

goals() {
	echo
	one='check_incidentiq, one request'
	goal 'one request, wall time x of check_curl -D' \
		"$(figure check.times "$one" 3)" 0.52
	goal 'one request, processor time x of check_curl -D' \
		"$(figure check.times "$one" 5)" 0.52
	goal 'one request, million instructions' \
		"$(sed -n 2p "$work/check.ir")" 34
	goal 'one request, system calls' "$(calls all)" 460
	goal 'one request, threads for an address' \
		"$(calls clone,clone3,fork,vfork)" 0
	goal 'three requests, wall time x of one' \
		"$(share plugin.times "$one" 3)" 1.1
	goal 'check, wall time x of bash' \
		"$(share plugin.times 'bash, curl, jq' 3)" 0.32
	goal 'check, wall time x of Python' \
		"$(share plugin.times 'Python, nagiosplugin, requests' 3)" 0.13
	goal 'check, wall time x of Perl' \
		"$(share plugin.times 'Perl, Monitoring::Plugin, LWP' 3)" 0.13
	goal 'alert, wall time x of the bare program' \
		"$(figure alert.times notify_incidentiq 3)" 1.25
	goal 'alert, libraries but libc' \
		"$(brought "$root/bin/notify_incidentiq")" 0
	goal 'drain, processor time x of a POST each' \
		"$(awk -v one="$drain_ms" -v post="$post_ms" \
			'BEGIN { printf "%.4f\n", one / post }')" 0.02
	goal 'a ticket among 100,000 that wait, wall ms' "${many% *}" 20
	goal 'drain of 100,000, MiB' "${many#* }" 32
	goal 'drain of 100,000, MiB more than of 10,000' \
		"$(awk -v few="${few#* }" -v many="${many#* }" \
			'BEGIN { printf "%.1f\n", many - few }')" 2
	goal 'alert to ticket, ms' "$latency_ms" 1000
	goal 'storm, p99 x of return 0' \
		"$(figure storm.times notify_incidentiq 4)" 2
	goal 'storm, alerts lost of 1000' $((1000 - kept)) 0
}

rm -rf "$work"
mkdir -p "$work"
check_curl=$(plugin check_curl)
check_http=$(plugin check_http)
check=$root/libexec/monitoring-plugins/check_incidentiq
say "medians of $rounds rounds in turns; x: median of the ratios to the first"
sh "$here/store.sh" "$work" || fail "no CA store"
settings
server_start
store_mount
checks
alerts
storm
drains
goals
