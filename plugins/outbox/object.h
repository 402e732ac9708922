/* object.h - hosts and services, and the events seen of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_OBJECT_H
#define OUTBOX_OBJECT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "common/event.h"
#include "outbox/plan.h"
#include "outbox/store.h"

/* A host or service, with its live incident if there is one. */
struct object {
	int64_t id;
	int64_t incident; /* 0 = none */
	struct facts facts;
};

/* The object of an event, made if it is new. */
int object_find(struct store *store, const struct event *event,
	struct object *out, struct err *why);

/* Notes the event as the newest known of its object. */
int object_update(struct store *store, const struct object *object,
	const struct event *event, struct err *why);

/* Notes that something was told of it, new or not. */
int object_hear(struct store *store, const struct object *object,
	time_t received, struct err *why);

/* Remembers what keeps the core from telling of it: PLAN_FLAPPING and so on. */
int object_set_flags(struct store *store, const struct object *object,
	unsigned flags, time_t flagged, struct err *why);

/* 1 if this event of an object is new, 0 if it is a copy of one that was seen,
 * or -1. What was overtaken is shown, but is no copy of it that comes later and
 * is not. */
int event_remember(struct store *store, int64_t object,
	const struct event *event, bool overtaken, struct err *why);

/* Forgets events received before a time. */
int event_forget(struct store *store, time_t before, struct err *why);

#endif
