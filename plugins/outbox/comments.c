/* comments.c - comments that wait, and were never sent */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/comments.h"

#include "outbox/sql.h"

/* One that may begin the next incident is about that alone. */
#define NEVER_SENT                                                             \
	" action = 'comment' AND state = 'pending' AND doubted = 0"            \
	" AND alert = ''"

int
comments_add(
	struct store *store, const struct job_order *order, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(order->incident),
		SQL_NUMBER(order->reader), SQL_TEXT(order->text),
		SQL_NUMBER(COMMENTS_LENGTH) };

	if (sql_run(store,
		    "UPDATE job SET text = text || ?3 WHERE id ="
		    " (SELECT max(id) FROM job"
		    "  WHERE incident = ?1 AND state <> 'done')"
		    " AND" NEVER_SENT " AND note = ?2"
		    " AND length(text) + length(?3) <= ?4",
		    values, SQL_COUNT(values), why) < 0)
		return -1;
	return sql_changed(store) > 0 ? 0 : job_add(store, order, why);
}

int
comments_told(struct store *store, int64_t incident, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(incident),
		SQL_NUMBER(JOB_IF_CLOSED) };

	return sql_run(store,
		"UPDATE job SET state = 'done'"
		" WHERE incident = ?1 AND note <> ?2 AND" NEVER_SENT,
		values, SQL_COUNT(values), why);
}
