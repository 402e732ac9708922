/* test_pulse.c - times of a clock that was wrong, and a database that is old */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "common/mem.h"
#include "outbox/pulse.h"
#include "outbox/sql.h"
#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, YEAR = 366 * DAY };

static struct rig rig;
static struct memory_desk *const desk = &rig.desk;
static struct pulse pulse;

static void
setup(void)
{
	rig_open(&rig);
	pulse = (struct pulse){ 0 };
}

static void
teardown(void)
{
	rig_close(&rig);
}

static int
beat(void)
{
	struct err why = { "" };
	int rc = pulse_beat(&pulse, rig.store, rig.now, &why);

	ck_assert_msg(rc >= 0, "%s", why.text);
	return rc;
}

/* The next outbox. */
static int
beat_anew(void)
{
	pulse = (struct pulse){ 0 };
	return beat();
}

static char *
column_query(const char *what)
{
	struct err why = { "" };
	sqlite3_stmt *row;
	char *sql;

	ck_assert_int_eq(sql_first(rig.store, what, NULL, 0, &row, &why), 1);
	sql = sql_text(row, 0);
	sql_end(row);
	return sql;
}

/* How many numbers of incidents, jobs and objects are times later than now, but
 * for when a job is due; uptime is by a clock that nobody can set. */
static long
times_ahead(void)
{
	char *what = xasprintf(
		"SELECT 'SELECT ' || group_concat('(SELECT count(*) FROM ' ||"
		" t.name || ' WHERE ' || c.name || ' > %lld AND ' || c.name ||"
		" ' < %lld)', ' + ')"
		" FROM pragma_table_list t, pragma_table_info(t.name) c"
		" WHERE t.name IN ('incident', 'job', 'object')"
		" AND c.type = 'INTEGER' AND c.name NOT IN ('due', 'uptime')",
		(long long)rig.now, (long long)rig.now * 2);
	char *sql = column_query(what);
	long count = rig_number(&rig, sql);

	free(sql);
	free(what);
	return count;
}

static void
live_a_year_ahead(void)
{
	static const char *const hosts[] = { "web1", "web2", "web3", "web4" };

	rig.now += YEAR;
	beat();
	for (int i = 0; i < 4; i++)
		rig_down(&rig, hosts[i]);
	rig_settle(&rig);
	desk->tickets[2].closed = true;
	rig.now += MINUTE;
	rig_up(&rig, "web1");
	rig_tell(&rig, EVENT_FLAPPINGSTART, EVENT_DOWN, "web2", "");
	rig_tell(&rig, EVENT_CUSTOM, EVENT_DOWN, "web3", "");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_READ, DESK_AWAY);
	rig_up(&rig, "web4");
	rig_pass(&rig, HOUR, MINUTE);
	rig_refuse(&rig, MEMORY_READ, DESK_DONE);
	rig_down(&rig, "web5");
	beat();
}

START_TEST(no_time_of_a_clock_that_was_ahead_is_left)
{
	live_a_year_ahead();
	rig.now -= YEAR;
	ck_assert_int_gt(times_ahead(), 10);
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_ptr_nonnull(strstr(pulse.line, "minutes behind"));
	rig.now += 4 * MINUTE;
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_str_eq(pulse.line, "");
	rig.now += MINUTE;
	ck_assert_int_eq(beat_anew(), 1);
	ck_assert_ptr_nonnull(strstr(pulse.line, "clock was set back"));
	ck_assert_int_eq(times_ahead(), 0);
	ck_assert_int_le(rig_number(&rig, "SELECT max(due) FROM job"
					  " WHERE state <> 'done'"),
		rig.now + DAY);
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_str_eq(pulse.line, "");
}
END_TEST

/* A machine without a battery begins at some time past, until its network is
 * up. */
START_TEST(what_a_clock_that_was_behind_for_minutes_sees_stays_as_it_is)
{
	time_t sent = rig.now;

	beat();
	rig_refuse(&rig, MEMORY_OPEN, DESK_MAYBE);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_down(&rig, "web2");
	ck_assert_str_eq(rig_jobs(&rig), "create sending, create pending");
	rig.now -= YEAR;
	ck_assert_int_eq(beat_anew(), 0);
	rig.now += 2 * MINUTE;
	ck_assert_int_eq(beat(), 0);
	rig.now += YEAR + 20 * MINUTE;
	ck_assert_int_eq(beat(), 0);
	ck_assert_int_eq(
		rig_number(&rig, "SELECT sent FROM job WHERE id = 1"), sent);
	ck_assert_ptr_nonnull(strstr(pulse.line, "restored backup"));
	ck_assert_str_eq(rig_jobs(&rig), "create sending, create sending");
	rig.now -= YEAR;
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_ptr_nonnull(strstr(pulse.line, "minutes behind"));
	rig.now -= DAY;
	ck_assert_int_eq(beat_anew(), 0);
	rig.now += 6 * MINUTE;
	ck_assert_int_eq(beat_anew(), 1);
}
END_TEST

/* The id that a comment has depends on when it was made. */
START_TEST(a_comment_that_may_have_been_sent_keeps_its_time)
{
	rig.now += YEAR;
	beat();
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_COMMENT, DESK_MAYBE);
	rig_note(&rig, "web1", "on my way");
	rig_settle(&rig);
	rig_refuse(&rig, MEMORY_COMMENT, DESK_REFUSED);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment dead");
	rig.now -= YEAR;
	ck_assert_int_eq(beat(), 1);
	ck_assert_int_gt(rig_number(&rig, "SELECT created FROM job"
					  " WHERE action = 'comment'"),
		rig.now);
}
END_TEST

START_TEST(what_waits_is_done_as_soon_as_it_would_have_been)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig.now += YEAR;
	beat();
	rig_up(&rig, "web1");
	rig.now -= YEAR;
	ck_assert_int_eq(beat(), 1);
	rig_pass(&rig, 4 * MINUTE, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 1);
	rig_pass(&rig, 2 * MINUTE, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(a_clock_that_is_put_right_by_seconds_is_none_that_was_wrong)
{
	beat();
	rig.now -= 30;
	ck_assert_int_eq(beat(), 0);
	ck_assert_str_eq(pulse.line, "");
}
END_TEST

/* Queued at now, and so is the database that is put back. */
static void
queue(int hosts)
{
	char host[8] = "web0";

	beat();
	while (hosts-- > 0) {
		host[3]++;
		rig_down(&rig, host);
	}
}

START_TEST(after_long_without_an_outbox_creates_are_in_doubt)
{
	queue(1);
	rig.now += HOUR;
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_ptr_nonnull(strstr(pulse.line, "restored backup"));
	ck_assert_str_eq(rig_jobs(&rig), "create sending");
	ck_assert_int_eq(rig_number(&rig, "SELECT sent FROM job"), RIG_NOW);
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_gt(desk->calls[MEMORY_SEARCH], 0);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

START_TEST(a_comment_of_an_older_database_may_have_been_sent)
{
	queue(1);
	rig_settle(&rig);
	rig_refuse_all(&rig, DESK_AWAY);
	rig_note(&rig, "web1", "on my way");
	rig.now += HOUR;
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_int_eq(rig_number(&rig, "SELECT doubted FROM job"
					  " WHERE action = 'comment'"),
		1);
	rig_note(&rig, "web1", "in the train");
	ck_assert_str_eq(rig_jobs(&rig),
		"create done, comment pending, comment pending");
}
END_TEST

START_TEST(a_ticket_that_an_older_database_does_not_know_is_found)
{
	queue(3);
	rig_settle(&rig);
	rig_expect_tickets(&rig, "web", 3, 3);
	ck_assert_int_eq(
		sql_run(rig.store, "UPDATE job SET state = 'pending', sent = 0",
			NULL, 0, &(struct err){ "" }),
		0);
	ck_assert_int_eq(sql_run(rig.store,
				 "UPDATE incident SET ticket = NULL,"
				 " number = NULL",
				 NULL, 0, &(struct err){ "" }),
		0);
	rig.now += DAY;
	ck_assert_int_eq(beat_anew(), 0);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web", 3, 3);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(DISTINCT ticket)"
					  " FROM incident"),
		3);
}
END_TEST

START_TEST(while_an_outbox_is_at_work_nothing_is_in_doubt)
{
	queue(1);
	for (int i = 0; i < 60; i++) {
		rig.now += MINUTE;
		ck_assert_int_eq(beat(), 0);
	}
	rig.now += 10 * MINUTE;
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_str_eq(pulse.line, "");
	ck_assert_str_eq(rig_jobs(&rig), "create pending");
}
END_TEST

START_TEST(what_waits_for_the_first_outbox_of_all_is_no_doubt)
{
	rig_down(&rig, "web1");
	ck_assert_int_eq(beat(), 0);
	ck_assert_str_eq(rig_jobs(&rig), "create pending");
}
END_TEST

/* A ticket that waits for a downtime to end is in doubt as all are. */
START_TEST(doubt_does_not_outlast_the_downtime_that_it_waits_for)
{
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, MINUTE, MINUTE);
	rig_tell(&rig, EVENT_DOWNTIMESTART, EVENT_DOWN, "web1", "");
	beat();
	rig.now += 20 * MINUTE;
	ck_assert_int_eq(beat_anew(), 0);
	ck_assert_str_eq(rig_jobs(&rig), "create sending");
	rig_refuse_all(&rig, DESK_DONE);
	rig_tell(&rig, EVENT_DOWNTIMEEND, EVENT_DOWN, "web1", "");
	rig_pass(&rig, 20 * MINUTE, MINUTE);
	rig_expect_tickets(&rig, "web1", 1, 1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { no_time_of_a_clock_that_was_ahead_is_left,
		what_a_clock_that_was_behind_for_minutes_sees_stays_as_it_is,
		a_comment_that_may_have_been_sent_keeps_its_time,
		what_waits_is_done_as_soon_as_it_would_have_been,
		a_clock_that_is_put_right_by_seconds_is_none_that_was_wrong,
		after_long_without_an_outbox_creates_are_in_doubt,
		a_comment_of_an_older_database_may_have_been_sent,
		a_ticket_that_an_older_database_does_not_know_is_found,
		while_an_outbox_is_at_work_nothing_is_in_doubt,
		what_waits_for_the_first_outbox_of_all_is_no_doubt,
		doubt_does_not_outlast_the_downtime_that_it_waits_for };

	return unit_run_with(
		"pulse", tests, UNIT_COUNT(tests), setup, teardown);
}
