/* status.h - how the outbox is: a monitoring plugin, and a list */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_STATUS_H
#define OUTBOX_STATUS_H

#include "common/err.h"
#include "common/state.h"
#include "outbox/settings.h"

/* Prints one line with performance data and returns the state. */
enum state status(const struct settings *settings);

/* Prints every incident that is not over, and what its ticket waits for. */
int list(const struct settings *settings, struct err *why);

#endif
