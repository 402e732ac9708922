#!/bin/sh
# nagios_page.sh - Nagios' page of a host has a link to its ticket, and no other
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/nagios/instance.sh"

# links PAGE: each link out of Nagios that a browser would find there, with its
# words. Nagios' own go to its pages, its makers and the host.
links() {
	tr '\n' ' ' <"$1" | grep -oiE "<a [^>]*href=[^>]*>[^<]*</a>" |
		grep -iE "href=['\"]?[a-z]+:" | grep -viE 'nagios\.(org|com)' |
		tr A-F a-f
}

page() {
	nagios_cgi extinfo.cgi 'type=1&host=core-sw-01' >"$KIT/page"
	grep -q 'IncidentIQ' "$KIT/page"
}

kit_start
fake_start
nagios_begin_with_tickets
nagios_cgi extinfo.cgi 'type=1&host=core-sw-01' >"$KIT/page"
same "" "$(links "$KIT/page")" "no link before there is a ticket"
nagios_flip core-sw-01 2 'CRITICAL - no answer <a href="http://evil/">here</a>'
wait_for 30 page
# IncidentIQ writes a UUID in either case.
same "$(fake_tickets ".[0] | \"<a href=\\\"$FAKE_URL/agent/tickets/\\(
	.TicketId)\\\">IncidentIQ #\\(.TicketNumber)</a>\"" | tr A-F a-f)" \
	"$(links "$KIT/page")" "the link to the ticket, and nothing else"
