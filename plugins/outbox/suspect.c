/* suspect.c - objects that may have tickets which they should not have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/suspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/event.h"
#include "common/mem.h"
#include "outbox/sql.h"

static void
read_row(sqlite3_stmt *row, struct suspect *out)
{
	const char *state = (const char *)sqlite3_column_text(row, 5);

	memset(out, 0, sizeof(*out));
	out->object = sqlite3_column_int64(row, 0);
	strncpy(out->marker, (const char *)sqlite3_column_text(row, 1),
		sizeof(out->marker) - 1);
	out->name = sql_text(row, 2);
	out->incident = sqlite3_column_int64(row, 3);
	out->ticket = sql_text(row, 4);
	out->well = strcmp(state, event_state_name(EVENT_UP)) == 0 ||
		    strcmp(state, event_state_name(EVENT_OK)) == 0;
}

int
suspects_read(struct store *store, time_t before, size_t most,
	struct suspects *out, struct err *why)
{
	/* What never had a ticket that we know of is looked at once. */
	static const char select[] =
		"SELECT o.id, o.marker, o.name, i.id, i.ticket, o.state"
		" FROM object o LEFT JOIN incident i"
		"  ON i.object = o.id AND i.ended IS NULL"
		" WHERE o.received > o.swept AND o.received <= ?1"
		" AND (o.swept = 0 OR i.id IS NOT NULL OR EXISTS"
		"  (SELECT 1 FROM incident e WHERE e.object = o.id"
		"   AND e.ended >= o.swept))"
		" AND NOT EXISTS (SELECT 1 FROM job j WHERE j.incident = i.id"
		"  AND j.action = 'create'"
		"  AND (j.state <> 'done' OR j.sent > ?1))"
		" ORDER BY o.id <= ifnull((SELECT CAST(text AS INTEGER)"
		"  FROM fact WHERE key = 'passed'), 0), o.id LIMIT ?2";
	struct sql_value values[] = { SQL_NUMBER(before), SQL_NUMBER(most) };
	sqlite3_stmt *row =
		sql_prepare(store, select, values, SQL_COUNT(values), why);
	int rc;

	*out = (struct suspects){ 0 };
	if (row == NULL)
		return -1;
	out->rows = xcalloc(most, sizeof(*out->rows));
	while ((rc = sql_step(store, row, why)) == 1)
		read_row(row, &out->rows[out->count++]);
	sql_end(row);
	if (rc < 0)
		suspects_free(out);
	return rc;
}

void
suspects_free(struct suspects *suspects)
{
	for (size_t i = 0; i < suspects->count; i++) {
		free(suspects->rows[i].name);
		free(suspects->rows[i].ticket);
	}
	free(suspects->rows);
	*suspects = (struct suspects){ 0 };
}

int
suspect_clear(struct store *store, const struct suspect *suspect, time_t now,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(suspect->object),
		SQL_NUMBER(now) };

	return sql_run(store,
		"UPDATE object SET swept = max(?2, received) WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
suspect_pass(
	struct store *store, const struct suspect *suspect, struct err *why)
{
	char object[24];

	snprintf(object, sizeof(object), "%lld", (long long)suspect->object);
	return store_set_text(store, "passed", object, why);
}

int
suspect_ticket(struct store *store, const char *ticket, enum ticket_past *out,
	struct err *why)
{
	/* Of an incident we know more than that. */
	static const char select[] =
		"SELECT ended IS NOT NULL AND (resolved > 0 OR closed > 0), id"
		" FROM incident WHERE ticket = ?1 UNION ALL"
		" SELECT 1, 0 FROM closed_ticket WHERE ticket = ?1"
		" ORDER BY 2 DESC LIMIT 1";
	struct sql_value values[] = { SQL_TEXT(ticket) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, 1, &row, why);

	*out = PAST_NONE;
	if (rc == 1)
		*out = sqlite3_column_int(row, 0) != 0 ? PAST_CLOSED
						       : PAST_OPEN;
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
suspect_closed(struct store *store, const char *ticket, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(ticket) };

	return sql_run(store,
		"INSERT INTO closed_ticket VALUES (?1) ON CONFLICT DO NOTHING",
		values, 1, why);
}
