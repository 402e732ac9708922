/* event_holds.h - what holds of every event, wherever it came from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_EVENT_HOLDS_H
#define FUZZ_EVENT_HOLDS_H

#include "common/event.h"

/* Its texts are bounded and clean, and a spool file gives it back as it is:
 * the same event, which makes the same bytes. */
void event_holds(const struct event *event);

#endif
