/* status.h - how the outbox is, as a plugin says it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_STATUS_H
#define OUTBOX_STATUS_H

#include <stdbool.h>

#include "common/err.h"
#include "common/state.h"
#include "outbox/settings.h"

/* Prints one line with performance data, or JSON, and returns the state;
 * *waiting tells whether there is anything to deliver. */
enum state status(const struct settings *settings, bool *waiting);

/* Says, where the core reads it, that there is no telling; returns UNKNOWN. */
int status_unknown(const struct settings *settings, const struct err *why);

#endif
