/* look.h - is there a ticket that may have been opened? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_LOOK_H
#define OUTBOX_LOOK_H

#include "outbox/helpdesk.h"

/* Like a marker, but in no ticket. */
extern const char look_impossible[];

/*
 * A failed search is not "not found", and a search that finds everything or
 * nothing is no search. Only LOOK_ABSENT permits a second create.
 */
enum look { LOOK_FOUND, LOOK_ABSENT, LOOK_INCONCLUSIVE };

/* Whether the desk's search narrows: a site whose search drops what it does not
 * know answers with everything. */
bool look_narrows(const struct helpdesk *desk, struct verdict *verdict);

struct question {
	const char *marker;
	const char *name;	    /* what the ticket's subject would hold */
	time_t sent;		    /* when it may have been opened */
	const char *control_ticket; /* one that a search ought to find, or "" */
	const char *control_marker;
	/* True for a ticket that belongs to an earlier incident. */
	bool (*is_known)(void *arg, const char *ticket);
	void *arg;
};

struct finding {
	enum look look;
	unsigned reads; /* of candidates */
	bool unproven;	/* a search found none, but shows not that it would */
	struct ticket ticket;	/* when found; clear it */
	struct verdict verdict; /* of the request that failed, if one did: then
				   LOOK_INCONCLUSIVE means nothing at all */
};

void look_for(const struct helpdesk *desk, const struct question *question,
	struct finding *out);

#endif
