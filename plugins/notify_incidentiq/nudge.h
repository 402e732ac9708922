/* nudge.h - run the outbox program */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NOTIFY_NUDGE_H
#define NOTIFY_NUDGE_H

#include "common/err.h"
#include "common/event.h"

/* $INCIDENTIQ_OUTBOX, else where it was installed. Borrowed. */
const char *outbox_path(void);

/*
 * Starts "drain" detached, as the holder of the lock: its own session, no
 * terminal, no descriptor of ours but lock_fd. config and spool may be NULL.
 * Moves this process to / and closes its descriptors: to be called last.
 */
int outbox_start(
	int lock_fd, const char *config, const char *spool, struct err *why);

/* Becomes "preview" with the event on its standard input; returns only when
 * that failed. */
int outbox_preview(
	const struct event *event, const char *config, struct err *why);

#endif
