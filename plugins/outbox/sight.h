/* sight.h - whether we see our tickets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SIGHT_H
#define OUTBOX_SIGHT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "outbox/store.h"

/* Notes that an incident's ticket is not there. *lost: nor are others, and none
 * of ours was seen in between, so that it is our sight that is lost. */
int sight_miss(struct store *store, int64_t incident, time_t now, bool *lost,
	struct err *why);

/* One of ours was seen. */
int sight_clear(struct store *store, struct err *why);

int sight_is_lost(struct store *store, bool *out, struct err *why);

/* Whether we see ours is in doubt while it is lost, and when the token's user
 * is another one than before. */
struct sight_doubt {
	char *ticket; /* it would show; "": no doubt, or none to look at */
	bool strange; /* for the user's sake */
};

/*
 * user: as the token says, "" if it does not. skip: the newest so many were
 * looked at in vain. out->ticket is yours to free.
 */
int sight_in_doubt(struct store *store, const char *user, unsigned skip,
	struct sight_doubt *out, struct err *why);

/* The ticket was seen, and so are the others. */
int sight_settle(struct store *store, const char *user,
	const struct sight_doubt *doubt, struct err *why);

/* A person knows: what is missing was deleted, *count of them, and whoever
 * comes next sees ours. */
int sight_trust(struct store *store, int *count, struct err *why);

#endif
