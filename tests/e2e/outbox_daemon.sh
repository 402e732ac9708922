#!/bin/bash
# outbox_daemon.sh - an outbox that stays, and one that a person watches
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/outbox_kit.sh
. "$top_srcdir/tests/e2e/outbox_kit.sh"

# listens: each datagram to $KIT/notify becomes a line of $KIT/notified.
listens() {
	: >"$KIT/notified"
	/usr/bin/perl -MSocket -e '
		my ($socket, $message) = @ARGV;
		socket(my $in, AF_UNIX, SOCK_DGRAM, 0) or die;
		bind($in, pack_sockaddr_un($socket)) or die;
		$| = 1;
		print "$message\n" while defined recv($in, $message, 4096, 0);
	' "$KIT/notify" >"$KIT/notified" &
	kit_later $!
	wait_for 20 test -S "$KIT/notify"
}

# stays LOG [ARG...]: a daemon; its process id is in $daemon.
stays() {
	local log=$1
	shift
	NOTIFY_SOCKET=$KIT/notify "$NOTIFY" drain --daemon --config "$CONFIG" \
		"$@" >"$KIT/$log" 2>&1 &
	daemon=$!
	kit_later $daemon
}

told() {
	[ "$(paste -s -d ' ' "$KIT/notified")" = "$1" ]
}

kit_start
fake_start
iiq_config 'nudge = no'
listens

say "# it stays when nothing is left"
stays log
wait_for 20 told "READY=1"
pass "READY=1"
alert PROBLEM sw-1 DOWN 1000
wait_for 20 fake_has created 1
alert RECOVERY sw-1 UP 1100
wait_for 20 fake_has closed 1
alert PROBLEM sw-2 DOWN 1000
wait_for 20 fake_has created 2
kill -0 "$daemon" || fail "it went: $(cat "$KIT/log")"
pass "still there"

say "# the line of cron beside it"
line=$(sed -n 's|^    \*/5 \* \* \* \* nagios /usr/bin/notify_incidentiq||p' \
	"$top_srcdir/contrib/systemd/README.md")
[ -n "$line" ] || fail "the README prints none"
bash -c "'$NOTIFY'${line/ drain/ drain --config $CONFIG}" ||
	fail "it ends with $?"
kill -0 "$daemon" || fail "the daemon went: $(cat "$KIT/log")"
same 2 "$(fake_count created)" "does nothing"

say "# at SIGHUP it reads the settings again"
sed -i "s/^team = .*/team = Field Technicians/" "$CONFIG"
alert PROBLEM sw-3 DOWN 1000
wait_for 20 fake_has created 3
same "Network Team" "$(fake_tickets '.[2].AssignedToTeam.Name')" "not before"
kill -HUP "$daemon"
alert PROBLEM sw-4 DOWN 1000
wait_for 20 fake_has created 4
same "Field Technicians" "$(fake_tickets '.[3].AssignedToTeam.Name')" "then"
say 'pace = fast' >>"$CONFIG"
kill -HUP "$daemon"
alert PROBLEM sw-5 DOWN 1000 2>"$KIT/err"
wait_for 20 fake_has created 5
same "Field Technicians" "$(fake_tickets '.[4].AssignedToTeam.Name')" \
	"a mistake changes nothing"
sed -i '/^pace = fast/d' "$CONFIG"

say "# what was held up is tried at once"
fake_set revoked=1
alert PROBLEM sw-6 DOWN 1000
is_held() {
	"$NOTIFY" status --config "$CONFIG" | grep -q 'CRITICAL: 1 waiting: .*token'
}
wait_for 20 is_held
fake_set revoked=0
kill -HUP "$daemon"
wait_for 10 fake_has created 6
pass "with the new token"

say "# another one waits for its turn"
first=$daemon
stays second
wait_for 20 told "READY=1 READY=1"
kill -0 "$daemon" || fail "the second went: $(cat "$KIT/second")"
kill "$first"
wait "$first"
same 0 $? "the first goes at SIGTERM"
wait_for 20 told "READY=1 READY=1 STOPPING=1"
pass "STOPPING=1"
alert PROBLEM sw-7 DOWN 1000
wait_for 20 fake_has created 7
pass "the second takes over"

say "# another spool takes another outbox"
mkdir -m 0750 "$KIT/other"
sed -i "s|^spool = .*|spool = $KIT/other|" "$CONFIG"
kill -HUP "$daemon"
sed -i "s|^team = .*|team = Network Team|" "$CONFIG"
kill -HUP "$daemon"
alert PROBLEM sw-8 DOWN 1000 --spool "$SPOOL"
wait_for 20 fake_has created 8
same "Field Technicians" "$(fake_tickets '.[7].AssignedToTeam.Name')" \
	"settings as they were"
kill "$daemon"
wait "$daemon"
same 0 $? "exit status"
sed -i "s|^spool = .*|spool = $SPOOL|" "$CONFIG"

say "# without --daemon it ends, and a terminal sees how far it is"
for host in a b c; do
	alert PROBLEM $host DOWN 1000
done
script -qec "'$NOTIFY' drain --config '$CONFIG'" /dev/null >"$KIT/screen" ||
	fail "drain: $(cat "$KIT/screen")"
wait_for 1 fake_has created 11
tr '\r' '\n' <"$KIT/screen" >"$KIT/lines"
for wanted in '[1-3] delivered, [0-2] waiting' 'a: opened ticket 0123' \
	'c: opened ticket 0123'; do
	grep -q "$wanted" "$KIT/lines" || fail "no $wanted in: $(cat "$KIT/lines")"
	pass "$wanted"
done
alert PROBLEM d DOWN 1000
same "" "$("$NOTIFY" drain --config "$CONFIG" 2>&1)" "a file sees nothing"

# locks: another process holds the database, until unlock.
locks() {
	rm -f "$KIT/hold"
	mkfifo "$KIT/hold"
	sqlite3 "$SPOOL/outbox.db" <"$KIT/hold" >"$KIT/held" &
	holder=$!
	kit_later $holder
	exec 9>"$KIT/hold"
	say 'BEGIN IMMEDIATE; SELECT 1;' >&9
	wait_for 20 test -s "$KIT/held"
}

unlock() {
	exec 9>&-
	wait $holder
}

# is_told LOG TIMES: that it is waited for.
is_told() {
	[ "$(grep -c 'outbox.db is locked by another process: waiting' \
		"$KIT/$1")" = "$2" ]
}

# The same as stays, for a person who watches.
stays_at_terminal() {
	script -qfec "'$NOTIFY' drain --daemon --config '$CONFIG'" /dev/null \
		>"$KIT/$1" 2>&1 </dev/null 9>&- &
	daemon=$!
	kit_later $daemon
}

say "# a database that somebody has locked is waited for"
stays_at_terminal locked
alert PROBLEM e DOWN 1000
wait_for 20 fake_has created 13
locks
alert PROBLEM f DOWN 1000
wait_for 20 is_told locked 1
# Two more looks at it.
sleep 2
is_told locked 1 || fail "told again: $(cat "$KIT/locked")"
same 13 "$(fake_count created)" "it is told once, and nothing else done"
unlock
wait_for 20 fake_has created 14
pass "and then all goes on"
locks
alert PROBLEM g DOWN 1000
wait_for 20 is_told locked 2
kit_outbox_signal TERM
wait "$daemon"
same 0 $? "who waits for it can be stopped"
"$NOTIFY" drain --config "$CONFIG" >"$KIT/out" 2>&1
same "3 1" "$? $(grep -c 'outbox.db: database is locked' "$KIT/out")" \
	"without --daemon it is not waited for"
stays_at_terminal locked_first
wait_for 20 is_told locked_first 1
unlock
wait_for 20 fake_has created 15
pass "at its start, too"
kit_outbox_signal TERM
wait "$daemon"
same 0 $? "exit status"
