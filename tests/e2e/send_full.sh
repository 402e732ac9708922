#!/bin/sh
# send_full.sh - no room for an alert: it goes elsewhere, or is lost aloud
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"

# File systems of its own want a namespace of its own. Where none can be had,
# the calls of send fail as they would on such a file system.
if [ -z "${SEND_FULL-}" ]; then
	SEND_FULL=acted
	if unshare -Urm mount -t tmpfs none "$top_builddir" 2>/dev/null; then
		SEND_FULL=mounted
		export SEND_FULL top_srcdir top_builddir
		exec unshare -Urm sh "$0"
	fi
fi
say "# full file systems are $SEND_FULL"

stop() {
	rc=$?
	[ "$SEND_FULL" = acted ] || umount "$SPOOL" 2>/dev/null
	(exit $rc)
	kit_stop
}

kit_start
trap stop EXIT
# shellcheck disable=SC2119 # it gets no arguments
fake_start
iiq_config 'nudge = no'
cp "$CONFIG" "$KIT/one.ini"
say "spool-2 = $KIT/second" >>"$CONFIG"
mkdir -m 0750 "$KIT/second"

# notify CONFIG ARG...
notify() {
	ini=$1
	shift
	"$NOTIFY" "$@" --config "$ini"
}

# put CONFIG HOST: status in $STATUS, the system log's lines in $KIT/log.
put() {
	: >"$KIT/log"
	FAULT=$fault FAULT_SYSLOG=$KIT/log \
		LD_PRELOAD=$top_builddir/.libs/fault.so \
		ASAN_OPTIONS=verify_asan_link_order=0 \
		"$NOTIFY" --config "$1" --type PROBLEM --state DOWN \
		--host "$2" --output 'no room' 2>"$KIT/err"
	STATUS=$?
}

stored() {
	find "$1/new" -type f | wc -l | tr -d ' '
}

is_lost() {
	[ "$(stat -c %Y "$1/lost")" -gt 0 ]
}

# ---- file systems on which there is no room ----

# room KIND: $SPOOL on a file system of its own, set up.
room() {
	rm -rf "$SPOOL"
	mkdir -m 0750 "$SPOOL"
	case $1 in
	full) options=size=1m ;;
	no-inodes) options=nr_inodes=40 ;;
	read-only) options=size=1m ;;
	esac
	[ "$SEND_FULL" = acted ] ||
		mount -t tmpfs -o "$options,mode=0750" none "$SPOOL" ||
		fail "cannot mount"
	notify "$KIT/one.ini" status >/dev/null
	[ -d "$SPOOL/new" ] || fail "not set up"
}

# no_room KIND TIMES: from now on; TIMES is for those who act.
no_room() {
	if [ "$SEND_FULL" = acted ]; then
		case $1 in
		full) fault=write:1:28$2 ;;
		no-inodes) fault=create:1:28$2 ;;
		read-only) fault=create:1:30$2 ;;
		esac
		return
	fi
	case $1 in
	full) head -c 2m /dev/zero >"$SPOOL/filler" 2>/dev/null ;;
	no-inodes)
		number=0
		while true >"$SPOOL/filler-$number"; do
			number=$((number + 1))
		done 2>/dev/null
		;;
	read-only) mount -o remount,bind,ro "$SPOOL" ;;
	esac
}

room_again() {
	fault=
	rm -f "$SPOOL"/filler* 2>/dev/null
	[ "$SEND_FULL" = acted ] || mount -o remount,bind,rw "$SPOOL"
}

leave() {
	[ "$SEND_FULL" = acted ] || umount "$SPOOL"
}

# ---- what becomes of alerts ----

# lost_aloud HOST KIND WHERE...: it is in the system log, and each of these
# remembers it.
lost_aloud() {
	what="$2, $1"
	same 2 "$STATUS" "$what: exit 2"
	same 1 "$(grep -c "^1: alert lost .*host=$1 " "$KIT/log")" \
		"$what: one line in the system log, at LOG_ALERT"
	grep -q "$SPOOL" "$KIT/err" || fail "$what: $(cat "$KIT/err")"
	shift 2
	for dir in "$@"; do
		is_lost "$dir" || fail "$what: $dir does not remember"
	done
	same 0 "$(find "$SPOOL/tmp" -type f | wc -l | tr -d ' ')" \
		"$what: nothing is half done"
}

# seen CONFIG DIR: status is CRITICAL until a person has looked.
seen() {
	notify "$1" status >"$KIT/out"
	same 2 $? "status is CRITICAL"
	grep -q "touch -d @0 $2/lost" "$KIT/out" || fail "$(cat "$KIT/out")"
	touch -d @0 "$2/lost"
}

# nothing_delivered KIND [DIR]: the outbox has no room either, and status knows
# what DIR remembers all the same.
nothing_delivered() {
	! notify "$KIT/one.ini" drain >"$KIT/out" 2>&1 ||
		fail "$1: the outbox has found room"
	notify "$KIT/one.ini" status >"$KIT/out"
	same $((3 - ($# > 1))) $? "$1: status says that it cannot go on"
	[ $# = 1 ] || grep -q "touch -d @0 $2/lost" "$KIT/out" ||
		fail "$(cat "$KIT/out")"
	same 1 "$(stored "$SPOOL")" "$1: what was stored stays"
}

one_directory() {
	room "$1"
	fault=
	put "$KIT/one.ini" "$1-a"
	same 0 "$STATUS" "$1: there is room yet"
	no_room "$1" :always
	put "$KIT/one.ini" "$1-b"
	set -- "$1" "$SPOOL"
	[ "$1-$SEND_FULL" != read-only-mounted ] || set -- "$1"
	lost_aloud "$1-b" "$@"
	[ "$SEND_FULL" = acted ] || nothing_delivered "$@"
	room_again
	put "$KIT/one.ini" "$1-c"
	same 0 "$STATUS" "$1: there is room again"
	[ $# = 1 ] || seen "$KIT/one.ini" "$SPOOL"
	notify "$KIT/one.ini" drain >"$KIT/out" || fail "$(cat "$KIT/out")"
	notify "$KIT/one.ini" status >"$KIT/out" || fail "$(cat "$KIT/out")"
	leave
}

second_directory() {
	room "$1"
	no_room "$1" ''
	put "$CONFIG" "$1-d"
	same 0 "$STATUS" "$1: the second directory takes it"
	same 1 "$(stored "$KIT/second")" "$1: it is there"
	same 1 "$(grep -c "^4: an alert is in $KIT/second only" "$KIT/log")" \
		"$1: the system log has a warning"
	room_again
	notify "$CONFIG" drain >"$KIT/out" || fail "$(cat "$KIT/out")"
	same 0 "$(stored "$KIT/second")" "$1: the outbox has fetched it"
	leave
}

both_bad() {
	room "$1"
	no_room "$1" :always
	: >"$KIT/second-new"
	mv "$KIT/second/new" "$KIT/kept"
	mv "$KIT/second-new" "$KIT/second/new"
	put "$CONFIG" "$1-e"
	set -- "$1" "$SPOOL"
	[ "$1-$SEND_FULL" != read-only-mounted ] || set -- "$1"
	lost_aloud "$1-e" "$@" "$KIT/second"
	grep -q 'spool-2' "$KIT/err" || fail "the second: $(cat "$KIT/err")"
	rm "$KIT/second/new"
	mv "$KIT/kept" "$KIT/second/new"
	room_again
	[ $# = 1 ] || seen "$CONFIG" "$SPOOL"
	seen "$CONFIG" "$KIT/second"
	notify "$CONFIG" status >"$KIT/out" || fail "$(cat "$KIT/out")"
	leave
}

for kind in full no-inodes read-only; do
	one_directory $kind
	second_directory $kind
	both_bad $kind
done
same "full-a full-c full-d no-inodes-a no-inodes-c no-inodes-d \
read-only-a read-only-c read-only-d" \
	"$(fake_tickets '[.[].Subject | capture("(?<h>[a-z-]+-[a-z]) ").h]
		| sort | join(" ")')" \
	"a ticket for each that was stored, and for none that was not"
