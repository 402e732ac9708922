/* record.c - all that is known of one incident, for people */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/record.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/sql.h"

/* ---- which incident ---- */

/* "web1!disk" as objects are named: "web1: disk"; free() it. */
static char *
object_name(const char *word)
{
	const char *mark = strchr(word, '!');

	return mark == NULL ? xstrdup(word)
			    : xasprintf("%.*s: %s", (int)(mark - word), word,
				      mark + 1);
}

/* Each: 1 and an incident, 0 for none. */
static int
find_by_number(
	struct store *store, const char *word, int64_t *id, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(word) };
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT id FROM incident WHERE id = CAST(?1 AS INTEGER)"
		" AND ?1 NOT GLOB '*[^0-9]*'",
		values, 1, &row, why);

	if (rc == 1)
		*id = sqlite3_column_int64(row, 0);
	sql_end(row);
	return rc;
}

/* Two masters may each have a host of that name. */
static int
find_by_name(
	struct store *store, const char *word, int64_t *id, struct err *why)
{
	static const char select[] =
		"SELECT max(i.id), count(DISTINCT o.id), group_concat(i.id)"
		" FROM object o JOIN incident i ON i.object = o.id"
		" WHERE o.name = ?1 HAVING count(*) > 0";
	char *name = object_name(word);
	struct sql_value values[] = { SQL_TEXT(name) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, 1, &row, why);

	if (rc == 1) {
		*id = sqlite3_column_int64(row, 0);
		if (sqlite3_column_int64(row, 1) > 1)
			rc = err_set(why,
				"more than one object is called \"%.80s\"; "
				"give the number of an incident: %.200s",
				name, sqlite3_column_text(row, 2));
	}
	sql_end(row);
	free(name);
	return rc;
}

/* A host may be called as an incident is numbered: the wrong ticket must not be
 * closed for it. */
static int
find(struct store *store, const char *word, int64_t *id, struct err *why)
{
	int64_t number = 0, named = 0;

	if (find_by_number(store, word, &number, why) < 0 ||
		find_by_name(store, word, &named, why) < 0)
		return -1;
	if (number == 0 && named == 0)
		return err_set(why,
			"there is no incident of \"%.80s\"; give its number, "
			"HOST or HOST!SERVICE",
			word);
	if (number != 0 && named != 0 && number != named)
		return err_set(why,
			"\"%.80s\" is the number of an incident and the name "
			"of an object, whose incident is %lld; give another",
			word, (long long)named);
	*id = named != 0 ? named : number;
	return 0;
}

/* ---- its rows ---- */

static int
read_incident(struct store *store, struct record *out, struct err *why)
{
	static const char select[] =
		"SELECT o.name, i.told, o.marker, i.ticket, i.number, i.opened,"
		" i.ended, i.repeats"
		" FROM incident i JOIN object o ON o.id = i.object"
		" WHERE i.id = ?1";
	struct sql_value values[] = { SQL_NUMBER(out->id) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, 1, &row, why);

	if (rc == 1) {
		out->name = sql_text(row, 0);
		out->told = sql_text(row, 1);
		out->marker = sql_text(row, 2);
		out->ticket = sql_text(row, 3);
		out->number = sql_text(row, 4);
		out->opened = sqlite3_column_int64(row, 5);
		out->ended = sqlite3_column_int64(row, 6);
		out->repeats = sqlite3_column_int64(row, 7);
	}
	sql_end(row);
	return rc == 1 ? 0 : -1;
}

static int
read_events(struct store *store, struct record *out, struct err *why)
{
	static const char select[] =
		"SELECT * FROM (SELECT e.received, e.type, e.state, e.text,"
		" e.overtaken"
		" FROM incident i JOIN event e ON e.object = i.object"
		"  AND e.received >= i.opened"
		"  AND e.received <= ifnull(i.ended, e.received)"
		" WHERE i.id = ?1 ORDER BY e.received DESC LIMIT 100)"
		" ORDER BY received";
	struct sql_value values[] = { SQL_NUMBER(out->id) };
	sqlite3_stmt *row = sql_prepare(store, select, values, 1, why);
	int rc;

	if (row == NULL)
		return -1;
	while ((rc = sql_step(store, row, why)) == 1) {
		out->events = xrealloc(out->events,
			(out->event_count + 1) * sizeof(*out->events));
		out->events[out->event_count++] = (struct record_event){
			.received = sqlite3_column_int64(row, 0),
			.type = sql_text(row, 1),
			.state = sql_text(row, 2),
			.text = sql_text(row, 3),
			.overtaken = sqlite3_column_int(row, 4) != 0,
		};
	}
	sql_end(row);
	return rc;
}

static int
read_jobs(struct store *store, struct record *out, struct err *why)
{
	static const char select[] =
		"SELECT id, action, CASE WHEN dropped > 0 THEN 'dropped'"
		"  ELSE state END, tries,"
		" due, error FROM job WHERE incident = ?1 ORDER BY id";
	struct sql_value values[] = { SQL_NUMBER(out->id) };
	sqlite3_stmt *row = sql_prepare(store, select, values, 1, why);
	int rc;

	if (row == NULL)
		return -1;
	while ((rc = sql_step(store, row, why)) == 1) {
		out->jobs = xrealloc(
			out->jobs, (out->job_count + 1) * sizeof(*out->jobs));
		out->jobs[out->job_count++] = (struct record_job){
			.id = sqlite3_column_int64(row, 0),
			.action = sql_text(row, 1),
			.state = sql_text(row, 2),
			.tries = sqlite3_column_int64(row, 3),
			.due = sqlite3_column_int64(row, 4),
			.error = sql_text(row, 5),
		};
	}
	sql_end(row);
	return rc;
}

int
record_read(struct store *store, const char *word, struct record *out,
	struct err *why)
{
	memset(out, 0, sizeof(*out));
	if (find(store, word, &out->id, why) < 0 ||
		read_incident(store, out, why) < 0 ||
		read_events(store, out, why) < 0)
		return -1;
	return read_jobs(store, out, why);
}

void
record_free(struct record *record)
{
	for (size_t i = 0; i < record->event_count; i++) {
		free(record->events[i].type);
		free(record->events[i].state);
		free(record->events[i].text);
	}
	for (size_t i = 0; i < record->job_count; i++) {
		free(record->jobs[i].action);
		free(record->jobs[i].state);
		free(record->jobs[i].error);
	}
	free(record->events);
	free(record->jobs);
	free(record->name);
	free(record->told);
	free(record->marker);
	free(record->ticket);
	free(record->number);
	memset(record, 0, sizeof(*record));
}

const char *
record_error(const struct record *record)
{
	for (size_t i = 0; i < record->job_count; i++)
		if (strcmp(record->jobs[i].state, "done") != 0 &&
			strcmp(record->jobs[i].state, "dropped") != 0)
			return record->jobs[i].error;
	return "";
}
