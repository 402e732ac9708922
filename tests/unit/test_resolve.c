/* test_resolve.c - tickets end with their problem, or before */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

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

START_TEST(a_ticket_that_a_person_closed_is_left_alone)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	desk->tickets[0].closed = true;
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(desk->calls[MEMORY_RESOLVE], 0);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
	/* The next problem is another one. */
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 1, 2);
}
END_TEST

START_TEST(a_ticket_that_is_gone_ends_its_incident)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_READ, DESK_GONE);
	rig_refuse(&rig, MEMORY_COMMENT, DESK_GONE);
	rig_tell(&rig, EVENT_CUSTOM, EVENT_DOWN, "web1", "");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(
		rig_jobs(&rig), "create done, comment done, resolve done");
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(a_short_outage_that_nobody_was_told_of_is_withdrawn)
{
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, 14 * MINUTE, MINUTE);
	rig_up(&rig, "web1");
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(desk->count, 0);
	ck_assert_str_eq(rig_jobs(&rig), "");
}
END_TEST

START_TEST(a_long_outage_is_told_even_when_it_is_over)
{
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, 15 * MINUTE, MINUTE);
	rig_up(&rig, "web1");
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(a_problem_while_resolve_waits_keeps_the_ticket)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, 4 * MINUTE, MINUTE);
	rig_down(&rig, "web1");
	rig_pass(&rig, DAY, HOUR);
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_RESOLVE], 0);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

/* Opened, recovered, and the answer to the resolve was lost just now. */
static void
lose_a_resolve(void)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	desk->loses[MEMORY_RESOLVE] = 1;
	rig_pass(&rig, 5 * MINUTE, 5 * MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve sending");
}

START_TEST(a_resolve_whose_answer_was_lost_is_not_sent_twice)
{
	lose_a_resolve();
	rig_pass(&rig, HOUR, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
	ck_assert_uint_eq(desk->calls[MEMORY_RESOLVE], 1);
}
END_TEST

START_TEST(a_problem_while_resolve_is_sent_opens_a_new_ticket_behind_it)
{
	lose_a_resolve();
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, 1);
	rig_expect_tickets(&rig, "web1", 1, 2);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"), 2);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 2);
}
END_TEST

START_TEST(a_relapse_that_is_over_as_well_opens_nothing)
{
	lose_a_resolve();
	rig_down(&rig, "web1");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, 1);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(a_resolve_stays_in_doubt_while_its_ticket_cannot_be_read)
{
	static const enum answer answers[] = { DESK_AWAY, DESK_MAYBE, DESK_SLOW,
		DESK_LOCKED };

	lose_a_resolve();
	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		rig_refuse(&rig, MEMORY_READ, answers[i]);
		rig_pass(&rig, HOUR, MINUTE);
		ck_assert_str_eq(
			rig_jobs(&rig), "create done, resolve sending");
	}
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_refuse(&rig, MEMORY_READ, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 2);
}
END_TEST

START_TEST(a_relapse_does_not_outlive_a_resolve_that_was_refused)
{
	lose_a_resolve();
	desk->tickets[0].closed = false; /* it had not got through */
	rig_down(&rig, "web1");
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_REFUSED);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_DONE);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(what_the_workflow_refuses_is_told_and_left_to_people)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_REFUSED);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 1);
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_DONE);
	rig_down(&rig, "web1");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_ticket_that_a_person_closed_is_left_alone,
		a_ticket_that_is_gone_ends_its_incident,
		a_short_outage_that_nobody_was_told_of_is_withdrawn,
		a_long_outage_is_told_even_when_it_is_over,
		a_problem_while_resolve_waits_keeps_the_ticket,
		a_resolve_whose_answer_was_lost_is_not_sent_twice,
		a_problem_while_resolve_is_sent_opens_a_new_ticket_behind_it,
		a_relapse_that_is_over_as_well_opens_nothing,
		a_resolve_stays_in_doubt_while_its_ticket_cannot_be_read,
		a_relapse_does_not_outlive_a_resolve_that_was_refused,
		what_the_workflow_refuses_is_told_and_left_to_people };

	return unit_run_with(
		"resolve", tests, UNIT_COUNT(tests), setup, teardown);
}
