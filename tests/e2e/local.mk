# SPDX-License-Identifier: GPL-3.0-or-later
# The whole product, as it is shipped, against the fake.
EXTRA_DIST += tests/e2e/browser.sh tests/e2e/check_kit.sh tests/e2e/kit.sh \
	tests/e2e/outbox_kit.sh tests/e2e/record.sh \
	tests/e2e/send_kit.sh tests/e2e/steps_kit.sh
E2E_TESTS = \
	tests/e2e/check_answers.sh \
	tests/e2e/check_extra_opts.sh \
	tests/e2e/check_formats.sh \
	tests/e2e/check_memory.sh \
	tests/e2e/check_network.sh \
	tests/e2e/check_options.sh \
	tests/e2e/check_perfdata.sh \
	tests/e2e/check_process.sh \
	tests/e2e/check_secrets.sh \
	tests/e2e/check_settings.sh \
	tests/e2e/check_sub_checks.sh \
	tests/e2e/examples.sh \
	tests/e2e/fake_habits.sh \
	tests/e2e/first_steps.sh \
	tests/e2e/first_steps_icinga.sh \
	tests/e2e/icinga.sh \
	tests/e2e/icinga_comment.sh \
	tests/e2e/icinga_director.sh \
	tests/e2e/icinga_tickets.sh \
	tests/e2e/nagios.sh \
	tests/e2e/nagios_check.sh \
	tests/e2e/nagios_comment.sh \
	tests/e2e/nagios_page.sh \
	tests/e2e/nagios_storm.sh \
	tests/e2e/nagios_types.sh \
	tests/e2e/nrpe.sh \
	tests/e2e/outbox.sh \
	tests/e2e/outbox_away.sh \
	tests/e2e/outbox_clock.sh \
	tests/e2e/outbox_core.sh \
	tests/e2e/outbox_daemon.sh \
	tests/e2e/outbox_doctor.sh \
	tests/e2e/outbox_instance.sh \
	tests/e2e/outbox_doubt.sh \
	tests/e2e/outbox_fight.sh \
	tests/e2e/outbox_habits.sh \
	tests/e2e/outbox_kill.sh \
	tests/e2e/outbox_login.sh \
	tests/e2e/outbox_lookup.sh \
	tests/e2e/outbox_map.sh \
	tests/e2e/outbox_people.sh \
	tests/e2e/outbox_reopen.sh \
	tests/e2e/outbox_resolve.sh \
	tests/e2e/outbox_settings.sh \
	tests/e2e/outbox_setup.sh \
	tests/e2e/outbox_sweep.sh \
	tests/e2e/outbox_template.sh \
	tests/e2e/outbox_test.sh \
	tests/e2e/outbox_time.sh \
	tests/e2e/outbox_verbs.sh \
	tests/e2e/outbox_words.sh \
	tests/e2e/secrets.sh \
	tests/e2e/send_bad_input.sh \
	tests/e2e/send_deadline.sh \
	tests/e2e/send_full.sh \
	tests/e2e/send_nudge.sh \
	tests/e2e/send_order.sh \
	tests/e2e/send_storm.sh \
	tests/e2e/spool_2.sh \
	tests/e2e/storm.sh \
	tests/e2e/systemd.sh \
	tests/e2e/web_icinga.sh \
	tests/e2e/web_nagios.sh
dist_check_SCRIPTS += $(E2E_TESTS)
TESTS += $(E2E_TESTS)
EXTRA_DIST += \
	tests/e2e/icinga/icinga2.conf \
	tests/e2e/icinga/instance.sh \
	tests/e2e/icinga/web.sh \
	tests/e2e/nagios/check_file.sh \
	tests/e2e/nagios/instance.sh \
	tests/e2e/nagios/nagios.cfg.in \
	tests/e2e/nagios/objects.cfg.in \
	tests/e2e/nagios/passive.cfg.in
