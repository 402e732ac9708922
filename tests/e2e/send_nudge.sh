#!/bin/sh
# send_nudge.sh - the outbox is started once, and cut off from the core
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/send_kit.sh"
send_start

# Stays until the gate opens: the lock is held as long as it runs.
mkfifo "$KIT/gate"
stub_outbox <<EOF
# In a subshell, so that the redirection is not this shell's.
(
	for fd in /proc/\$\$/fd/*; do
		echo "fd \${fd##*/} \$(readlink "\$fd")"
	done >'$KIT/facts.new'
)
# By the shell itself: while it starts a program it blocks signals.
while read -r line; do
	echo "\$line"
done </proc/\$\$/status >>'$KIT/facts.new'
{
	echo "stat \$(cat /proc/\$\$/stat)"
	echo "pid \$\$ cwd \$(pwd) umask \$(umask)"
	env | sed 's/^/env /'
} >>'$KIT/facts.new'
mv '$KIT/facts.new' '$KIT/facts'
read -r line <'$KIT/gate'
EOF

# The core reads until all writers have closed; so does this.
output=$(
	export IIQ_API_TOKEN=canary-token
	trap '' PIPE HUP TERM
	umask 077
	exec 7</dev/null
	"$NOTIFY" --config "$CONFIG" --type PROBLEM --host web1 2>&1
)
same 0 $? "exit 0"
same '' "$output" "and its output ends while the outbox runs"
wait_for 20 test -e "$KIT/facts"
same "drain --config $CONFIG --lock-fd=3" "$(cat "$KIT/started")" \
	"the outbox was started"

fact() {
	grep -E "^$1" "$KIT/facts" | head -n 1
}
for fd in 0 1 2; do
	same "fd $fd /dev/null" "$(fact "fd $fd ")" "descriptor $fd"
done
same "fd 3 $SPOOL/lock" "$(fact 'fd 3 ')" "the lock was handed over"
# The shell keeps its script open at 10 or more.
same 0 "$(grep -c '^fd [4-9] ' "$KIT/facts")" "no other descriptor is open"
same SigBlk:0000000000000000 "$(fact SigBlk | tr -d '\t ')" \
	"no signal is blocked"
ignored=$(fact SigIgn | awk '{ print $2 }')
same 0 $((0x$ignored & 0x5001)) "HUP, PIPE and TERM are not ignored"
pid=$(fact 'pid ' | awk '{ print $2 }')
same "$pid" "$(fact 'stat ' | sed 's/.*) //' | awk '{ print $4 }')" \
	"it leads a session of its own"
same "pid $pid cwd / umask 0027" "$(fact 'pid ')" "it stands in /"
same 0 "$(grep -c canary "$KIT/facts")" "it does not know the token"
same 0 "$(grep -rc canary "$SPOOL/new" | grep -vc ':0$')" \
	"nor does the spool"

# ---- while it runs, no second one ----
for number in 1 2 3; do
	send --type PROBLEM --host "web$number"
	same 0 "$STATUS" "exit 0 while the outbox runs"
done
same 1 "$(wc -l <"$KIT/started" | tr -d ' ')" "no second outbox"
same 4 "$(stored)" "all alerts are stored"
echo go >"$KIT/gate"
wait_for 20 flock -n "$SPOOL/lock" true
send --type PROBLEM --host web5
started() {
	[ "$(wc -l <"$KIT/started")" -eq "$1" ]
}
wait_for 20 started 2
pass "after it has gone, another one"
echo go >"$KIT/gate"
wait_for 20 flock -n "$SPOOL/lock" true

# ---- a relative path is one from everywhere ----
rm -f "$KIT/facts"
(cd "$KIT" && "$NOTIFY" --spool spool --config incidentiq.ini \
	--type PROBLEM --host web6) || fail "relative paths: exit $?"
wait_for 20 started 3
same "drain --config $CONFIG --spool $SPOOL --lock-fd=3" \
	"$(tail -n 1 "$KIT/started")" "relative paths are made absolute"
echo go >"$KIT/gate"
wait_for 20 flock -n "$SPOOL/lock" true

# ---- not wanted, or not there ----
INCIDENTIQ_OUTBOX=$KIT/nowhere
send --type PROBLEM --host web7
same 0 "$STATUS" "no outbox program: exit 0 all the same"
INCIDENTIQ_OUTBOX=$KIT/outbox
say 'nudge = no' >>"$CONFIG"
send --type PROBLEM --host web8
same 0 "$STATUS" "nudge = no: exit 0"
flock -n "$SPOOL/lock" true || fail "somebody holds the lock"
started 3 || fail "nudge = no, and an outbox was started"
same 8 "$(stored)" "all alerts are stored"

# ---- other verbs are the outbox's, as they are ----
stub_outbox <<'EOF'
for word; do
	printf '[%s]' "$word"
done
[ "$1" = preview ] && cat
exit 7
EOF
for verb in drain status list show retry drop preview; do
	same "[$verb][-x][two words][]" \
		"$("$NOTIFY" $verb -x 'two words' '' </dev/null)" \
		"$verb is passed on"
done
"$NOTIFY" status >/dev/null
same 7 $? "and so is its exit status"
"$NOTIFY" --config "$CONFIG" -n --type PROBLEM --host dry --state DOWN \
	>"$KIT/out"
same 7 $? "a dry run is the outbox's preview"
grep -qFx 'host=dry' "$KIT/out" || fail "it was not given the alert"
same 8 "$(stored)" "and stores nothing"
INCIDENTIQ_OUTBOX=$KIT/nowhere
"$NOTIFY" status 2>"$KIT/err"
same 3 $? "no outbox program: UNKNOWN"
err_says "cannot run $KIT/nowhere: No such file"
