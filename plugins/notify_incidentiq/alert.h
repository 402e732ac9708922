/* alert.h - an event from options, and from what a core puts in the environment
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NOTIFY_ALERT_H
#define NOTIFY_ALERT_H

#include <stdbool.h>

#include "common/err.h"
#include "common/event.h"
#include "common/opt.h"

/* Does the environment hold a notification? */
bool alert_in_environment(void);

/*
 * Fills an event_init() event: an option wins, then NAGIOS_*, or the same names
 * without NAGIOS_ when NOTIFICATIONTYPE is set. Returns -1 with a sentence when
 * a value makes no sense; the event is as good as it can be all the same.
 */
int alert_read(const struct opts *opts, struct event *event, struct err *why);

#endif
