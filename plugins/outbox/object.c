/* object.c - hosts and services, and the events seen of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/object.h"

#include <stdlib.h>
#include <string.h>

#include "common/clean.h"
#include "common/mem.h"
#include "outbox/identity.h"
#include "outbox/sql.h"

/* A state as it was stored; both kinds of objects share one list of words. */
static enum event_state
stored_state(sqlite3_stmt *row, int column)
{
	const char *word = (const char *)sqlite3_column_text(row, column);
	enum event_state state = EVENT_UP;

	while (state < EVENT_UNKNOWN && word != NULL &&
		strcmp(event_state_name(state), word) != 0)
		state++;
	return state;
}

static enum stage
stage_of(sqlite3_stmt *row, int create, int resolve)
{
	const char *created = (const char *)sqlite3_column_text(row, create);
	const char *resolved = (const char *)sqlite3_column_text(row, resolve);

	if (resolved != NULL && strcmp(resolved, "sending") == 0)
		return STAGE_RESOLVE_SENT;
	if (resolved != NULL && strcmp(resolved, "dead") != 0)
		return STAGE_RECOVERED;
	if (created == NULL)
		return STAGE_OPEN;
	return strcmp(created, "sending") == 0 ? STAGE_DOUBTFUL : STAGE_QUEUED;
}

/* ---- objects ---- */

static int
object_make(struct store *store, const struct event *event,
	const char *identity, struct err *why)
{
	char *name = event_is_host(event)
			     ? xstrdup(event->text[EVENT_HOST])
			     : xasprintf("%s: %s", event->text[EVENT_HOST],
				       event->text[EVENT_SERVICE]);
	char marker[MARKER_SIZE];
	int rc;

	identity_marker(identity, marker);
	struct sql_value values[] = { SQL_TEXT(identity), SQL_TEXT(marker),
		SQL_TEXT(name) };
	rc = sql_run(store,
		"INSERT INTO object (identity, marker, name)"
		" VALUES (?1, ?2, ?3) ON CONFLICT (identity) DO NOTHING",
		values, SQL_COUNT(values), why);
	free(name);
	return rc;
}

int
object_find(struct store *store, const struct event *event, struct object *out,
	struct err *why)
{
	static const char select[] =
		"SELECT o.id, o.state_time, o.received, i.id, i.told, i.opened,"
		" (SELECT state FROM job WHERE incident = i.id"
		"   AND action = 'create' AND state <> 'done'),"
		" (SELECT state FROM job WHERE incident = i.id"
		"   AND action = 'resolve' AND state <> 'done' AND note = 0"
		"   ORDER BY seq DESC LIMIT 1), i.anchor, o.flags,"
		" o.flagged, i.looked, o.boot, o.uptime"
		" FROM object o LEFT JOIN incident i"
		"  ON i.object = o.id AND i.ended IS NULL"
		" WHERE o.identity = ?1";
	char identity[IDENTITY_SIZE];
	struct sql_value values[] = { SQL_TEXT(identity) };
	sqlite3_stmt *row;
	int rc;

	memset(out, 0, sizeof(*out));
	identity_of_object(event, identity);
	if (object_make(store, event, identity, why) < 0)
		return -1;
	rc = sql_first(store, select, values, 1, &row, why);
	if (rc == 1) {
		out->id = sqlite3_column_int64(row, 0);
		out->facts.object_state_time = sqlite3_column_int64(row, 1);
		out->facts.object_received = sqlite3_column_int64(row, 2);
		out->incident = sqlite3_column_int64(row, 3);
		out->facts.told = stored_state(row, 4);
		out->facts.opened = sqlite3_column_int64(row, 5);
		out->facts.anchor = sqlite3_column_int64(row, 8);
		out->facts.flags = (unsigned)sqlite3_column_int(row, 9);
		out->facts.flagged = sqlite3_column_int64(row, 10);
		out->facts.looked = sqlite3_column_int64(row, 11);
		out->facts.object_boot =
			(unsigned)sqlite3_column_int64(row, 12);
		out->facts.object_uptime = sqlite3_column_int64(row, 13);
		out->facts.stage =
			out->incident == 0 ? STAGE_NONE : stage_of(row, 6, 7);
	}
	sql_end(row);
	return rc == 1 ? 0 : -1;
}

int
object_update(struct store *store, const struct object *object,
	const struct event *event, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(object->id),
		SQL_TEXT(event_state_name(event->state)),
		SQL_NUMBER(event->state_time), SQL_NUMBER(event->received),
		SQL_NUMBER(event->boot), SQL_NUMBER(event->uptime) };

	return sql_run(store,
		"UPDATE object SET state = ?2, state_time = ?3, received = ?4,"
		" boot = ?5, uptime = ?6 WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
object_hear(struct store *store, const struct object *object, time_t received,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(object->id),
		SQL_NUMBER(received) };

	return sql_run(store,
		"UPDATE object SET heard = max(heard, ?2) WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
object_set_flags(struct store *store, const struct object *object,
	unsigned flags, time_t flagged, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(object->id), SQL_NUMBER(flags),
		SQL_NUMBER(flagged) };

	return sql_run(store,
		"UPDATE object SET flags = ?2, flagged = ?3 WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

/* ---- events ---- */

/* What people write is kept whole. */
enum { SUMMARY_BYTES = 200, WRITTEN_BYTES = 2100 };

/* What a person wrote, or else what the plugin said; free() it. */
static char *
event_summary(const struct event *event)
{
	char *const *text = event->text;
	bool is_written = text[EVENT_COMMENT][0] != '\0';
	char *whole = is_written ? xasprintf("%s: %s", text[EVENT_AUTHOR],
					   text[EVENT_COMMENT])
				 : xstrdup(text[EVENT_OUTPUT]);
	char *summary = clean_text(
		whole, is_written ? WRITTEN_BYTES : SUMMARY_BYTES, 0);

	free(whole);
	return summary;
}

int
event_remember(struct store *store, int64_t object, const struct event *event,
	bool overtaken, struct err *why)
{
	char identity[IDENTITY_SIZE], *text = event_summary(event);
	struct sql_value values[] = { SQL_TEXT(identity),
		SQL_NUMBER(event->received), SQL_NUMBER(object),
		SQL_TEXT(event_type_name(event->type)),
		SQL_TEXT(event_state_name(event->state)), SQL_TEXT(text),
		SQL_NUMBER(overtaken) };
	int rc;

	identity_of_event(event, identity);
	rc = sql_run(store,
		"INSERT INTO event"
		" (identity, received, object, type, state, text, overtaken)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
		" ON CONFLICT (identity) DO UPDATE"
		" SET overtaken = 0, received = ?2 WHERE overtaken > ?7",
		values, SQL_COUNT(values), why);
	free(text);
	return rc < 0 ? -1 : sql_changed(store) > 0;
}

int
event_forget(struct store *store, time_t before, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(before) };

	return sql_run(
		store, "DELETE FROM event WHERE received < ?1", values, 1, why);
}
