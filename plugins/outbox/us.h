/* us.h - the users whose doings are ours: whose token we have, or ever had */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_US_H
#define OUTBOX_US_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"
#include "outbox/store.h"

/* Begins as all zeros. */
struct us {
	char **ids;
	size_t count;
	bool whole; /* the present token's user is among them for certain */
};

/* Is this user one of us? "" is nobody. */
bool us_are(const struct us *us, const char *id);
void us_add(struct us *us, const char *id);
void us_clear(struct us *us);

/* Adds those that are remembered. user: the present one, as the token says; ""
 * if it does not. */
int us_read(
	struct store *store, const char *user, struct us *us, struct err *why);

/* That user, as the token says and as the help desk says. */
int us_remember(
	struct store *store, const char *user, const char *id, struct err *why);

#endif
