/* revise.h - what a person decides about jobs that IncidentIQ refused */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_REVISE_H
#define OUTBOX_REVISE_H

#include "common/err.h"
#include "outbox/settings.h"

/* What a retry set going. */
struct retried {
	int jobs;    /* were refused or held */
	int missing; /* tickets that count as deleted from now on */
};

/* Lets what was refused or held be tried anew. */
int retry(
	const struct settings *settings, struct retried *out, struct err *why);

/*
 * Gives up the job whose number settings->word is, and says so. With a create
 * its incident is over. -1 also for a job that may have been done: only looking
 * tells.
 */
int drop(const struct settings *settings, struct err *why);

#endif
