/* comments.c - comments that wait, and were never sent */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/comments.h"

#include <string.h>

#include "outbox/sql.h"

/* Between two that became one: where it may part again. */
#define SEAM "<hr>"

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
		    "UPDATE job SET text = text || '" SEAM "' || ?3 WHERE id ="
		    " (SELECT max(id) FROM job"
		    "  WHERE incident = ?1 AND state <> 'done')"
		    " AND" NEVER_SENT " AND note = ?2"
		    " AND length(text) + length('" SEAM "') + length(?3) <= ?4",
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

bool
comments_halve(char *text)
{
	const size_t middle = strlen(text) / 2;
	char *best = NULL;

	for (char *at = text; (at = strstr(at, SEAM)) != NULL; at++)
		if (best == NULL || (size_t)(at - text) <= middle)
			best = at;
	if (best != NULL)
		*best = '\0';
	return best != NULL;
}

int
comments_done(struct store *store, const struct job *job, size_t told,
	time_t now, struct err *why)
{
	const struct job_order rest = { .incident = job->incident,
		.action = JOB_COMMENT,
		.now = now,
		.due = now,
		.text = job->text + told + strlen(SEAM),
		.reader = job->reader,
		.alert = "" };
	int rc;

	if (told == strlen(job->text))
		return job_done(store, job, why);
	if (store_begin(store, why) < 0)
		return -1;
	rc = job_done(store, job, why);
	if (rc == 0)
		rc = job_add(store, &rest, why);
	return store_end(store, rc, why);
}
