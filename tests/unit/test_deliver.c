/* test_deliver.c - alerts become tickets, whatever the help desk answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/deliver.h"

#include <string.h>

#include "outbox/job.h"
#include "unit/alert.h"
#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static struct rig rig;
static struct memory_desk *const desk = &rig.desk;

static void
setup(void)
{
	rig_open(&rig);
}

static void
teardown(void)
{
	rig_close(&rig);
}

/* ---- when all is well ---- */

START_TEST(a_problem_opens_one_ticket_and_a_recovery_resolves_it)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1 is DOWN", 1, 1);
	rig_pass(&rig, HOUR, HOUR);
	rig_up(&rig, "web1");
	rig_pass(&rig, 299, 1);
	rig_expect_tickets(&rig, "web1", 1, 1);
	rig_pass(&rig, 1, 1);
	rig_expect_tickets(&rig, "web1", 0, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
	ck_assert_str_eq(desk->tickets[0].comments, "");
}
END_TEST

START_TEST(copies_and_reminders_open_no_second_ticket)
{
	time_t start = rig.now;

	for (int i = 0; i < 5; i++) {
		struct event event =
			alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

		event.state_time = start;
		event.received = rig.now;
		rig_take(&rig, &event);
		event_free(&event);
		rig_pass(&rig, HOUR, HOUR);
	}
	rig_down(&rig, "web1"); /* another state time: the same problem */
	rig_pass(&rig, HOUR, HOUR);
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done");
}
END_TEST

START_TEST(a_copy_that_comes_long_after_the_recovery_opens_nothing)
{
	struct event copy = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	copy.state_time = rig.now;
	rig_down(&rig, "web1");
	rig_pass(&rig, 1, 1);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, HOUR);
	copy.received = rig.now;
	rig_take(&rig, &copy);
	rig_pass(&rig, HOUR, HOUR);
	rig_expect_tickets(&rig, "web1", 0, 1);
	event_free(&copy);
}
END_TEST

static void
tell_of(enum event_type type, enum event_state state, time_t state_time)
{
	struct event event = alert(type, state, "web1", "");

	event.state_time = state_time;
	event.received = rig.now;
	rig_take(&rig, &event);
	event_free(&event);
}

/* Times are whole seconds: what is back within one looks like its copy. */
START_TEST(a_problem_that_is_back_within_the_second_is_heard_once_more)
{
	time_t start = rig.now;

	tell_of(EVENT_PROBLEM, EVENT_DOWN, start);
	rig_settle(&rig);
	tell_of(EVENT_RECOVERY, EVENT_UP, start);
	tell_of(EVENT_PROBLEM, EVENT_DOWN, start);
	rig_pass(&rig, HOUR, HOUR);
	rig_expect_tickets(&rig, "web1", 0, 1);
	tell_of(EVENT_PROBLEM, EVENT_DOWN, start);
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 1, 2);
	tell_of(EVENT_RECOVERY, EVENT_UP, rig.now);
	rig_pass(&rig, HOUR, HOUR);
	tell_of(EVENT_PROBLEM, EVENT_DOWN, start);
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 0, 2);
}
END_TEST

START_TEST(a_copied_acknowledgement_is_one_comment)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	for (int i = 0; i < 3; i++)
		rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	rig_settle(&rig);
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
}
END_TEST

START_TEST(flapping_opens_a_ticket_unless_it_is_over_already)
{
	struct event late =
		alert(EVENT_FLAPPINGSTART, EVENT_CRITICAL, "web1", "disk");

	rig_tell(&rig, EVENT_FLAPPINGSTART, EVENT_CRITICAL, "web2", "disk");
	rig_tell(&rig, EVENT_FLAPPINGEND, EVENT_OK, "web1", "disk");
	late.state_time = rig.now - 30;
	late.received = rig.now;
	rig_take(&rig, &late);
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 0, 0);
	rig_expect_tickets(&rig, "web2: disk is CRITICAL", 1, 1);
	event_free(&late);
}
END_TEST

START_TEST(what_gets_worse_is_told_once)
{
	rig.ingest.plan.open_on |= 1U << EVENT_WARNING;
	rig_tell(&rig, EVENT_PROBLEM, EVENT_WARNING, "web1", "disk");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_WARNING, "web1", "disk");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1: disk is WARNING", 1, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
	ck_assert_ptr_nonnull(
		strstr(desk->tickets[0].comments, "state CRITICAL"));
}
END_TEST

START_TEST(an_event_that_was_overtaken_changes_nothing)
{
	struct event late = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	late.state_time = rig.now - 30;
	late.received = rig.now;
	rig_up(&rig, "web1");
	rig_take(&rig, &late);
	rig_pass(&rig, HOUR, HOUR);
	ck_assert_uint_eq(desk->count, 0);
	event_free(&late);
}
END_TEST

START_TEST(a_reminder_of_what_seemed_overtaken_counts)
{
	struct event late = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	late.state_time = rig.now - 30;
	rig_up(&rig, "web1");
	for (int i = 0; i < 3; i++) { /* contacts */
		rig_receive(&rig, &late);
		rig_take(&rig, &late);
		rig_pass(&rig, 1, 1);
	}
	ck_assert_uint_eq(desk->count, 0);
	for (int i = 0; i < 3; i++) {
		rig_pass(&rig, HOUR, HOUR);
		rig_receive(&rig, &late);
		rig_take(&rig, &late);
	}
	rig_expect_tickets(&rig, "web1", 1, 1);
	event_free(&late);
}
END_TEST

/* ---- refusals ---- */

START_TEST(a_refused_draft_is_sent_once_more_with_defaults_only)
{
	struct event event =
		alert(EVENT_PROBLEM, EVENT_DOWN, "d\xc3\xbcsseldorf", "");

	event.received = event.state_time = rig.now;
	event_set_text(&event, EVENT_TEAM, "network");
	event_set_text(&event, EVENT_URGENT, "yes");
	desk->refuses_full_drafts = true;
	rig_take(&rig, &event);
	rig_pass(&rig, MINUTE, MINUTE);
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 2);
	rig_expect_tickets(&rig, "dsseldorf is DOWN", 1, 1);
	ck_assert(!desk->tickets[0].urgent);
	event_free(&event);
}
END_TEST

START_TEST(a_description_that_is_too_large_is_halved_at_once)
{
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");
	char output[4000];

	memset(output, 'x', sizeof(output) - 1);
	output[sizeof(output) - 1] = '\0';
	event.received = event.state_time = rig.now;
	event_set_text(&event, EVENT_OUTPUT, "PING CRITICAL");
	event_set_text(&event, EVENT_LONG_OUTPUT, output);
	desk->max_bytes = 1500;
	rig_take(&rig, &event);
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 3);
	ck_assert_ptr_nonnull(strstr(desk->tickets[0].body, "xxxxxxxx"));
	ck_assert_str_eq(rig_jobs(&rig), "create done");
	event_free(&event);
}
END_TEST

START_TEST(what_is_too_large_however_short_is_refused)
{
	desk->max_bytes = 10;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	ck_assert_str_eq(rig_jobs(&rig), "create dead");
	ck_assert_uint_eq(desk->count, 0);
}
END_TEST

/* Somebody writes much, where no more than so many bytes may be told. */
static void
write_much(size_t max_bytes)
{
	struct event event =
		alert(EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	char text[1000];

	rig_down(&rig, "web1");
	rig_settle(&rig);
	memset(text, '&', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	event.received = event.state_time = rig.now;
	event_set_text(&event, EVENT_COMMENT, text);
	desk->max_bytes = max_bytes;
	rig_take(&rig, &event);
	rig_settle(&rig);
	event_free(&event);
}

START_TEST(a_comment_that_is_too_large_is_halved_at_once)
{
	write_much(1500);
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 3);
	ck_assert_ptr_nonnull(strstr(desk->tickets[0].comments,
		"&amp;&amp;</p><p>The rest was too large.</p>"));
}
END_TEST

START_TEST(a_comment_that_is_too_large_however_short_is_refused)
{
	write_much(10);
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment dead");
	ck_assert_uint_le(desk->calls[MEMORY_COMMENT], 14);
}
END_TEST

START_TEST(what_is_refused_twice_is_dead_until_a_person_acts)
{
	struct job_counts counts;
	struct err why;
	int revived;

	rig_refuse(&rig, MEMORY_OPEN, DESK_REFUSED);
	rig_down(&rig, "web1");
	rig_pass(&rig, 40 * DAY, HOUR);
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 2);
	ck_assert_str_eq(rig_jobs(&rig), "create dead");
	ck_assert_int_eq(job_forget(rig.store, rig.now, &why), 0);
	ck_assert_int_eq(job_count(rig.store, rig.now, 0, &counts, &why), 0);
	ck_assert_int_eq(counts.dead, 1);
	ck_assert_str_eq(counts.error, "job 1 of web1, create: no");
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	ck_assert_int_eq(job_revive(rig.store, rig.now, &revived, &why), 0);
	ck_assert_int_eq(revived, 1);
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(a_lock_out_holds_everything_and_consumes_nothing)
{
	unsigned calls;

	rig_refuse_all(&rig, DESK_LOCKED);
	rig_down(&rig, "web1");
	rig_down(&rig, "web2");
	rig_settle(&rig);
	ck_assert(rig.gate.locked);
	ck_assert_int_eq(rig.gate.opens, rig.now + MINUTE);
	calls = memory_desk_calls(desk);
	rig_pass(&rig, 59, 1);
	ck_assert_uint_eq(memory_desk_calls(desk), calls);
	rig_pass(&rig, 40 * DAY, HOUR);
	ck_assert_str_eq(rig_jobs(&rig), "create pending, create pending");
	ck_assert_int_eq(rig_number(&rig, "SELECT sum(tries) FROM job"), 0);
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, 5 * MINUTE, MINUTE);
	rig_expect_tickets(&rig, "is DOWN", 2, 2);
	ck_assert(!rig.gate.locked);
}
END_TEST

START_TEST(one_call_that_is_forbidden_holds_only_its_own_job)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_LOCKED);
	rig_up(&rig, "web1");
	rig_pass(&rig, 5 * MINUTE, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve held");
	ck_assert_int_eq(rig.gate.opens, 0);
	rig_down(&rig, "web2");
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web2", 1, 1);
	/* It goes by itself when the cause is gone. */
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_DONE);
	rig_pass(&rig, 5 * MINUTE, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

/* A 404 for the address, and a 403 for creating alone, look like this. */
START_TEST(a_create_that_is_not_let_in_is_held_and_not_lost)
{
	rig_refuse(&rig, MEMORY_OPEN, DESK_LOCKED);
	rig_down(&rig, "web1");
	rig_pass(&rig, 40 * DAY, HOUR);
	ck_assert_str_eq(rig_jobs(&rig), "create held");
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	rig_pass(&rig, 5 * MINUTE, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(a_probe_that_fails_as_well_does_not_spin)
{
	static const enum answer answers[] = { DESK_MAYBE, DESK_REFUSED,
		DESK_SLOW, DESK_AWAY };

	rig.dice = 899;
	rig_refuse(&rig, MEMORY_OPEN, DESK_LOCKED);
	rig_down(&rig, "web1");
	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		rig_refuse(&rig, MEMORY_PROBE, answers[i]);
		memset(desk->calls, 0, sizeof(desk->calls));
		rig_pass(&rig, HOUR, 1);
		ck_assert_uint_le(desk->calls[MEMORY_OPEN], 60);
	}
}
END_TEST

START_TEST(too_many_requests_are_waited_for_and_are_no_attempt)
{
	rig_refuse(&rig, MEMORY_OPEN, DESK_SLOW);
	desk->instead[MEMORY_OPEN].retry_after_s = 17;
	rig_down(&rig, "web1");
	rig_down(&rig, "web2");
	rig_settle(&rig);
	ck_assert_uint_eq(memory_desk_calls(desk), 1);
	ck_assert_int_eq(rig_wait_for(&rig, MEMORY_OPEN, 2, HOUR), 17);
	ck_assert_int_eq(rig_number(&rig, "SELECT sum(tries) FROM job"), 0);
	ck_assert_str_eq(rig_jobs(&rig), "create pending, create pending");
}
END_TEST

START_TEST(a_desk_that_is_away_loses_nothing_however_long)
{
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, 40 * DAY, HOUR);
	ck_assert_str_eq(rig_jobs(&rig), "create pending");
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, 15 * MINUTE, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

/* ---- order ---- */

START_TEST(jobs_of_one_object_stay_in_order_and_block_no_other)
{
	rig_refuse(&rig, MEMORY_COMMENT, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	/* A comment comes first, but for a few tries only. */
	ck_assert_str_eq(
		rig_jobs(&rig), "create done, comment sending, resolve done");
	ck_assert_uint_ge(desk->calls[MEMORY_COMMENT], 3);
	rig_expect_tickets(&rig, "web1", 0, 1);
	rig_down(&rig, "web2");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_up(&rig, "web2");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web2", 0, 1);
}
END_TEST

START_TEST(a_dead_comment_never_blocks_a_resolve)
{
	rig_refuse(&rig, MEMORY_COMMENT, DESK_REFUSED);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_tell(&rig, EVENT_CUSTOM, EVENT_DOWN, "web1", "");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(
		rig_jobs(&rig), "create done, comment dead, resolve done");
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

/* A person may ask for a resolve in the moment in which it was done. */
START_TEST(an_incident_that_is_over_ends_once)
{
	struct err why;

	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_MAYBE);
	rig_up(&rig, "web1");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	rig_down(&rig, "web1");
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"), 2);
	ck_assert_int_eq(job_resolve_now(rig.store, 1, rig.now, &why), 0);
	rig_down(&rig, "web2");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web2", 1, 1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		a_problem_opens_one_ticket_and_a_recovery_resolves_it,
		copies_and_reminders_open_no_second_ticket,
		a_copy_that_comes_long_after_the_recovery_opens_nothing,
		a_problem_that_is_back_within_the_second_is_heard_once_more,
		a_copied_acknowledgement_is_one_comment,
		flapping_opens_a_ticket_unless_it_is_over_already,
		what_gets_worse_is_told_once,
		an_event_that_was_overtaken_changes_nothing,
		a_reminder_of_what_seemed_overtaken_counts,
		a_refused_draft_is_sent_once_more_with_defaults_only,
		a_description_that_is_too_large_is_halved_at_once,
		what_is_too_large_however_short_is_refused,
		a_comment_that_is_too_large_is_halved_at_once,
		a_comment_that_is_too_large_however_short_is_refused,
		what_is_refused_twice_is_dead_until_a_person_acts,
		a_lock_out_holds_everything_and_consumes_nothing,
		one_call_that_is_forbidden_holds_only_its_own_job,
		a_create_that_is_not_let_in_is_held_and_not_lost,
		a_probe_that_fails_as_well_does_not_spin,
		too_many_requests_are_waited_for_and_are_no_attempt,
		a_desk_that_is_away_loses_nothing_however_long,
		jobs_of_one_object_stay_in_order_and_block_no_other,
		a_dead_comment_never_blocks_a_resolve,
		an_incident_that_is_over_ends_once
	};

	return unit_run_with(
		"deliver", tests, UNIT_COUNT(tests), setup, teardown);
}
