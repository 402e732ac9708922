/* names.h - what names stood for when the help desk was asked last */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_NAMES_H
#define OUTBOX_NAMES_H

#include <time.h>

#include "common/err.h"
#include "outbox/helpdesk.h"
#include "outbox/store.h"

/* What a name stands for is taken for true for a day; that it stands for
 * nothing, for ten minutes, as somebody may be about to mend it. */
struct name_key {
	enum thing thing;
	const char *word;
	const char *within; /* the location that a room must be in, or "" */
};

struct name {
	char id[DESK_ID_SIZE]; /* "" = none, and problem says why */
	char location[DESK_ID_SIZE];
	char room[DESK_ID_SIZE];
	char problem[40]; /* "not found" */
};

/* 1 with *out if it is known, 0 if it must be asked, -1. */
int names_read(struct store *store, const struct name_key *key, time_t now,
	struct name *out, struct err *why);
int names_write(struct store *store, const struct name_key *key, time_t now,
	const struct name *name, struct err *why);

/* Everything is asked anew. */
int names_forget(struct store *store, struct err *why);

#endif
