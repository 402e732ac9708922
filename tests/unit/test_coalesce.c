/* test_coalesce.c - what waits is told as one, in a ticket or a comment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/comments.h"
#include "outbox/object.h"
#include "outbox/sql.h"
#include "unit/alert.h"
#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600, NOTES = 40 };

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

static void
run(const char *sql)
{
	struct err why = { "" };

	ck_assert_msg(sql_run(rig.store, sql, NULL, 0, &why) == 0, "%s: %s",
		sql, why.text);
}

static void
note(const char *text)
{
	rig_note(&rig, "web1", text);
}

/* A ticket is open, and the desk away. */
static void
open_and_leave(enum answer answer)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse_all(&rig, answer);
}

static void
come_back(void)
{
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, HOUR, MINUTE);
}

static const char *
comments(void)
{
	return desk->tickets[0].comments;
}

static size_t
count_of(const char *text, const char *word)
{
	size_t count = 0;

	for (; (text = strstr(text, word)) != NULL; text += strlen(word))
		count++;
	return count;
}

/* ---- comments ---- */

START_TEST(comments_that_wait_are_told_as_one)
{
	const char *first, *second;

	open_and_leave(DESK_AWAY);
	note("one");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	note("two");
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment pending");
	come_back();
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
	first = strstr(comments(), "2023-11-14 22:13:20");
	second = strstr(comments(), "2023-11-14 22:23:20");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_nonnull(second);
	ck_assert(strstr(comments(), "one") > first);
	ck_assert(strstr(comments(), "one") < second);
	ck_assert(strstr(comments(), "two") > second);
}
END_TEST

START_TEST(many_notes_are_few_comments_however_the_desk_is_away)
{
	static const enum answer answers[] = { DESK_AWAY, DESK_SLOW,
		DESK_LOCKED, DESK_MAYBE };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		open_and_leave(answers[i]);
		for (int k = 0; k < NOTES; k++) {
			char text[32];

			snprintf(text, sizeof(text), "note %d.", k);
			note(text);
			rig_pass(&rig, 10 * MINUTE, MINUTE);
		}
		come_back();
		ck_assert_uint_eq(count_of(comments(), "note "), NOTES);
		ck_assert_uint_eq(count_of(comments(), "\n"), 1);
		rig_close(&rig);
		rig_open(&rig);
	}
}
END_TEST

START_TEST(what_may_have_been_sent_stays_as_it_is)
{
	char first[200], text[200];

	open_and_leave(DESK_DONE);
	desk->loses[MEMORY_COMMENT] = 1;
	note("one");
	rig_settle(&rig);
	snprintf(first, sizeof(first), "%s", comments());
	note("two");
	snprintf(text, sizeof(text), "%s", rig_jobs(&rig));
	ck_assert_str_eq(text, "create done, comment sending, comment pending");
	come_back();
	ck_assert_int_eq(strncmp(comments(), first, strlen(first)), 0);
	ck_assert_uint_eq(count_of(comments(), "\n"), 2);
}
END_TEST

/* A help desk may refuse what it has, and a person may say retry. */
static void
refuse_and_retry(void)
{
	struct err why;
	int revived;

	rig_refuse(&rig, MEMORY_COMMENT, DESK_REFUSED);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment dead");
	rig_refuse_all(&rig, DESK_MAYBE);
	ck_assert_int_eq(job_revive(rig.store, rig.now, &revived, &why), 0);
	rig_pass(&rig, MINUTE, MINUTE);
	note("two");
	ck_assert_str_eq(rig_jobs(&rig),
		"create done, comment pending, comment pending");
	come_back();
	ck_assert_uint_eq(count_of(comments(), "one"), 1);
	ck_assert_uint_eq(count_of(comments(), "two"), 1);
}

START_TEST(what_was_in_doubt_once_stays_as_it_is)
{
	open_and_leave(DESK_DONE);
	desk->loses[MEMORY_COMMENT] = 1;
	note("one");
	rig_settle(&rig);
	refuse_and_retry();
}
END_TEST

START_TEST(what_a_crash_left_in_doubt_stays_as_it_is)
{
	open_and_leave(DESK_DONE);
	note("one");
	run("UPDATE job SET state = 'sending' WHERE action = 'comment'");
	rig_restart(&rig);
	refuse_and_retry();
}
END_TEST

START_TEST(what_was_claimed_dropped_or_refused_stays_as_it_is)
{
	static const char *const states[] = { "sending", "done", "held",
		"dead" };

	for (size_t i = 0; i < UNIT_COUNT(states); i++) {
		char *sql = xasprintf("UPDATE job SET state = '%s'"
				      " WHERE action = 'comment'",
			states[i]);

		open_and_leave(DESK_AWAY);
		note("one");
		run(sql);
		note("two");
		ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
						  " WHERE action = 'comment'"),
			2);
		free(sql);
		rig_close(&rig);
		rig_open(&rig);
	}
}
END_TEST

START_TEST(what_is_told_of_the_object_and_what_people_write_stay_apart)
{
	open_and_leave(DESK_AWAY);
	note("one");
	rig_tell(&rig, EVENT_FLAPPINGSTART, EVENT_DOWN, "web1", "");
	rig_tell(&rig, EVENT_DOWNTIMESTART, EVENT_DOWN, "web1", "");
	note("two");
	ck_assert_str_eq(rig_jobs(&rig),
		"create done, comment pending, comment pending, "
		"comment pending");
	/* Only what people write is for a ticket that a person closed. */
	desk->tickets[0].closed = true;
	come_back();
	ck_assert_uint_eq(count_of(comments(), "\n"), 2);
	ck_assert_ptr_null(strstr(comments(), "flapping"));
}
END_TEST

START_TEST(nothing_passes_what_stands_behind_a_comment)
{
	open_and_leave(DESK_AWAY);
	note("one");
	rig_up(&rig, "web1");
	note("two");
	ck_assert_str_eq(rig_jobs(&rig),
		"create done, comment pending, resolve pending, "
		"comment pending");
}
END_TEST

START_TEST(a_comment_that_may_begin_the_next_incident_stays_alone)
{
	open_and_leave(DESK_DONE);
	rig_up(&rig, "web1");
	rig_refuse_all(&rig, DESK_AWAY);
	rig_pass(&rig, MINUTE, MINUTE);
	rig_down(&rig, "web1");
	run("UPDATE job SET note = 1 WHERE alert <> ''");
	note("one");
	ck_assert_str_eq(rig_jobs(&rig),
		"create done, comment pending, comment pending");
}
END_TEST

START_TEST(a_comment_that_is_full_is_followed_by_another)
{
	enum { LONG = 1000, MANY = 20 };
	char text[LONG + 1];

	open_and_leave(DESK_AWAY);
	for (int i = 0; i < MANY; i++) {
		memset(text, 'a' + i, LONG);
		text[LONG] = '\0';
		note(text);
		rig_pass(&rig, MINUTE, MINUTE);
	}
	ck_assert_int_le(rig_number(&rig, "SELECT max(length(text)) FROM job"),
		COMMENTS_LENGTH);
	come_back();
	ck_assert_uint_eq(count_of(comments(), "\n"), 2);
	for (int i = 0; i < MANY; i++) {
		char word[] = { (char)('a' + i), (char)('a' + i), '\0' };

		ck_assert_uint_ge(count_of(comments(), word), LONG / 2);
	}
}
END_TEST

START_TEST(notes_that_are_too_large_together_are_told_one_by_one)
{
	enum { MANY = 6, LONG = 900 };
	char text[LONG + 1];

	desk->max_bytes = 2500;
	open_and_leave(DESK_AWAY);
	for (int i = 0; i < MANY; i++) {
		memset(text, 'g' + i, LONG);
		text[LONG] = '\0';
		note(text);
		rig_pass(&rig, MINUTE, MINUTE);
	}
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment pending");
	come_back();
	ck_assert_uint_eq(count_of(comments(), "The rest"), 0);
	ck_assert_uint_eq(count_of(comments(), "<b>"), MANY);
	ck_assert_uint_eq(count_of(comments(), "\n"), 4);
	ck_assert_ptr_null(strstr(rig_jobs(&rig), "pending"));
	/* Ids are hexadecimal. */
	for (int i = 1; i < MANY; i++) {
		char before[8] = "", after[8] = "";

		memset(before, 'g' + i - 1, sizeof(before) - 1);
		memset(after, 'g' + i, sizeof(after) - 1);
		ck_assert(
			strstr(comments(), before) < strstr(comments(), after));
	}
}
END_TEST

/* ---- a ticket that is opened late ---- */

/* Down and back up to the create, with what people do meanwhile. */
static void
wait_long(void)
{
	rig_down(&rig, "web1");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	note("<on> my way");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	rig_tell(&rig, EVENT_FLAPPINGSTART, EVENT_DOWN, "web1", "");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_UNREACHABLE, "web1", "");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
}

static void
has_no_timeline(void)
{
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_ptr_null(strstr(desk->tickets[0].body, "so far"));
}

START_TEST(a_ticket_that_is_opened_late_tells_what_happened)
{
	static const char told[] =
		"<p><b>What happened so far:</b>"
		"<br>2023-11-14 22:13:20 UTC: Problem, state DOWN"
		"<br>2023-11-14 22:23:20 UTC: Note, state DOWN: "
		"Jo: &lt;on&gt; my way"
		"<br>2023-11-14 22:33:20 UTC: Started flapping, state DOWN"
		"<br>2023-11-14 22:43:20 UTC: Problem, state UNREACHABLE"
		"</p><p>iiq1";
	const char *body;

	rig_refuse_all(&rig, DESK_AWAY);
	wait_long();
	come_back();
	rig_expect_tickets(&rig, "web1 is UNREACHABLE", 1, 1);
	body = strstr(desk->tickets[0].body, told);
	ck_assert_msg(body != NULL, "%s", desk->tickets[0].body);
	ck_assert_ptr_null(strchr(body + sizeof(told), ' '));
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 0);
}
END_TEST

START_TEST(a_ticket_that_is_opened_at_once_has_no_timeline)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	has_no_timeline();
	note("one");
	rig_settle(&rig);
	ck_assert_uint_eq(count_of(comments(), "\n"), 1);
}
END_TEST

START_TEST(what_was_overtaken_or_of_another_problem_is_not_told)
{
	struct event late = alert(EVENT_RECOVERY, EVENT_UP, "web1", "");

	rig_down(&rig, "web1");
	note("of the first");
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	desk->calls[MEMORY_OPEN] = 0;
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_receive(&rig, &late);
	late.state_time = rig.now - 60;
	rig_take(&rig, &late);
	event_free(&late);
	come_back();
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_ptr_null(strstr(desk->tickets[0].body, "so far"));
}
END_TEST

START_TEST(the_least_of_a_ticket_has_no_timeline_and_comments_tell_it)
{
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	rig_refuse_all(&rig, DESK_AWAY);
	rig_receive(&rig, &event);
	event.state_time = rig.now;
	event_set_text(&event, EVENT_URGENT, "yes");
	rig_take(&rig, &event);
	event_free(&event);
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	note("one");
	desk->refuses_full_drafts = true;
	come_back();
	has_no_timeline();
	ck_assert_uint_eq(count_of(comments(), "Jo"), 1);
}
END_TEST

START_TEST(a_timeline_that_is_too_large_is_shortened_and_comments_tell_it)
{
	const char *body;

	rig_refuse_all(&rig, DESK_AWAY);
	wait_long();
	desk->max_bytes = 400;
	come_back();
	rig_expect_tickets(&rig, "web1", 1, 1);
	body = desk->tickets[0].body;
	ck_assert_ptr_nonnull(
		strstr(body, "<br>(what was before is left out)"
			     "<br>2023-11-14 22:33:20 UTC: Started flapping"));
	ck_assert_ptr_null(strstr(body, "Jo"));
	ck_assert_uint_eq(count_of(comments(), "Jo"), 1);
}
END_TEST

START_TEST(the_newest_of_many_are_told_and_no_note_is_lost)
{
	enum { MANY = 50 };
	char text[32];
	const char *body;

	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	for (int i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "note %d.", i);
		rig_pass(&rig, 2 * MINUTE, MINUTE);
		note(text);
	}
	come_back();
	body = desk->tickets[0].body;
	ck_assert_uint_eq(count_of(body, "note "), TIMELINE_ENTRIES);
	ck_assert_ptr_nonnull(strstr(body, "note 20."));
	ck_assert_ptr_nonnull(strstr(body, "note 49."));
	ck_assert_ptr_nonnull(strstr(body, "left out"));
	ck_assert_uint_eq(count_of(comments(), "note "), MANY);
	ck_assert_uint_eq(count_of(comments(), "\n"), 1);
}
END_TEST

START_TEST(long_notes_fill_a_timeline_sooner)
{
	enum { LONG = 1000, MANY = 20 };
	char text[LONG + 1];

	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	for (int i = 0; i < MANY; i++) {
		memset(text, 'a' + i, LONG);
		text[LONG] = '\0';
		rig_pass(&rig, 2 * MINUTE, MINUTE);
		note(text);
	}
	come_back();
	ck_assert_uint_lt(strlen(desk->tickets[0].body), TIMELINE_BYTES + 2000);
	ck_assert_ptr_nonnull(strstr(desk->tickets[0].body, text));
	ck_assert_uint_eq(count_of(comments(), "Jo"), MANY);
}
END_TEST

START_TEST(a_note_whose_event_is_forgotten_is_told_in_a_comment)
{
	struct err why;

	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, HOUR);
	note("one");
	rig_pass(&rig, HOUR, HOUR);
	ck_assert_int_eq(event_forget(rig.store, rig.now, &why), 0);
	note("two");
	come_back();
	ck_assert_uint_eq(count_of(comments(), "one"), 1);
	ck_assert_uint_eq(count_of(comments(), "two"), 1);
}
END_TEST

START_TEST(a_ticket_that_is_opened_again_late_tells_what_happened)
{
	rig.rules.reopen_window_s = 24 * HOUR;
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	rig_refuse_all(&rig, DESK_AWAY);
	wait_long();
	come_back();
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_uint_eq(count_of(comments(), "\n"), 1);
	ck_assert_ptr_nonnull(strstr(comments(), "Problem</b>, state UNREACH"));
	ck_assert_ptr_nonnull(strstr(comments(),
		"<p><b>What happened so far:</b><br>2023-11-14 23:13:20 UTC: "
		"Problem, state DOWN<br>2023-11-14 23:23:20 UTC: Note"));
	ck_assert_uint_eq(count_of(comments(), "Jo"), 1);
}
END_TEST

/* What the lost one told is not known: once more is better than not at all. */
START_TEST(a_note_is_told_although_the_answer_to_the_create_was_lost)
{
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, HOUR, HOUR);
	note("one");
	rig_refuse_all(&rig, DESK_DONE);
	desk->loses[MEMORY_OPEN] = 1;
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 1);
	ck_assert_uint_eq(count_of(comments(), "one"), 1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { comments_that_wait_are_told_as_one,
		many_notes_are_few_comments_however_the_desk_is_away,
		what_may_have_been_sent_stays_as_it_is,
		what_was_in_doubt_once_stays_as_it_is,
		what_a_crash_left_in_doubt_stays_as_it_is,
		what_was_claimed_dropped_or_refused_stays_as_it_is,
		what_is_told_of_the_object_and_what_people_write_stay_apart,
		nothing_passes_what_stands_behind_a_comment,
		a_comment_that_may_begin_the_next_incident_stays_alone,
		a_comment_that_is_full_is_followed_by_another,
		notes_that_are_too_large_together_are_told_one_by_one,
		a_ticket_that_is_opened_late_tells_what_happened,
		a_ticket_that_is_opened_at_once_has_no_timeline,
		what_was_overtaken_or_of_another_problem_is_not_told,
		the_least_of_a_ticket_has_no_timeline_and_comments_tell_it,
		a_timeline_that_is_too_large_is_shortened_and_comments_tell_it,
		the_newest_of_many_are_told_and_no_note_is_lost,
		long_notes_fill_a_timeline_sooner,
		a_note_whose_event_is_forgotten_is_told_in_a_comment,
		a_ticket_that_is_opened_again_late_tells_what_happened,
		a_note_is_told_although_the_answer_to_the_create_was_lost };

	setenv("TZ", "UTC", 1);
	return unit_run_with(
		"coalesce", tests, UNIT_COUNT(tests), setup, teardown);
}
