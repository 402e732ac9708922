#!/bin/sh
# web_nagios.sh - Nagios' page of a host, in a browser, links to its ticket
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/nagios/instance.sh
. "$top_srcdir/tests/e2e/nagios/instance.sh"
# shellcheck source=tests/e2e/browser.sh
. "$top_srcdir/tests/e2e/browser.sh"

pages=/usr/lib/cgi-bin/nagios4
pages_share=/usr/share/nagios4/htdocs

pages_setup() {
	mkdir -p "$KIT/pages/cgi-bin" "$KIT/pages/nagios4"
	ln -s $pages "$KIT/pages/cgi-bin/nagios4"
	ln -s $pages_share/images $pages_share/js /etc/nagios4/stylesheets \
		"$KIT/pages/nagios4"
	cat >"$NAGIOS_DIR/cgi.cfg" <<-END
		main_config_file=$NAGIOS_DIR/nagios.cfg
		physical_html_path=$pages_share
		url_html_path=/nagios4
		use_authentication=0
		escape_html_tags=1
		refresh_rate=90
		enable_page_tour=0
	END
}

# busybox does not tell which port it took, so it gets one that is free, and
# another one where somebody was faster.
pages_are_served() {
	kill -0 "${pages_pid-none}" || {
		port=$(php -r 'echo explode(":", stream_socket_get_name(
			stream_socket_server("tcp://127.0.0.1:0"), false))[1];')
		NAGIOS_CGI_CONFIG=$NAGIOS_DIR/cgi.cfg busybox httpd -f \
			-p "127.0.0.1:$port" -h "$KIT/pages" 2>"$KIT/httpd.log" &
		pages_pid=$!
		kit_later $pages_pid
		PAGES=http://127.0.0.1:$port/cgi-bin/nagios4
	}
	curl -sSf -m 5 -o "$KIT/front" "$PAGES/tac.cgi"
}

browser_needs "$pages/extinfo.cgi" "$pages_share/js" "$(command -v busybox)" \
	"$(command -v php)"
kit_start
fake_start
nagios_begin_with_tickets
pages_setup
wait_for 10 pages_are_served
url="$PAGES/extinfo.cgi?type=1&host=core-sw-01"
browser --dump-dom "$url" >"$KIT/dom" || fail "$(cat "$KIT/browser.log")"
grep -q core-sw-01 "$KIT/dom" || fail "no page of the host: $(cat "$KIT/dom")"
same '' "$(grep -o "href=\"$FAKE_URL" "$KIT/dom")" 'no link before the ticket'
nagios_flip core-sw-01 2 'CRITICAL - core-sw-01: no answer in 10 s'
wait_for 30 fake_has open 1
wait_for 2 page_links "$url"
pass "Nagios' page links to the ticket"
picture nagios-host 980,705 "$url"
