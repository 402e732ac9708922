/* notice.c - which objects of the core are to show their ticket, and do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/notice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/spool.h"
#include "outbox/retry.h"
#include "outbox/sql.h"

/* No job, as nothing of an incident may wait for it. A live incident shows its
 * ticket, one that is over shows none; noticed_ticket is the one that it does
 * show, or was asked to. noticed is when the core was asked for what it was not
 * yet seen to have done, or -1 if it knows no such object. */
#define TO_DO                                                                  \
	"ticket IS NOT NULL AND noticed >= 0"                                  \
	" AND (noticed > 0"                                                    \
	"  OR noticed_ticket <> CASE WHEN ended IS NULL THEN ticket"           \
	"   ELSE '' END)"

/* Of one object the older goes first, as what hides takes all of ours away. */
#define FROM_READY                                                             \
	" FROM incident i WHERE " TO_DO                                        \
	" AND NOT EXISTS (SELECT 1 FROM incident e"                            \
	"  WHERE e.object = i.object AND e.id < i.id"                          \
	"  AND e.ended IS NOT NULL AND e.noticed_ticket <> '')"

struct row {
	int64_t id;
	char *alert; /* spool text of an event */
	char *number;
	char *ticket;
	bool hides; /* another one, or one that is over */
	time_t opened;
	time_t asked; /* the core, which was not yet seen to have done so */
	unsigned failures;	/* its own, in a row, */
	unsigned core_failures; /* and those of the core */
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
		"SELECT id, alert, number, ticket, noticed_ticket <> ''"
		" AND (ended IS NOT NULL OR noticed_ticket <> ticket),"
		" opened, noticed, notice_failures,"
		" (SELECT failures FROM core)" FROM_READY
		" AND notice_due <= ?1 AND (SELECT due FROM core) <= ?1"
		" ORDER BY notice_due LIMIT 1";
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
			.hides = sqlite3_column_int(row, 4) != 0,
			.opened = sqlite3_column_int64(row, 5),
			.asked = sqlite3_column_int64(row, 6),
			.failures = (unsigned)sqlite3_column_int(row, 7),
			.core_failures = (unsigned)sqlite3_column_int(row, 8),
		};
	sql_end(row);
	return rc;
}

/* One that fails goes behind the others, and longer each time: the core may do
 * well but for that one. */
static int
record_row(const struct notice_pass *pass, const struct row *row,
	enum core_answer answer, struct err *why)
{
	enum { SOON_S = 3 };
	unsigned failures = answer == CORE_SOON ? row->failures : 0;
	time_t noticed = row->asked, due = 0;
	const char *ticket = NULL; /* as it was */

	if (row->asked > 0 && !row->hides)
		ticket = row->ticket;
	switch (answer) {
	case CORE_DONE:
		noticed = 0;
		ticket = row->hides ? "" : row->ticket;
		break;
	case CORE_SOON:
		due = pass->now + SOON_S;
		break;
	case CORE_LATER:
		failures = row->failures + 1;
		due = retry_at(pass->now, failures, 0, pass->dice);
		break;
	case CORE_NEVER:
		noticed = -1;
		ticket = "";
		break;
	}
	struct sql_value values[] = { SQL_NUMBER(row->id), SQL_NUMBER(noticed),
		SQL_NUMBER(due), SQL_NUMBER(ticket != NULL),
		SQL_TEXT(ticket == NULL ? "" : ticket), SQL_NUMBER(failures) };
	return sql_run(pass->store,
		"UPDATE incident SET noticed = ?2, notice_due = ?3,"
		" notice_failures = ?6,"
		" noticed_ticket = CASE WHEN ?4 THEN ?5 ELSE noticed_ticket END"
		" WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

/* A core that fails once is asked nothing for a while: it may have kept us
 * waiting, and would for each. */
static int
record_core(const struct notice_pass *pass, const struct row *row,
	enum core_answer answer, const char *error, struct err *why)
{
	unsigned failures = answer == CORE_LATER ? row->core_failures + 1 : 0;
	time_t due = failures == 0
			     ? 0
			     : retry_at(pass->now, failures, 0, pass->dice);
	struct sql_value values[] = { SQL_NUMBER(due), SQL_NUMBER(failures),
		SQL_NUMBER(failures == 0 ? 0 : pass->now),
		SQL_TEXT(failures == 0 ? "" : error) };

	if (answer == CORE_SOON || (failures == 0 && row->core_failures == 0))
		return 0;
	return sql_run(pass->store,
		"UPDATE core SET due = ?1, failures = ?2, error = ?4,"
		" since = CASE WHEN ?2 > 1 THEN since ELSE ?3 END",
		values, SQL_COUNT(values), why);
}

static int
record(const struct notice_pass *pass, const struct row *row,
	enum core_answer answer, const char *error, struct err *why)
{
	if (record_row(pass, row, answer, why) < 0)
		return -1;
	return record_core(pass, row, answer, error, why);
}

static enum core_answer
tell_core(const struct notice_pass *pass, struct row *row,
	const struct event *event, struct err *error)
{
	char *url = pass->link(pass->url, row->ticket);
	struct notice notice = { .host = event->text[EVENT_HOST],
		.service = event->text[EVENT_SERVICE],
		.number = row->number,
		.url = url,
		.begun = row->opened,
		.asked = row->asked };
	const struct core *core = pass->core;
	enum core_answer answer =
		row->hides ? core->hide(core->self, &notice, pass->now, error)
			   : core->show(core->self, &notice, pass->now, error);

	row->asked = notice.asked;
	free(url);
	return answer;
}

/* What is wrong is told once, not at each try. */
static void
write_line(const struct row *row, const struct event *event,
	enum core_answer answer, const char *error, char line[NOTICE_LINE_SIZE])
{
	const char *service = event->text[EVENT_SERVICE];

	if ((answer == CORE_LATER && row->failures + row->core_failures == 0) ||
		answer == CORE_NEVER)
		snprintf(line, NOTICE_LINE_SIZE,
			"%s%s%s: comment in the core: %s",
			event->text[EVENT_HOST], service[0] == '\0' ? "" : ": ",
			service, error);
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
		write_line(&row, &event, answer, error.text, line);
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
		"SELECT max(notice_due, (SELECT due FROM core), 1)" FROM_READY
		" ORDER BY notice_due LIMIT 1",
		NULL, 0, &row, why);

	*out = rc == 1 ? sqlite3_column_int64(row, 0) : 0;
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
notice_hasten(struct store *store, struct err *why)
{
	/* It may know the object by now, too. */
	if (sql_run(store,
		    "UPDATE incident SET notice_due = 0,"
		    " notice_failures = 0, noticed = max(noticed, 0)"
		    " WHERE notice_due > 0 OR noticed < 0",
		    NULL, 0, why) < 0)
		return -1;
	return sql_run(store, "UPDATE core SET due = 0", NULL, 0, why);
}

int
notice_trouble(struct store *store, struct notice_trouble *out, struct err *why)
{
	sqlite3_stmt *row;
	int rc = sql_first(store,
		"SELECT (SELECT count(*) FROM incident WHERE " TO_DO "),"
		" failures, since, error FROM core",
		NULL, 0, &row, why);

	memset(out, 0, sizeof(*out));
	if (rc == 1) {
		out->waiting = sqlite3_column_int64(row, 0);
		out->failures = sqlite3_column_int(row, 1);
		out->since = sqlite3_column_int64(row, 2);
		snprintf(out->error, sizeof(out->error), "%s",
			(const char *)sqlite3_column_text(row, 3));
	}
	sql_end(row);
	return rc < 0 ? -1 : 0;
}
