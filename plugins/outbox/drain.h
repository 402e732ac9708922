/* drain.h - from the spool to IncidentIQ, until nothing is left */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_DRAIN_H
#define OUTBOX_DRAIN_H

#include "common/err.h"
#include "common/spool.h"
#include "outbox/settings.h"

/*
 * Becomes the spool's outbox, unless lock_fd >= 0 is its lock already, and
 * delivers until nothing waits or a SIGTERM or SIGINT comes; a request in
 * flight is finished. Returns 0, also when another outbox is at work.
 */
int drain(struct settings *settings, int lock_fd, struct err *why);

#endif
