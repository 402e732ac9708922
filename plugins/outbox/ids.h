/* ids.h - the ids that a ticket refers to, for the words that name them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_IDS_H
#define OUTBOX_IDS_H

#include <stdbool.h>
#include <time.h>

#include "common/err.h"
#include "outbox/helpdesk.h"
#include "outbox/store.h"

/* Ids or names, NULL or "" for none. */
struct mapping {
	const char *word[THINGS];
};

struct ids {
	char id[THINGS][DESK_ID_SIZE]; /* "" = none */
	char *missed; /* HTML that names the words in vain, or NULL */
};
void ids_free(struct ids *ids);

/* A UUID, in either case. */
bool ids_is_id(const char *text);

/*
 * Each word becomes an id, by what is remembered or by asking the desk. An
 * asset lends its location, and its room with it, where the alert names none.
 * A wrong word never blocks a ticket: the fallback takes its place, and
 * out->missed names it. Only a desk that cannot be asked blocks: its verdict
 * is not DONE then. -1 when the database fails.
 */
struct ids_question {
	struct store *store;
	const struct helpdesk *desk;
	time_t now;
	const struct mapping *alert;
	const struct mapping *fallback;
};
int ids_find(const struct ids_question *question, struct ids *out,
	struct verdict *verdict, struct err *why);

/* The same without asking: words that are no ids are left out. */
void ids_guess(const struct mapping *alert, const struct mapping *fallback,
	struct ids *out);

#endif
