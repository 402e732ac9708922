/* us.c - the users whose doings are ours: whose token we have, or ever had */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/us.h"

#include <stdlib.h>
#include <strings.h>

#include "common/mem.h"
#include "outbox/sql.h"

bool
us_are(const struct us *us, const char *id)
{
	for (size_t i = 0; i < us->count; i++)
		if (strcasecmp(us->ids[i], id) == 0)
			return true;
	return false;
}

void
us_add(struct us *us, const char *id)
{
	if (id[0] == '\0' || us_are(us, id))
		return;
	us->ids = xrealloc(us->ids, (us->count + 1) * sizeof(*us->ids));
	us->ids[us->count++] = xstrdup(id);
}

void
us_clear(struct us *us)
{
	for (size_t i = 0; i < us->count; i++)
		free(us->ids[i]);
	free(us->ids);
	*us = (struct us){ 0 };
}

int
us_read(struct store *store, const char *user, struct us *us, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(user) };
	sqlite3_stmt *row = sql_prepare(store,
		"SELECT id, name = ?1 AND name <> '' FROM user", values, 1,
		why);
	int rc;

	if (row == NULL)
		return -1;
	while ((rc = sql_step(store, row, why)) == 1) {
		us_add(us, (const char *)sqlite3_column_text(row, 0));
		us->whole |= sqlite3_column_int(row, 1) != 0;
	}
	sql_end(row);
	return rc;
}

int
us_remember(
	struct store *store, const char *user, const char *id, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(user), SQL_TEXT(id) };

	return sql_run(store,
		"INSERT INTO user (name, id) VALUES (?1, ?2)"
		" ON CONFLICT DO NOTHING",
		values, SQL_COUNT(values), why);
}
