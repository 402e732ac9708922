/* retry.h - when to try again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_RETRY_H
#define OUTBOX_RETRY_H

#include <time.h>

/*
 * After n failures (1..): full jitter between nothing and a limit that doubles
 * from 5 s to 15 min, so that many outboxes do not come back as one; never
 * sooner than the server asked for (asked_s, 0 = it did not; at most an hour is
 * granted). dice: any number.
 */
time_t retry_at(time_t now, unsigned n, long asked_s, unsigned dice);

/* When to see whether what holds everything up is gone: in 1, 2 … 5 minutes. */
time_t retry_hold(time_t now, unsigned n);

#endif
