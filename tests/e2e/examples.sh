#!/bin/bash
# examples.sh - what the manuals print as examples works as printed
# SPDX-License-Identifier: GPL-3.0-or-later
# Tenant, user and folders are those of the test. Not run: what wants root, what
# stays, and drop, for which nothing was refused here.
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/nagios/instance.sh
. "$top_srcdir/tests/e2e/nagios/instance.sh"
# shellcheck source=tests/e2e/icinga/instance.sh
. "$top_srcdir/tests/e2e/icinga/instance.sh"

# example MANUAL WORDS: the one of its examples that has these words, for here.
example() {
	awk -v words="$2" '
		/^\.Sh / { here = $2 == "EXAMPLES" }
		here && /^\.Bd / { inside = 1; text = ""; next }
		/^\.Ed/ { if (inside && index(text, words)) printf "%s", text
			inside = 0 }
		inside { text = text $0 "\n" }
	' "$top_srcdir/$1" | sed -e 's/\\e/\\/g' \
		-e "s|-H district.incidentiq.com|--url $FAKE_URL|" \
		-e "s|https://district.incidentiq.com|$FAKE_URL|" \
		-e "s|0\{8\}-0000-0000-0000-0\{12\}|$SITE_ID|" \
		-e "s|/etc/incidentiq/token|$TOKEN_FILE|" \
		-e "s|/usr/bin/|$KIT/bin/|" \
		-e "s|/var/lib/prometheus/node-exporter|$KIT|" \
		>"$KIT/example"
	[ -s "$KIT/example" ] || fail "$1: no example has \"$2\""
}

# As a person would type it.
run() {
	PATH=$KIT/bin:$PATH bash -e "$KIT/example" >"$KIT/out" 2>&1 ||
		fail "$(cat "$KIT/example" "$KIT/out")"
	pass "$(head -n 1 "$KIT/example")"
}

# The first command of a transcript, and the output that is printed after it.
transcript() {
	awk '/^\$ / { sub(/^\$ /, ""); typing = 1 }
		typing { print; typing = /\\$/ }' "$KIT/example" >"$KIT/typed"
	awk '/^\$ / { typing = 1 }
		typing { typing = /\\$/; next }
		{ print }' "$KIT/example" >"$KIT/wanted"
	mv "$KIT/typed" "$KIT/example"
}

notify=plugins/notify_incidentiq/notify_incidentiq.8
check=plugins/check_incidentiq/check_incidentiq.1
ini=plugins/notify_incidentiq/incidentiq.ini.5
kit_start
fake_ca
fake_start

say '# incidentiq.ini(5)'
CONFIG=$KIT/incidentiq.ini
SPOOL=$KIT/spool
mkdir "$SPOOL"
example $ini '[map'
sed "s|^\[notify_incidentiq\]|&\nspool = $SPOOL|" "$KIT/example" >"$CONFIG"
nagios_programs
# Who types them is the right user here.
printf '#!/bin/sh\nshift 2\nexec "$@"\n' >"$KIT/bin/sudo"
chmod 755 "$KIT/bin/sudo"
"$NOTIFY" doctor --config "$CONFIG" >"$KIT/out" || fail "$(cat "$KIT/out")"
pass "doctor is content: $(tail -n 1 "$KIT/out")"
problem() {
	"$NOTIFY" --config "$CONFIG" --type PROBLEM --host "$1" \
		${2:+--service "$2"} --state "$3" --output 'no answer' ||
		fail "alert of $1"
}
problem core-1 'uplink 1' CRITICAL
wait_for 30 fake_has open 1
problem lab-1 '' DOWN
problem web1 '' DOWN
wait_for 30 fake_has open 2
same '[district] core-1: uplink 1 is CRITICAL true
[district] web1 is DOWN false' "$(fake_tickets '.[] | "\(.Subject
	) \(.IsUrgent)"' | sort)" 'tickets as the example says'

say '# notify_incidentiq(8)'
problem web1 'disk C:' CRITICAL
problem sw-17 '' DOWN
wait_for 30 fake_has open 4
for words in --dry-run 'notify_incidentiq list' 'show web1 --json' \
	'status --json' 'resolve sw-17' sudo; do
	example $notify "$words"
	# There are fewer incidents than that.
	sed -i 's/ 17$/ 1/' "$KIT/example"
	run
done
wait_for 30 fake_has open 3
example $notify lookup
transcript
run
same "$(cat "$KIT/wanted")" "$(cat "$KIT/out")" 'prints what the manual does'

say '# check_incidentiq(1)'
example $check '$ check_incidentiq'
transcript
run
# What differs are numbers, and that no certificate is judged without TLS.
shape() {
	tr '\n' ' ' <"$1" | sed -e 's/[0-9.]\{1,\}/N/g' -e 's/certificate Nd, //' \
		-e 's/N;N;N.*/N;N;N/'
}
same "$(shape "$KIT/wanted")" "$(shape "$KIT/out")" 'prints what the manual does'
example $check openmetrics
run
[ -s "$KIT/incidentiq.prom" ] || fail 'no file for the collector'

say '# libincidentiq(3)'
example lib/libincidentiq.3 iiq_session_new
{
	printf '%s\n' '#include <incidentiq.h>' '#include <stdio.h>' \
		'int main(int argc, char **argv)' '{' \
		'const char *url = argv[argc - 2], *site = argv[argc - 1];'
	cat "$KIT/example"
	say 'return 0; }'
} >"$KIT/example.c"
# As it is built otherwise: the library may want a sanitizer.
set_by_make() {
	sed -n "s/^$1 = //p" "$top_builddir/Makefile"
}
# shellcheck disable=SC2046 # they are words
$(set_by_make CC) $(set_by_make CFLAGS) -I"$top_srcdir/lib" -o "$KIT/example.bin" \
	"$KIT/example.c" -L"$top_builddir/.libs" -lincidentiq ||
	fail 'it does not compile'
called() {
	LD_LIBRARY_PATH=$top_builddir/.libs IIQ_API_TOKEN=$(cat "$TOKEN_FILE") \
		"$KIT/example.bin" "$1" "$SITE_ID" 2>&1
}
same '' "$(called "$FAKE_URL")" 'it asks, and is answered'
[ -n "$(called "$FAKE_URL/no")" ] || fail 'a failure has no sentence'

say '# Icinga: the service of check_incidentiq(1)'
mkdir "$KIT/objects" "$KIT/icinga-files"
example $check 'apply Service'
{
	cat "$KIT/example"
	say 'object Host "here" { check_command = "passive";' \
		'vars.incidentiq = true }'
} >"$KIT/objects/objects.conf"
cp "$top_builddir"/contrib/icinga2/*.conf "$KIT/icinga-files"
chmod 755 "$KIT"
icinga_setup "$KIT/icinga-files" "$KIT/bin"
grep -q '1 Service' "$ICINGA_DIR/verify.log" || fail 'no service came of it'
pass 'is applied'

say '# Nagios: the commands of both, and what the README has of resource.cfg'
# What is in the spool may be another user's.
SPOOL=$KIT/spool-of-nagios
mkdir "$SPOOL"
sed -i "s|^spool = .*|spool = $SPOOL|" "$CONFIG"
nagios_open_up
nagios_shipped "$KIT/bin"
# Its command takes the place of the one that is shipped.
awk -v RS= '!/notify-host-by-incidentiq|check_incidentiq *\$ARG1/' \
	"$KIT/shipped/commands.cfg" >"$KIT/commands"
example $notify 'define command'
cat "$KIT/commands" "$KIT/example" >"$KIT/shipped/commands.cfg"
indented() {
	sed -n "s/^    \($1.*\)/\1/p" "$top_srcdir/contrib/nagios/README.md"
}
example $check 'define command'
{
	sed 's/check_interval .*/check_interval 1/' "$KIT/example"
	cat <<-END
		define service {
		  name generic-service
		  register 0
		  max_check_attempts 1
		  check_interval 1
		  check_period incidentiq-always
		  contacts incidentiq
		  notifications_enabled 0
		}
		define host {
		  use incidentiq-host
		  host_name incidentiq
		  address 127.0.0.1
		  check_command check-given
		  max_check_attempts 1
		  check_period incidentiq-always
		}
		define command {
		  command_name check-given
		  command_line $KIT/bin/check_incidentiq \$ARG1\$
		}
		define service {
		  use generic-service
		  host_name incidentiq
		  service_description second token
		  $(indented check_command.*USER | sed 's/check_incidentiq!/check-given!/')
		}
	END
} >"$KIT/objects.cfg"
{
	say "\$USER1\$=$KIT/bin"
	indented '\$USER[0-9]*\$=' | sed "s|/etc/incidentiq|$KIT|"
} >"$KIT/resources"
nagios_setup "$KIT/shipped" "$KIT/objects.cfg" "$KIT/resources"
nagios_start
# output SERVICE: what Nagios has of it.
output() {
	nagios_status "query=service&hostname=incidentiq&servicedescription=$1" |
		jq -r .data.service.plugin_output
}
says() {
	output "$1" | grep -q "$2"
}
wait_for 30 says 'API+token' '^INCIDENTIQ OK: '
wait_for 30 says 'second+token' "$KIT/second-token: No such file"
pass 'both checks run, one with the path of resource.cfg'
nagios_command 'PROCESS_HOST_CHECK_RESULT;incidentiq;1;gone'
wait_for 30 fake_has open 4
pass 'the notification command opens a ticket'
