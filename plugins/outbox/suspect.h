/* suspect.h - objects that may have tickets which they should not have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SUSPECT_H
#define OUTBOX_SUSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "outbox/identity.h"
#include "outbox/store.h"

/* An object of which there was news since it was looked at last. */
struct suspect {
	int64_t object;
	int64_t incident; /* live; 0 = none */
	char marker[MARKER_SIZE];
	char *name;
	char *ticket; /* of that incident, or "" */
	bool well;
};

struct suspects {
	struct suspect *rows;
	size_t count;
};

/* Those without news after a time, longest waiting first, at most so many. One
 * whose ticket is being opened is none. */
int suspects_read(struct store *store, time_t before, size_t most,
	struct suspects *out, struct err *why);
void suspects_free(struct suspects *suspects);

/* It was looked at. */
int suspect_clear(struct store *store, const struct suspect *suspect,
	time_t now, struct err *why);

/* What we know of a ticket. */
struct ticket_past {
	bool known;	/* some incident of ours had it */
	bool left_open; /* which ended, and nobody closed the ticket */
};
int suspect_ticket(struct store *store, const char *ticket,
	struct ticket_past *out, struct err *why);

#endif
