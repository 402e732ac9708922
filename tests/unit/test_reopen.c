/* test_reopen.c - a problem that is back soon has its old ticket */
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
	rig.rules.reopen_window_s = DAY;
}

static void
teardown(void)
{
	rig_close(&rig);
}

/* Its ticket was opened, and resolved by us. */
static void
have_a_resolved_ticket(void)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}

static void
be_down_again(void)
{
	rig_down(&rig, "web1");
	rig_pass(&rig, 2 * HOUR, MINUTE);
}

/* Another ticket was opened, which names the old one. */
static void
expect_a_new_ticket(void)
{
	rig_expect_tickets(&rig, "web1", 1, 2);
	ck_assert(desk->tickets[0].closed);
	ck_assert_ptr_nonnull(
		strstr(desk->tickets[1].body, "had ticket T-0001."));
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 2);
}

START_TEST(what_we_resolved_is_opened_again_and_told)
{
	have_a_resolved_ticket();
	be_down_again();
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_ptr_nonnull(strstr(desk->tickets[0].comments, "Problem"));
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done, "
					 "create done, comment done, "
					 "resolve done");
	be_down_again();
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(what_was_resolved_long_ago_stays_closed)
{
	have_a_resolved_ticket();
	rig_pass(&rig, DAY, HOUR);
	be_down_again();
	rig_expect_tickets(&rig, "web1", 1, 2);
	ck_assert_ptr_null(strstr(desk->tickets[1].body, "had ticket"));
}
END_TEST

START_TEST(a_window_of_nothing_opens_nothing_again)
{
	rig.rules.reopen_window_s = 0;
	have_a_resolved_ticket();
	be_down_again();
	rig_expect_tickets(&rig, "web1", 1, 2);
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 0);
}
END_TEST

START_TEST(what_a_person_closed_stays_closed)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	desk->tickets[0].closed = true;
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	be_down_again();
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 0);
	expect_a_new_ticket();
}
END_TEST

START_TEST(what_a_person_opened_and_closed_again_stays_closed)
{
	have_a_resolved_ticket();
	desk->tickets[0].closings++;
	be_down_again();
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 0);
	expect_a_new_ticket();
}
END_TEST

START_TEST(what_is_open_already_is_taken_as_it_is)
{
	have_a_resolved_ticket();
	desk->tickets[0].closed = false;
	be_down_again();
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 0);
	ck_assert_ptr_nonnull(strstr(desk->tickets[0].comments, "Problem"));
}
END_TEST

START_TEST(a_desk_that_does_not_open_again_gets_a_new_ticket)
{
	static const enum answer answers[] = { DESK_REFUSED, DESK_GONE,
		DESK_LOCKED, DESK_MAYBE };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		have_a_resolved_ticket();
		rig_refuse(&rig, MEMORY_REOPEN, answers[i]);
		be_down_again();
		expect_a_new_ticket();
		ck_assert_uint_le(desk->calls[MEMORY_REOPEN], 3);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(a_ticket_whose_step_is_unknown_is_not_opened_again)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	desk->tickets[0].step[0] = '\0';
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	be_down_again();
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 0);
	expect_a_new_ticket();
}
END_TEST

START_TEST(while_the_desk_is_away_it_waits)
{
	static const enum answer answers[] = { DESK_AWAY, DESK_SLOW,
		DESK_LOCKED, DESK_MAYBE };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		have_a_resolved_ticket();
		rig_refuse_all(&rig, answers[i]);
		be_down_again();
		rig_refuse_all(&rig, DESK_DONE);
		rig_pass(&rig, HOUR, MINUTE);
		rig_expect_tickets(&rig, "web1", 1, 1);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(a_lost_answer_is_looked_up_before_it_is_repeated)
{
	have_a_resolved_ticket();
	desk->loses[MEMORY_REOPEN] = 1;
	be_down_again();
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 1);
	/* A request that was lost is repeated. */
	teardown();
	setup();
	have_a_resolved_ticket();
	rig_refuse(&rig, MEMORY_REOPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_REOPEN, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 2);
}
END_TEST

START_TEST(what_is_well_again_is_not_opened_out_of_doubt)
{
	have_a_resolved_ticket();
	rig_refuse(&rig, MEMORY_REOPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_refuse(&rig, MEMORY_REOPEN, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_REOPEN], 1);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"
					  " WHERE ended IS NULL"),
		0);
}
END_TEST

START_TEST(what_was_short_leaves_it_closed_and_the_next_opens_it)
{
	have_a_resolved_ticket();
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_up(&rig, "web1");
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
	be_down_again();
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { what_we_resolved_is_opened_again_and_told,
		what_was_resolved_long_ago_stays_closed,
		a_window_of_nothing_opens_nothing_again,
		what_a_person_closed_stays_closed,
		what_a_person_opened_and_closed_again_stays_closed,
		what_is_open_already_is_taken_as_it_is,
		a_desk_that_does_not_open_again_gets_a_new_ticket,
		a_ticket_whose_step_is_unknown_is_not_opened_again,
		while_the_desk_is_away_it_waits,
		a_lost_answer_is_looked_up_before_it_is_repeated,
		what_is_well_again_is_not_opened_out_of_doubt,
		what_was_short_leaves_it_closed_and_the_next_opens_it };

	return unit_run_with(
		"reopen", tests, UNIT_COUNT(tests), setup, teardown);
}
