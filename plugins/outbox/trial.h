/* trial.h - a ticket that is opened to see that it works, and cancelled */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_TRIAL_H
#define OUTBOX_TRIAL_H

#include "common/err.h"
#include "outbox/settings.h"

/* Opens a real ticket, comments and cancels it, and prints how long each took;
 * remembers how long the search takes to know a ticket. -1 when a step fails.
 */
int trial(const struct settings *settings, struct err *why);

#endif
