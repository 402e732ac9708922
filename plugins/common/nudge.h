/* nudge.h - run the outbox program */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_NUDGE_H
#define COMMON_NUDGE_H

#include "common/err.h"
#include "common/event.h"
#include "common/opt.h"

/* $INCIDENTIQ_OUTBOX, else where it was installed. Borrowed. */
const char *outbox_path(void);

/*
 * Starts "drain" detached, as the holder of the lock: its own session, no
 * terminal, no descriptor of ours but lock_fd. It is given what this command
 * line says of settings, spool and the way to IncidentIQ. Moves this process to
 * / and closes its descriptors: to be called last.
 */
int outbox_start(int lock_fd, const struct opts *opts, struct err *why);

/* Becomes "preview" with the event on its standard input; returns only when
 * that failed. */
int outbox_preview(
	const struct event *event, const struct opts *opts, struct err *why);

#endif
