/* sql.h - statements, for the files that may know SQLite */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SQL_H
#define OUTBOX_SQL_H

#include <sqlite3.h>
#include <stdint.h>

#include "common/err.h"
#include "outbox/store.h"

/* One value to bind: text if it is not NULL, else the number. */
struct sql_value {
	const char *text;
	int64_t number;
};
#define SQL_TEXT(t)                                                            \
	{                                                                      \
		.text = (t)                                                    \
	}
#define SQL_NUMBER(n)                                                          \
	{                                                                      \
		.number = (int64_t)(n)                                         \
	}

/*
 * A statement ready to step; NULL with a sentence. sql_end() it: the store
 * keeps it for the next time, so the text must be a constant, or one that is
 * seldom asked.
 */
sqlite3_stmt *sql_prepare(struct store *store, const char *sql,
	const struct sql_value *values, size_t count, struct err *why);

/* Done with it, and with the rows that it gave; accepts NULL. */
void sql_end(sqlite3_stmt *statement);

/* Steps a statement: 1 for a row, 0 at the end, -1 with a sentence. */
int sql_step(struct store *store, sqlite3_stmt *statement, struct err *why);

/*
 * Runs a statement up to its first row: 1 with *row on it, 0 when there is
 * none, -1 with a sentence. sql_end(*row) in every case.
 */
int sql_first(struct store *store, const char *sql,
	const struct sql_value *values, size_t count, sqlite3_stmt **row,
	struct err *why);

/* Runs a statement that gives no rows. */
int sql_run(struct store *store, const char *sql,
	const struct sql_value *values, size_t count, struct err *why);

/* How many rows the last statement changed, and the row it inserted. */
int sql_changed(struct store *store);
int64_t sql_inserted(struct store *store);

/* A copy of a text column ("" for NULL); free() it. */
char *sql_text(sqlite3_stmt *statement, int column);

#define SQL_COUNT(values) (sizeof(values) / sizeof((values)[0]))

#endif
