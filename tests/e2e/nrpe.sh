#!/bin/sh
# nrpe.sh - a real NRPE runs both checks for another machine
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/nagios/instance.sh"

nrpe_program() {
	command -v nrpe || ls /usr/sbin/nrpe 2>/dev/null
}

check_nrpe_program() {
	for file in /usr/lib*/nagios/plugins/check_nrpe \
		/usr/lib*/monitoring-plugins/check_nrpe; do
		[ ! -x "$file" ] || {
			say "$file"
			break
		}
	done
}

settings() {
	cat <<-END
		server_port=$port
		server_address=127.0.0.1
		nrpe_user=$NAGIOS_USER
		nrpe_group=$(id -gn "$NAGIOS_USER")
		allowed_hosts=127.0.0.1
		log_file=$KIT/nrpe/log
		pid_file=$KIT/nrpe/pid
		include=$KIT/nrpe/incidentiq.cfg
	END
}

# It takes no port 0 and does not tell: another one where that is taken.
nrpe_start() {
	port=$(shuf -n 1 -i 20000-32000)
	settings >"$KIT/nrpe/nrpe.cfg"
	(nagios_become "$nrpe" -n -f -c "$KIT/nrpe/nrpe.cfg") \
		>"$KIT/nrpe/out" 2>&1 </dev/null &
	nrpe_pid=$!
	while kill -0 $nrpe_pid 2>/dev/null; do
		! asked check_nothing | grep -q 'not defined' || {
			kit_later $nrpe_pid
			return 0
		}
		sleep 0.05
	done
	return 1
}

asked() {
	"$check_nrpe" -n -H 127.0.0.1 -p "$port" -t 20 -c "$@"
}

nrpe=$(nrpe_program)
check_nrpe=$(check_nrpe_program)
[ -n "$nrpe" ] && [ -n "$check_nrpe" ] || {
	say "no NRPE is installed"
	exit 77
}
kit_start
fake_start
iiq_config 'nudge = no'
nagios_programs
# NRPE hands no environment on.
sed -i "s|^exec |INCIDENTIQ_OUTBOX='$INCIDENTIQ_OUTBOX' exec |" \
	"$KIT/bin/notify_incidentiq"
nagios_open_up
NAGIOS_USER=$(id -un)
[ "$NAGIOS_USER" != root ] || NAGIOS_USER=nobody
mkdir "$KIT/nrpe"
sed -e "s|@[a-z]*dir@|$KIT/bin|" "$top_srcdir/contrib/nrpe/incidentiq.cfg.in" \
	>"$KIT/nrpe/incidentiq.cfg"

[ "$(id -u)" != 0 ] || chown "$NAGIOS_USER" "$KIT/nrpe"
wait_for 30 nrpe_start

out=$(asked check_incidentiq)
same "0 INCIDENTIQ OK" "$? ${out%%:*}" "the API is checked"
out=$(asked check_incidentiq_outbox)
same "0 OUTBOX OK" "$? ${out%%:*}" "the outbox is checked"
nagios_as_user "$NOTIFY" --config "$CONFIG" --type PROBLEM --host web1 \
	--state DOWN || fail "alert was not stored"
sed -i 's/^nudge = no/nudge = yes/' "$CONFIG"
asked check_incidentiq_outbox >"$KIT/out"
wait_for 30 fake_has open 1
pass "and starts to deliver what waits"
