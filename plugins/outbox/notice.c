/* notice.c - which objects of the core are to show their ticket, and do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/notice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/spool.h"
#include "outbox/retry.h"
#include "outbox/sql.h"

/* No job, as nothing of an incident may wait for it: a live incident with a
 * ticket is to be shown, one that is over is not. noticed is when it was shown,
 * 0 if it was not, -1 if the core knows no such object. */
#define TO_DO                                                                  \
	"ticket IS NOT NULL AND noticed >= 0"                                  \
	" AND (ended IS NULL) = (noticed = 0)"

/* Of one object the older goes first, as what hides takes all of ours away. */
#define FROM_READY                                                             \
	" FROM incident i WHERE " TO_DO                                        \
	" AND NOT EXISTS (SELECT 1 FROM incident e"                            \
	"  WHERE e.object = i.object AND e.id < i.id"                          \
	"  AND e.ended IS NOT NULL AND e.noticed > 0)"

struct row {
	int64_t id;
	char *alert; /* spool text of an event */
	char *number;
	char *ticket;
	bool over;
	time_t noticed;
	unsigned tries;
};

static void
row_free(struct row *row)
{
	free(row->alert);
	free(row->number);
	free(row->ticket);
}

static int
read_next(const struct notice_pass *pass, struct row *out, struct err *why)
{
	static const char select[] =
		"SELECT id, alert, number, ticket, ended IS NOT NULL, noticed,"
		" notice_tries" FROM_READY
		" AND notice_due <= ?1 ORDER BY notice_due LIMIT 1";
	struct sql_value values[] = { SQL_NUMBER(pass->now) };
	sqlite3_stmt *row;
	int rc;

	memset(out, 0, sizeof(*out));
	rc = sql_first(
		pass->store, select, values, SQL_COUNT(values), &row, why);

	if (rc == 1)
		*out = (struct row){
			.id = sqlite3_column_int64(row, 0),
			.alert = sql_text(row, 1),
			.number = sql_text(row, 2),
			.ticket = sql_text(row, 3),
			.over = sqlite3_column_int(row, 4) != 0,
			.noticed = sqlite3_column_int64(row, 5),
			.tries = (unsigned)sqlite3_column_int(row, 6),
		};
	sql_end(row);
	return rc;
}

static int
record(const struct notice_pass *pass, const struct row *row,
	enum core_answer answer, const char *error, struct err *why)
{
	enum { SOON_S = 3 };
	time_t noticed = row->noticed, due = 0;
	unsigned tries = 0;

	switch (answer) {
	case CORE_DONE:
		noticed = row->over ? 0 : pass->now;
		break;
	case CORE_SOON:
		due = pass->now + SOON_S;
		break;
	case CORE_LATER:
		tries = row->tries + 1;
		due = retry_at(pass->now, tries, 0, pass->dice);
		break;
	case CORE_NEVER:
		noticed = -1;
		break;
	}
	struct sql_value values[] = { SQL_NUMBER(row->id), SQL_NUMBER(noticed),
		SQL_NUMBER(due), SQL_NUMBER(tries), SQL_TEXT(error) };
	return sql_run(pass->store,
		"UPDATE incident SET noticed = ?2, notice_due = ?3,"
		" notice_tries = ?4, notice_error = ?5 WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

static enum core_answer
tell_core(const struct notice_pass *pass, const struct row *row,
	const struct event *event, struct err *error)
{
	char *url = pass->link(pass->url, row->ticket);
	const struct notice notice = { .host = event->text[EVENT_HOST],
		.service = event->text[EVENT_SERVICE],
		.number = row->number,
		.url = url,
		.shown = row->noticed };
	const struct core *core = pass->core;
	enum core_answer answer =
		row->over ? core->hide(core->self, &notice, pass->now, error)
			  : core->show(core->self, &notice, pass->now, error);

	free(url);
	return answer;
}

int
notice_next(const struct notice_pass *pass, bool *any,
	char line[NOTICE_LINE_SIZE], struct err *why)
{
	struct err error = { .text = "" };
	enum core_answer answer;
	struct event event;
	struct row row;
	int rc = read_next(pass, &row, why);

	line[0] = '\0';
	*any = rc == 1;
	if (rc != 1)
		return rc;
	event_init(&event);
	rc = spool_parse(row.alert, strlen(row.alert), &event, why);
	if (rc == 0) {
		answer = tell_core(pass, &row, &event, &error);
		/* Once, not at each try. */
		if (error.text[0] != '\0' && row.tries == 0)
			snprintf(line, NOTICE_LINE_SIZE,
				"%s: comment in the core: %s",
				event.text[EVENT_HOST], error.text);
		rc = record(pass, &row, answer, error.text, why);
	}
	event_free(&event);
	row_free(&row);
	return rc;
}

int
notice_next_due(struct store *store, time_t *out, struct err *why)
{
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT max(notice_due, 1)" FROM_READY
		" ORDER BY notice_due LIMIT 1",
		NULL, 0, &row, why);

	*out = rc == 1 ? sqlite3_column_int64(row, 0) : 0;
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
notice_hasten(struct store *store, struct err *why)
{
	return sql_run(store,
		"UPDATE incident SET notice_due = 0 WHERE " TO_DO
		" AND notice_due > 0",
		NULL, 0, why);
}

int
notice_trouble(
	struct store *store, int64_t *count, char **text, struct err *why)
{
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT count(*), min(notice_error) FROM incident WHERE " TO_DO
		" AND notice_tries >= 3",
		NULL, 0, &row, why);

	*count = rc == 1 ? sqlite3_column_int64(row, 0) : 0;
	*text = sql_text(row, 1);
	sql_end(row);
	return rc < 0 ? -1 : 0;
}
