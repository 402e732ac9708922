/* timeline.c - what happened to an object until its ticket was opened */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/sql.h"

static void
drop_oldest(struct timeline *timeline, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(timeline->entries[i].state);
		free(timeline->entries[i].text);
	}
	timeline->count -= count;
	memmove(timeline->entries, timeline->entries + count,
		timeline->count * sizeof(*timeline->entries));
}

void
timeline_free(struct timeline *timeline)
{
	if (timeline->entries != NULL)
		drop_oldest(timeline, timeline->count);
	free(timeline->entries);
	*timeline = (struct timeline){ .entries = NULL };
}

bool
timeline_halve(struct timeline *timeline)
{
	if (timeline->count == 0)
		return false;
	drop_oldest(timeline, (timeline->count + 1) / 2);
	timeline->is_cut = true;
	timeline->is_whole = false;
	return true;
}

/* Newest first, as they come; false if there is no room for it. */
static bool
take_row(sqlite3_stmt *row, struct timeline *out, size_t *bytes)
{
	struct timeline_entry *entry = &out->entries[out->count];
	const char *type = (const char *)sqlite3_column_text(row, 1);

	*bytes += (size_t)sqlite3_column_bytes(row, 3);
	if (out->count == TIMELINE_ENTRIES || *bytes > TIMELINE_BYTES)
		return false;
	*entry = (struct timeline_entry){
		.when = sqlite3_column_int64(row, 0),
		.type = event_type_read(type),
		.state = sql_text(row, 2),
		.text = sql_text(row, 3),
	};
	out->count++;
	return true;
}

static void
turn_round(struct timeline *timeline)
{
	struct timeline_entry *entries = timeline->entries;

	for (size_t i = 0, k = timeline->count; i + 1 < k; i++) {
		struct timeline_entry first = entries[i];

		entries[i] = entries[--k];
		entries[k] = first;
	}
}

int
timeline_read(struct store *store, int64_t incident, struct timeline *out,
	struct err *why)
{
	static const char select[] =
		"SELECT e.received, e.type, e.state, e.text,"
		" e.received <= i.opened"
		" FROM incident i JOIN event e ON e.object = i.object"
		/* Clocks are set back by seconds now and then. */
		"  AND e.received >= i.opened - ?2 AND e.overtaken = 0"
		"  AND (e.received >= i.opened"
		"   OR e.type IN ('ACKNOWLEDGEMENT', 'CUSTOM'))"
		" WHERE i.id = ?1 ORDER BY e.received DESC";
	enum { CLOCK_STEP_S = 60 };
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_NUMBER(CLOCK_STEP_S) };
	sqlite3_stmt *row = sql_prepare(store, select, values, 2, why);
	size_t bytes = 0;
	int rc = 0;

	*out = (struct timeline){ .entries = NULL };
	if (row == NULL)
		return -1;
	out->entries = xcalloc(TIMELINE_ENTRIES, sizeof(*out->entries));
	while (!out->is_cut && (rc = sql_step(store, row, why)) == 1) {
		out->is_cut = !take_row(row, out, &bytes);
		/* Old events are forgotten: then it does not begin there. */
		out->is_whole = !out->is_cut && sqlite3_column_int(row, 4) != 0;
	}
	sql_end(row);
	turn_round(out);
	return rc < 0 ? -1 : 0;
}
