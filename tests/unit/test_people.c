/* test_people.c - what people did to a ticket is respected */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
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
	rig.ingest.plan.open_on |= 1U << EVENT_WARNING;
}

static void
teardown(void)
{
	rig_close(&rig);
}

static void
close_all(void)
{
	for (size_t i = 0; i < desk->count; i++)
		desk->tickets[i].closed = true;
}

/* A service is WARNING, and a person closes its ticket. */
static void
close_a_ticket(void)
{
	rig_tell(&rig, EVENT_PROBLEM, EVENT_WARNING, "web1", "disk");
	rig_settle(&rig);
	close_all();
}

START_TEST(a_closed_ticket_is_not_told_that_it_got_worse)
{
	close_a_ticket();
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(desk->tickets[0].comments, "");
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(a_closed_ticket_is_told_what_people_write)
{
	close_a_ticket();
	rig_tell(&rig, EVENT_DOWNTIMESTART, EVENT_WARNING, "web1", "disk");
	rig_tell(&rig, EVENT_FLAPPINGSTART, EVENT_WARNING, "web1", "disk");
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_WARNING, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_ptr_nonnull(
		strstr(desk->tickets[0].comments, "Acknowledged"));
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 1);
	ck_assert_int_eq(
		rig_number(&rig, "SELECT closed FROM incident"), RIG_NOW + 60);
}
END_TEST

START_TEST(a_ticket_that_a_person_opens_again_is_told_all_again)
{
	close_a_ticket();
	rig_tell(&rig, EVENT_CUSTOM, EVENT_WARNING, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	desk->tickets[0].closed = false;
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_ptr_nonnull(
		strstr(desk->tickets[0].comments, "state CRITICAL"));
	ck_assert_int_eq(rig_number(&rig, "SELECT closed FROM incident"), 0);
	rig_tell(&rig, EVENT_RECOVERY, EVENT_OK, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

/* The core says every hour that it is still down. */
static void
be_reminded(int hours)
{
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	event.state_time = RIG_NOW;
	for (int i = 0; i < hours; i++) {
		rig_pass(&rig, HOUR, HOUR);
		event.received = rig.now;
		rig_take(&rig, &event);
		rig_settle(&rig);
	}
	event_free(&event);
}

START_TEST(who_closed_a_ticket_is_told_once_a_day_that_it_lasts)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	close_all();
	be_reminded(25);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 0);
	be_reminded(24);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 1);
	be_reminded(48);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 3);
	ck_assert_ptr_nonnull(
		strstr(desk->tickets[0].comments, "the problem lasts"));
	rig_expect_tickets(&rig, "web1", 0, 1);
	/* A site that takes no comments there. */
	rig_refuse(&rig, MEMORY_COMMENT, DESK_REFUSED);
	be_reminded(24);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 4);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		0);
}
END_TEST

/* Whatever else looks at the ticket meanwhile. */
START_TEST(a_ticket_is_closed_for_a_day_before_that_is_told)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	be_reminded(20);
	close_all();
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	be_reminded(5);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 1);
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	be_reminded(22);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 2);
	be_reminded(3);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 3);
}
END_TEST

START_TEST(silence_is_about_problems_with_an_open_ticket)
{
	static const char *const hosts[] = { "open", "closed", "well", "over" };
	struct silence silence;
	struct err why;

	for (int i = 0; i < 4; i++) {
		rig_down(&rig, hosts[i]);
		rig_settle(&rig);
	}
	rig_up(&rig, "over");
	rig_pass(&rig, HOUR, MINUTE);
	desk->tickets[1].closed = true;
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "closed", "");
	rig.rules.resolve = RESOLVE_NEVER;
	rig_up(&rig, "well");
	rig_pass(&rig, HOUR, MINUTE);
	rig_refuse(&rig, MEMORY_OPEN, DESK_AWAY);
	rig_down(&rig, "none");
	rig_pass(&rig, 15 * 24 * HOUR, HOUR);
	ck_assert_int_eq(incident_silent(rig.store, rig.now - 14 * 24 * HOUR,
				 &silence, &why),
		0);
	ck_assert_int_eq(silence.count, 1);
	ck_assert_ptr_nonnull(strstr(silence.names, "open (ticket "));
}
END_TEST

START_TEST(an_open_ticket_is_not_reminded)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	be_reminded(100);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 0);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 4);
	/* Neither is one that a person opened again. */
	close_all();
	be_reminded(24);
	desk->tickets[0].closed = false;
	be_reminded(48);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 0);
}
END_TEST

/* ---- down again ---- */

/* The recovery was swallowed: only the anchor shows that there was one. */
static void
come_back_unseen(void)
{
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	event.received = event.state_time = rig.now;
	event.anchor = rig.now - 10;
	rig_take(&rig, &event);
	event_free(&event);
	rig_pass(&rig, HOUR, MINUTE);
}

START_TEST(a_swallowed_recovery_of_an_open_ticket_is_told)
{
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	come_back_unseen();
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_ptr_nonnull(strstr(desk->tickets[0].comments, "Problem"));
}
END_TEST

START_TEST(a_swallowed_recovery_of_a_closed_ticket_opens_a_new_one)
{
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	close_all();
	come_back_unseen();
	rig_expect_tickets(&rig, "web1", 1, 2);
	ck_assert_str_eq(desk->tickets[0].comments, "");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 2);
}
END_TEST

START_TEST(the_same_problem_opens_no_ticket_beside_one_that_was_closed)
{
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	close_all();
	for (int i = 0; i < 3; i++) {
		rig_down(&rig, "web1");
		rig_pass(&rig, DAY, HOUR);
	}
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

/* Closed by a person while it was well, and we waited with the resolve. */
START_TEST(a_problem_that_is_back_has_a_ticket_although_a_person_closed_it)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, MINUTE, MINUTE);
	close_all();
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 2);
}
END_TEST

START_TEST(going_up_and_down_asks_once_and_says_nothing)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse_all(&rig, DESK_AWAY);
	for (int i = 0; i < 10; i++) {
		rig_up(&rig, "web1");
		rig_pass(&rig, MINUTE, MINUTE);
		rig_down(&rig, "web1");
		rig_pass(&rig, MINUTE, MINUTE);
	}
	rig_refuse_all(&rig, DESK_DONE);
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(memory_desk_calls(desk), 1);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 1);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

/* ---- what a recovery does ---- */

static const struct {
	enum resolve_mode mode;
	bool taken, touched;
	bool closes, tells;
} recoveries[] = {
	{ RESOLVE_ALWAYS, true, true, true, false },
	{ RESOLVE_UNLESS_TOUCHED, false, false, true, false },
	{ RESOLVE_UNLESS_TOUCHED, true, false, false, true },
	{ RESOLVE_UNLESS_TOUCHED, false, true, false, true },
	{ RESOLVE_COMMENT, false, false, false, true },
	{ RESOLVE_NEVER, false, false, false, false },
};

static void
recover(size_t i)
{
	rig.rules.resolve = recoveries[i].mode;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	desk->tickets[0].taken = recoveries[i].taken;
	desk->tickets[0].touched = recoveries[i].touched;
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
}

START_TEST(a_recovery_does_what_the_settings_say)
{
	for (size_t i = 0; i < UNIT_COUNT(recoveries); i++) {
		recover(i);
		ck_assert_msg(desk->tickets[0].closed == recoveries[i].closes,
			"case %zu", i);
		ck_assert_msg((strstr(desk->tickets[0].comments, "Recovered") !=
				      NULL) == recoveries[i].tells,
			"case %zu", i);
		ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
		teardown();
		setup();
	}
}
END_TEST

START_TEST(what_is_left_to_people_has_one_open_ticket_all_the_same)
{
	for (size_t i = 0; i < UNIT_COUNT(recoveries); i++) {
		if (recoveries[i].closes)
			continue;
		recover(i);
		rig_down(&rig, "web1");
		rig_pass(&rig, HOUR, MINUTE);
		rig_expect_tickets(&rig, "web1", 1, 1);
		ck_assert_ptr_nonnull(
			strstr(desk->tickets[0].comments, "Problem"));
		rig_up(&rig, "web1");
		rig_pass(&rig, HOUR, MINUTE);
		close_all();
		rig_down(&rig, "web1");
		rig_pass(&rig, HOUR, MINUTE);
		rig_expect_tickets(&rig, "web1", 1, 2);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(what_cannot_be_known_is_asked_again)
{
	static const enum answer answers[] = { DESK_AWAY, DESK_MAYBE, DESK_SLOW,
		DESK_LOCKED };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		rig_refuse(&rig, MEMORY_TOUCHED, answers[i]);
		recover(1);
		rig_expect_tickets(&rig, "web1", 1, 1);
		ck_assert_str_eq(desk->tickets[0].comments, "");
		rig_refuse(&rig, MEMORY_TOUCHED, DESK_DONE);
		rig_pass(&rig, HOUR, MINUTE);
		rig_expect_tickets(&rig, "web1", 0, 1);
		teardown();
		setup();
	}
}
END_TEST

/* ---- at the same moment ---- */

static void
is_faster(struct memory_desk *self, enum memory_call call)
{
	(void)self;
	if (call == MEMORY_RESOLVE)
		close_all();
}

START_TEST(a_person_who_closes_it_a_moment_before_us_was_first)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	desk->person = is_faster;
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
	ck_assert_uint_eq(desk->calls[MEMORY_RESOLVE], 1);
}
END_TEST

/* ---- between any two operations ---- */

static struct {
	unsigned call; /* before which a person acts; counted down */
	void (*act)(struct memory_ticket *ticket);
} person;

static void
close_ticket(struct memory_ticket *ticket)
{
	ticket->closed = true;
}

static void
rename_ticket(struct memory_ticket *ticket)
{
	free(ticket->subject);
	ticket->subject = xstrdup("web1 is mine");
}

static void
clear_ticket(struct memory_ticket *ticket)
{
	free(ticket->body);
	ticket->body = xstrdup("<p>solved on the phone</p>");
}

static void
acts_now(struct memory_desk *self, enum memory_call call)
{
	(void)call;
	if (--person.call == 0)
		for (size_t i = 0; i < self->count; i++)
			if (!self->tickets[i].closed)
				person.act(&self->tickets[i]);
}

/* Three problems, told in all ways that there are. True if a person acted. */
static bool
live_through(unsigned call, void (*act)(struct memory_ticket *ticket))
{
	person.call = call;
	person.act = act;
	desk->person = acts_now;
	rig_tell(&rig, EVENT_PROBLEM, EVENT_WARNING, "web1", "disk");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_WARNING, "web1", "disk");
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_tell(&rig, EVENT_RECOVERY, EVENT_OK, "web1", "disk");
	rig_pass(&rig, 2 * MINUTE, MINUTE);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, 2 * MINUTE, MINUTE);
	rig_tell(&rig, EVENT_RECOVERY, EVENT_OK, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_tell(&rig, EVENT_RECOVERY, EVENT_OK, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	desk->person = NULL;
	return person.call == 0 || person.call > call;
}

/* All is over, and the next problem has one ticket. */
static void
expect_peace(unsigned call)
{
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		0);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"
					  " WHERE ended IS NULL"),
		0);
	rig_expect_tickets(&rig, "", 0, desk->count);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, MINUTE, MINUTE);
	ck_assert_msg(memory_desk_open(desk, "") == 1, "call %u", call);
}

START_TEST(a_person_may_act_between_any_two_operations)
{
	static void (*const acts[])(struct memory_ticket * ticket) = {
		close_ticket, rename_ticket, clear_ticket
	};

	for (size_t i = 0; i < UNIT_COUNT(acts); i++) {
		unsigned call = 1;

		while (live_through(call, acts[i])) {
			expect_peace(call++);
			teardown();
			setup();
		}
		ck_assert_uint_gt(call, 10);
	}
}
END_TEST

/* What the verb orders. */
static void
resolve_by_hand(void)
{
	struct err why;

	ck_assert_int_eq(job_resolve_now(rig.store, 1, rig.now, &why), 0);
}

START_TEST(what_a_person_resolves_stays_so_while_the_problem_lasts)
{
	rig.rules.resolve = RESOLVE_NEVER;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse_all(&rig, DESK_AWAY);
	resolve_by_hand();
	rig_pass(&rig, 60, 60);
	/* A reminder does not take it back. */
	rig_down(&rig, "web1");
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, 600, 60);
	rig_expect_tickets(&rig, "web1", 0, 1);
	rig_down(&rig, "web1");
	rig_pass(&rig, 600, 60);
	rig_expect_tickets(&rig, "web1", 0, 1);
	rig_up(&rig, "web1");
	rig_pass(&rig, 600, 60);
	rig_down(&rig, "web1");
	rig_pass(&rig, 600, 60);
	rig_expect_tickets(&rig, "web1", 1, 2);
}
END_TEST

START_TEST(what_a_person_resolves_and_is_well_is_over)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	resolve_by_hand();
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web1", 0, 1);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"
					  " WHERE ended IS NULL"),
		0);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_closed_ticket_is_not_told_that_it_got_worse,
		a_closed_ticket_is_told_what_people_write,
		a_ticket_that_a_person_opens_again_is_told_all_again,
		who_closed_a_ticket_is_told_once_a_day_that_it_lasts,
		a_ticket_is_closed_for_a_day_before_that_is_told,
		silence_is_about_problems_with_an_open_ticket,
		an_open_ticket_is_not_reminded,
		a_swallowed_recovery_of_an_open_ticket_is_told,
		a_swallowed_recovery_of_a_closed_ticket_opens_a_new_one,
		the_same_problem_opens_no_ticket_beside_one_that_was_closed,
		a_problem_that_is_back_has_a_ticket_although_a_person_closed_it,
		going_up_and_down_asks_once_and_says_nothing,
		a_recovery_does_what_the_settings_say,
		what_is_left_to_people_has_one_open_ticket_all_the_same,
		what_cannot_be_known_is_asked_again,
		a_person_who_closes_it_a_moment_before_us_was_first,
		what_a_person_resolves_stays_so_while_the_problem_lasts,
		what_a_person_resolves_and_is_well_is_over,
		a_person_may_act_between_any_two_operations };

	return unit_run_with(
		"people", tests, UNIT_COUNT(tests), setup, teardown);
}
