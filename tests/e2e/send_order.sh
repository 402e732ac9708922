#!/bin/sh
# send_order.sh - exit 0 comes after the alert is on stable storage
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/send_kit.sh"
send_start 'nudge = no'

command -v strace >/dev/null || fail "strace is not installed"

# trace: the calls that matter, with what their descriptors are.
trace() {
	ASAN_OPTIONS=detect_leaks=0 strace -y -o "$KIT/trace" -e \
		trace=%network,openat,write,fsync,fdatasync,close,rename,renameat,renameat2,exit_group \
		"$NOTIFY" --config "$CONFIG" --type PROBLEM --host web1 \
		--state DOWN || fail "send under strace: exit $?"
}

# The number of the first line of the trace that matches.
line_of() {
	grep -nE "$1" "$KIT/trace" | head -n 1 | cut -d: -f1
}

send --type PROBLEM --host warm --state DOWN
same 0 "$STATUS" "the spool is set up by the first alert"
trace
same 0 "$(grep -cE '^(socket|connect)\(' "$KIT/trace")" \
	"send opens no socket"

file="$SPOOL/tmp/[0-9.]+"
open=$(line_of "^openat.*O_CREAT.*O_EXCL.*= [0-9]+<$file>")
write=$(line_of "^write\([0-9]+<$file>.* = [1-9]")
sync=$(line_of "^f(data)?sync\([0-9]+<$file>\) += 0")
close=$(line_of "^close\([0-9]+<$file>\) += 0")
rename=$(line_of "^renameat2?\(.*<$SPOOL/tmp>.*<$SPOOL/new>.* = 0")
dir=$(line_of "^fsync\([0-9]+<$SPOOL/new>\) += 0")
exit=$(line_of '^exit_group\(0\)')
for step in open write sync close rename dir exit; do
	eval "number=\$$step"
	[ -n "$number" ] || fail "no $step in: $(cat "$KIT/trace")"
done
[ "$open" -lt "$write" ] && [ "$write" -lt "$sync" ] &&
	[ "$sync" -lt "$close" ] && [ "$close" -lt "$rename" ] &&
	[ "$rename" -lt "$dir" ] && [ "$dir" -lt "$exit" ] ||
	fail "out of order: $(cat "$KIT/trace")"
pass "open, write, sync, close, rename, sync of the directory, exit 0"
same 2 "$(stored)" "both alerts are there"

# A storm starts hundreds of it at once, so it is linked to libc alone. (What
# a sanitizer brings is not ours.)
needed=$(ldd "$NOTIFY" | awk '{ print $1 }' |
	grep -vE '^(linux-vdso|linux-gate|libc\.|.*/ld-|/lib/ld-musl)')
case $needed in
*lib*san.so*) pass "with a sanitizer, so libraries do not count" ;;
*) same '' "$needed" "it is linked to nothing but libc" ;;
esac
