/* missing.h - tickets of ours that the help desk says are not there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_MISSING_H
#define OUTBOX_MISSING_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "outbox/store.h"

/* Notes that an incident's ticket is missing. *many: so are others, and none of
 * ours was seen in between, so that it is our sight that is lost. */
int missing_note(struct store *store, int64_t incident, time_t now, bool *many,
	struct err *why);

/* One of ours was seen. */
int missing_clear(struct store *store, struct err *why);

/* The newest of many but for so many, "" if they are few; free() it. */
int missing_ticket(
	struct store *store, unsigned skip, char **ticket, struct err *why);

/* A person knows that they were deleted, *count: they count no more. */
int missing_accept(struct store *store, int *count, struct err *why);

#endif
