/* test_job.c - what the database promises of incidents and jobs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/job.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/mem.h"
#include "outbox/object.h"
#include "outbox/sql.h"
#include "unit/rig.h"
#include "unit/trace.h"
#include "unit/unit.h"

static struct rig rig;

/* ---- what SQLite did: the statement that claims, and what they cost ---- */

static struct {
	char *sql;
	int scanned, sorted, steps;
} claim;
static int all_scanned, all_steps;

static void
on_statement(const struct trace *trace)
{
	all_scanned += trace->scanned;
	all_steps += trace->steps;
	if (strstr(trace->sql, "FROM job j") == NULL ||
		strstr(trace->sql, "j.text") == NULL)
		return;
	free(claim.sql);
	claim.sql = xstrdup(trace->sql);
	claim.scanned = trace->scanned;
	claim.sorted = trace->sorted;
	claim.steps = trace->steps;
}

static void
setup(void)
{
	trace_begin();
	rig_open(&rig);
}

static void
teardown(void)
{
	rig_close(&rig);
	free(claim.sql);
	claim.sql = NULL;
}

/* ---- helpers ---- */

static void
run(const char *sql)
{
	struct err why = { "" };

	ck_assert_msg(sql_run(rig.store, sql, NULL, 0, &why) == 0, "%s: %s",
		sql, why.text);
}

static void
add(int64_t incident, enum job_action action, time_t due)
{
	struct err why = { "" };

	ck_assert_msg(job_add(rig.store,
			      &(struct job_order){ .incident = incident,
				      .action = action,
				      .now = RIG_NOW,
				      .due = due,
				      .text = "",
				      .alert = "" },
			      &why) == 0,
		"%s", why.text);
}

/* The id of the job that is claimed now; 0 = none. */
static int64_t
claimed(time_t now, struct job *job)
{
	struct err why = { "" };
	int rc = job_claim(rig.store, now, job, &why);

	ck_assert_msg(rc >= 0, "%s", why.text);
	job_free(job);
	return rc == 0 ? 0 : job->id;
}

static void
finish(struct job *job)
{
	struct err why;

	ck_assert_int_eq(job_done(rig.store, job, &why), 0);
}

/* Objects and incidents 1 to count, without jobs. */
static void
add_incidents(int count)
{
	char *sql =
		xasprintf("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL"
			  " SELECT i + 1 FROM n WHERE i < %d)"
			  " INSERT INTO object (id, identity, marker, name)"
			  " SELECT i, 'o' || i, 'm' || i, 'web' || i FROM n",
			count);

	run(sql);
	run("INSERT INTO incident (id, object, opened, told, alert)"
	    " SELECT id, id, 0, 'DOWN', '' FROM object");
	free(sql);
}

/* ---- the store ---- */

START_TEST(the_database_is_private_from_the_start)
{
	struct stat status;

	ck_assert_int_eq(stat(rig.path, &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0600);
}
END_TEST

static void
expect_refused(const char *version, const char *sentence)
{
	struct err why = { "" };
	struct store *store;

	run(version);
	ck_assert_int_eq(store_open(&store, rig.path, &why), -1);
	ck_assert_ptr_null(store);
	ck_assert_ptr_nonnull(strstr(why.text, rig.path));
	ck_assert_ptr_nonnull(strstr(why.text, sentence));
}

START_TEST(a_database_that_is_not_understood_is_refused_with_a_sentence)
{
	expect_refused("PRAGMA user_version = 99", "made by a newer release");
	expect_refused("PRAGMA user_version = 1", "before the first release");
}
END_TEST

START_TEST(a_database_is_opened_again_as_it_was)
{
	long version = rig_number(&rig, "SELECT user_version FROM"
					" pragma_user_version");
	struct err why;
	char *text;

	ck_assert_int_gt(version, 0);
	ck_assert_int_eq(
		store_set_text(rig.store, "hold", "a sentence", &why), 0);
	rig_restart(&rig);
	ck_assert_int_eq(store_text(rig.store, "hold", &text, &why), 0);
	ck_assert_str_eq(text, "a sentence");
	free(text);
	ck_assert_int_eq(store_text(rig.store, "other", &text, &why), 0);
	ck_assert_str_eq(text, "");
	free(text);
	ck_assert_int_eq(rig_number(&rig, "SELECT user_version FROM"
					  " pragma_user_version"),
		version);
}
END_TEST

START_TEST(what_is_no_database_is_refused_with_a_sentence)
{
	struct err why = { "" };
	struct store *store;
	char path[100];
	FILE *file;

	snprintf(path, sizeof(path), "%s/other", rig.dir);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	for (int i = 0; i < 1000; i++)
		fputs("this is no database\n", file);
	fclose(file);
	ck_assert_int_eq(store_open(&store, path, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, path));
	remove(path);
	ck_assert_int_eq(store_open(&store, "/nowhere/db", &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "/nowhere/db"));
}
END_TEST

START_TEST(an_object_has_one_live_incident_at_most)
{
	static const char second[] =
		"INSERT INTO incident (object, opened, told, alert)"
		" VALUES (1, 0, 'DOWN', '')";
	struct err why = { "" };

	add_incidents(1);
	ck_assert_int_eq(sql_run(rig.store, second, NULL, 0, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "UNIQUE"));
	run("UPDATE incident SET ended = 1");
	run(second);
}
END_TEST

/* ---- order ---- */

START_TEST(jobs_of_an_incident_wait_for_each_other)
{
	struct job job;

	add_incidents(1);
	add(1, JOB_CREATE, RIG_NOW);
	add(1, JOB_COMMENT, RIG_NOW);
	add(1, JOB_RESOLVE, RIG_NOW - 100); /* due first, yet last */
	ck_assert_int_eq(claimed(RIG_NOW, &job), 1);
	/* in doubt now: found again, before what is behind it */
	ck_assert_int_eq(claimed(RIG_NOW, &job), 1);
	ck_assert(job.doubtful);
	finish(&job);
	ck_assert_int_eq(claimed(RIG_NOW, &job), 2);
	ck_assert(!job.doubtful);
	finish(&job);
	ck_assert_int_eq(claimed(RIG_NOW, &job), 3);
	finish(&job);
	ck_assert_int_eq(claimed(RIG_NOW, &job), 0);
}
END_TEST

START_TEST(the_longest_due_goes_first_and_nothing_before_its_time)
{
	struct err why;
	struct job job;
	time_t due;

	add_incidents(3);
	add(1, JOB_CREATE, RIG_NOW);
	add(2, JOB_CREATE, RIG_NOW - 5);
	add(3, JOB_CREATE, RIG_NOW + 5);
	ck_assert_int_eq(claimed(RIG_NOW - 6, &job), 0);
	ck_assert_int_eq(claimed(RIG_NOW, &job), 2);
	finish(&job);
	ck_assert_int_eq(claimed(RIG_NOW, &job), 1);
	finish(&job);
	ck_assert_int_eq(claimed(RIG_NOW, &job), 0);
	ck_assert_int_eq(job_next_due(rig.store, &due, &why), 0);
	ck_assert_int_eq(due, RIG_NOW + 5);
}
END_TEST

START_TEST(a_dead_create_blocks_its_incident_and_a_dead_comment_does_not)
{
	struct err why;
	struct job job;
	time_t due;

	add_incidents(2);
	for (int64_t incident = 1; incident <= 2; incident++) {
		add(incident, incident == 1 ? JOB_CREATE : JOB_COMMENT,
			RIG_NOW);
		add(incident, JOB_RESOLVE, RIG_NOW);
	}
	run("UPDATE job SET state = 'dead' WHERE action <> 'resolve'");
	ck_assert_int_eq(claimed(RIG_NOW, &job), 4);
	finish(&job);
	ck_assert_int_eq(claimed(RIG_NOW, &job), 0);
	ck_assert_int_eq(job_next_due(rig.store, &due, &why), 0);
	ck_assert_int_eq(due, 0);
}
END_TEST

START_TEST(cancelling_takes_back_only_what_was_not_sent)
{
	static const char *const states[] = { "pending", "sending", "held",
		"dead", "done" };
	struct err why;

	add_incidents(1);
	for (size_t i = 0; i < UNIT_COUNT(states); i++) {
		char *sql = xasprintf("UPDATE job SET state = '%s'"
				      " WHERE seq = %zu",
			states[i], i + 1);

		add(1, JOB_RESOLVE, RIG_NOW);
		run(sql);
		free(sql);
	}
	add(1, JOB_COMMENT, RIG_NOW);
	ck_assert_int_eq(job_cancel(rig.store, 1, JOB_RESOLVE, &why), 0);
	ck_assert_str_eq(rig_jobs(&rig),
		"resolve sending, resolve done, comment pending");
	ck_assert_int_eq(job_drop_rest(rig.store, 1, &why), 0);
	ck_assert_str_eq(rig_jobs(&rig), "resolve done");
}
END_TEST

START_TEST(what_ended_is_forgotten_and_what_is_dead_is_not)
{
	struct err why;

	add_incidents(3);
	for (int64_t incident = 1; incident <= 3; incident++)
		add(incident, JOB_CREATE, RIG_NOW);
	run("UPDATE job SET state = 'done'");
	add(2, JOB_COMMENT, RIG_NOW);
	run("UPDATE job SET state = 'dead' WHERE action = 'comment'");
	run("UPDATE incident SET ended = 100 WHERE id < 3");
	ck_assert_int_eq(job_forget(rig.store, 100, &why), 0);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"), 3);
	ck_assert_int_eq(job_forget(rig.store, 101, &why), 0);
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment dead");
	ck_assert_int_eq(
		rig_number(&rig, "SELECT sum(id) FROM incident"), 2 + 3);
}
END_TEST

START_TEST(jobs_are_counted_for_status)
{
	struct job_counts counts;
	struct err why;

	add_incidents(5);
	for (int64_t incident = 1; incident <= 5; incident++)
		add(incident, JOB_CREATE, RIG_NOW + 100);
	run("UPDATE job SET state = 'sending', due = 0, created = 50"
	    " WHERE id = 2");
	run("UPDATE job SET state = 'held', error = 'h' WHERE id = 3");
	run("UPDATE job SET state = 'dead', error = 'd' WHERE id = 4");
	run("UPDATE job SET state = 'done', created = 1 WHERE id = 5");
	run("UPDATE incident SET ended = 1 WHERE id = 5");
	ck_assert_int_eq(job_count(rig.store, RIG_NOW, 1000, &counts, &why), 0);
	ck_assert_int_eq(counts.pending, 2);
	ck_assert_int_eq(counts.doubtful, 1);
	ck_assert_int_eq(counts.held, 1);
	ck_assert_int_eq(counts.dead, 1);
	ck_assert_int_eq(counts.live_incidents, 4);
	ck_assert_int_eq(counts.oldest, 50);
	ck_assert_str_eq(counts.error, "job 4 of web4, create: d");
}
END_TEST

START_TEST(what_waits_too_long_is_seen_whatever_its_due)
{
	struct job_counts counts;
	struct err why;

	add_incidents(2);
	add(1, JOB_CREATE, RIG_NOW + 366 * 86400);
	run("UPDATE job SET created = created + 366 * 86400");
	add(2, JOB_CREATE, RIG_NOW + 366 * 86400);
	ck_assert_int_eq(
		job_count(rig.store, RIG_NOW + 99, 100, &counts, &why), 0);
	ck_assert_int_eq(counts.oldest, 0);
	ck_assert_int_eq(
		job_count(rig.store, RIG_NOW + 101, 100, &counts, &why), 0);
	ck_assert_int_eq(counts.oldest, RIG_NOW);
}
END_TEST

START_TEST(what_is_urgent_goes_first)
{
	struct job job;

	add_incidents(3);
	add(1, JOB_CREATE, 10);
	add(2, JOB_CREATE, 20);
	run("UPDATE job SET urgent = 1 WHERE incident = 2");
	add(2, JOB_COMMENT, 5);
	ck_assert_int_eq(claimed(15, &job), 1);
	finish(&job);
	add(3, JOB_CREATE, 11);
	ck_assert_int_eq(claimed(25, &job), 2);
	finish(&job);
	ck_assert_int_eq(claimed(25, &job), 3);
}
END_TEST

/* ---- cost ---- */

static void
expect_cheap_claim(int most_steps)
{
	ck_assert_ptr_nonnull(claim.sql);
	ck_assert_int_eq(claim.scanned, 0);
	ck_assert_int_eq(claim.sorted, 0);
	ck_assert_msg(claim.steps < most_steps, "%d steps", claim.steps);
}

START_TEST(the_claim_uses_its_indexes_and_sorts_nothing)
{
	char *sql, plan[1000] = "";
	struct err why = { "" };
	sqlite3_stmt *row;
	struct job job;

	claimed(RIG_NOW, &job);
	sql = xasprintf("EXPLAIN QUERY PLAN %s", claim.sql);
	row = sql_prepare(rig.store, sql, NULL, 0, &why);
	ck_assert_msg(row != NULL, "%s", why.text);
	while (sql_step(rig.store, row, &why) == 1) {
		size_t used = strlen(plan);

		snprintf(plan + used, sizeof(plan) - used, "%s\n",
			(const char *)sqlite3_column_text(row, 3));
	}
	sql_end(row);
	free(sql);
	ck_assert_ptr_nonnull(strstr(plan, "USING INDEX job_due (due<?)"));
	ck_assert_ptr_nonnull(
		strstr(plan, "USING INDEX job_order (incident=? AND id<?)"));
	ck_assert_msg(strstr(plan, "SCAN") == NULL, "%s", plan);
	ck_assert_msg(strstr(plan, "B-TREE") == NULL, "%s", plan);
}
END_TEST

START_TEST(ten_thousand_incidents_do_not_slow_a_claim)
{
	struct job job;

	add_incidents(10000);
	run("INSERT INTO job (incident, action, seq, state, due, created)"
	    " SELECT id, 'create', 1, 'pending', 20000 - id, 0"
	    " FROM incident");
	ck_assert_int_eq(claimed(RIG_NOW, &job), 10000);
	expect_cheap_claim(200);
}
END_TEST

/* Each of them asks once whether something stands before it. */
START_TEST(ten_thousand_jobs_behind_one_are_passed_over_one_by_one)
{
	struct job job;

	add_incidents(10000);
	add(1, JOB_CREATE, RIG_NOW + 1);
	run("INSERT INTO job (incident, action, seq, state, due, created)"
	    " SELECT 1, 'comment', id, 'pending', 0, 0 FROM incident");
	ck_assert_int_eq(claimed(RIG_NOW, &job), 0);
	expect_cheap_claim(10000 * 40);
	ck_assert_int_eq(claimed(RIG_NOW + 1, &job), 1);
	expect_cheap_claim(10000 * 40);
}
END_TEST

START_TEST(a_hundred_thousand_rows_do_not_slow_what_forgets_them)
{
	struct err why = { "" };

	add_incidents(1);
	run("WITH RECURSIVE n (i) AS"
	    " (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)"
	    " INSERT INTO incident (object, opened, ended, told, alert, ticket)"
	    " SELECT 1, 0, 1000 + i, '', '', i FROM n");
	run("INSERT INTO job (incident, action, seq, state, due, created)"
	    " SELECT id, 'create', 1, 'done', 0, 0 FROM incident");
	all_scanned = all_steps = 0;
	ck_assert_int_eq(job_forget(rig.store, 1011, &why), 0);
	ck_assert_int_eq(event_forget(rig.store, 1011, &why), 0);
	ck_assert_int_eq(all_scanned, 0);
	ck_assert_msg(all_steps < 2000, "%d steps", all_steps);
	ck_assert_int_eq(
		rig_number(&rig, "SELECT count(*) FROM incident"), 99991);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"), 99991);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { the_database_is_private_from_the_start,
		a_database_that_is_not_understood_is_refused_with_a_sentence,
		a_database_is_opened_again_as_it_was,
		what_is_no_database_is_refused_with_a_sentence,
		an_object_has_one_live_incident_at_most,
		jobs_of_an_incident_wait_for_each_other,
		the_longest_due_goes_first_and_nothing_before_its_time,
		a_dead_create_blocks_its_incident_and_a_dead_comment_does_not,
		cancelling_takes_back_only_what_was_not_sent,
		what_ended_is_forgotten_and_what_is_dead_is_not,
		jobs_are_counted_for_status,
		what_waits_too_long_is_seen_whatever_its_due,
		what_is_urgent_goes_first,
		the_claim_uses_its_indexes_and_sorts_nothing,
		ten_thousand_incidents_do_not_slow_a_claim,
		ten_thousand_jobs_behind_one_are_passed_over_one_by_one,
		a_hundred_thousand_rows_do_not_slow_what_forgets_them };

	return unit_run_with("job", tests, UNIT_COUNT(tests), setup, teardown);
}
