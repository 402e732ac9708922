/* outbox.h - from the spool to IncidentIQ, a round at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "common/err.h"
#include "common/spool.h"
#include "outbox/core.h"
#include "outbox/gate.h"
#include "outbox/helpdesk_iiq.h"
#include "outbox/pace.h"
#include "outbox/progress.h"
#include "outbox/pulse.h"
#include "outbox/settings.h"
#include "outbox/standing.h"
#include "outbox/store.h"
#include "outbox/wake.h"

/* The first four are set by who makes it; all else begins as zero. */
struct outbox {
	struct settings *settings;
	struct spool *spool;
	const struct wake *wake;
	struct pace pace; /* outlives a database and a desk */
	struct store *store;
	struct iiq_desk *desk; /* NULL until first needed */
	struct gate gate;
	struct pulse pulse;
	bool named;	  /* alerts may be taken under this name */
	time_t misnamed;  /* when they might not, or it was read again; or 0 */
	struct err held;  /* and why */
	struct core core; /* all zero: none is named */
	struct standing standing; /* what status was told */
	time_t forgot;		  /* when old rows were removed last */
	time_t swept;
	int lock;     /* the descriptor that holds it */
	bool waits;   /* for a database that somebody else has locked */
	size_t taken; /* alerts, since the lock was got */
	struct progress progress;
};

/* Tells what happened, to a terminal and to the system log. */
void outbox_tell(struct outbox *outbox, const char *line);
/* A mistake in a template is told, and nothing is held up by it. */
void outbox_tell_of_templates(const struct settings *settings);

/* With the lock, which is taken over: the end gives it up. After a begin that
 * failed, too, there is an end. */
int outbox_begin(struct outbox *outbox, int lock, struct err *why);
void outbox_end(struct outbox *outbox);

/* Takes what arrived, delivers a job, and looks after the rest. *busy: there
 * may be more to do at once. */
int outbox_round(struct outbox *outbox, bool *busy, struct err *why);

/* When there is something to do; 0 = never. */
int outbox_next_due(struct outbox *outbox, time_t *out, struct err *why);

#endif
