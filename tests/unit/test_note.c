/* test_note.c - what people write is told, whatever becomes of the ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "outbox/job.h"
#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600 };

static struct rig rig;
static struct memory_desk *const desk = &rig.desk;

static void
setup(void)
{
	rig_open(&rig);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 1, 1);
}

static void
teardown(void)
{
	rig_close(&rig);
}

static void
expect_told(const char *text)
{
	const char *comments = desk->tickets[0].comments;

	ck_assert_msg(strstr(comments, text) != NULL, "%s: %s", text, comments);
	rig_expect_tickets(&rig, "web1", 0, 1);
}

START_TEST(a_note_that_failed_often_is_told_when_the_ticket_is_closed)
{
	rig_refuse(&rig, MEMORY_COMMENT, DESK_MAYBE);
	rig_note(&rig, "web1", "on my way");
	rig_pass(&rig, HOUR, MINUTE);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
	rig_refuse(&rig, MEMORY_COMMENT, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	expect_told("on my way");
}
END_TEST

START_TEST(a_note_that_was_joined_to_one_that_failed_is_told)
{
	rig.dice = ~0U; /* as long as it may wait */
	rig_refuse(&rig, MEMORY_READ, DESK_MAYBE);
	rig_note(&rig, "web1", "on my way");
	rig_pass(&rig, HOUR, MINUTE);
	rig_note(&rig, "web1", "in the train");
	rig_up(&rig, "web1");
	rig_refuse(&rig, MEMORY_READ, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	expect_told("on my way");
	expect_told("in the train");
}
END_TEST

START_TEST(a_note_that_comes_while_a_resolve_is_in_doubt_is_told)
{
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_MAYBE);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve sending");
	rig_note(&rig, "web1", "was it the fuse?");
	rig_refuse(&rig, MEMORY_RESOLVE, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	expect_told("was it the fuse?");
}
END_TEST

START_TEST(a_note_that_was_refused_stays_until_a_person_acts)
{
	struct err why;
	int count;

	rig_refuse(&rig, MEMORY_COMMENT, DESK_REFUSED);
	rig_note(&rig, "web1", "on my way");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(
		rig_jobs(&rig), "create done, comment dead, resolve done");
	rig_refuse(&rig, MEMORY_COMMENT, DESK_DONE);
	ck_assert_int_eq(job_revive(rig.store, rig.now, &count, &why), 0);
	rig_settle(&rig);
	expect_told("on my way");
}
END_TEST

/* What only tells of the object is of no use there. */
START_TEST(what_is_no_note_is_not_told_when_the_ticket_is_closed)
{
	rig_refuse(&rig, MEMORY_COMMENT, DESK_MAYBE);
	rig_tell(&rig, EVENT_DOWNTIMESTART, EVENT_DOWN, "web1", "");
	rig_pass(&rig, HOUR, MINUTE);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_refuse(&rig, MEMORY_COMMENT, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(desk->tickets[0].comments, "");
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
}
END_TEST

START_TEST(a_note_that_the_clock_puts_before_its_problem_is_told)
{
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web2");
	rig_settle(&rig);
	rig.now -= 30;
	rig_note(&rig, "web2", "on my way");
	rig.now += HOUR;
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web2", 1, 1);
	ck_assert_ptr_nonnull(strstr(desk->tickets[1].body, "on my way"));
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		a_note_that_failed_often_is_told_when_the_ticket_is_closed,
		a_note_that_was_joined_to_one_that_failed_is_told,
		a_note_that_comes_while_a_resolve_is_in_doubt_is_told,
		a_note_that_was_refused_stays_until_a_person_acts,
		what_is_no_note_is_not_told_when_the_ticket_is_closed,
		a_note_that_the_clock_puts_before_its_problem_is_told
	};

	return unit_run_with("note", tests, UNIT_COUNT(tests), setup, teardown);
}
