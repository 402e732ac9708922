/* user.h - whose token our tickets are seen with */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_USER_H
#define OUTBOX_USER_H

#include "common/err.h"
#include "outbox/store.h"

/*
 * The ticket that shows whether this user sees ours, which is unknown if it is
 * another one than before; else, and if there is no ticket to look at, "".
 * user: as the token says, "" if it does not. skip: the newest so many were
 * looked at in vain. *ticket is yours to free.
 */
int user_doubt(struct store *store, const char *user, unsigned skip,
	char **ticket, struct err *why);

/* Ours were seen with this user's token. */
int user_accept(struct store *store, const char *user, struct err *why);

/* A person knows: whoever comes next is accepted. */
int user_forget(struct store *store, struct err *why);

#endif
