/* show.h - incidents, told for people and as JSON */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SHOW_H
#define OUTBOX_SHOW_H

#include "common/err.h"
#include "outbox/settings.h"

/* Prints every incident that is not over, and what its ticket waits for. */
int list(const struct settings *settings, struct err *why);

/* Prints all of the incident that settings->word means. */
int show(const struct settings *settings, struct err *why);

#endif
