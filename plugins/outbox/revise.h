/* revise.h - what a person decides about jobs that IncidentIQ refused */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_REVISE_H
#define OUTBOX_REVISE_H

#include "common/err.h"
#include "outbox/settings.h"

/* Lets what was refused or held be tried anew; *count is how many. */
int retry(const struct settings *settings, int *count, struct err *why);

/*
 * Gives up the job whose number settings->word is, and says so. With a create
 * its incident is over. -1 also for a job that may have been done: only looking
 * tells.
 */
int drop(const struct settings *settings, struct err *why);

#endif
