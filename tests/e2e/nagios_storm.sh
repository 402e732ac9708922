#!/bin/bash
# nagios_storm.sh - 500 hosts of a real Nagios go down while the API is away
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck source=tests/e2e/kit.sh
. "$top_srcdir/tests/e2e/kit.sh"
# shellcheck source=tests/e2e/nagios/instance.sh
. "$top_srcdir/tests/e2e/nagios/instance.sh"

HOSTS=500

objects() {
	cat "$top_srcdir/tests/e2e/nagios/passive.cfg.in"
	cat <<-END
		define host {
			name			sw
			use			incidentiq-host
			register		0
			address			127.0.0.1
			check_command		check-file!none
			active_checks_enabled	0
			max_check_attempts	1
			check_period		incidentiq-always
			notification_interval	0
			flap_detection_enabled	0
		}
		define host {
			use			sw
			host_name		urgent
			_IIQ_URGENT		yes
		}
	END
	seq "$((HOSTS - 1))" |
		sed 's/.*/define host {\n\tuse sw\n\thost_name sw-&\n}/'
}

# all_are STATUS: of every host, the urgent one last.
all_are() {
	{
		seq "$((HOSTS - 1))" | sed 's/^/sw-/'
		echo urgent
	} | sed "s/.*/[$(date +%s)] PROCESS_HOST_CHECK_RESULT;&;$1;as told/" \
		>"$NAGIOS_DIR/nagios.cmd"
}

# told STATE: Nagios has notified of all, and no alert waits in the spool.
told() {
	[ "$(grep -c "HOST NOTIFICATION: incidentiq;.*;$1;" \
		"$NAGIOS_DIR/nagios.log")" = $HOSTS ] &&
		[ -z "$(ls "$SPOOL/new")" ]
}

has_urgent() {
	[ "$(fake_tickets '[.[] | select(.Subject == "urgent is DOWN")] | length')" \
		-gt 0 ]
}

kit_start
fake_start
iiq_config
nagios_programs
nagios_shipped "$KIT/bin"
nagios_open_up
objects >"$KIT/objects.cfg.in"
nagios_setup "$KIT/shipped" "$KIT/objects.cfg.in"
nagios_start
fake_down
say "# $HOSTS hosts go down, and nobody can be told"
all_are 1
wait_for 120 told DOWN
say '# IncidentIQ is back'
fake_up
wait_for 5 has_urgent
pass 'the urgent one within 5 seconds'
wait_for 120 fake_has open $HOSTS
same $HOSTS "$(fake_count created)" 'a ticket each'
place=$(fake_tickets 'map(.Subject) | index("urgent is DOWN")')
[ "$place" -lt 5 ] || fail "$place others went before the urgent one"
say '# they come back'
all_are 0
wait_for 120 told UP
wait_for 120 fake_has open 0
same "$HOSTS $HOSTS" "$(fake_count created) $(fake_count closed)" \
	'opened and resolved, none twice'
! grep -q 'exited with return code' "$NAGIOS_DIR/nagios.log" ||
	fail "a notification command failed: see $NAGIOS_DIR/nagios.log"
