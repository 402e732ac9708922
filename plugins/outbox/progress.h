/* progress.h - what a person at a terminal sees of a drain */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_PROGRESS_H
#define OUTBOX_PROGRESS_H

#include <stdbool.h>
#include <time.h>

struct progress {
	bool is_terminal; /* else nothing is shown */
	int columns;	  /* of the count that is shown now */
	time_t shown;
	unsigned long delivered;
};

/* A line of what happened; the count goes below. */
void progress_say(struct progress *progress, const char *line);

/* True if the count is a second old. */
bool progress_is_due(const struct progress *progress, time_t now);

/* How much was delivered, is waiting, and when it goes on; next = 0: now. */
void progress_show(
	struct progress *progress, long waiting, time_t next, time_t now);

/* Takes the count away. */
void progress_end(struct progress *progress);

#endif
