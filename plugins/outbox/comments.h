/* comments.h - comments that wait, and were never sent */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_COMMENTS_H
#define OUTBOX_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "common/err.h"
#include "outbox/job.h"
#include "outbox/store.h"

/* So long one comment grows, in characters. */
enum { COMMENTS_LENGTH = 16 * 1024 };

/*
 * Adds a comment, inside the caller's transaction: to the text of the
 * incident's newest job where that is such a comment too, else as a job of its
 * own. What may have been sent is left as it is, since its id is known by then.
 */
int comments_add(
	struct store *store, const struct job_order *order, struct err *why);

/* Leaves of several that became one the first, half of the length at most where
 * that can be; false if it is a single one. */
bool comments_halve(char *text);

/* So many bytes of the job's text were told, as they were left; what follows
 * is to be told next. */
int comments_done(struct store *store, const struct job *job, size_t told,
	time_t now, struct err *why);

/* The ticket's description tells all that an incident's comments would. */
int comments_told(struct store *store, int64_t incident, struct err *why);

#endif
