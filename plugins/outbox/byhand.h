/* byhand.h - a person resolves an incident */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_BYHAND_H
#define OUTBOX_BYHAND_H

#include "common/err.h"
#include "outbox/settings.h"

/*
 * Has the ticket closed of the incident that settings->words[0] means, and says
 * so. As with a ticket that a person closes, the incident stays until its
 * object is well.
 */
int resolve_by_hand(const struct settings *settings, struct err *why);

#endif
