/* pulse.h - when the outbox was last at work, and what the clock did since */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_PULSE_H
#define OUTBOX_PULSE_H

#include <stdbool.h>
#include <time.h>

#include "common/err.h"
#include "outbox/store.h"

/* Of one database that is open; begins as all zeros. */
struct pulse {
	time_t last;	 /* time of the last round, of whichever outbox */
	time_t kept;	 /* the one that the database knows */
	bool is_settled; /* what the last outbox left was seen to */
	char line[160];	 /* what was made of it, for people; or "" */
};

/*
 * To be called before anything else in each round. The outbox stays as long as
 * a job waits. So when there was none for long, the machine was off, or this
 * database is older than what was done: a backup. What was to be opened may
 * have been opened then, and is in doubt.
 *
 * A clock that was ahead and is right again leaves times behind that would be
 * waited for. 1: it was, and they are mended; what the caller remembers of the
 * time is void. 0: it was not, or it cannot be told yet, as it may be now that
 * the clock is wrong: nothing is mended for the first minutes of a clock that
 * was behind when the outbox began. -1: the database fails.
 */
int pulse_beat(
	struct pulse *pulse, struct store *store, time_t now, struct err *why);

#endif
