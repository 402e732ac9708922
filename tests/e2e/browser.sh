# browser.sh - a real browser, that looks at a monitoring core's web page
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced after kit.sh.

# browser_needs FILE...: else the test is skipped. contrib/test installs all.
browser_needs() {
	for browser_file in "$(command -v chromium)" "$@"; do
		[ -e "$browser_file" ] || {
			say "chromium${*:+, $*}: not all of them are installed"
			exit 77
		}
	done
}

# It has no sandbox where root runs it or where there are no namespaces of users,
# and not everywhere is /dev/shm; the pages are our own.
browser() {
	timeout 120 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars \
		--disable-dev-shm-usage --user-data-dir="$KIT/browser" \
		--disable-background-networking --no-first-run \
		--virtual-time-budget=8000 "$@" 2>"$KIT/browser.log"
}

# page_links URL: whether the page, as the browser has it, links to the ticket
# and to nothing else that is IncidentIQ's. A look takes a second by itself, and
# wait_for does not count that.
page_links() {
	browser --dump-dom "$1" | grep -o "href=\"${FAKE_URL}[^\"]*\"" >"$KIT/links"
	[ "$(tr A-F a-f <"$KIT/links")" = "href=\"$(ticket_url)\"" ]
}

# IncidentIQ writes a UUID in either case.
ticket_url() {
	fake_tickets "\"$FAKE_URL/agent/tickets/\(.[0].TicketId)\"" | tr A-F a-f
}

# picture NAME WIDTH,HEIGHT URL: into the folder $PICTURES, if there is one to be.
picture() {
	[ -n "${PICTURES-}" ] || return 0
	browser --window-size="$2" --screenshot="$KIT/$1.png" "$3" ||
		fail "no picture: $(cat "$KIT/browser.log")"
	pngquant --force --strip --output "$PICTURES/$1.png" 64 "$KIT/$1.png" ||
		fail "pngquant"
	say "$(stat -c '%s bytes: %n' "$PICTURES/$1.png")"
}
