/* incident.c - what an object has been through since it was last well */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/incident.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/spool.h"
#include "outbox/sql.h"

int
incident_open(struct store *store, int64_t object, const struct event *event,
	int64_t *out, struct err *why)
{
	char *alert = spool_format(event);
	struct sql_value values[] = { SQL_NUMBER(object), SQL_TEXT(alert),
		SQL_TEXT(event_state_name(event->state)),
		SQL_NUMBER(event->received) };
	int rc = sql_run(store,
		"INSERT INTO incident (object, alert, told, opened, previous)"
		" VALUES (?1, ?2, ?3, ?4, ifnull((SELECT max(id) FROM incident"
		"  WHERE object = ?1 AND ticket IS NOT NULL), 0))",
		values, SQL_COUNT(values), why);

	free(alert);
	*out = sql_inserted(store);
	return rc;
}

int
incident_rewrite(struct store *store, int64_t incident,
	const struct event *event, struct err *why)
{
	char *alert = spool_format(event);
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_TEXT(alert),
		SQL_TEXT(event_state_name(event->state)) };
	int rc = sql_run(store,
		"UPDATE incident SET alert = ?2, told = ?3,"
		" repeats = repeats + 1 WHERE id = ?1",
		values, SQL_COUNT(values), why);

	free(alert);
	return rc;
}

int
incident_count(struct store *store, int64_t incident, const struct event *event,
	bool worse, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_NUMBER(worse),
		SQL_TEXT(event_state_name(event->state)) };

	return sql_run(store,
		"UPDATE incident SET repeats = repeats + 1,"
		" told = CASE WHEN ?2 THEN ?3 ELSE told END WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_turn(struct store *store, int64_t incident, const struct event *event,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_TEXT(event_state_name(event->state)),
		SQL_NUMBER(event->anchor) };

	return sql_run(store,
		"UPDATE incident SET told = ?2, anchor = max(anchor, ?3),"
		" repeats = repeats + 1 WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_set_relapse(struct store *store, int64_t incident, const char *alert,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_TEXT(alert) };

	return sql_run(store,
		"UPDATE incident SET relapse = nullif(?2, '') WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_relapse(struct store *store, int64_t incident,
	const struct event *event, struct err *why)
{
	char *alert = event == NULL ? xstrdup("") : spool_format(event);
	int rc = incident_set_relapse(store, incident, alert, why);

	free(alert);
	return rc;
}

int
incident_set_looked(
	struct store *store, int64_t incident, time_t looked, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_NUMBER(looked) };

	return sql_run(store, "UPDATE incident SET looked = ?2 WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_set_closed(
	struct store *store, int64_t incident, time_t closed, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_NUMBER(closed) };

	return sql_run(store,
		"UPDATE incident SET closed ="
		" CASE WHEN closed > 0 AND ?2 > 0 THEN closed ELSE ?2 END"
		" WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_set_resolved(struct store *store, int64_t incident,
	const struct resolved *resolved, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_NUMBER(resolved->when), SQL_TEXT(resolved->step),
		SQL_TEXT(resolved->closed_on) };

	return sql_run(store,
		"UPDATE incident SET resolved = ?2, step = ?3, closed_on = ?4"
		" WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_set_revived(
	struct store *store, int64_t incident, time_t now, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_NUMBER(now) };

	return sql_run(store, "UPDATE incident SET revived = ?2 WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_revivals(
	struct store *store, time_t after, int64_t *out, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(after) };
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT count(*) FROM incident"
		" WHERE revived > 0 AND revived > ?1",
		values, 1, &row, why);

	*out = rc == 1 ? sqlite3_column_int64(row, 0) : 0;
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
incident_set_anew(struct store *store, int64_t incident, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident) };

	return sql_run(store, "UPDATE incident SET anew = 1 WHERE id = ?1",
		values, 1, why);
}

int
incident_set_ticket(struct store *store, int64_t incident, const char *ticket,
	const char *number, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_TEXT(ticket),
		SQL_TEXT(number) };

	return sql_run(store,
		"UPDATE incident SET ticket = ?2, number = ?3 WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
incident_end(struct store *store, int64_t incident, time_t now, char **relapse,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_NUMBER(now) };
	sqlite3_stmt *row;
	/* One that is over already has begun the next one. */
	int rc = sql_first(store,
		"SELECT CASE WHEN ended IS NULL THEN relapse END"
		" FROM incident WHERE id = ?1",
		values, 1, &row, why);

	*relapse = NULL;
	if (rc == 1)
		*relapse = sql_text(row, 0);
	sql_end(row);
	if (rc != 1)
		return -1;
	return sql_run(store,
		"UPDATE incident SET ended = ?2 WHERE id = ?1"
		" AND ended IS NULL",
		values, SQL_COUNT(values), why);
}

int
incident_read(
	struct store *store, int64_t id, struct incident *out, struct err *why)
{
	static const char select[] =
		"SELECT i.id, o.identity, o.marker, o.name, i.alert, i.ticket,"
		" i.number,"
		" EXISTS (SELECT 1 FROM job WHERE incident = i.id"
		"  AND action = 'resolve' AND state <> 'done' AND note = 0),"
		" i.told IN ('UP', 'OK'), i.opened, i.anew, p.ticket,"
		" p.number, p.step, p.ended, p.resolved, i.closed, p.id, p.closed_on"
		" FROM incident i JOIN object o ON o.id = i.object"
		" LEFT JOIN incident p ON p.id = i.previous"
		" WHERE i.id = ?1";
	struct sql_value values[] = { SQL_NUMBER(id) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, 1, &row, why);

	memset(out, 0, sizeof(*out));
	if (rc == 1) {
		out->id = sqlite3_column_int64(row, 0);
		strncpy(out->identity,
			(const char *)sqlite3_column_text(row, 1),
			sizeof(out->identity) - 1);
		strncpy(out->marker, (const char *)sqlite3_column_text(row, 2),
			sizeof(out->marker) - 1);
		out->name = sql_text(row, 3);
		out->alert = sql_text(row, 4);
		out->ticket = sql_text(row, 5);
		out->number = sql_text(row, 6);
		out->recovered = sqlite3_column_int(row, 7) != 0;
		out->well = sqlite3_column_int(row, 8) != 0;
		out->opened = sqlite3_column_int64(row, 9);
		out->anew = sqlite3_column_int(row, 10) != 0;
		out->previous.ticket = sql_text(row, 11);
		out->previous.number = sql_text(row, 12);
		out->previous.step = sql_text(row, 13);
		out->previous.ended = sqlite3_column_int64(row, 14);
		out->previous.resolved = sqlite3_column_int64(row, 15);
		out->closed = sqlite3_column_int64(row, 16);
		out->previous.id = sqlite3_column_int64(row, 17);
		out->previous.closed_on = sql_text(row, 18);
	}
	sql_end(row);
	if (rc == 0)
		return err_set(why, "incident %lld is gone", (long long)id);
	return rc < 0 ? -1 : 0;
}

void
incident_free(struct incident *incident)
{
	free(incident->name);
	free(incident->alert);
	free(incident->ticket);
	free(incident->number);
	free(incident->previous.ticket);
	free(incident->previous.number);
	free(incident->previous.step);
	free(incident->previous.closed_on);
	memset(incident, 0, sizeof(*incident));
}

int
incident_has_ticket(
	struct store *store, const char *ticket, bool *out, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(ticket) };
	sqlite3_stmt *row;
	int rc = sql_first(store, "SELECT 1 FROM incident WHERE ticket = ?1",
		values, 1, &row, why);

	*out = rc == 1;
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
incident_control(struct store *store, time_t before, struct control *out,
	struct err *why)
{
	static const char select[] =
		"SELECT i.ticket, o.marker FROM incident i"
		" JOIN object o ON o.id = i.object"
		" JOIN job j ON j.incident = i.id AND j.action = 'create'"
		"  AND j.state = 'done' AND j.sent < ?1"
		" WHERE i.ticket IS NOT NULL"
		" ORDER BY i.ended IS NOT NULL, i.id DESC LIMIT 1";
	struct sql_value values[] = { SQL_NUMBER(before) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, 1, &row, why);

	out->ticket = rc == 1 ? sql_text(row, 0) : xstrdup("");
	out->marker = rc == 1 ? sql_text(row, 1) : xstrdup("");
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

void
control_free(struct control *control)
{
	free(control->ticket);
	free(control->marker);
}

int
incident_silent(struct store *store, time_t before, struct silence *out,
	struct err *why)
{
	static const char select[] =
		"SELECT count(*), group_concat(CASE WHEN n <= 3"
		"  THEN name || ' (ticket ' || number || ')' END, ', ') FROM"
		" (SELECT o.name, i.number, row_number() OVER (ORDER BY i.id) n"
		"  FROM incident i JOIN object o ON o.id = i.object"
		"  WHERE i.ended IS NULL AND i.ticket IS NOT NULL"
		"  AND i.closed = 0 AND i.told NOT IN ('UP', 'OK')"
		"  AND max(o.heard, o.received, i.opened) < ?1)";
	struct sql_value values[] = { SQL_NUMBER(before) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, 1, &row, why);

	memset(out, 0, sizeof(*out));
	if (rc == 1 && sqlite3_column_int64(row, 0) > 0) {
		out->count = sqlite3_column_int64(row, 0);
		snprintf(out->names, sizeof(out->names), "%s%s",
			sqlite3_column_text(row, 1),
			out->count > 3 ? " ..." : "");
	}
	sql_end(row);
	return rc == 1 ? 0 : -1;
}

int
incident_each(struct store *store,
	void (*each)(void *arg, const struct incident_row *row), void *arg,
	struct err *why)
{
	static const char select[] =
		"SELECT o.name, i.told, i.number, j.action || ' ' || j.state,"
		" j.error, i.opened, i.id"
		" FROM incident i JOIN object o ON o.id = i.object"
		" LEFT JOIN job j ON j.id = (SELECT min(id) FROM job"
		"  WHERE incident = i.id AND state <> 'done')"
		" WHERE i.ended IS NULL ORDER BY i.id";
	sqlite3_stmt *row = sql_prepare(store, select, NULL, 0, why);
	int rc;

	if (row == NULL)
		return -1;
	while ((rc = sql_step(store, row, why)) == 1) {
		const char *text[5];

		for (int i = 0; i < 5; i++) {
			text[i] = (const char *)sqlite3_column_text(row, i);
			if (text[i] == NULL)
				text[i] = "";
		}
		each(arg, &(struct incident_row){ .name = text[0],
				  .told = text[1],
				  .number = text[2],
				  .job = text[3],
				  .error = text[4],
				  .opened = sqlite3_column_int64(row, 5),
				  .id = sqlite3_column_int64(row, 6) });
	}
	sql_end(row);
	return rc;
}
