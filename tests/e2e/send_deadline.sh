#!/bin/sh
# send_deadline.sh - what hangs is given up, and the alert is stored
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/send_kit.sh"
send_start

# Nobody ever writes to it, so opening it waits for ever.
mkfifo "$KIT/pipe.ini"
begin=$(date +%s)
INCIDENTIQ_OUTBOX=/bin/true timeout -s KILL 30 "$NOTIFY" \
	--config "$KIT/pipe.ini" --spool "$SPOOL" --type PROBLEM --host web1 \
	2>"$KIT/err"
same 0 $? "the ini file hangs: exit 0"
took=$(($(date +%s) - begin))
[ $took -le 10 ] || fail "took $took s"
err_says 'pipe.ini: Interrupted system call'
same 1 "$(stored)" "the alert is stored"

# A FIFO where the lock should be holds nobody up at all.
rm -f "$SPOOL/lock"
mkfifo "$SPOOL/lock"
CONFIG=$KIT/incidentiq.ini
INCIDENTIQ_OUTBOX=/bin/true
export INCIDENTIQ_OUTBOX
send --type PROBLEM --host web1
same 0 "$STATUS" "the lock is a FIFO: exit 0"
same 2 "$(stored)" "the alert is stored"
