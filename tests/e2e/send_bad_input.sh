#!/bin/sh
# send_bad_input.sh - one clear line, the right exit status, nothing lost
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/send_kit.sh"
send_start 'nudge = no'

# ---- no alert at all ----
env -i "$NOTIFY" >"$KIT/out" 2>"$KIT/err"
same 3 $? "no argument, no environment: exit 3"
[ "$(wc -l <"$KIT/err")" -le 23 ] || fail "the usage is too long"
grep -q '^Usage: ' "$KIT/err" || fail "no usage"
"$NOTIFY" snd --host a >"$KIT/out" 2>"$KIT/err"
same 3 $? "an unknown verb: exit 3"
err_says '"snd" is no verb; verbs are send drain status list'
for option in --help --version -h -V; do
	"$NOTIFY" $option >"$KIT/out" 2>"$KIT/err"
	same 0 $? "$option: exit 0"
	[ -s "$KIT/out" ] || fail "$option prints nothing"
done
# A line that is nothing but the path of an installation is as long as that.
[ "$("$NOTIFY" --help | awk 'length > 80 && !/^ *\(\//' | wc -l)" -eq 0 ] ||
	fail "--help is wider than 80 columns"
not_lost || fail "marked as lost without an alert"

# ---- an alert that cannot be taken ----
send --type PROBLEM --host warm
same 0 "$STATUS" "a good one"

# refused SAYS OPTION...
refused() {
	touch -d @0 "$SPOOL/lost"
	refused_says=$1
	shift
	send "$@"
	same 3 "$STATUS" "exit 3: $*"
	err_says "$refused_says"
	is_lost || fail "not marked as lost"
}

refused 'unknown option or needless value: --hots=a' --hots=a --state DOWN
refused 'unknown option -x' -x
refused 'option --host needs a value' --type PROBLEM --host
refused 'no --host' --type PROBLEM --state DOWN
refused 'no --host' --type PROBLEM --host ''
refused 'what is "answer"?' --type PROBLEM --host a --output no answer
same 1 "$(stored)" "none of them is in the spool"
touch -d @0 "$SPOOL/lost"
send --dry-run --hots=a
same 3 "$STATUS" "a slip in a dry run: exit 3"
not_lost || fail "a dry run marks nothing as lost"

# ---- a wrong value, which loses no alert ----
# kept SAYS OPTION...: stored, with a warning.
kept() {
	kept_before=$(stored)
	kept_says=$1
	shift
	send --host odd "$@"
	same 0 "$STATUS" "exit 0: $*"
	err_says "$kept_says"
	same $((kept_before + 1)) "$(stored)" "and stored"
	not_lost || fail "marked as lost"
}

kept '--state-time yesterday is no time' --type PROBLEM --state-time yesterday
kept '--anchor -1 is no time' --type PROBLEM --anchor -1
kept '--state gone is no state; taken as DOWN' --type PROBLEM --state gone
kept 'no --type' --state DOWN
send --host odd --type NEWSFLASH
same 0 "$STATUS" "an unknown type is stored"
[ "$(stored_line type=CUSTOM)" -ge 2 ] || fail "not as CUSTOM"

cp "$CONFIG" "$KIT/good.ini"
say 'nonsense' >>"$CONFIG"
kept "$CONFIG:4: " --type PROBLEM
say '[notify_incidentiq' >"$CONFIG"
cat "$KIT/good.ini" >>"$CONFIG"
kept "$CONFIG:1: " --type PROBLEM
sed 's/nudge = no/nudge = perhaps/' "$KIT/good.ini" >"$CONFIG"
INCIDENTIQ_OUTBOX=/bin/true
kept 'nudge = perhaps is not yes or no' --type PROBLEM
CONFIG=$KIT/nowhere.ini
kept "$KIT/nowhere.ini: No such file" --type PROBLEM --spool "$SPOOL"
CONFIG=$KIT/good.ini

# ---- a spool that is none ----
# unstorable SAYS SPOOL
unstorable() {
	send --type PROBLEM --host a --spool "$2"
	same 2 "$STATUS" "exit 2: the spool is $2"
	err_says "$1"
}

unstorable "install -d -o nagios -g nagios -m 2770 $KIT/none" "$KIT/none"
unstorable 'Not a directory' "$CONFIG"
mkdir -m 1777 "$KIT/open"
chmod 1777 "$KIT/open"
unstorable "chmod o-w $KIT/open" "$KIT/open"

# As a user who may not write there; root may everywhere.
mkdir -m 0555 "$KIT/closed"
cp "$NOTIFY" "$KIT/notify"
chmod 0755 "$KIT" "$KIT/notify"
as=
[ "$(id -u)" -ne 0 ] ||
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
$as "$KIT/notify" --type PROBLEM --host a --spool "$KIT/closed" 2>"$KIT/err"
same 2 $? "exit 2: the spool is closed"
err_says "chown -R nagios:nagios $KIT/closed"

# The size limit's signal would end us unheard.
touch -d @0 "$SPOOL/lost"
(
	ulimit -f 0
	"$NOTIFY" --config "$CONFIG" --type PROBLEM --host a 2>/dev/null
)
same 2 $? "exit 2: a file size limit"
is_lost || fail "not marked as lost"

# ---- strange, and good all the same ----
rm -f "$SPOOL"/new/*
long=$(head -c 10000 /dev/zero | tr '\0' h)
send --type PROBLEM --host "$long"
same 0 "$STATUS" "a host name of 10 kB"
same 1024 "$(sed -n 's/^host=//p' "$SPOOL"/new/* | tr -d '\n' | wc -c)" \
	"is cut"
rm -f "$SPOOL"/new/*
huge=$(head -c 90000 /dev/zero | tr '\0' '\\')
for option in output comment alias author contact asset location room; do
	set -- "$@" "--$option" "$huge"
done
send --type PROBLEM --host a "$@" --long-output "$huge"
same 0 "$STATUS" "800 kB of texts"
[ "$(cat "$SPOOL"/new/* | wc -c)" -lt 65536 ] || fail "64 KiB are not kept"
rm -f "$SPOOL"/new/*
send --type PROBLEM --host "$(printf 'h\344\377\303x')" \
	--output "$(printf '\033[31m\200\355\240\200\001')"
same 0 "$STATUS" "bytes that are no UTF-8"
iconv -f UTF-8 -t UTF-8 "$SPOOL"/new/* >/dev/null || fail "still no UTF-8"
same 0 "$(cat "$SPOOL"/new/* | tr -d '\n' | tr -cd '\000-\037\177' | wc -c)" \
	"no control characters are left"
rm -f "$SPOOL"/new/*
env -i "$NOTIFY" --config "$CONFIG" --type PROBLEM --host a
same 0 $? "an empty environment"
rm -f "$SPOOL"/new/*

# Without standard files a warning must not end in the alert.
say 'nonsense' >>"$CONFIG"
"$NOTIFY" --config "$CONFIG" --type PROBLEM --host a <&- >&- 2>&-
same 0 $? "no standard files"
same end "$(tail -n 1 "$SPOOL"/new/*)" "the alert is whole"
same 0 "$(grep -c nonsense "$SPOOL"/new/*)" "and nothing else"

# From the environment alone, as Nagios gives it to a command without options.
rm -f "$SPOOL"/new/*
NAGIOS_NOTIFICATIONTYPE=PROBLEM NAGIOS_HOSTNAME=web1 NAGIOS_SERVICEDESC= \
	NAGIOS_HOSTSTATE=DOWN "$NOTIFY" --spool "$SPOOL" \
	--config "$KIT/good.ini" 2>/dev/null
same 0 $? "an alert from the environment"
same 1 "$(stored_line state=DOWN)" "is stored"
