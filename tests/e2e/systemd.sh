#!/bin/sh
# systemd.sh - the units are understood, and give little away
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
kit_start
units='incidentiq-outbox.service incidentiq-drain.service incidentiq-drain.path
	incidentiq-drain.timer'
mkdir "$KIT/units" "$KIT/bin"
ln -s "$NOTIFY" "$KIT/bin/notify_incidentiq"
for unit in $units; do
	! grep -n '@[a-z]*@' "$top_builddir/contrib/systemd/$unit" |
		grep -v '=~\{0,1\}@' || fail "$unit: not filled in"
	# What is not installed yet, and a user that is not there, are no fault.
	sed -e "s|^ExecStart=.*/notify_incidentiq|ExecStart=$KIT/bin/notify_incidentiq|" \
		-e 's/^\(User\|Group\)=nagios/\1=root/' \
		"$top_builddir/contrib/systemd/$unit" >"$KIT/units/$unit"
done
(cd "$KIT/units" && systemd-analyze verify --man=no $units) \
	>"$KIT/verify" 2>&1
same 0 $? 'systemd verifies them'
# It tells of other units of the machine as well.
! grep incidentiq "$KIT/verify" || fail 'it has something to say of them'
for unit in incidentiq-outbox.service incidentiq-drain.service; do
	# As the user that the unit names.
	systemd-analyze security --offline=true --no-pager --threshold=20 \
		"$top_builddir/contrib/systemd/$unit" >"$KIT/security" 2>&1 ||
		fail "$unit: $(tail -n 1 "$KIT/security")"
	say "$(tail -n 1 "$KIT/security")"
	pass "$unit is confined"
done

# At each boot and upgrade: a spool that is there is somebody's.
mkdir -p "$KIT/root/var/spool"
tmpfiles() {
	sed -e "s|^d [^ ]*|d /var/spool/$1|" \
		-e "s/:nagios :nagios/:$(id -u) :$(id -g)/" \
		"$top_builddir/contrib/systemd/incidentiq.conf" >"$KIT/tmpfiles"
	systemd-tmpfiles --create --root="$KIT/root" "$KIT/tmpfiles" ||
		fail "systemd-tmpfiles"
	stat -c %a "$KIT/root/var/spool/$1"
}
install -d -m 2750 "$KIT/root/var/spool/old"
same 2750 "$(tmpfiles old)" 'a spool that is there stays as it is'
same 2770 "$(tmpfiles new)" 'one that is not is made'

# RestrictSUIDSGID forbids to set that bit; directories inherit it.
install -d -m 2770 "$KIT/fresh"
printf '[notify_incidentiq]\nnudge = no\n' >"$KIT/fresh.ini"
(umask 077 && strace -f -qq -o "$KIT/trace" \
	-e inject=chmod,fchmod,fchmodat:error=EPERM \
	"$NOTIFY" --config "$KIT/fresh.ini" --spool "$KIT/fresh" --type PROBLEM \
	--state DOWN --host web1) >/dev/null
same 0 $? 'a fresh spool takes an alert where no such bit may be set'
same "2770 2770 2770 660 660" \
	"$(cd "$KIT/fresh" && stat -c %a bad new tmp lock lost | xargs)" \
	'both users may write to it'
