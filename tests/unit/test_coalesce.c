/* test_coalesce.c - what waits is told as one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/comments.h"
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
	struct event event = alert(EVENT_CUSTOM, EVENT_DOWN, "web1", "");

	rig_receive(&rig, &event);
	event_set_text(&event, EVENT_AUTHOR, "Jo");
	event_set_text(&event, EVENT_COMMENT, text);
	rig_take(&rig, &event);
	event_free(&event);
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
			char text[16];

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
		a_comment_that_is_full_is_followed_by_another };

	setenv("TZ", "UTC", 1);
	return unit_run_with(
		"coalesce", tests, UNIT_COUNT(tests), setup, teardown);
}
