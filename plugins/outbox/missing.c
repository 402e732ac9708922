/* missing.c - tickets of ours that the help desk says are not there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/missing.h"

#include <stdlib.h>

#include "common/mem.h"
#include "outbox/sql.h"

enum { MANY = 3 };

int
missing_ticket(
	struct store *store, unsigned skip, char **ticket, struct err *why)
{
	static const char select[] =
		"SELECT ticket FROM incident WHERE gone > 0"
		" AND (SELECT count(DISTINCT ticket) FROM incident"
		"  WHERE gone > 0) >= ?1 ORDER BY gone DESC, id DESC LIMIT 1"
		" OFFSET ?2";
	struct sql_value values[] = { SQL_NUMBER(MANY), SQL_NUMBER(skip) };
	sqlite3_stmt *row;
	int rc = sql_first(store, select, values, 2, &row, why);

	*ticket = NULL;
	if (rc >= 0)
		*ticket = rc == 1 ? sql_text(row, 0) : xstrdup("");
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
missing_note(struct store *store, int64_t incident, time_t now, bool *many,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_NUMBER(now) };
	char *ticket;

	*many = false;
	if (sql_run(store,
		    "UPDATE incident SET gone = ?2 WHERE id = ?1 AND gone >= 0",
		    values, SQL_COUNT(values), why) < 0 ||
		missing_ticket(store, 0, &ticket, why) < 0)
		return -1;
	*many = ticket[0] != '\0';
	free(ticket);
	return 0;
}

int
missing_clear(struct store *store, struct err *why)
{
	return sql_run(store, "UPDATE incident SET gone = 0 WHERE gone > 0",
		NULL, 0, why);
}

int
missing_accept(struct store *store, int *count, struct err *why)
{
	int rc = sql_run(store, "UPDATE incident SET gone = -1 WHERE gone > 0",
		NULL, 0, why);

	*count = rc < 0 ? 0 : sql_changed(store);
	return rc;
}
