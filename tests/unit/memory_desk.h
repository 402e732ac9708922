/* memory_desk.h - a help desk in memory, with habits good and bad */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_MEMORY_DESK_H
#define UNIT_MEMORY_DESK_H

#include "outbox/helpdesk.h"

enum memory_call {
	MEMORY_PROBE,
	MEMORY_OPEN,
	MEMORY_COMMENT,
	MEMORY_RESOLVE,
	MEMORY_REOPEN,
	MEMORY_DUPLICATE,
	MEMORY_READ,
	MEMORY_TOUCHED,
	MEMORY_SEARCH,
	MEMORY_NEWEST,
	MEMORY_LOOKUP,
	MEMORY_CALLS
};

struct memory_ticket {
	char id[40];
	char *subject;
	char *body;
	char *comments;	   /* "id html\n" each */
	unsigned closings; /* by us, and by persons who count them */
	char step[8];	   /* where it stands while it is open */
	time_t created;
	bool stranger;
	char original[40]; /* whose duplicate it is, or "" */
	bool closed;
	bool urgent;
	bool taken;		/* assigned to a person */
	bool touched;		/* a person did something else to it */
	enum answer unreadable; /* what reading it gets, unless DESK_DONE */
};

/* Every habit is off until it is set. */
struct memory_desk {
	struct helpdesk ops;
	time_t now;

	/* What a call gets instead of being acted on. */
	struct verdict instead[MEMORY_CALLS];
	/* So many answers are lost after the call was acted on. */
	unsigned loses[MEMORY_CALLS];
	/* One call in so many goes wrong, in one way or another; 0 = none. */
	unsigned one_in;
	unsigned seed;

	/* Called before each call is looked at; NULL = nobody. */
	void (*person)(struct memory_desk *desk, enum memory_call call);

	bool drops_facets;	  /* search: 200, with everything */
	bool skips_descriptions;  /* search looks into subjects only */
	time_t search_lag_s;	  /* search misses what is younger */
	bool hides_creators;	  /* read does not tell who opened it */
	bool hides_ours;	  /* 404 for every ticket but strangers' */
	bool hides_totals;	  /* lists do not say how many there are */
	bool hides_descriptions;  /* read shows none */
	bool garbles_rows;	  /* lists hold rows that nobody can read */
	size_t page_rows;	  /* fewer than were asked for; 0 = as asked */
	bool refuses_full_drafts; /* 400 for all but the defaults */
	size_t max_bytes;	  /* 413 for a longer text; 0 = never */

	/* What lookups find, whatever is asked for; an id of "" ends it. */
	struct entry entries[4];
	enum thing wanted; /* of the last lookup, with its word and place */
	char word[80];
	char within[DESK_ID_SIZE];
	char draft_ids[THINGS][DESK_ID_SIZE]; /* of the last draft */

	struct memory_ticket *tickets; /* oldest first */
	size_t count;
	unsigned calls[MEMORY_CALLS];
};

void memory_desk_init(struct memory_desk *desk, time_t now);
void memory_desk_free(struct memory_desk *desk);

/* Somebody opens a ticket; borrowed until the next one. */
struct memory_ticket *memory_desk_add(
	struct memory_desk *desk, const char *subject, const char *body);

void memory_desk_add_strangers(struct memory_desk *desk, size_t count);

/* How many tickets hold this in their subject; open ones only, or all. */
size_t memory_desk_open(const struct memory_desk *desk, const char *subject);
size_t memory_desk_all(const struct memory_desk *desk, const char *subject);

/* All calls so far. */
unsigned memory_desk_calls(const struct memory_desk *desk);

#endif
