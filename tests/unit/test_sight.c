/* test_sight.c - tickets that are not there, and people's many closings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "outbox/sight.h"
#include "unit/alert.h"
#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600 };

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

static const char *
name(int i)
{
	static char text[16];

	snprintf(text, sizeof(text), "host%d", i);
	return text;
}

static void
have_tickets(int count)
{
	for (int i = 0; i < count; i++)
		rig_down(&rig, name(i));
	rig_settle(&rig);
	ck_assert_uint_eq(desk->count, (size_t)count);
	rig.now += HOUR;
}

static void
delete_ticket(size_t i)
{
	strcpy(desk->tickets[i].id, "deleted");
}

/* ---- 404 ---- */

START_TEST(a_ticket_that_is_gone_is_not_opened_anew)
{
	have_tickets(1);
	delete_ticket(0);
	for (int i = 0; i < 3; i++) {
		rig_down(&rig, "host0");
		rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "host0", "");
		rig_pass(&rig, HOUR, MINUTE);
	}
	ck_assert_uint_eq(desk->count, 1);
	rig_up(&rig, "host0");
	rig_pass(&rig, HOUR, MINUTE);
	/* The next problem is another one. */
	rig_down(&rig, "host0");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "host0", 2, 2);
}
END_TEST

START_TEST(when_none_of_ours_is_seen_nothing_is_done)
{
	have_tickets(5);
	desk->hides_ours = true;
	for (int i = 0; i < 5; i++)
		rig_up(&rig, name(i));
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_int_eq(rig.last.verdict.answer, DESK_LOCKED);
	ck_assert_ptr_nonnull(
		strstr(rig.last.verdict.text, "cannot see our tickets"));
	ck_assert(rig.gate.locked);
	/* Two were taken for deleted before that was clear. */
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		3);
	/* No ticket is opened meanwhile, however often it is down. */
	rig_down(&rig, "other");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(desk->count, 5);
	/* It goes by itself. */
	desk->hides_ours = false;
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "host"), 2);
	ck_assert_uint_eq(memory_desk_open(desk, "other"), 1);
}
END_TEST

START_TEST(one_that_is_seen_in_between_shows_that_others_were_deleted)
{
	have_tickets(6);
	for (size_t i = 0; i < 5; i++)
		if (i != 2)
			delete_ticket(i);
	for (int i = 0; i < 6; i++) {
		rig_up(&rig, name(i));
		rig_pass(&rig, 6 * MINUTE, MINUTE);
	}
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		0);
}
END_TEST

START_TEST(a_person_knows_that_they_were_deleted)
{
	struct err why;
	int count;

	have_tickets(4);
	for (size_t i = 0; i < 4; i++)
		delete_ticket(i);
	for (int i = 0; i < 4; i++)
		rig_up(&rig, name(i));
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		2);
	ck_assert_int_eq(sight_trust(rig.store, &count, &why), 0);
	ck_assert_int_eq(count, 3);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		0);
}
END_TEST

/* ---- another user's token ---- */

START_TEST(another_user_who_sees_our_tickets_is_as_good)
{
	rig.user = "robot";
	have_tickets(2);
	memset(desk->calls, 0, sizeof(desk->calls));
	rig.user = "other";
	rig_down(&rig, "new1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 1);
	rig_down(&rig, "new2");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "new"), 2);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 1);
}
END_TEST

START_TEST(another_user_who_sees_none_does_nothing)
{
	rig.user = "robot";
	have_tickets(2);
	rig.user = "other";
	desk->hides_ours = true;
	rig_up(&rig, "host0");
	rig_down(&rig, "other");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_int_eq(rig.last.verdict.answer, DESK_LOCKED);
	ck_assert_ptr_nonnull(strstr(rig.last.verdict.text,
		"cannot see our tickets: it is another one than before"));
	ck_assert(rig.gate.locked);
	ck_assert_str_eq(rig_jobs(&rig), "create done, create done,"
					 " resolve pending, create pending");
	/* It goes by itself: the first one is back, or may see them now. */
	rig.user = "ROBOT";
	desk->hides_ours = false;
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "host"), 1);
	ck_assert_uint_eq(memory_desk_open(desk, "other"), 1);
}
END_TEST

START_TEST(nothing_is_made_of_a_ticket_that_could_not_be_read)
{
	rig.user = "robot";
	have_tickets(1);
	rig.user = "other";
	rig_refuse(&rig, MEMORY_READ, DESK_AWAY);
	rig_down(&rig, "other");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "other"), 0);
	rig_refuse(&rig, MEMORY_READ, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "other"), 1);
}
END_TEST

/* What a desk that answers otherwise may say of one ticket for ever. */
static const enum answer odd_answers[] = { DESK_REFUSED, DESK_LARGE,
	DESK_MAYBE };

START_TEST(one_ticket_that_cannot_be_read_is_passed_over)
{
	for (size_t i = 0; i < UNIT_COUNT(odd_answers); i++) {
		rig.user = "robot";
		have_tickets(2);
		desk->tickets[1].unreadable = odd_answers[i];
		rig.user = "other";
		rig_down(&rig, "new");
		rig_pass(&rig, MINUTE, MINUTE);
		ck_assert_uint_eq(memory_desk_open(desk, "new"), 1);
		teardown();
		setup();
	}
}
END_TEST

/* Neither everything at once without end, nor nothing without a word. */
static void
expect_locked(const char *text)
{
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_down(&rig, "new");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_int_eq(rig.last.verdict.answer, DESK_LOCKED);
	ck_assert_ptr_nonnull(strstr(rig.last.verdict.text, text));
	ck_assert(rig.gate.locked);
	ck_assert_uint_le(desk->calls[MEMORY_READ], 3 * 60);
	ck_assert_uint_eq(memory_desk_open(desk, "new"), 0);
	/* It goes by itself. */
	rig_refuse(&rig, MEMORY_READ, DESK_DONE);
	desk->hides_ours = false;
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "new"), 1);
}

START_TEST(another_user_who_can_read_none_is_locked_out)
{
	for (size_t i = 0; i < UNIT_COUNT(odd_answers); i++) {
		rig.user = "robot";
		have_tickets(5);
		rig.user = "other";
		rig_refuse(&rig, MEMORY_READ, odd_answers[i]);
		expect_locked("cannot be read (no)");
		teardown();
		setup();
	}
}
END_TEST

START_TEST(whoever_saw_none_and_can_read_none_is_locked_out)
{
	for (size_t i = 0; i < UNIT_COUNT(odd_answers); i++) {
		have_tickets(5);
		desk->hides_ours = true;
		for (int k = 0; k < 3; k++)
			rig_up(&rig, name(k));
		rig_pass(&rig, HOUR, MINUTE);
		rig_refuse(&rig, MEMORY_READ, odd_answers[i]);
		expect_locked("cannot be read (no)");
		teardown();
		setup();
	}
}
END_TEST

START_TEST(a_desk_that_answers_nothing_is_not_locked)
{
	rig.user = "robot";
	have_tickets(5);
	rig.user = "other";
	rig_refuse_all(&rig, DESK_MAYBE);
	rig_down(&rig, "new");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert(!rig.gate.locked);
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "new"), 1);
}
END_TEST

START_TEST(a_person_says_that_another_user_is_meant)
{
	struct err why;
	int count;

	rig.user = "robot";
	have_tickets(1);
	rig.user = "other";
	delete_ticket(0);
	rig_down(&rig, "other");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "other"), 0);
	ck_assert_int_eq(sight_trust(rig.store, &count, &why), 0);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "other"), 1);
}
END_TEST

START_TEST(a_token_that_tells_no_user_is_no_other_ones)
{
	rig.user = "robot";
	have_tickets(1);
	rig.user = "";
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_down(&rig, "other");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "other"), 1);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 0);
}
END_TEST

/* ---- a core without its memory ---- */

/* All is down once more, and was well since, as it says. */
static void
be_back(int from, int to)
{
	for (int i = from; i < to; i++) {
		struct event event =
			alert(EVENT_PROBLEM, EVENT_DOWN, name(i), "");

		event.received = event.state_time = rig.now;
		event.anchor = rig.now - 10;
		rig_take(&rig, &event);
		event_free(&event);
	}
}

START_TEST(more_than_ten_revivals_at_once_are_held)
{
	have_tickets(15);
	for (size_t i = 0; i < 15; i++)
		desk->tickets[i].closed = true;
	be_back(0, 15);
	rig_pass(&rig, 4 * MINUTE, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "host"), 10);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state = 'held'"),
		5);
	/* Nobody stopped it: no alert is lost. */
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_open(desk, "host"), 15);
}
END_TEST

START_TEST(revivals_now_and_then_are_not_held)
{
	have_tickets(15);
	for (size_t i = 0; i < 15; i++)
		desk->tickets[i].closed = true;
	for (int i = 0; i < 15; i++) {
		be_back(i, i + 1);
		rig_pass(&rig, MINUTE, MINUTE);
		ck_assert_uint_eq(
			memory_desk_open(desk, "host"), (size_t)i + 1);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_ticket_that_is_gone_is_not_opened_anew,
		when_none_of_ours_is_seen_nothing_is_done,
		one_that_is_seen_in_between_shows_that_others_were_deleted,
		a_person_knows_that_they_were_deleted,
		another_user_who_sees_our_tickets_is_as_good,
		another_user_who_sees_none_does_nothing,
		nothing_is_made_of_a_ticket_that_could_not_be_read,
		one_ticket_that_cannot_be_read_is_passed_over,
		another_user_who_can_read_none_is_locked_out,
		whoever_saw_none_and_can_read_none_is_locked_out,
		a_desk_that_answers_nothing_is_not_locked,
		a_person_says_that_another_user_is_meant,
		a_token_that_tells_no_user_is_no_other_ones,
		more_than_ten_revivals_at_once_are_held,
		revivals_now_and_then_are_not_held };

	return unit_run_with(
		"sight", tests, UNIT_COUNT(tests), setup, teardown);
}
