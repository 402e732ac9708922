/* user.c - whose token our tickets are seen with */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/user.h"

#include <stdbool.h>
#include <stdlib.h>
#include <strings.h>

#include "common/mem.h"
#include "outbox/sql.h"

static int
newest_ticket(
	struct store *store, unsigned skip, char **ticket, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(skip) };
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT ticket FROM incident WHERE ended IS NULL"
		" AND ticket IS NOT NULL AND gone = 0"
		" ORDER BY id DESC LIMIT 1 OFFSET ?1",
		values, 1, &row, why);

	if (rc >= 0)
		*ticket = rc == 1 ? sql_text(row, 0) : xstrdup("");
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
user_doubt(struct store *store, const char *user, unsigned skip, char **ticket,
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
	return user_accept(store, user, why);
}

int
user_accept(struct store *store, const char *user, struct err *why)
{
	return store_set_text(store, "user", user, why);
}

int
user_forget(struct store *store, struct err *why)
{
	return user_accept(store, "", why);
}
