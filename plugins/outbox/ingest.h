/* ingest.h - an event's effect on the database */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_INGEST_H
#define OUTBOX_INGEST_H

#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "common/event.h"
#include "outbox/plan.h"
#include "outbox/store.h"

struct ingest_rules {
	struct plan_rules plan;
	unsigned resolve_delay_s;
	const char *comment; /* a template, or NULL */
};

/*
 * Applies one event, inside the caller's transaction. An event that was seen
 * already, or was overtaken by a newer one, changes nothing.
 */
int ingest_event(struct store *store, const struct event *event,
	const struct ingest_rules *rules, time_t now, struct err *why);

/*
 * Ends an incident, inside the caller's transaction: what was still to be told
 * of it interests nobody any more. Begins the next if its object went down
 * again while this one was ending.
 */
int ingest_end(
	struct store *store, int64_t incident, time_t now, struct err *why);

#endif
