/* job.c - what IncidentIQ is still to be told, and how that went */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outbox/sql.h"

static const char *const action_names[] = {
	[JOB_CREATE] = "create",
	[JOB_COMMENT] = "comment",
	[JOB_RESOLVE] = "resolve",
};

const char *
job_action_name(enum job_action action)
{
	return action_names[action];
}

int
job_add(struct store *store, const struct job_order *order, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(order->incident),
		SQL_TEXT(action_names[order->action]), SQL_TEXT(order->text),
		SQL_NUMBER(order->due), SQL_NUMBER(order->now),
		SQL_NUMBER(order->reader), SQL_TEXT(order->alert),
		SQL_NUMBER(order->urgent) };

	return sql_run(store,
		"INSERT INTO job"
		" (incident, action, seq, state, due, created, text, note,"
		"  alert, urgent)"
		" VALUES (?1, ?2, (SELECT ifnull(max(seq), 0) + 1 FROM job"
		"  WHERE incident = ?1 AND action = ?2), 'pending', ?4, ?5,"
		"  ?3, ?6, ?7, ?8)",
		values, SQL_COUNT(values), why);
}

int
job_cancel(struct store *store, int64_t incident, enum job_action action,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_TEXT(action_names[action]) };

	return sql_run(store,
		"DELETE FROM job WHERE incident = ?1 AND action = ?2"
		" AND state NOT IN ('sending', 'done')"
		" AND NOT (action = 'resolve' AND note = 1)",
		values, SQL_COUNT(values), why);
}

int
job_defer(struct store *store, int64_t incident, enum job_action action,
	time_t until, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_TEXT(action_names[action]), SQL_NUMBER(until) };

	return sql_run(store,
		"UPDATE job SET due = max(due, ?3) WHERE incident = ?1"
		" AND action = ?2 AND state = 'pending'",
		values, SQL_COUNT(values), why);
}

int
job_hasten(struct store *store, int64_t incident, enum job_action action,
	time_t until, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_TEXT(action_names[action]), SQL_NUMBER(until) };

	return sql_run(store,
		"UPDATE job SET due = min(due, ?3) WHERE incident = ?1"
		" AND action = ?2 AND state IN ('pending', 'sending')",
		values, SQL_COUNT(values), why);
}

int
job_resolve_now(
	struct store *store, int64_t incident, time_t now, struct err *why)
{
	const struct job_order order = { .incident = incident,
		.action = JOB_RESOLVE,
		.now = now,
		.due = now,
		.text = "",
		.reader = JOB_ALWAYS,
		.alert = "" };

	/* One that waits for its time goes first: nothing passes it. */
	if (job_hasten(store, incident, JOB_RESOLVE, now, why) < 0)
		return -1;
	return job_add(store, &order, why);
}

int
job_cancel_returns(struct store *store, int64_t incident, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident) };

	return sql_run(store,
		"DELETE FROM job WHERE incident = ?1 AND alert <> ''"
		" AND state NOT IN ('sending', 'done')",
		values, 1, why);
}

int
job_drop_rest(struct store *store, int64_t incident, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_NUMBER(JOB_ALWAYS) };

	return sql_run(store,
		"DELETE FROM job WHERE incident = ?1 AND state <> 'done'"
		" AND NOT (action = 'comment' AND note = ?2 AND EXISTS"
		"  (SELECT 1 FROM incident"
		"   WHERE id = ?1 AND ticket IS NOT NULL))",
		values, SQL_COUNT(values), why);
}

/* ---- claim ---- */

/* Unfinished, and nothing unfinished before it in its incident. A comment that
 * was tried often enough never keeps a ticket open, and one that came while a
 * resolve waits is told before it. */
#define FROM_READY_JOBS                                                        \
	" FROM job j WHERE j.state NOT IN ('dead', 'done')"                    \
	" AND NOT EXISTS (SELECT 1 FROM job e"                                 \
	"  WHERE e.incident = j.incident AND e.id < j.id"                      \
	"  AND (e.state NOT IN ('dead', 'done')"                               \
	"    AND (e.action <> 'comment' OR e.tries < 3)"                       \
	"    AND NOT (e.action = 'resolve' AND e.state = 'pending'"            \
	"      AND j.action = 'comment')"                                      \
	"   OR e.state = 'dead' AND e.action = 'create'))"

#define JOB_COLUMNS                                                            \
	"j.id, j.incident, j.action, j.tries, j.minimal, j.state,"             \
	" j.sent, j.absent, j.unsure, j.created, j.text, j.note, j.alert"

/* In two steps, for each of which there is an index in the right order. */
#define CLAIM_ORDER " AND j.due <= ?1 ORDER BY j.due, j.id LIMIT 1"
static const char *const claim_selects[] = {
	"SELECT " JOB_COLUMNS FROM_READY_JOBS " AND j.urgent = 1" CLAIM_ORDER,
	"SELECT " JOB_COLUMNS FROM_READY_JOBS CLAIM_ORDER,
};

static enum job_action
action_of(const char *word)
{
	enum job_action action = JOB_CREATE;

	while (action < JOB_RESOLVE && strcmp(action_names[action], word) != 0)
		action++;
	return action;
}

static void
read_row(sqlite3_stmt *row, struct job *out)
{
	*out = (struct job){
		.id = sqlite3_column_int64(row, 0),
		.incident = sqlite3_column_int64(row, 1),
		.action = action_of((const char *)sqlite3_column_text(row, 2)),
		.tries = (unsigned)sqlite3_column_int(row, 3),
		.minimal = sqlite3_column_int(row, 4) != 0,
		.doubtful = strcmp((const char *)sqlite3_column_text(row, 5),
				    "sending") == 0,
		.sent = sqlite3_column_int64(row, 6),
		.absent = sqlite3_column_int64(row, 7),
		.unsure = sqlite3_column_int64(row, 8),
		.created = sqlite3_column_int64(row, 9),
		.text = sql_text(row, 10),
		.reader = (enum job_reader)sqlite3_column_int(row, 11),
		.alert = sql_text(row, 12),
	};
}

static int
mark_sending(struct store *store, int64_t id, time_t now, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(id), SQL_NUMBER(now) };

	return sql_run(store,
		"UPDATE job SET state = 'sending', sent = ?2, absent = 0,"
		" unsure = 0"
		" WHERE id = ?1 AND state NOT IN ('dead', 'done')",
		values, SQL_COUNT(values), why);
}

int
job_claim(struct store *store, time_t now, struct job *out, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(now) };
	int rc = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; rc == 0 && i < 2; i++) {
		sqlite3_stmt *row;

		rc = sql_first(store, claim_selects[i], values, 1, &row, why);
		if (rc == 1)
			read_row(row, out);
		sql_end(row);
	}
	if (rc != 1 || out->doubtful)
		return rc;
	/* A single statement commits by itself. */
	if (mark_sending(store, out->id, now, why) < 0) {
		job_free(out);
		return -1;
	}
	/* A person dropped it in this very moment. */
	if (sql_changed(store) == 0) {
		job_free(out);
		return job_claim(store, now, out, why);
	}
	out->sent = now;
	return 1;
}

void
job_free(struct job *job)
{
	free(job->text);
	free(job->alert);
	job->text = job->alert = NULL;
}

int
job_send_again(
	struct store *store, const struct job *job, time_t now, struct err *why)
{
	return mark_sending(store, job->id, now, why);
}

int
job_drop(struct store *store, int64_t id, time_t now, struct job *out,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(id), SQL_NUMBER(now) };
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT " JOB_COLUMNS " FROM job j"
		" WHERE j.id = ?1 AND j.state <> 'done'",
		values, 1, &row, why);

	memset(out, 0, sizeof(*out));
	if (rc == 1)
		read_row(row, out);
	sql_end(row);
	if (rc != 1 || out->doubtful)
		return rc < 0 ? -1 : 0;
	/* Its error stays: it is why. */
	if (sql_run(store,
		    "UPDATE job SET state = 'done', dropped = ?2 WHERE id = ?1",
		    values, SQL_COUNT(values), why) == 0)
		return 1;
	job_free(out);
	return -1;
}

/* ---- for the loop, and for status ---- */

int
job_next_due(struct store *store, time_t *out, struct err *why)
{
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT max(j.due, 1)" FROM_READY_JOBS
		" ORDER BY j.due, j.id LIMIT 1",
		NULL, 0, &row, why);

	*out = 0;
	if (rc == 1)
		*out = sqlite3_column_int64(row, 0);
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
job_count(struct store *store, time_t now, unsigned patience_s,
	struct job_counts *out, struct err *why)
{
	static const char select[] =
		"SELECT total(state IN ('pending', 'sending')),"
		" total(state = 'sending'), total(state = 'held'),"
		" total(state = 'dead'),"
		" (SELECT count(*) FROM incident WHERE ended IS NULL),"
		" ifnull(min(CASE WHEN due < ?1 OR tries > 0 OR created < ?2"
		"  THEN created END), 0),"
		" (SELECT 'job ' || j.id || ' of ' || o.name || ', '"
		"   || j.action || ': ' || j.error FROM job j"
		"  JOIN incident i ON i.id = j.incident"
		"  JOIN object o ON o.id = i.object"
		/* In this order: dead, held, pending, sending. */
		"  WHERE j.state IN ('held', 'dead')"
		"  OR j.state <> 'done' AND j.error <> ''"
		"  ORDER BY j.state, j.id LIMIT 1)"
		" FROM job WHERE state <> 'done'";
	struct sql_value values[] = { SQL_NUMBER(now),
		SQL_NUMBER(now - (time_t)patience_s) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, SQL_COUNT(values), &row, why);

	memset(out, 0, sizeof(*out));
	if (rc == 1) {
		const unsigned char *error = sqlite3_column_text(row, 6);

		out->pending = sqlite3_column_int64(row, 0);
		out->doubtful = sqlite3_column_int64(row, 1);
		out->held = sqlite3_column_int64(row, 2);
		out->dead = sqlite3_column_int64(row, 3);
		out->live_incidents = sqlite3_column_int64(row, 4);
		out->oldest = sqlite3_column_int64(row, 5);
		snprintf(out->error, sizeof(out->error), "%s",
			error == NULL ? "" : (const char *)error);
	}
	sql_end(row);
	return rc == 1 ? 0 : -1;
}

int
job_forget(struct store *store, time_t before, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(before) };

	/* These rows stay for good, some fifty bytes each: a person may open a
	 * ticket again after years, and whatever its age it is the person's
	 * then, and must not be taken for one that we left open. */
	if (sql_run(store,
		    "INSERT INTO closed_ticket SELECT ticket FROM incident"
		    " WHERE ended < ?1 AND ticket IS NOT NULL"
		    " AND (resolved > 0 OR closed > 0)"
		    " ON CONFLICT DO NOTHING",
		    values, 1, why) < 0)
		return -1;
	if (sql_run(store,
		    "DELETE FROM job WHERE incident IN (SELECT id FROM incident"
		    " WHERE ended < ?1) AND state <> 'dead'",
		    values, 1, why) < 0)
		return -1;
	return sql_run(store,
		"DELETE FROM incident WHERE ended < ?1"
		" AND NOT EXISTS (SELECT 1 FROM job"
		"  WHERE incident = incident.id)",
		values, 1, why);
}
