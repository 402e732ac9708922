# Completion for check_incidentiq and notify_incidentiq in bash.
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The programs themselves are asked, by --help, so that there is no list here to
# fall behind. Where nothing is offered, bash offers files.

_incidentiq() {
	local program=${1/#\~\//$HOME/} current=$2 verb='' help words
	local IFS=$' \t\n'

	# notify_incidentiq's verbs have options of their own.
	[[ $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} != -* ]] &&
		verb=${COMP_WORDS[1]}
	help=$("$program" ${verb:+"$verb"} --help 2>/dev/null </dev/null)
	if [[ $current == -* ]]; then
		words=$(sed -n 's/^ \(-.,\|   \) \(--[a-z0-9-]*\).*/\2/p' <<<"$help")
	elif [[ $COMP_CWORD -eq 1 ]]; then
		words=$(sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' <<<"$help")
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -o default -F _incidentiq check_incidentiq notify_incidentiq
