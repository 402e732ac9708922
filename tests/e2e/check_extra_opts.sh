#!/bin/sh
# check_extra_opts.sh - options from the file of all plugins
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_start
iiq_config
file=$KIT/plugins.ini

# extra LINE...: what is in the file of all plugins.
extra() {
	printf '%s\n' "$@" >"$file"
}

# reads STATE RC WHAT ARG...: a check that is OK but for --auth-state STATE,
# which the file says or does not.
fake_set revoked=1
reads() {
	wanted=$1 wanted_rc=$2 what=$3
	shift 3
	check --config "$CONFIG" "$@"
	says "$wanted_rc" "$wanted: token rejected: *" "$what"
}

extra '# of all plugins' '[check_http]' 'ssl =' '' '[check_incidentiq]' \
	'auth-state = warning' '; done' '[other]' 'auth-state=unknown'
reads CRITICAL 2 'nobody asked for the file'
reads WARNING 1 'section and file' --extra-opts=check_incidentiq@"$file"
reads UNKNOWN 3 'another section' --extra-opts=other@"$file"
reads WARNING 1 'file alone' --extra-opts=@"$file"
reads WARNING 1 'two words' --extra-opts check_incidentiq@"$file"
reads CRITICAL 2 'the command line wins' --extra-opts=@"$file" \
	--auth-state critical
reads CRITICAL 2 'wherever it stands' --auth-state critical \
	--extra-opts=@"$file"
reads UNKNOWN 3 'the last of several' --extra-opts=@"$file" \
	--extra-opts=other@"$file"
MP_CONFIG_FILE=$file
export MP_CONFIG_FILE
reads WARNING 1 'neither, at the end' --extra-opts
reads WARNING 1 'neither, before another option' --extra-opts -t 5
reads UNKNOWN 3 'section alone' --extra-opts=other
reads UNKNOWN 3 'section alone, two words' --extra-opts other
MP_CONFIG_FILE=$KIT/none.ini
check --config "$CONFIG" --extra-opts
says 3 "UNKNOWN: --extra-opts: $KIT/none.ini: No such file*" 'no such file'
unset MP_CONFIG_FILE
"$CHECK" --config "$CONFIG" --extra-opts=@- <"$file" >"$KIT/out"
same 1 $? 'from standard input'

# ---- the program's own name ----
# Past libtool's wrapper, which goes by its own name.
program=$top_builddir/.libs/check_incidentiq
[ -e "$program" ] || program=$CHECK
ln -s "$program" "$KIT/check_district"
extra '[check_district]' 'auth-state = warning'
LD_LIBRARY_PATH=$top_builddir/.libs "$KIT/check_district" --config "$CONFIG" \
	--extra-opts=@"$file" >"$KIT/out" 2>&1
same 1 $? 'a link has a section of its own'

# ---- how the file is written ----
printf '\357\273\277[check_incidentiq]\r\n\tauth-state\t =  warning \r\n' \
	>"$file"
reads WARNING 1 'CRLF, a byte order mark, blanks' --extra-opts=@"$file"
extra '[check_incidentiq]' '[x]' '[check_incidentiq]' 'auth-state = warning'
reads WARNING 1 'sections of one name add up' --extra-opts=@"$file"
fake_set revoked=0
extra '[check_incidentiq]' 'c = 0.000001'
check --config "$CONFIG" --extra-opts=@"$file"
says 2 'CRITICAL: API *' 'a letter'
extra '[check_incidentiq]' 'no-alive =' 'require = none' 'v ='
fake_post reset
check --config "$CONFIG" --extra-opts=@"$file"
says 0 'OK: *' 'flags'
same 1 "$(fake_get requests | jq length)" 'one request is left'
grep -q '^reach OK' "$KIT/out" || fail "not verbose: $OUT"
extra '[check_incidentiq]' 'no-alive = no' 'require = none'
fake_post reset
check --config "$CONFIG" --extra-opts=@"$file"
same 2 "$(fake_get requests | jq length)" 'a flag that is not meant'
printf '[check_incidentiq]\nno-alive = yes\n' >>"$CONFIG"
fake_post reset
check --config "$CONFIG" --extra-opts=@"$file"
same 2 "$(fake_get requests | jq length)" 'nor one that our own file has'
IIQ_SITE_ID=00000000-0000-0000-0000-000000000000
export IIQ_SITE_ID
extra '[check_incidentiq]' "site-id = $SITE_ID"
check --config "$CONFIG" --extra-opts=@"$file"
says 0 'OK: *' 'the environment gives way'
unset IIQ_SITE_ID

# ---- what is wrong with it ----
wrong() {
	what=$1
	pattern=$2
	shift 2
	extra "$@"
	check --config "$CONFIG" --extra-opts=@"$file"
	says 3 "UNKNOWN: --extra-opts: $file$pattern" "$what"
}
wrong 'no section of that name' ' has no section *check_incidentiq*' '[x]' 'y='
wrong 'a key nobody knows' ':2: *there is no option "colour"' \
	'[check_incidentiq]' 'colour = red'
wrong 'no equals sign' ':2: *' '[check_incidentiq]' 'no-alive'
wrong 'text before a section' ':1: *' 'no-alive =' '[check_incidentiq]'
wrong 'a section that is none' ':1: *' '[check_incidentiq' 'no-alive ='
wrong 'a flag with a value' ':2: no-alive takes no value*' \
	'[check_incidentiq]' 'no-alive = perhaps'
wrong 'an option without one' ':3: port needs a value' \
	'[check_incidentiq]' 'no-alive =' 'port ='
wrong 'an option that is done in place of all' ':2: *no option "help"' \
	'[check_incidentiq]' 'help ='
wrong 'a file within a file' ':2: *there is no option "extra-opts"' \
	'[check_incidentiq]' 'extra-opts = x'
chmod 0644 "$file"
wrong 'a password for all to read' ':2: proxy holds a password*chmod o-r*' \
	'[check_incidentiq]' 'proxy = http://user:secret@127.0.0.1:1'
case $OUT in
*secret*) fail "the password is told: $OUT" ;;
esac
chmod 0640 "$file"
check --config "$CONFIG" --extra-opts=@"$file" --no-proxy '*'
says 0 'OK: *' 'a password for one reader'
extra '[check_incidentiq]' 'proxy = http://127.0.0.1:1/a@b'
chmod 0644 "$file"
check --config "$CONFIG" --extra-opts=@"$file" --no-proxy '*'
says 0 'OK: *' 'no password'
check --config "$CONFIG" --extra-opts=@"$KIT"
says 3 "UNKNOWN: --extra-opts: $KIT: *" 'a directory'
