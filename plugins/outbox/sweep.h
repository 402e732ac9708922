/* sweep.h - doubles are folded, and what is over is closed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SWEEP_H
#define OUTBOX_SWEEP_H

#include "common/err.h"
#include "outbox/deliver.h"

/* Who the sweep works for. */
struct sweep_host {
	/* A line for people for each ticket that was changed. */
	void (*say)(void *arg, const char *line);
	/* False: there is something better to do; asked between objects. */
	bool (*has_time)(void *arg);
	void *arg;
};

/*
 * Searches for tickets of objects of which there was news, but not of late. Of
 * two that are open for one object the older stays, and of an object that is
 * well none. A ticket is touched only if it holds the object's marker and is
 * known to be ours. At most 20 tickets are read.
 * The verdict tells of the help desk as a whole.
 */
int sweep(const struct delivery *at, const struct sweep_host *host,
	struct verdict *verdict, struct err *why);

/* True if there is anything to look at. */
int sweep_is_wanted(const struct delivery *at, bool *out, struct err *why);

#endif
