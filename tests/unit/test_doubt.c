/* test_doubt.c - a ticket may have been opened, and nobody knows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/identity.h"
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

/* A ticket of ours that a search should find, older than any lag. */
static void
open_control(void)
{
	rig_down(&rig, "control");
	rig_settle(&rig);
	rig_pass(&rig, HOUR, HOUR);
	memset(desk->calls, 0, sizeof(desk->calls));
}

static void
expect_untouched_strangers(void)
{
	for (size_t i = 0; i < desk->count; i++)
		if (strcmp(desk->tickets[i].subject, "projector is dark") == 0)
			ck_assert(!desk->tickets[i].closed &&
				  desk->tickets[i].comments[0] == '\0');
}

START_TEST(a_lost_answer_is_looked_up_before_resending)
{
	desk->loses[MEMORY_OPEN] = 1;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	ck_assert_str_eq(rig_jobs(&rig), "create sending");
	rig_pass(&rig, HOUR, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done");
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
	ck_assert_uint_gt(desk->calls[MEMORY_SEARCH], 0);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(a_ticket_that_search_finds_late_is_waited_for)
{
	desk->search_lag_s = 119;
	open_control();
	desk->loses[MEMORY_OPEN] = 1;
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, 1);
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done, create done");
}
END_TEST

START_TEST(a_create_that_is_lost_twice_is_doubted_anew)
{
	desk->search_lag_s = 100;
	open_control();
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	desk->loses[MEMORY_OPEN] = 1;
	rig_pass(&rig, HOUR, 10);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(absence_with_a_control_needs_the_doubts_age)
{
	open_control();
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	ck_assert_int_eq(rig_wait_for(&rig, MEMORY_OPEN, 2, HOUR), 121);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(absence_without_a_control_needs_two_searches_a_lag_apart)
{
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	/* Until then nothing could be asked. */
	rig_refuse_all(&rig, DESK_AWAY);
	rig_pass(&rig, HOUR, MINUTE);
	rig_refuse_all(&rig, DESK_DONE);
	memset(desk->calls, 0, sizeof(desk->calls));
	rig_wait_for(&rig, MEMORY_SEARCH, 2, HOUR); /* canary and marker */
	ck_assert_int_eq(rig_wait_for(&rig, MEMORY_OPEN, 1, HOUR), 120);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(dropped_facets_fall_to_the_scan_and_strangers_are_left_alone)
{
	desk->drops_facets = true;
	memory_desk_add_strangers(desk, 250);
	memory_desk_add(desk, "web1 is slow", "<p>since monday</p>");
	desk->loses[MEMORY_OPEN] = 1;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	memory_desk_add_strangers(desk, 250);
	rig_pass(&rig, HOUR, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done");
	rig_expect_tickets(&rig, "web1 is DOWN", 1, 1);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1 is DOWN", 0, 1);
	rig_expect_tickets(&rig, "web1 is slow", 1, 1);
	expect_untouched_strangers();
}
END_TEST

START_TEST(dropped_facets_do_not_keep_a_lost_create_from_being_repeated)
{
	desk->drops_facets = true;
	memory_desk_add_strangers(desk, 250);
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	ck_assert_int_eq(rig_wait_for(&rig, MEMORY_OPEN, 2, HOUR), 121);
	rig_expect_tickets(&rig, "web1", 1, 1);
	expect_untouched_strangers();
}
END_TEST

/* Neither search nor scan can tell: a large site that drops facets. */
static void
lose_sight_of(const char *host)
{
	rig.dice = 59; /* a look a minute, else there are too many */
	desk->drops_facets = true;
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, host);
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	memory_desk_add_strangers(desk, 1001);
}

START_TEST(what_stays_unknown_is_opened_after_ambiguous_max_and_says_so)
{
	time_t took;

	lose_sight_of("web1");
	took = rig_wait_for(&rig, MEMORY_OPEN, 2, 2 * HOUR);
	ck_assert_int_ge(took, 1800);
	ck_assert_int_le(took, 1860);
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_ptr_nonnull(strstr(desk->tickets[desk->count - 1].body,
		"may have been opened before"));
	expect_untouched_strangers();
}
END_TEST

START_TEST(never_means_that_doubt_opens_nothing)
{
	rig.rules.ambiguous_max_s = 0;
	lose_sight_of("web1");
	rig_pass(&rig, 12 * HOUR, MINUTE);
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
	ck_assert_str_eq(rig_jobs(&rig), "create sending");
}
END_TEST

START_TEST(only_time_in_which_the_desk_answers_makes_doubt_old)
{
	lose_sight_of("web1");
	rig_pass(&rig, 10 * MINUTE, 1);
	rig_refuse_all(&rig, DESK_MAYBE);
	rig_pass(&rig, 3 * HOUR, MINUTE);
	rig_refuse_all(&rig, DESK_AWAY);
	rig_pass(&rig, 3 * HOUR, MINUTE);
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, 25 * MINUTE, 5);
	ck_assert_uint_eq(memory_desk_all(desk, "web1"), 0);
	rig_pass(&rig, 10 * MINUTE, 5);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

/* A create whose answer was lost is looked for with searches that fail. */
static void
lose_search(enum answer answer)
{
	rig.dice = 59;
	desk->loses[MEMORY_OPEN] = 1;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_SEARCH, answer);
	rig_refuse(&rig, MEMORY_NEWEST, answer);
}

/* What may become of a search for ever, while the desk answers otherwise. */
static const enum answer failures[] = { DESK_AWAY, DESK_LOCKED, DESK_REFUSED,
	DESK_LARGE, DESK_GONE, DESK_MAYBE };

START_TEST(a_search_that_fails_opens_nothing_before_ambiguous_max)
{
	for (size_t i = 0; i < UNIT_COUNT(failures); i++) {
		lose_search(failures[i]);
		rig_pass(&rig, 29 * MINUTE, MINUTE);
		ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
		ck_assert_str_eq(rig_jobs(&rig), "create sending");
		rig_refuse(&rig, MEMORY_SEARCH, DESK_DONE);
		rig_refuse(&rig, MEMORY_NEWEST, DESK_DONE);
		rig_pass(&rig, HOUR, MINUTE);
		ck_assert_str_eq(rig_jobs(&rig), "create done");
		rig_expect_tickets(&rig, "web1", 1, 1);
		teardown();
		setup();
	}
}
END_TEST

/* A double can be folded, an alert that waits for ever is lost. */
START_TEST(a_search_that_fails_for_good_does_not_lose_the_alert)
{
	for (size_t i = 0; i < UNIT_COUNT(failures); i++) {
		lose_search(failures[i]);
		rig_pass(&rig, 35 * MINUTE, MINUTE);
		ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 2);
		ck_assert_str_eq(rig_jobs(&rig), "create done");
		ck_assert_ptr_nonnull(
			strstr(desk->tickets[1].body, "an answer was lost"));
		ck_assert_int_eq(rig.gate.opens, 0);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(too_many_searches_are_waited_for_however_long)
{
	lose_search(DESK_SLOW);
	rig_pass(&rig, 4 * HOUR, MINUTE);
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
	rig_refuse(&rig, MEMORY_SEARCH, DESK_DONE);
	rig_refuse(&rig, MEMORY_NEWEST, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(a_search_that_fails_now_and_then_does_not_keep_doubt_young)
{
	static const enum answer answers[] = { DESK_AWAY, DESK_SLOW,
		DESK_LOCKED, DESK_MAYBE };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		lose_sight_of("web1");
		rig_pass(&rig, 10 * MINUTE, 5);
		rig_refuse(&rig, MEMORY_NEWEST, answers[i]);
		rig_pass(&rig, 15 * MINUTE, 5);
		ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
		rig_refuse(&rig, MEMORY_NEWEST, DESK_DONE);
		rig_pass(&rig, 10 * MINUTE, 5);
		rig_expect_tickets(&rig, "web1", 1, 1);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(too_many_searches_hold_up_everything_as_long_as_was_asked)
{
	lose_search(DESK_SLOW);
	desk->instead[MEMORY_SEARCH].retry_after_s = 600;
	rig_pass(&rig, MINUTE, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_SEARCH], 1);
	ck_assert_int_gt(rig.gate.opens, rig.now + 500);
	ck_assert_uint_eq(desk->calls[MEMORY_PROBE], 0);
}
END_TEST

START_TEST(who_may_not_search_alone_is_not_locked_out_of_all)
{
	lose_search(DESK_LOCKED);
	rig_refuse(&rig, MEMORY_PROBE, DESK_LOCKED);
	rig_pass(&rig, MINUTE, 1);
	ck_assert(rig.gate.locked);
	/* Who may not search alone is not. */
	rig_refuse(&rig, MEMORY_PROBE, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert(!rig.gate.locked);
	rig_down(&rig, "web2");
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web2", 1, 1);
}
END_TEST

START_TEST(nothing_is_opened_out_of_doubt_for_what_is_well_again)
{
	lose_sight_of("web1");
	rig_pass(&rig, MINUTE, 1);
	rig_up(&rig, "web1");
	rig_pass(&rig, 2 * DAY, 5 * MINUTE);
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
	ck_assert_uint_eq(memory_desk_all(desk, "web1"), 0);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"
					  " WHERE ended IS NULL"),
		0);
}
END_TEST

START_TEST(nothing_that_is_absent_is_opened_for_what_is_well_again)
{
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	rig_up(&rig, "web1");
	rig.dice = 59;
	rig_pass(&rig, 23 * HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create sending, resolve pending");
	rig_pass(&rig, 2 * HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done");
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
}
END_TEST

START_TEST(a_create_that_surely_failed_the_second_time_is_in_doubt_no_more)
{
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_OPEN, DESK_AWAY);
	rig_wait_for(&rig, MEMORY_OPEN, 2, HOUR);
	ck_assert_str_eq(rig_jobs(&rig), "create pending");
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	rig_pass(&rig, MINUTE, 1);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(nothing_that_is_absent_is_opened_for_what_is_ignored_by_now)
{
	char path[100];
	struct map *map;
	struct err why;
	FILE *file;

	open_control();
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	ck_assert_str_eq(rig_jobs(&rig), "create done, create sending");
	snprintf(path, sizeof(path), "%s/ini", rig.dir);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs("[map web*]\nignore = yes\n", file);
	fclose(file);
	ck_assert_msg(map_read(&map, path, &why) == 0, "%s", why.text);
	remove(path);
	rig.rules.map = map;
	rig_refuse(&rig, MEMORY_OPEN, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 0);
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 1);
	ck_assert_uint_gt(desk->calls[MEMORY_SEARCH], 0);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"
					  " WHERE ended IS NULL"),
		1);
	map_free(map);
}
END_TEST

START_TEST(a_ticket_found_after_the_recovery_is_resolved)
{
	desk->loses[MEMORY_OPEN] = 1;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, 1);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(a_crash_between_claim_and_record_leaves_a_doubt)
{
	char object[IDENTITY_SIZE], marker[MARKER_SIZE];
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");
	struct err why = { "" };
	struct job job;
	char *body;

	rig_down(&rig, "web1");
	ck_assert_int_eq(job_claim(rig.store, rig.now, &job, &why), 1);
	ck_assert(!job.doubtful);
	job_free(&job);
	/* The desk had taken it when the outbox was killed. */
	identity_of_object(&event, object);
	identity_marker(object, marker);
	body = xasprintf("<p>down</p><p>%s</p>", marker);
	memory_desk_add(desk, "web1 is DOWN", body);
	rig_restart(&rig);
	ck_assert_str_eq(rig_jobs(&rig), "create sending");
	rig_pass(&rig, HOUR, 1);
	ck_assert_str_eq(rig_jobs(&rig), "create done");
	ck_assert_uint_eq(desk->calls[MEMORY_OPEN], 0);
	rig_expect_tickets(&rig, "web1", 1, 1);
	free(body);
	event_free(&event);
}
END_TEST

START_TEST(a_comment_whose_answer_was_lost_is_there_once)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	desk->loses[MEMORY_COMMENT] = 3;
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	rig_pass(&rig, HOUR, 1);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 4);
	ck_assert_ptr_eq(strchr(desk->tickets[0].comments, '\n'),
		strrchr(desk->tickets[0].comments, '\n'));
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_lost_answer_is_looked_up_before_resending,
		a_ticket_that_search_finds_late_is_waited_for,
		a_create_that_is_lost_twice_is_doubted_anew,
		absence_with_a_control_needs_the_doubts_age,
		absence_without_a_control_needs_two_searches_a_lag_apart,
		dropped_facets_fall_to_the_scan_and_strangers_are_left_alone,
		dropped_facets_do_not_keep_a_lost_create_from_being_repeated,
		what_stays_unknown_is_opened_after_ambiguous_max_and_says_so,
		never_means_that_doubt_opens_nothing,
		only_time_in_which_the_desk_answers_makes_doubt_old,
		a_search_that_fails_opens_nothing_before_ambiguous_max,
		a_search_that_fails_for_good_does_not_lose_the_alert,
		too_many_searches_are_waited_for_however_long,
		a_search_that_fails_now_and_then_does_not_keep_doubt_young,
		too_many_searches_hold_up_everything_as_long_as_was_asked,
		who_may_not_search_alone_is_not_locked_out_of_all,
		nothing_is_opened_out_of_doubt_for_what_is_well_again,
		nothing_that_is_absent_is_opened_for_what_is_well_again,
		nothing_that_is_absent_is_opened_for_what_is_ignored_by_now,
		a_create_that_surely_failed_the_second_time_is_in_doubt_no_more,
		a_ticket_found_after_the_recovery_is_resolved,
		a_crash_between_claim_and_record_leaves_a_doubt,
		a_comment_whose_answer_was_lost_is_there_once };

	return unit_run_with(
		"doubt", tests, UNIT_COUNT(tests), setup, teardown);
}
