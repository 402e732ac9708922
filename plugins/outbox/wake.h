/* wake.h - what an outbox that waits is woken by: signals, alerts, the time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_WAKE_H
#define OUTBOX_WAKE_H

#include <signal.h>
#include <stdbool.h>
#include <time.h>

#include "common/spool.h"

enum { WAKE_LONGEST_S = 60 /* a clock that jumps is noticed after that */ };

struct wake {
	int alerts;	  /* inotify on the spool, or -1 */
	sigset_t outside; /* what is let in while nothing is done */
};

/* From then on signals wait until they are let in, so that a request in flight
 * is finished. */
void wake_open(struct wake *wake, struct spool *spool);
void wake_close(struct wake *wake);

/* An alert that woke us may have come behind a signal, which counts for it. */
void wake_let_signals_in(const struct wake *wake);

/* SIGTERM or SIGINT came. */
bool wake_is_last(void);
/* SIGHUP came since this was asked last. */
bool wake_is_hangup(void);
/* Something came into the spool. */
bool wake_is_alert(const struct wake *wake);

/* Until then at most; sooner for an alert, or a signal. */
void wake_wait(const struct wake *wake, time_t seconds);
/* The same, for signals alone. */
void wake_pause(const struct wake *wake, time_t seconds);

#endif
