#!/bin/sh
# agree.sh - what is exported, said by --help and taken from ini files is what
# the header, the manuals, the READMEs, the commands of Nagios and Icinga, the
# Director's basket and completion say
# SPDX-License-Identifier: GPL-3.0-or-later
# Two lists of each pair must be the same. Then a line of each is taken out, to
# see that the difference is seen.
: "${top_srcdir:?say where the sources are}"
: "${top_builddir:?say where the programs were built}"
INCIDENTIQ_OUTBOX=$top_builddir/incidentiq-outbox
export INCIDENTIQ_OUTBOX
unset IIQ_URL IIQ_SITE_ID IIQ_API_TOKEN CREDENTIALS_DIRECTORY

scratch=$(mktemp -d "${TMPDIR:-/tmp}/agree.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
failed=

# What no person is to use: for our programs among themselves.
internal='preview'

# What a monitoring core has no use for: these print something else, or hide the
# state.
not_for_a_core='help version list-permissions output-format exit-ok'

# Options of what else the READMEs tell to run: configure, install, quickstart, curl.
foreign='prefix sysconfdir localstatedir with-plugindir with-systemdunitdir keep now
	create cacert'

# The outbox's own program, doing nothing: there is no such spool.
with_outbox="incidentiq-outbox list --spool $scratch/none"

# ---- lists, a line each ----

exports() {
	nm -D --defined-only "$top_builddir/.libs/libincidentiq.so" |
		awk '$2 == "T" { sub(/@.*/, "", $3); print $3 }'
}

map() {
	sed -n '/^global:/,/^local:/s/^[[:space:]]*\([a-z_]*\);$/\1/p' \
		"$top_srcdir/lib/libincidentiq.map"
}

# Prototypes: a name, an open bracket, outside comments.
header() {
	awk '
		/\/\*/ { comment = 1 }
		!comment && !/typedef/ && match($0, /iiq_[a-z_]+\(/) {
			print substr($0, RSTART, RLENGTH - 1)
		}
		/\*\// { comment = 0 }
	' "$top_srcdir/lib/incidentiq.h"
}

# synopsis, told: functions that the manual declares, and those it explains.
synopsis() {
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/s/^\.Fn \([a-z_]*\).*/\1/p' \
		"$top_srcdir/lib/libincidentiq.3"
}

told() {
	sed -n '/^\.Sh DESCRIPTION/,$s/^\.Fn \([a-z_]*\).*/\1/p' \
		"$top_srcdir/lib/libincidentiq.3"
}

# help PROGRAM [VERB]: "H hostname", or "- config" for want of a letter.
help() {
	"$top_builddir/$1" ${2:+"$2"} --help |
		sed -n -e 's/^ -\(.\), --\([a-z0-9-]*\).*/\1 \2/p' \
			-e 's/^     --\([a-z0-9-]*\).*/- \1/p'
}

help_of_all_verbs() {
	help notify_incidentiq
	help notify_incidentiq status
}

# manual PAGE: the same of its lists of options: ".It Fl H , Fl -hostname".
manual() {
	awk '$1 == ".It" {
		letter = "-"
		for (i = 2; i < NF; i++)
			if ($i == "Fl" && length($(i + 1)) == 1) {
				letter = $(i + 1)
			} else if ($i == "Fl") {
				print letter, substr($(i + 1), 2)
				letter = "-"
			}
	}' "$top_srcdir/plugins/$1"
}

# options PROGRAM [VERB]: "--config".
options() {
	help "$@" | sed 's/.* /--/'
}

# described PROGRAM [VERB]: "--config value what --help says of it in one line",
# or "--offline flag ...".
described() {
	"$top_builddir/$1" ${2:+"$2"} --help | awk '
		function tell() {
			if (option != "")
				print option, kind, text
			option = ""
		}
		match($0, /^ (-.,|   ) --[^ ]*/) {
			tell()
			option = substr($0, 6, RLENGTH - 5)
			kind = sub(/=.*/, "", option) ? "value" : "flag"
			text = substr($0, RLENGTH + 1)
			sub(/^ */, "", text)
			next
		}
		option != "" && sub(/^          *  /, "") {
			text = text (text == "" ? "" : " ") $0
			next
		}
		{ tell() }
		END { tell() }
	'
}

# completed_by_bash WORD PROGRAM [VERB]: what bash offers for that word.
completed_by_bash() {
	# shellcheck disable=SC2016 # for that shell
	PATH=$top_builddir:$PATH bash --norc -c '
		. "$0"
		current=$1
		shift
		COMP_WORDS=("$@" "$current")
		COMP_CWORD=$#
		_incidentiq "$1" "$current"
		printf "%s\n" "${COMPREPLY[@]}"
	' "$top_srcdir/contrib/completion/incidentiq.bash" "$@"
}

bash_verbs() {
	completed_by_bash '' notify_incidentiq
}

# completed_by_zsh PROGRAM [VERB]: as described, of what zsh would be given.
completed_by_zsh() {
	# shellcheck disable=SC2016 # for that shell
	PATH=$top_builddir:$PATH zsh -f -c '
		fpath=("$0" $fpath)
		autoload -Uz _incidentiq
		_call_program() { shift; "$@" }
		_arguments() { print -rl -- "$@" }
		words=("$@" --) CURRENT=$(($# + 1))
		_incidentiq
	' "$top_srcdir/contrib/completion" "$@" |
		sed -n -e 's/\\\(.\)/\1/g' \
			-e 's/^\(--[^=[]*\)=\[\(.*\)\]:[^:]*:[^:]*$/\1 value \2/p' \
			-e 's/^\(--[^=[]*\)\[\(.*\)\]$/\1 flag \2/p'
}

# What Icinga's command should have: a variable for each option of the check.
arguments() {
	for word in $not_for_a_core; do
		set -- "$@" -e "^--$word "
	done
	described check_incidentiq | grep -v "$@" | awk '{
		variable = substr($1, 3)
		gsub(/-/, "_", variable)
		print $1, $2, "$incidentiq_" variable "$", substr($0,
			length($1 $2) + 3)
	}'
}

# The same of the outbox' command.
outbox_arguments() {
	described notify_incidentiq status | sed -n \
		's/^--\(warning\|critical\) value status: /--\1 value $incidentiq_outbox_\1$ /p'
}

# check_command NAME: what it has.
check_command() {
	sed -n -e 's/^\t\t"\(--[^"]*\)" = {$/\1/p' \
		-e 's/^\t\t\tvalue = "\(.*\)"$/value \1/p' \
		-e 's/^\t\t\tset_if = "\(.*\)"$/flag \1/p' \
		-e 's/^\t\t\tdescription = "\(.*\)"$/\1/p' \
		"$top_builddir/contrib/icinga2/$1.conf" |
		paste -d ' ' - - -
}

# What Icinga's notifications hand on: the options of an alert, in the order of
# the alphabet. Its output has no other lines, and paths are the ini file's.
alert_options() {
	options notify_incidentiq | grep -vxE -e '--(long-output|spool|dry-run)' \
		-e '--(help|version)' -e "--($(options_of_connection))" | sort
}

options_of_connection() {
	sed -n 's/^\t{ \.name = "\(.*\)",$/\1/p' \
		"$top_srcdir/plugins/common/connect_options.c" | paste -sd '|'
}

notification_options() {
	sed -n 's/^\t\t"\(--[^"]*\)" = .*/\1/p' \
		"$top_builddir/contrib/icinga2/incidentiq-notifications.conf" |
		sort -u
}

# What Nagios' commands hand on: all of an alert. Not its alias, which may hold
# a quote; instance and paths are the ini file's.
nagios_wanted() {
	options notify_incidentiq | grep -vxE \
		-e '--(alias|instance|config|spool|dry-run|help|version)' \
		-e "--($(options_of_connection))" | grep -vx -e "${1---}"
}

# nagios_command OBJECT: its line's words.
nagios_command() {
	awk -v name="notify-$1-by-incidentiq" '
		$1 == "command_name" { here = $2 == name }
		here' "$top_srcdir/contrib/nagios/commands.cfg.in"
}

nagios_options() {
	nagios_command "$1" | grep -o -e '--[a-z][a-z-]*' | sort -u
}

# Custom variables: of a host alone, and of a service, which come later.
nagios_variables() {
	nagios_command "$1" | grep -o -e "--[a-z]* '\$_[A-Z_]*\$'"
}

variables_wanted() {
	for object in "$@"; do
		iiq_variables | awk -v object="$object" '{
			printf "--%s \047$_%sIIQ_%s$\047\n", $1, object,
				toupper($1)
		}'
	done
}

# basket JQ-FILTER: of what Icinga Director imports.
basket() {
	jq -r "$1" "$top_builddir/contrib/icinga-director/basket.json"
}

basket_command() {
	basket '.Command["'"$1"'"].arguments | to_entries[] | "\(.key) \(
		if .value.set_if then "flag \(.value.set_if)"
		else "value \(.value.value)" end) \(.value.description)"'
}

# The fields of a form: what it asks for, and by which words.
check_variables() {
	check_command "$1" | cut -d ' ' -f 2-
}

basket_variables() {
	basket '.Datafield as $all | .Command["'"$1"'"].fields[] |
		$all[.datafield_id | tostring] | "\(
		if .datatype | endswith("Boolean") then "flag" else "value" end
		) $\(.varname)$ \(.description)"'
}

# Custom variables of hosts and services, with what --help says of the option.
ticket_variables() {
	described notify_incidentiq | sed -n -e 's/;.*//' \
		-e "s/^--\($(iiq_variables | paste -sd '|' | sed 's/|/\\|/g'
		)\) value /iiq_\1 /p"
}

iiq_variables() {
	sed -n 's/^\t\t"--\([a-z]*\)" = "$iiq_\1\$"$/\1/p' \
		"$top_builddir/contrib/icinga2/incidentiq-notifications.conf" |
		grep -vxE 'instance|config'
}

# fields TEMPLATE
fields() {
	basket ".Datafield as \$all | .$1[].fields[] |
		\$all[.datafield_id | tostring] | \"\(.varname) \(.description)\"" |
		grep '^iiq_'
}

basket_options() {
	basket '(.CommandTemplate, .Command) |
		to_entries[] | select(.value.methods_execute != "PluginCheck") | .value.arguments |
		keys[]'
}

# What the notifications pass on as it is: not cut, and not required.
notification_values() {
	sed -n -e 's/^\t\t"\(--[^"]*\)" = "\(.*\)"$/\1 \2/p' \
		-e 's/^\t\t\(notification_[^ ]*\) = "\(.*\)"$/\1 \2/p' \
		"$top_builddir/contrib/icinga2/incidentiq-notifications.conf"
}

basket_values() {
	basket '(.CommandTemplate, .Command) |
		to_entries[] | select(.value.methods_execute != "PluginCheck") | .value |
		((.arguments | to_entries[] | select(.value.required | not) |
			select(.value.value | type == "string") |
			.value = .value.value), (.vars | to_entries[])) |
		"\(.key) \(.value)"'
}

# Where --extra-opts looks, in this order.
searched() {
	sed -n '/^find_file/,/^}/s/^\t*"\(\/.*\)",$/\1/p' \
		"$top_srcdir/plugins/common/opt_file.c" | cat -n
}

manual_searched() {
	sed -n 's/^\.It Pa \(\/.*\.ini\)$/\1/p' \
		"$top_srcdir/plugins/check_incidentiq/check_incidentiq.1" |
		cat -n
}

# The options of the README's table of sub-checks, and those of the check that
# are no sub-check's.
readme_options() {
	sed -n '/^## What the check says/,/^## /s/^| .*| \(.*\) |$/\1/p' \
		"$top_srcdir/README.md" | grep -o -e '--[a-z0-9-]*'
}

# Options that are named to people, and in the files for Nagios.
named() {
	grep -ho -e '--[a-z][a-z0-9-]*' "$top_srcdir/README.md" \
		"$top_srcdir"/contrib/*/README.md \
		"$top_srcdir"/contrib/nagios/*.cfg \
		"$top_srcdir/contrib/nagios/commands.cfg.in"
}

# Of these, what there is.
existing() {
	{
		options check_incidentiq
		options notify_incidentiq
		options notify_incidentiq status
		for word in $foreign; do
			echo "--$word"
		done
	} >"$scratch/existing"
	named | grep -xF -f "$scratch/existing"
}

verbs() {
	"$top_builddir/notify_incidentiq" --help |
		sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'
}

# What is said of each verb of the outbox: where all are listed, and where one
# is asked.
said_of_verbs() {
	"$top_builddir/notify_incidentiq" --help |
		sed -n 's/^  \([a-z][a-z]*\)  *\(.*\)/\1: \2/p' | grep -v '^send:'
}

verbs_say() {
	manual_verbs | grep -vx send | while read -r verb; do
		"$top_builddir/notify_incidentiq" "$verb" --help |
			grep "^$verb: "
	done
}

manual_verbs() {
	sed -n 's/^\.It Cm \([a-z]*\)$/\1/p' \
		"$top_srcdir/plugins/notify_incidentiq/notify_incidentiq.8"
}

# keys SECTION PROGRAM [ARG...]: the words in the program that it takes as a key
# there, found by trying each. Whatever the value, none gets to the network:
# there is no token.
keys() {
	section=$1
	program=$top_builddir/.libs/$2
	[ -e "$program" ] || program=$top_builddir/$2
	shift 2
	# A linker may keep a word as the end of another one only.
	{
		strings -d -n 3 "$program" | grep -E '^[a-z][a-z0-9-]*$' |
			awk '{ do print; while (sub(/^[^-]*-/, "") && $0 != "") }'
		manual_keys incidentiq check_incidentiq notify_incidentiq map
	} | sort -u |
		while read -r word; do
			printf '[%s]\n%s = x\n' "$section" "$word" \
				>"$scratch/ini"
			LD_LIBRARY_PATH=$top_builddir/.libs "$program" "$@" \
				--config "$scratch/ini" >"$scratch/out" 2>&1 \
				</dev/null
			grep -q 'has no key' "$scratch/out" || echo "$word"
		done
}

# manual_keys SECTION...: of the lists below ".Ss Section SECTION".
manual_keys() {
	for section in "$@"; do
		awk -v section="$section" '
			/^\.S[sh] / { here = $2 == "Section" && $3 == section }
			here && /^\.It Cm / {
				for (i = 3; i <= NF; i++)
					if ($i != ",")
						print $i
			}
		' "$top_srcdir/plugins/notify_incidentiq/incidentiq.ini.5"
	done
}

# The same of [map GLOB], whose name same() could not hand on.
map_keys() {
	keys 'map *' incidentiq-outbox list --spool "$scratch/none"
}

# symptoms PAGE: what its DIAGNOSTICS explain.
symptoms() {
	awk '/^\.Sh / { here = $2 == "DIAGNOSTICS" }
		here && sub(/^\.It /, "")' "$top_srcdir/plugins/$1"
}

# source_texts: each text of the sources in one line, whatever it was cut into.
source_texts() {
	sed -z 's/"[[:space:]]*\n[[:space:]]*"//g'
}

# sayable PAGE: of these, what the programs can say: within one text, with a
# field for "...".
sayable() {
	find "$top_srcdir/plugins" "$top_srcdir/lib" -name '*.c' -exec cat {} + |
		source_texts | sed 's/\\"/"/g' >"$scratch/texts"
	symptoms "$1" | while read -r text; do
		pattern=$(printf '%s\n' "$text" |
			sed -e 's/[][$*+?(){}|^.\\]/\\&/g' \
				-e 's/\\\.\\\.\\\./[^ ]*%[^ ]*/g')
		! grep -qE -e "$pattern" "$scratch/texts" || printf '%s\n' "$text"
	done
}

# What the check says of all that is well, and what is nothing but fields.
well='.../... permissions
certificate ...
token not expired, ... left
token valid ...
... ...: ...
...'

# sentences FILE...: of an error, with "..." for what differs.
sentences() {
	cat "$@" | source_texts | tr '\n' ' ' |
		sed 's/\(err_set\|finding_brief\|error_set\)(/\n&/g' |
		sed -n 's/^[a-z_]*([^";{]*"\(\(\\.\|[^"\\]\)*\)".*/\1/p' |
		sed -e 's/\\"/"/g' -e 's/^%s: //' -e 's/%[-.0-9*lz]*[a-z]/.../g' \
			-e 's/"\.\.\."/.../g' -e 's/\(\.\.\.\)\{2,\}/.../g' \
			-e 's/ $//'
}

# Whatever else the check itself, and the library of a call, can say.
complaints() {
	sentences "$top_srcdir"/plugins/check_incidentiq/*.c \
		"$top_srcdir/lib/error.c" | grep -vxF -e "$well"
}

# Of these, what its manual explains.
explained() {
	symptoms check_incidentiq/check_incidentiq.1 >"$scratch/symptoms"
	complaints | grep -xF -f "$scratch/symptoms"
}

# What is said in a dialogue, or tells the system's own reason.
plain='^There is no \|^no memory for \|^[a-z ]*\.\.\.: \.\.\.$\|^[-.: ]*$'

# Whatever else stops setup.
setup_complaints() {
	sentences "$top_srcdir/plugins/common/owner.c" \
		"$top_srcdir/plugins/outbox/choice.c" \
		"$top_srcdir/plugins/outbox/newfile.c" \
		"$top_srcdir/plugins/outbox/setup.c" \
		"$top_srcdir/plugins/outbox/way.c" | grep -v -e "$plain"
}

# Of these, what the manual explains, or the beginning of which it does.
setup_explained() {
	symptoms notify_incidentiq/notify_incidentiq.8 >"$scratch/symptoms"
	setup_complaints | grep -F -f "$scratch/symptoms"
}

# ---- comparing ----

differ() {
	diff "$scratch/a" "$scratch/b" >"$scratch/diff" && return 1
	sed -n -e "s|^< |only in $1: |p" -e "s|^> |only in $2: |p" \
		"$scratch/diff"
}

# public LIST...: a list without what is internal, sorted, each line once.
public() {
	for word in $internal; do
		set -- "$@" -e "$word"
	done
	grep -vw "$@" | sort -u
}

# same A B: the lists that these functions print.
same() {
	$1 | public >"$scratch/a"
	$2 | public >"$scratch/b"
	if differ "$1" "$2"; then
		echo "FAIL: $1 and $2 are not the same"
		failed=yes
	elif [ ! -s "$scratch/a" ]; then
		echo "FAIL: $1 and $2 are empty"
		failed=yes
	else
		echo "ok: $1 = $2 ($(wc -l <"$scratch/a"))"
	fi
	for list in a b; do
		cp "$scratch/$list" "$scratch/whole"
		sed 1d "$scratch/whole" >"$scratch/$list"
		differ "$1" "$2" >"$scratch/seen"
		[ -s "$scratch/seen" ] || {
			echo "FAIL: nobody minds when $1 and $2 differ"
			failed=yes
		}
		mv "$scratch/whole" "$scratch/$list"
	done
}

same exports map
same exports header
same exports synopsis
same exports told
same 'help check_incidentiq' 'manual check_incidentiq/check_incidentiq.1'
same help_of_all_verbs 'manual notify_incidentiq/notify_incidentiq.8'
same verbs manual_verbs
same said_of_verbs verbs_say
same named existing
same searched manual_searched
for page in notify_incidentiq/notify_incidentiq.8 \
	check_incidentiq/check_incidentiq.1; do
	same "symptoms $page" "sayable $page"
done
same complaints explained
same setup_complaints setup_explained
same 'options check_incidentiq' readme_options
same arguments 'check_command incidentiq'
same outbox_arguments 'check_command incidentiq-outbox'
same alert_options notification_options
same 'nagios_wanted --service' 'nagios_options host'
same nagios_wanted 'nagios_options service'
same 'variables_wanted HOST' 'nagios_variables host'
same 'variables_wanted HOST SERVICE' 'nagios_variables service'
for command in incidentiq incidentiq-outbox; do
	same "check_command $command" "basket_command $command"
	same "check_variables $command" "basket_variables $command"
done
same ticket_variables 'fields HostTemplate'
same ticket_variables 'fields ServiceTemplate'
same notification_options basket_options
same notification_values basket_values
for words in check_incidentiq notify_incidentiq 'notify_incidentiq status'; do
	same "options $words" "completed_by_bash -- $words"
	same "described $words" "completed_by_zsh $words"
done
same verbs bash_verbs
same 'keys incidentiq check_incidentiq' 'manual_keys incidentiq'
same "keys incidentiq $with_outbox" 'manual_keys incidentiq'
same 'keys check_incidentiq check_incidentiq' \
	'manual_keys incidentiq check_incidentiq'
same "keys notify_incidentiq $with_outbox" \
	'manual_keys incidentiq notify_incidentiq'
same map_keys 'manual_keys map'
[ -z "$failed" ]
