/* timeline.h - what happened to an object until its ticket was opened */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_TIMELINE_H
#define OUTBOX_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "common/event.h"
#include "outbox/store.h"

struct timeline_entry {
	time_t when;
	enum event_type type;
	char *state;
	char *text; /* what a person wrote, or the plugin said */
};

/* Oldest first. All zero is an empty one. */
struct timeline {
	struct timeline_entry *entries;
	size_t count;
	bool is_cut;   /* there were earlier ones */
	bool is_whole; /* nothing is missing of what was told of the incident */
};

enum { TIMELINE_ENTRIES = 30, TIMELINE_BYTES = 16 * 1024 };

/* Reads what was told since an incident began, the newest so many entries and
 * bytes of it. */
int timeline_read(struct store *store, int64_t incident, struct timeline *out,
	struct err *why);
void timeline_free(struct timeline *timeline);

/* Leaves the newer half; false if nothing was left. */
bool timeline_halve(struct timeline *timeline);

#endif
