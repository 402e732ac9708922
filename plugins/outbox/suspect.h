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

/* Those without news after a time, at most so many, beginning behind the one
 * that was passed over last. One whose ticket is being opened is none. */
int suspects_read(struct store *store, time_t before, size_t most,
	struct suspects *out, struct err *why);
void suspects_free(struct suspects *suspects);

/* It was looked at. */
int suspect_clear(struct store *store, const struct suspect *suspect,
	time_t now, struct err *why);

/* It could not be looked at: the others come first. */
int suspect_pass(
	struct store *store, const struct suspect *suspect, struct err *why);

/* What we know of a ticket. */
enum ticket_past {
	PAST_NONE,  /* nothing */
	PAST_OPEN,  /* an incident has it, or had and left it open */
	PAST_CLOSED /* it was closed, by us or by a person */
};
int suspect_ticket(struct store *store, const char *ticket,
	enum ticket_past *out, struct err *why);

/* We closed a ticket that is no incident's. */
int suspect_closed(struct store *store, const char *ticket, struct err *why);

#endif
