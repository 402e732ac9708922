/* sight.c - whether we see our tickets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/sight.h"

#include <stdlib.h>
#include <strings.h>

#include "common/mem.h"
#include "outbox/sql.h"

/* The ticket that a query gives after so many others, or "". */
static int
find_ticket(struct store *store, const char *sql, unsigned skip, char **ticket,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(skip) };
	sqlite3_stmt *row;
	int rc = sql_first(store, sql, values, 1, &row, why);

	*ticket = NULL;
	if (rc >= 0)
		*ticket = rc == 1 ? sql_text(row, 0) : xstrdup("");
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

/* ---- tickets that are not there ---- */

/* The newest of them if they are three, so that one is between the first and
 * the last: to count them takes SQLite a table, and this is asked each time. */
static int
missing_ticket(
	struct store *store, unsigned skip, char **ticket, struct err *why)
{
	return find_ticket(store,
		"SELECT ticket FROM incident WHERE gone > 0"
		" AND EXISTS (SELECT 1 FROM incident WHERE gone > 0 AND +ticket"
		"   > (SELECT min(ticket) FROM incident WHERE gone > 0)"
		"  AND +ticket"
		"   < (SELECT max(ticket) FROM incident WHERE gone > 0))"
		" ORDER BY gone DESC, id DESC LIMIT 1 OFFSET ?1",
		skip, ticket, why);
}

int
sight_is_lost(struct store *store, bool *out, struct err *why)
{
	char *ticket;
	int rc = missing_ticket(store, 0, &ticket, why);

	*out = rc == 0 && ticket[0] != '\0';
	free(ticket);
	return rc;
}

int
sight_miss(struct store *store, int64_t incident, time_t now, bool *lost,
	struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident), SQL_NUMBER(now) };

	*lost = false;
	if (sql_run(store,
		    "UPDATE incident SET gone = ?2 WHERE id = ?1 AND gone >= 0",
		    values, SQL_COUNT(values), why) < 0)
		return -1;
	return sight_is_lost(store, lost, why);
}

/* Mostly none is, and to ask is cheaper than to write. */
int
sight_clear(struct store *store, struct err *why)
{
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT 1 FROM incident WHERE gone > 0 LIMIT 1", NULL, 0, &row,
		why);

	sql_end(row);
	if (rc <= 0)
		return rc;
	return sql_run(store, "UPDATE incident SET gone = 0 WHERE gone > 0",
		NULL, 0, why);
}

/* ---- the token's user ---- */

static int
newest_ticket(
	struct store *store, unsigned skip, char **ticket, struct err *why)
{
	return find_ticket(store,
		"SELECT ticket FROM incident WHERE ended IS NULL"
		" AND ticket IS NOT NULL AND gone = 0"
		" ORDER BY id DESC LIMIT 1 OFFSET ?1",
		skip, ticket, why);
}

static int
accept_user(struct store *store, const char *user, struct err *why)
{
	return store_set_text(store, "user", user, why);
}

/* The first one, and one without a ticket to look at, is as good as any. */
static int
doubt_user(struct store *store, const char *user, unsigned skip, char **ticket,
	struct err *why)
{
	bool is_same, is_first;
	char *known;

	*ticket = NULL;
	if (store_text(store, "user", &known, why) < 0)
		return -1;
	is_same = user[0] == '\0' || strcasecmp(known, user) == 0;
	is_first = known[0] == '\0';
	free(known);
	if (is_same || is_first)
		*ticket = xstrdup("");
	else if (newest_ticket(store, skip, ticket, why) < 0)
		return -1;
	if (is_same || skip > 0 || (*ticket)[0] != '\0')
		return 0;
	return accept_user(store, user, why);
}

/* ---- both ---- */

int
sight_in_doubt(struct store *store, const char *user, unsigned skip,
	struct sight_doubt *out, struct err *why)
{
	out->strange = false;
	if (missing_ticket(store, skip, &out->ticket, why) < 0)
		return -1;
	if (out->ticket[0] != '\0')
		return 0;
	free(out->ticket);
	out->strange = true;
	return doubt_user(store, user, skip, &out->ticket, why);
}

int
sight_settle(struct store *store, const char *user,
	const struct sight_doubt *doubt, struct err *why)
{
	return doubt->strange ? accept_user(store, user, why)
			      : sight_clear(store, why);
}

int
sight_trust(struct store *store, int *count, struct err *why)
{
	int rc = sql_run(store, "UPDATE incident SET gone = -1 WHERE gone > 0",
		NULL, 0, why);

	*count = rc < 0 ? 0 : sql_changed(store);
	return rc < 0 ? -1 : accept_user(store, "", why);
}
