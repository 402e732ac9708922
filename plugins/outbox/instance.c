/* instance.c - the monitoring cluster's name, which makes objects the same */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/instance.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/event.h"
#include "common/mem.h"
#include "common/spool.h"
#include "outbox/sql.h"

/* As it is in an alert: cleaned; free() it. */
static char *
name_in_alerts(const char *name)
{
	struct event event;
	char *clean;

	event_init(&event);
	event_set_text(&event, EVENT_INSTANCE, name);
	clean = xstrdup(event.text[EVENT_INSTANCE]);
	event_free(&event);
	return clean;
}

static bool
is_of(const char *alert, const char *name)
{
	struct event event;
	struct err why;
	bool is;

	event_init(&event);
	is = spool_parse(alert, strlen(alert), &event, &why) == 0 &&
	     strcmp(event.text[EVENT_INSTANCE], name) == 0;
	event_free(&event);
	return is;
}

/* Incidents of that name which still have something to expect. */
static int
count_open(struct store *store, const char *name, long *out, struct err *why)
{
	sqlite3_stmt *row = sql_prepare(store,
		"SELECT alert FROM incident WHERE ended IS NULL AND closed = 0",
		NULL, 0, why);
	int rc;

	*out = 0;
	if (row == NULL)
		return -1;
	while ((rc = sql_step(store, row, why)) == 1)
		*out += is_of((const char *)sqlite3_column_text(row, 0), name);
	sql_end(row);
	return rc;
}

static void
say(struct err *held, const char *name, const char *old, long count)
{
	bool none = old[0] == '\0';

	err_set(held,
		"instance is now \"%.60s\" in the ini file, but %ld open "
		"incidents are of %s%.60s%s, and no recovery would find them: "
		"%s%.60s, or see notify_incidentiq list and resolve them first",
		name, count, none ? "no" : "\"", none ? " instance" : old,
		none ? "" : "\"",
		none ? "take it out" : "write instance = ", old);
}

/* The fact is the name behind a colon, since no name is one too. */
static int
compare(struct store *store, const char *name, bool *same, struct err *held,
	struct err *why)
{
	char *known;
	long count;
	int rc = store_text(store, "instance", &known, why);

	*same = rc == 0 && known[0] != '\0' && strcmp(known + 1, name) == 0;
	if (rc == 0 && known[0] != '\0' && !*same) {
		rc = count_open(store, known + 1, &count, why);
		if (rc == 0 && count > 0) {
			say(held, name, known + 1, count);
			rc = 1;
		}
	}
	free(known);
	return rc;
}

int
instance_check(struct store *store, const char *name, struct err *held,
	struct err *why)
{
	char *clean = name_in_alerts(name);
	bool same;
	int rc = compare(store, clean, &same, held, why);

	free(clean);
	return rc;
}

int
instance_settle(struct store *store, const char *name, struct err *held,
	struct err *why)
{
	char *clean = name_in_alerts(name), *fact = xasprintf(":%s", clean);
	bool same;
	int rc = compare(store, clean, &same, held, why);

	if (rc == 0 && !same)
		rc = store_set_text(store, "instance", fact, why);
	free(fact);
	free(clean);
	return rc;
}
