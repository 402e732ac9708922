/* sweep.h - doubles are folded, and what is over is closed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SWEEP_H
#define OUTBOX_SWEEP_H

#include "common/err.h"
#include "outbox/deliver.h"

/*
 * Searches for tickets of objects of which there was news, but not of late. Of
 * two that are open for one object the older stays, and of an object that is
 * well none. A ticket is touched only if it holds the object's marker and is
 * known to be ours. At most 20 tickets are read.
 * The verdict tells of the help desk as a whole; say(arg, line) is called with
 * a line for people for each ticket that was changed.
 */
int sweep(const struct delivery *at, struct verdict *verdict,
	void (*say)(void *arg, const char *line), void *arg, struct err *why);

/* True if there is anything to look at. */
int sweep_is_wanted(const struct delivery *at, bool *out, struct err *why);

#endif
