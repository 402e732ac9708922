/* notice.h - which objects of the core are to show their ticket, and do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_NOTICE_H
#define OUTBOX_NOTICE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "outbox/core.h"
#include "outbox/store.h"

/* Where, and when; time and chance are given. */
struct notice_pass {
	struct store *store;
	const struct core *core;
	const char *url; /* the help desk's, */
	/* and where it shows a ticket; free() it */
	char *(*link)(const char *url, const char *ticket);
	time_t now;
	unsigned dice;
};

enum { NOTICE_LINE_SIZE = 1024 };

/* Shows or hides one notice if one is due; *any tells, and line[] what went
 * wrong, or "". After one that fails none is due for a while, longer each time
 * that the core fails, and that one longer each time that it does; so it holds
 * up no other one. */
int notice_next(const struct notice_pass *pass, bool *any,
	char line[NOTICE_LINE_SIZE], struct err *why);

/* When the next one is due; 0 = none is. */
int notice_next_due(struct store *store, time_t *out, struct err *why);

/* A person mended something: what failed is tried at once, and so is what the
 * core did not know. */
int notice_hasten(struct store *store, struct err *why);

/* How the core is, for status. */
struct notice_trouble {
	int64_t waiting; /* to be shown or hidden */
	int failures;	 /* in a row, */
	time_t since;	 /* and since when; 0 = all is well */
	char error[300]; /* of the last one */
};
int notice_trouble(
	struct store *store, struct notice_trouble *out, struct err *why);

#endif
