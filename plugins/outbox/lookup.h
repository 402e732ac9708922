/* lookup.h - the ids of what the site has, for people who write an ini file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_LOOKUP_H
#define OUTBOX_LOOKUP_H

#include "common/err.h"
#include "outbox/settings.h"

/* What settings->words must be. */
#define LOOKUP_WORDS "team, location, room, issue, user or asset, and a NAME"

/* Prints what fits. -1 unless that is exactly one. */
int lookup(const struct settings *settings, struct err *why);

#endif
