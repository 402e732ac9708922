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
};

/*
 * Applies one event, inside the caller's transaction. An event that was seen
 * already, or was overtaken by a newer one, changes nothing.
 */
int ingest_event(struct store *store, const struct event *event,
	const struct ingest_rules *rules, time_t now, struct err *why);

/* Begins an incident, and a ticket for it. */
int ingest_open(struct store *store, int64_t object, const struct event *event,
	time_t now, struct err *why);

#endif
