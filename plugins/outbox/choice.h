/* choice.h - one of what the tenant has, chosen by its name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_CHOICE_H
#define OUTBOX_CHOICE_H

#include <stdbool.h>

#include "common/err.h"
#include "outbox/helpdesk.h"

struct choice {
	enum thing thing;
	bool is_needed;	  /* else there may be none */
	const char *what; /* as the question begins */
	char id[DESK_ID_SIZE];
	char *name; /* NULL where there is none, or it may not be read */
};

/*
 * said is a word to begin with: a name, a part of it or an id; "" says that
 * none is wanted, NULL nothing. At a terminal it is asked for as long as it is
 * not one thing.
 */
int choice_make(struct choice *choice, const struct helpdesk *desk,
	const char *said, struct err *why);

void choice_clear(struct choice *choice);

#endif
