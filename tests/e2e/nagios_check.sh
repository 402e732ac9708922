#!/bin/sh
# nagios_check.sh - a real Nagios Core runs the check, and tells what it said
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/record.sh"
. "$top_srcdir/tests/e2e/nagios/instance.sh"

# service NAME [OPTIONS]: one that Nagios checks only when the test asks for it,
# so that what Nagios tells is of the one run that was recorded.
service() {
	cat <<-END
		define service {
			use			incidentiq-check-api
			host_name		district
			service_description	$1
			check_command		check_incidentiq!--token-file $KIT/$1.token --site-id $SITE_ID --ca-file $KIT/ca/ca.pem $2
			active_checks_enabled	0
			max_check_attempts	1
			check_period		incidentiq-always
			notification_period	incidentiq-always
			notifications_enabled	0
		}
	END
}

objects() {
	cat <<-END
		define host {
			use			incidentiq-host
			host_name		district
			address			127.0.0.1
			max_check_attempts	1
			check_period		incidentiq-always
		}
	END
	for name in valid ending expired; do
		service $name "--url $FAKE_URL"
	done
	service in-detail "-H localhost -p ${FAKE_URL##*:} -4 -v --no-alive -w @1: --require teams,users"
}

run_all() {
	for name in $CASES; do
		say "[$(date +%s)] SCHEDULE_FORCED_SVC_CHECK;district;$name;0"
	done >"$NAGIOS_DIR/nagios.cmd"
}

# status_of NAME JQ-FILTER: of the service, as Nagios tells by its web pages.
status_of() {
	nagios_status "query=service&hostname=district&servicedescription=$1" |
		jq -r ".data.service | $2"
}

has_result() {
	[ "$(status_of "$1" .has_been_checked)" = true ]
}

# told NAME: Nagios tells what the check printed.
told() {
	wait_for 30 has_result "$1"
	same_as_printed "$1" "$(status_of "$1" .last_hard_state)" \
		"$(status_of "$1" .plugin_output)" \
		"$(status_of "$1" .perf_data)"
}

kit_start
record_start "$KIT/plugins"
nagios_shipped "$KIT/plugins"
objects >"$KIT/objects.cfg"
nagios_setup "$KIT/shipped" "$KIT/objects.cfg"
nagios_start
run_all
for name in $CASES; do
	told "$name"
done
record_states
