/* collect.c - alerts from the spool to the database */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/collect.h"

#include <stdlib.h>

#include "common/log.h"
#include "common/mem.h"
#include "outbox/ingest.h"

enum {
	BATCH = 200,  /* alerts taken in one transaction */
	FUTURE_S = 60 /* no alert is from later than that */
};

/* ---- second spool to first ---- */

static void
report_bad(void *arg, const char *name, const char *reason)
{
	(void)arg;
	log_warning("alert %s is set aside: %s", name, reason);
}

struct second {
	struct spool *spool;
	struct spool *first;
	struct err why;
};

static int
move_alert(void *arg, const char *name, struct event *event)
{
	struct second *second = arg;

	/* In both for a moment: an event seen twice changes nothing. */
	if (spool_put(second->first, event, &second->why) < 0)
		return -1;
	return spool_remove(second->spool, name, &second->why);
}

void
collect_second(struct spool *spool, const struct settings *settings)
{
	const char *dir = opts_text(settings->opts, "spool-2");
	struct second second = { .first = spool };
	const struct spool_visitor visitor = { move_alert, report_bad,
		&second };

	if (dir == NULL || spool_open(&second.spool, dir, &second.why) < 0)
		return;
	(void)spool_each(second.spool, BATCH, &visitor, &second.why);
	spool_close(second.spool);
}

/* ---- spool to database ---- */

struct batch {
	struct store *store;
	const struct settings *settings;
	time_t now;
	bool begun;
	char *names[BATCH];
	size_t count;
	struct err why;
};

static int
take_alert(void *arg, const char *name, struct event *event)
{
	struct batch *batch = arg;

	/* Only now: mostly the spool is empty, and a lock is not free. */
	if (!batch->begun && store_begin(batch->store, &batch->why) < 0)
		return -1;
	batch->begun = true;
	/* Stored while the clock was ahead, which is right again. */
	if (event->received > batch->now + FUTURE_S)
		event->received = batch->now;
	settings_fill(batch->settings, event);
	if (ingest_event(batch->store, event, &batch->settings->ingest,
		    batch->now, &batch->why) < 0)
		return -1;
	batch->names[batch->count++] = xstrdup(name);
	return 0;
}

/* Removes files only after their events are committed: a crash in between
 * brings them again, and an event seen twice changes nothing. */
static int
remove_batch(struct spool *spool, struct batch *batch, struct err *why)
{
	int rc = 0;

	for (size_t i = 0; i < batch->count; i++) {
		if (rc == 0)
			rc = spool_remove(spool, batch->names[i], why);
		free(batch->names[i]);
	}
	return rc;
}

int
collect_alerts(struct spool *spool, struct store *store,
	const struct settings *settings, time_t now, size_t *count,
	struct err *why)
{
	struct batch batch = {
		.store = store, .settings = settings, .now = now
	};
	struct spool_visitor visitor = { take_alert, report_bad, &batch };
	int rc;

	*count = 0;
	rc = spool_each(spool, BATCH, &visitor, why);
	if (rc < 0 && batch.why.text[0] != '\0')
		*why = batch.why;
	if (batch.begun ? store_end(store, rc, why) < 0 : rc < 0) {
		for (size_t i = 0; i < batch.count; i++)
			free(batch.names[i]);
		return -1;
	}
	*count = batch.count;
	return remove_batch(spool, &batch, why);
}
