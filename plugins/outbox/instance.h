/* instance.h - the monitoring cluster's name, which makes objects the same */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_INSTANCE_H
#define OUTBOX_INSTANCE_H

#include "common/err.h"
#include "outbox/store.h"

/*
 * Compares the name in the settings, or NULL, with the one that the database
 * remembers. Under another one no recovery would find its incident.
 * 0: it is the same, or no open incident needs the old one. 1: it must not be
 * taken, and *held says why. -1: the database fails.
 */
int instance_check(struct store *store, const char *name, struct err *held,
	struct err *why);

/* The same, and a name that may be taken is remembered. */
int instance_settle(struct store *store, const char *name, struct err *held,
	struct err *why);

#endif
