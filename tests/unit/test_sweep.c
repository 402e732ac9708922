/* test_sweep.c - doubles are folded, leftovers closed, strangers left alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/mem.h"
#include "outbox/job.h"
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

/* What the outbox knew is lost. */
static void
forget_all(void)
{
	char path[100];

	store_close(rig.store);
	snprintf(path, sizeof(path), "%s-wal", rig.path);
	unlink(path);
	unlink(rig.path);
	rig.store = NULL;
	rig_restart(&rig);
}

static void
have_a_ticket(const char *host)
{
	rig_down(&rig, host);
	rig_pass(&rig, 10 * MINUTE, MINUTE);
}

/* A ticket with the same text as another one; borrowed. */
static struct memory_ticket *
copy(size_t i)
{
	char *subject = xstrdup(desk->tickets[i].subject);
	char *body = xstrdup(desk->tickets[i].body);
	struct memory_ticket *made = memory_desk_add(desk, subject, body);

	free(subject);
	free(body);
	return made;
}

/* ---- doubles ---- */

START_TEST(of_two_the_older_stays_and_is_the_incidents_own)
{
	have_a_ticket("web1");
	forget_all();
	have_a_ticket("web1");
	rig_expect_tickets(&rig, "web1", 2, 2);
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 1, 2);
	ck_assert(!desk->tickets[0].closed);
	ck_assert_str_eq(desk->tickets[1].original, desk->tickets[0].id);
	/* What comes next is told there. */
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_ptr_nonnull(strstr(desk->tickets[0].comments, "Ack"));
	rig_expect_tickets(&rig, "web1", 0, 2);
}
END_TEST

START_TEST(a_newer_one_of_ours_is_the_duplicate)
{
	have_a_ticket("web1");
	copy(0);
	copy(0);
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 1, 3);
	ck_assert(!desk->tickets[0].closed);
	ck_assert_str_eq(desk->tickets[2].original, desk->tickets[0].id);
}
END_TEST

START_TEST(a_copy_that_a_person_made_is_the_persons)
{
	for (int hides = 0; hides <= 1; hides++) {
		have_a_ticket("web1");
		copy(0)->stranger = true;
		desk->hides_creators = hides != 0;
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 2, 2);
		rig_up(&rig, "web1");
		rig_pass(&rig, HOUR, MINUTE);
		rig_sweep(&rig);
		ck_assert(!desk->tickets[1].closed);
		ck_assert(desk->tickets[0].closed);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(what_a_person_works_on_is_no_duplicate)
{
	have_a_ticket("web1");
	copy(0)->taken = true;
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 2, 2);
	teardown();
	setup();
	have_a_ticket("web1");
	forget_all();
	have_a_ticket("web1");
	desk->tickets[1].taken = true;
	rig_sweep(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, 6 * MINUTE, MINUTE);
	ck_assert(desk->tickets[1].closed);
	ck_assert_str_eq(desk->tickets[1].original, "");
}
END_TEST

START_TEST(a_closed_one_counts_for_nothing)
{
	have_a_ticket("web1");
	copy(0)->closed = true;
	desk->tickets[1].created -= HOUR;
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 1, 2);
	ck_assert(!desk->tickets[0].closed);
}
END_TEST

START_TEST(who_closed_ours_does_not_get_another_one)
{
	have_a_ticket("web1");
	copy(0);
	desk->tickets[0].closed = true;
	rig_sweep(&rig);
	ck_assert(desk->tickets[0].closed);
	ck_assert_str_eq(desk->tickets[1].original, "");
}
END_TEST

/* ---- leftovers ---- */

START_TEST(a_ticket_that_was_forgotten_is_closed_when_all_is_well)
{
	have_a_ticket("web1");
	forget_all();
	rig_up(&rig, "web1");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 0, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_RESOLVE], 1);
}
END_TEST

START_TEST(a_ticket_that_could_not_be_seen_is_closed_later)
{
	have_a_ticket("web1");
	desk->hides_ours = true;
	rig_up(&rig, "web1");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	desk->hides_ours = false;
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(what_a_person_opened_again_stays_open)
{
	for (int by_us = 0; by_us <= 1; by_us++) {
		have_a_ticket("web1");
		desk->tickets[0].closed = !by_us;
		rig_up(&rig, "web1");
		rig_pass(&rig, 20 * MINUTE, MINUTE);
		ck_assert(desk->tickets[0].closed);
		desk->tickets[0].closed = false;
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 1, 1);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(what_a_person_opened_again_is_no_duplicate)
{
	for (int by_us = 0; by_us <= 1; by_us++) {
		have_a_ticket("web1");
		desk->tickets[0].closed = !by_us;
		rig_up(&rig, "web1");
		rig_pass(&rig, 20 * MINUTE, MINUTE);
		desk->tickets[0].closed = false;
		have_a_ticket("web1");
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 2, 2);
		rig_up(&rig, "web1");
		rig_pass(&rig, 20 * MINUTE, MINUTE);
		rig_sweep(&rig);
		ck_assert(!desk->tickets[0].closed);
		ck_assert(desk->tickets[1].closed);
		ck_assert_str_eq(desk->tickets[1].original, "");
		teardown();
		setup();
	}
}
END_TEST

/* A site need not tell that a ticket was closed before. */
static void
open_again(size_t i)
{
	desk->tickets[i].closed = false;
	desk->tickets[i].closings = 0;
}

START_TEST(a_duplicate_that_a_person_opened_again_stays_open)
{
	/* Of the incident's own ticket, and of another one. */
	for (int own = 0; own <= 1; own++) {
		have_a_ticket("web1");
		if (own) {
			forget_all();
			have_a_ticket("web1");
		} else {
			copy(0);
		}
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 1, 2);
		open_again(1);
		have_a_ticket("web1");
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 2, 2);
		rig_up(&rig, "web1");
		rig_pass(&rig, 20 * MINUTE, MINUTE);
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 1, 2);
		ck_assert(!desk->tickets[1].closed);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(what_a_person_opens_again_after_months_stays_open)
{
	struct err why;

	for (int by_us = 0; by_us <= 1; by_us++) {
		have_a_ticket("web1");
		desk->tickets[0].closed = !by_us;
		rig_up(&rig, "web1");
		rig_pass(&rig, 60 * DAY, DAY);
		ck_assert_int_eq(
			job_forget(rig.store, rig.now - 30 * DAY, &why), 0);
		open_again(0);
		have_a_ticket("web1");
		rig_sweep(&rig);
		rig_up(&rig, "web1");
		rig_pass(&rig, 20 * MINUTE, MINUTE);
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 1, 2);
		ck_assert(!desk->tickets[0].closed);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(what_was_closed_before_is_no_leftover_of_a_lost_database)
{
	have_a_ticket("web1");
	desk->tickets[0].closings = 1;
	forget_all();
	rig_up(&rig, "web1");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(what_is_left_to_people_stays_open)
{
	static const enum resolve_mode modes[] = { RESOLVE_UNLESS_TOUCHED,
		RESOLVE_COMMENT, RESOLVE_NEVER };

	for (size_t i = 0; i < UNIT_COUNT(modes); i++) {
		rig.rules.resolve = modes[i];
		have_a_ticket("web1");
		desk->tickets[0].touched = true;
		forget_all();
		rig_up(&rig, "web1");
		rig_pass(&rig, 10 * MINUTE, MINUTE);
		rig_sweep(&rig);
		rig_expect_tickets(&rig, "web1", 1, 1);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(the_ticket_of_another_object_stays_open)
{
	have_a_ticket("web1");
	have_a_ticket("web2");
	free(desk->tickets[1].body);
	/* It is quoted, but not the last word. */
	desk->tickets[1].body =
		xasprintf("%s<p>as web2</p>", desk->tickets[0].body);
	forget_all();
	rig_up(&rig, "web1");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 0, 1);
	rig_expect_tickets(&rig, "web2", 1, 1);
}
END_TEST

/* ---- when nothing is done ---- */

START_TEST(a_search_that_does_not_narrow_is_not_acted_on)
{
	have_a_ticket("web1");
	copy(0);
	memory_desk_add_strangers(desk, 200);
	desk->drops_facets = true;
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_sweep(&rig);
	ck_assert_uint_eq(memory_desk_calls(desk), 1);
	rig_expect_tickets(&rig, "", 202, 202);
	/* Once it does, it is made up for. */
	desk->drops_facets = false;
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 1, 2);
	rig_expect_tickets(&rig, "projector", 200, 200);
}
END_TEST

START_TEST(what_went_wrong_is_tried_again)
{
	static const enum memory_call calls[] = { MEMORY_SEARCH, MEMORY_READ,
		MEMORY_DUPLICATE };
	static const enum answer answers[] = { DESK_AWAY, DESK_SLOW,
		DESK_MAYBE };

	for (size_t i = 0; i < UNIT_COUNT(calls); i++)
		for (size_t k = 0; k < UNIT_COUNT(answers); k++) {
			have_a_ticket("web1");
			copy(0);
			rig_refuse(&rig, calls[i], answers[k]);
			rig_sweep(&rig);
			rig_expect_tickets(&rig, "web1", 2, 2);
			rig_refuse(&rig, calls[i], DESK_DONE);
			rig_pass(&rig, HOUR, MINUTE);
			rig_sweep(&rig);
			rig_expect_tickets(&rig, "web1", 1, 2);
			teardown();
			setup();
		}
}
END_TEST

/* More of them than are looked at in a run. */
START_TEST(what_cannot_be_read_holds_up_nothing_and_is_read_later)
{
	static const enum answer answers[] = { DESK_REFUSED, DESK_LOCKED,
		DESK_GONE, DESK_MAYBE };

	for (size_t k = 0; k < UNIT_COUNT(answers); k++) {
		for (int i = 0; i < 30; i++) {
			char name[16];

			snprintf(name, sizeof(name), "host%02d", i);
			rig_down(&rig, name);
		}
		rig_pass(&rig, 10 * MINUTE, MINUTE);
		for (size_t i = 0; i < 30; i++)
			copy(i);
		for (size_t i = 0; i < 60; i++)
			desk->tickets[i].unreadable =
				i % 30 == 27 ? DESK_DONE : answers[k];
		for (int i = 0; i < 6; i++)
			rig_sweep(&rig);
		ck_assert_int_eq(rig.gate.opens, 0);
		rig_expect_tickets(&rig, "host", 59, 60);
		rig_expect_tickets(&rig, "host27", 1, 2);
		for (size_t i = 0; i < 60; i++)
			desk->tickets[i].unreadable = DESK_DONE;
		for (int i = 0; i < 6; i++)
			rig_sweep(&rig);
		rig_expect_tickets(&rig, "host", 30, 60);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(what_fails_since_all_fails_is_told_to_the_gate)
{
	have_a_ticket("web1");
	have_a_ticket("web2");
	copy(0);
	rig_refuse(&rig, MEMORY_READ, DESK_MAYBE);
	rig_refuse(&rig, MEMORY_PROBE, DESK_MAYBE);
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_sweep(&rig);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 1);
	ck_assert_uint_eq(rig.gate.maybes, 1);
	rig_refuse(&rig, MEMORY_READ, DESK_LOCKED);
	rig_refuse(&rig, MEMORY_PROBE, DESK_LOCKED);
	rig_sweep(&rig);
	ck_assert(rig.gate.locked);
	rig_refuse(&rig, MEMORY_READ, DESK_DONE);
	rig_refuse(&rig, MEMORY_PROBE, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web", 2, 3);
}
END_TEST

START_TEST(what_is_refused_holds_up_nothing)
{
	static const enum answer answers[] = { DESK_REFUSED, DESK_LOCKED,
		DESK_GONE };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		have_a_ticket("web1");
		copy(0);
		rig_refuse(&rig, MEMORY_DUPLICATE, answers[i]);
		rig_sweep(&rig);
		ck_assert_int_eq(rig.gate.opens, 0);
		rig_expect_tickets(&rig, "web1", 2, 2);
		memset(desk->calls, 0, sizeof(desk->calls));
		rig_sweep(&rig);
		ck_assert_uint_eq(memory_desk_calls(desk), 0);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(no_more_than_twenty_are_read_in_a_run)
{
	for (int i = 0; i < 30; i++) {
		char name[16];

		snprintf(name, sizeof(name), "host%02d", i);
		rig_down(&rig, name);
	}
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	for (size_t i = 0; i < 30; i++)
		copy(i);
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_sweep(&rig);
	ck_assert_uint_le(desk->calls[MEMORY_READ], 20);
	rig_expect_tickets(&rig, "host", 50, 60);
	for (int i = 0; i < 3; i++)
		rig_sweep(&rig);
	rig_expect_tickets(&rig, "host", 30, 60);
}
END_TEST

START_TEST(an_alert_that_arrives_does_not_wait_for_all_of_it)
{
	have_a_ticket("web1");
	have_a_ticket("web2");
	copy(0);
	copy(1);
	rig.sweep_for = 1;
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web", 3, 4);
	rig.sweep_for = 0;
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web", 2, 4);
}
END_TEST

START_TEST(more_copies_than_a_run_is_for_do_not_stop_it_for_ever)
{
	have_a_ticket("web1");
	for (int i = 0; i < 30; i++)
		copy(0)->stranger = true;
	rig_sweep(&rig);
	rig_expect_tickets(&rig, "web1", 31, 31);
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_sweep(&rig);
	ck_assert_uint_eq(memory_desk_calls(desk), 0);
}
END_TEST

START_TEST(where_there_is_no_news_nothing_is_asked)
{
	have_a_ticket("web1");
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_sweep(&rig);
	ck_assert_uint_eq(desk->calls[MEMORY_SEARCH], 2);
	ck_assert_uint_eq(desk->calls[MEMORY_READ], 1);
	rig_pass(&rig, HOUR, MINUTE);
	rig_sweep(&rig);
	ck_assert_uint_eq(desk->calls[MEMORY_SEARCH], 2);
	/* An object without tickets is looked at once. */
	for (int i = 0; i < 3; i++) {
		rig_tell(&rig, EVENT_RECOVERY, EVENT_OK, "web1", "disk");
		rig_pass(&rig, HOUR, MINUTE);
		rig_sweep(&rig);
	}
	ck_assert_uint_eq(desk->calls[MEMORY_SEARCH], 4);
}
END_TEST

START_TEST(a_ticket_in_doubt_is_left_to_who_looks_for_it)
{
	rig.desk.loses[MEMORY_OPEN] = 1;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_SEARCH, DESK_MAYBE);
	rig_refuse(&rig, MEMORY_NEWEST, DESK_MAYBE);
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	rig_refuse(&rig, MEMORY_SEARCH, DESK_DONE);
	rig.gate.opens = 0;
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_sweep(&rig);
	ck_assert_uint_eq(memory_desk_calls(desk), 0);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		of_two_the_older_stays_and_is_the_incidents_own,
		a_newer_one_of_ours_is_the_duplicate,
		a_copy_that_a_person_made_is_the_persons,
		what_a_person_works_on_is_no_duplicate,
		a_closed_one_counts_for_nothing,
		who_closed_ours_does_not_get_another_one,
		a_ticket_that_was_forgotten_is_closed_when_all_is_well,
		a_ticket_that_could_not_be_seen_is_closed_later,
		what_a_person_opened_again_stays_open,
		what_a_person_opened_again_is_no_duplicate,
		a_duplicate_that_a_person_opened_again_stays_open,
		what_a_person_opens_again_after_months_stays_open,
		what_was_closed_before_is_no_leftover_of_a_lost_database,
		what_is_left_to_people_stays_open,
		the_ticket_of_another_object_stays_open,
		a_search_that_does_not_narrow_is_not_acted_on,
		what_went_wrong_is_tried_again,
		what_cannot_be_read_holds_up_nothing_and_is_read_later,
		what_fails_since_all_fails_is_told_to_the_gate,
		what_is_refused_holds_up_nothing,
		no_more_than_twenty_are_read_in_a_run,
		an_alert_that_arrives_does_not_wait_for_all_of_it,
		more_copies_than_a_run_is_for_do_not_stop_it_for_ever,
		where_there_is_no_news_nothing_is_asked,
		a_ticket_in_doubt_is_left_to_who_looks_for_it
	};

	return unit_run_with(
		"sweep", tests, UNIT_COUNT(tests), setup, teardown);
}
