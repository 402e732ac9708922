/* collect.h - alerts from the spool to the database */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_COLLECT_H
#define OUTBOX_COLLECT_H

#include <stddef.h>
#include <time.h>

#include "common/err.h"
#include "common/spool.h"
#include "outbox/settings.h"
#include "outbox/store.h"

/* Moves to the spool what intake could only put into the second directory. If
 * there is no room yet, it waits where it is, and status tells. */
void collect_second(struct spool *spool, const struct settings *settings);

/* Takes alerts that wait, a few hundred at most; *count is how many. */
int collect_alerts(struct spool *spool, struct store *store,
	const struct settings *settings, time_t now, size_t *count,
	struct err *why);

#endif
