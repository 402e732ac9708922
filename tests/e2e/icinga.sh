#!/bin/sh
# icinga.sh - a real Icinga 2 runs the check, and tells what the check said
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/record.sh"
. "$top_srcdir/tests/e2e/icinga/instance.sh"

# No check runs but when the test asks for it, so that what Icinga tells is of
# the one run that was recorded.
services() {
	cat <<-END
		template Host "still" {
			check_command = "passive"
			enable_active_checks = false
		}
		template Service "still" {
			check_command = "incidentiq"
			enable_active_checks = false
			max_check_attempts = 1
			host_name = "district"
			vars.incidentiq_site_id = "$SITE_ID"
			vars.incidentiq_ca_file = "$KIT/ca/ca.pem"
			vars.incidentiq_token_file = "$KIT/" + name + ".token"
		}
		template Service "by-url" {
			import "still"
			vars.incidentiq_url = "$FAKE_URL"
		}
		object Host "district" { import "still" }
		object Service "valid" { import "by-url" }
		object Service "ending" { import "by-url" }
		object Service "expired" { import "by-url" }
		object Service "in-detail" {
			import "still"
			vars.incidentiq_hostname = "localhost"
			vars.incidentiq_port = "${FAKE_URL##*:}"
			vars.incidentiq_use_ipv4 = true
			vars.incidentiq_no_alive = true
			vars.incidentiq_offline = false
			vars.incidentiq_verbose = true
			vars.incidentiq_warning = "@1:"
			vars.incidentiq_require = "teams,users"
		}
	END
}

run_all() {
	icinga_api /v1/actions/reschedule-check -X POST \
		-d '{ "type": "Service", "filter": "true", "force": true }' \
		>"$KIT/scheduled" || fail "no check was scheduled"
}

# result_of NAME JQ-FILTER: of the last result that Icinga knows.
result_of() {
	icinga_api "/v1/objects/services/district!$1?attrs=last_check_result" |
		jq -r ".results[0].attrs.last_check_result | $2"
}

has_result() {
	[ "$(result_of "$1" .exit_status)" != null ]
}

# told NAME: Icinga tells what the check printed.
told() {
	wait_for 30 has_result "$1"
	same_as_printed "$1" "$(result_of "$1" .exit_status)" \
		"$(result_of "$1" '.output | split("\n")[0]')" \
		"$(result_of "$1" '.performance_data | join(" ")')"
	same "$(cat "$(record_of "$1")/argv")" \
		"$(result_of "$1" '.command | join("\n")')" "$1: command"
}

kit_start
record_start "$KIT/plugins"
mkdir "$KIT/objects"
services >"$KIT/objects/services.conf"
icinga_setup "$top_builddir/contrib/icinga2" "$KIT/plugins"
# Nothing here wants a ticket, which it tells of each rule for them.
! grep -i warning "$ICINGA_DIR/verify.log" |
	grep -v "for type 'Notification' does not match anywhere" ||
	fail "Icinga warns of the files"
icinga_start
run_all
for name in $CASES; do
	told "$name"
done
record_states
icinga_stop
pass 'Icinga stops'
