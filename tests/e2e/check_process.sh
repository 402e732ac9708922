#!/bin/sh
# check_process.sh - how the check behaves as a process, whatever it is given
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
iiq_config

# ---- descriptors ----
"$CHECK" --config "$CONFIG" <&- >&- 2>&-
same 0 $? 'all descriptors closed: the state is the exit status'
"$CHECK" --config "$CONFIG" --token-critical 99999: <&- >&- 2>&-
same 2 $? 'and not always the same'
"$CHECK" --config "$CONFIG" >"$KIT/out" <&- 2>&-
same 0 $? 'standard input and error closed'
case $(cat "$KIT/out") in
'INCIDENTIQ OK: '*) ;;
*) fail "$(cat "$KIT/out")" ;;
esac
"$CHECK" --config "$CONFIG" >/dev/full 2>"$KIT/err"
same 3 $? 'a full disk behind standard output'
"$CHECK" --config "$CONFIG" --exit-ok >/dev/full 2>"$KIT/err"
same 3 $? 'even with --exit-ok'
same '' "$(cat "$KIT/err")" 'nothing on standard error'
mkfifo "$KIT/reader"
: <"$KIT/reader" &
(
	trap '' PIPE
	exec 9>"$KIT/reader"
	wait
	sleep 0.1
	"$CHECK" --config "$CONFIG" -vvv >&9
	echo $? >"$KIT/rc"
)
same 0 "$(cat "$KIT/rc")" 'a reader that went away'

# ---- verbosity ----
check --config "$CONFIG" -v
says 0 'OK: *' '-v'
same 'reach OK
time OK
token OK
expiry OK
certificate OK
permissions OK
alive OK
clock OK
permission tickets OK' "$(sed -n '2,$s/:.*//p' "$KIT/out")" 'a line a sub-check'
check --config "$CONFIG" -vv
says 0 'OK: *' '-vv'
grep -q '^ *GET /tickets/statuses: HTTP 200, .*TLS' "$KIT/out" ||
	fail "no request with status and phases: $OUT"
grep -q SiteId "$KIT/out" && fail "headers at -vv: $OUT"
check --config "$CONFIG" -vvv
says 0 'OK: *' '-vvv'
grep -q "> SiteId: $SITE_ID" "$KIT/out" || fail "no headers: $OUT"
[ "$(sed 1d "$KIT/out" | tr -cd '|' | wc -c)" = 0 ] || fail "a pipe: $OUT"
check --config "$CONFIG" -vvvv
grep -q "> SiteId: $SITE_ID" "$KIT/out" || fail "less than at -vvv: $OUT"

# ---- the environment ----
OUT=$(env -i "$CHECK" --config "$CONFIG")
same 0 $? 'an empty environment'

# ---- the watchdog ----
mkfifo "$KIT/silent.ini"
check --config "$KIT/silent.ini" -t 0.2
says 2 'CRITICAL: no result within 0.2 s' 'an ini file that never comes'
check --config "$CONFIG" --extra-opts=@"$KIT/silent.ini" -t 0.2 \
	--timeout-state unknown
says 3 'UNKNOWN: no result within 0.2 s' 'nor does a file of --extra-opts'
check --config "$KIT/silent.ini" -t 0.2 --exit-ok
says 0 'CRITICAL: no result within 0.2 s' 'with --exit-ok'
check --config "$KIT/silent.ini" -t 0.2 --output-format json
same 2 "$RC" 'as JSON, the state'
same 'CRITICAL no result within 0.2 s' \
	"$(jq -r '"\(.state) \(.summary)"' "$KIT/out")" 'as JSON, the words'
check --config "$KIT/silent.ini" -t 0.2 --output-format openmetrics
grep -qx 'incidentiq_state 2' "$KIT/out" || fail "OpenMetrics: $OUT"
same '# EOF' "$(tail -n 1 "$KIT/out")" 'as OpenMetrics'
check --config "$KIT/none.ini" --output-format json
same "UNKNOWN $KIT/none.ini: No such file or directory" \
	"$(jq -r '"\(.state) \(.summary)"' "$KIT/out")" 'a wrong setting as JSON'

# A process that was stopped for longer than it has finds both its deadlines
# passed when it goes on; the alarm, blocked by whoever started it, comes first.
fake_set hang=1
env --block-signal=ALRM "$CHECK" --config "$CONFIG" -t 2 >"$KIT/out" &
pid=$!
wait_for 10 is_asked
kill -STOP $pid
sleep 2.7
kill -CONT $pid
wait $pid
same 2 $? 'the watchdog is CRITICAL'
same 'INCIDENTIQ CRITICAL: no result within 2 s' "$(cat "$KIT/out")" \
	'it prints one line'
