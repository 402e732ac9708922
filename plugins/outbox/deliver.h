/* deliver.h - one job: claim, look, act, record */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_DELIVER_H
#define OUTBOX_DELIVER_H

#include "common/err.h"
#include "outbox/helpdesk.h"
#include "outbox/ids.h"
#include "outbox/incident.h"
#include "outbox/map.h"
#include "outbox/store.h"
#include "outbox/text.h"

/* What a recovery does to a ticket. */
enum resolve_mode {
	RESOLVE_ALWAYS,
	RESOLVE_UNLESS_TOUCHED, /* by a person: then as RESOLVE_COMMENT */
	RESOLVE_COMMENT,	/* tells it, and leaves the rest to people */
	RESOLVE_NEVER
};

struct deliver_rules {
	enum resolve_mode resolve;
	unsigned search_lag_s; /* a ticket may be missed by search this long */
	unsigned reopen_window_s; /* a ticket that we resolved within it is
				     opened again; 0 = never */
	unsigned ambiguous_max_s; /* doubt this old creates anew; 0 = never */
	const struct map *map;	  /* says what is ignored now; NULL = nothing */
	struct mapping mapping;	  /* for what alerts do not say */
	struct text_templates templates;
};

/* Where a delivery happens. Time and chance are given, not taken. */
struct delivery {
	struct store *store;
	const struct helpdesk *desk;
	const struct deliver_rules *rules;
	const char *user; /* whose token it is; NULL or "" = unknown */
	time_t now;
	unsigned dice;
};

/* What one delivery told of the help desk as a whole. */
struct delivered {
	bool any;		/* false: nothing was due */
	struct verdict verdict; /* AWAY, SLOW, LOCKED: nothing else would get
				   through now either */
	char line[400]; /* what happened, for people and the log; or "" */
};

/* Claims and delivers the next job. -1 only when the database fails. */
int deliver_next(const struct delivery *delivery, struct delivered *out,
	struct err *why);

/* What would be sent to open this event's ticket, but for marker and ids;
 * templates NULL: the least there is, since the desk refused the full one. The
 * draft borrows from the texts; free those. */
struct draft_texts {
	char *subject;
	char *body;
};
void deliver_draft(const struct event *event,
	const struct text_templates *templates, struct draft *draft,
	struct draft_texts *texts);
void draft_texts_free(struct draft_texts *texts);

/* What the event says that its ticket concerns; borrows from the event. */
void deliver_mapping(const struct event *event, struct mapping *out);

#endif
