/* names.c - what names stood for when the help desk was asked last */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outbox/sql.h"

enum { GOOD_S = 86400, BAD_S = 600 };

static void
copy(char *to, size_t size, sqlite3_stmt *row, int column)
{
	char *text = sql_text(row, column);

	snprintf(to, size, "%s", text);
	free(text);
}

int
names_read(struct store *store, const struct name_key *key, time_t now,
	struct name *out, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(thing_name(key->thing)),
		SQL_TEXT(key->word), SQL_TEXT(key->within),
		SQL_NUMBER(now - GOOD_S), SQL_NUMBER(now - BAD_S),
		SQL_NUMBER(now) };
	sqlite3_stmt *row;
	/* A clock that was put back makes old what it makes unborn. */
	int rc = sql_first(store,
		"SELECT id, location, room, problem FROM name"
		" WHERE thing = ?1 AND word = ?2 AND within = ?3"
		" AND asked > iif(id = '', ?5, ?4) AND asked <= ?6",
		values, SQL_COUNT(values), &row, why);

	memset(out, 0, sizeof(*out));
	if (rc == 1) {
		copy(out->id, sizeof(out->id), row, 0);
		copy(out->location, sizeof(out->location), row, 1);
		copy(out->room, sizeof(out->room), row, 2);
		copy(out->problem, sizeof(out->problem), row, 3);
	}
	sql_end(row);
	return rc;
}

int
names_write(struct store *store, const struct name_key *key, time_t now,
	const struct name *name, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(thing_name(key->thing)),
		SQL_TEXT(key->word), SQL_TEXT(key->within), SQL_TEXT(name->id),
		SQL_TEXT(name->location), SQL_TEXT(name->room),
		SQL_TEXT(name->problem), SQL_NUMBER(now) };
	struct sql_value old[] = { SQL_NUMBER(now - GOOD_S) };

	if (sql_run(store, "DELETE FROM name WHERE asked <= ?1", old,
		    SQL_COUNT(old), why) < 0)
		return -1;
	return sql_run(store,
		"INSERT OR REPLACE INTO name (thing, word, within, id,"
		" location, room, problem, asked)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
		values, SQL_COUNT(values), why);
}

int
names_forget(struct store *store, struct err *why)
{
	return sql_run(store, "DELETE FROM name", NULL, 0, why);
}
