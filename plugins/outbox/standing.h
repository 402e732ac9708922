/* standing.h - what status is told of how the outbox gets on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_STANDING_H
#define OUTBOX_STANDING_H

#include <stdbool.h>
#include <time.h>

#include "common/err.h"
#include "outbox/helpdesk.h"
#include "outbox/store.h"

/* What this outbox said last; all zero: nothing yet. */
struct standing {
	char *hold;  /* what holds everything up, "" = nothing does */
	time_t done; /* when a job was done */
};

/* What holds everything up from now on, "" = nothing, and whether that needs a
 * person. *is_news: it was something else before. */
int standing_hold(struct standing *standing, struct store *store,
	const char *hold, bool locked, bool *is_news, struct err *why);

/* That a job was done, and at what rate requests are made, in requests a
 * second, when the verdict says either. */
int standing_pace(struct standing *standing, struct store *store,
	const struct verdict *verdict, double rate, time_t now,
	struct err *why);

/* The next outbox says it all anew. */
void standing_forget(struct standing *standing);

#endif
