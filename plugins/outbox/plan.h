/* plan.h - what an event means for an object's ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_PLAN_H
#define OUTBOX_PLAN_H

#include <stdbool.h>
#include <time.h>

#include "common/event.h"

/* How far an object's incident has come. */
enum stage {
	STAGE_NONE,	   /* no incident */
	STAGE_QUEUED,	   /* its ticket has not been asked for yet */
	STAGE_DOUBTFUL,	   /* its ticket was asked for, and may exist */
	STAGE_OPEN,	   /* its ticket is known */
	STAGE_RECOVERED,   /* to be resolved, not asked for yet */
	STAGE_RESOLVE_SENT /* resolve was asked for, and may have happened */
};

enum step {
	STEP_RECORD,   /* remember the state, no more */
	STEP_OPEN,     /* incident, and a ticket for it */
	STEP_REWRITE,  /* the ticket that waits tells the newer state */
	STEP_COUNT,    /* the same problem once more */
	STEP_REMIND,   /* the same: tell it if a person closed the ticket */
	STEP_COMMENT,  /* tell it in the ticket */
	STEP_HOLD,     /* what waits, a ticket or its resolve, waits on */
	STEP_RETURN,   /* down again after it was well unseen: tell it in the
			  ticket, or open anew if a person closed that */
	STEP_RESOLVE,  /* resolve after the delay */
	STEP_WITHDRAW, /* over before its ticket was asked for: none is opened
			*/
	STEP_KEEP,     /* not well any more: take back the resolve that waits
			*/
	STEP_STAY,     /* down again: the same, and see that the ticket is open
			*/
	STEP_RELAPSE,  /* down again: open anew once the resolve is through */
	STEP_SETTLE    /* the relapse is over as well */
};

/* What keeps the core from telling of an object. */
enum { PLAN_FLAPPING = 1, PLAN_DOWNTIME = 2 };

/* Their end may be swallowed: what waits for it waits no longer. */
enum { PLAN_FLAGS_S = 24 * 3600 };

/* How often a person who closed a ticket is told that the problem lasts. */
enum { PLAN_REMIND_S = 24 * 3600 };

/* What the decision rests on, besides the event. */
struct facts {
	enum stage stage;
	enum event_state told;	  /* worst state the incident's ticket tells;
				     a good one since the object recovered */
	time_t opened;		  /* when the incident began */
	time_t looked;		  /* when STEP_REMIND was last done; or 0 */
	time_t anchor;		  /* newest time known to it when the object
				     was well; 0 = none */
	time_t object_state_time; /* newest state time seen; 0 = none */
	time_t object_received;	  /* when that was received, */
	unsigned object_boot;	  /* in which start of the machine, */
	time_t object_uptime;	  /* and how long after that */
	unsigned flags;		  /* PLAN_FLAPPING | PLAN_DOWNTIME */
	time_t flagged;		  /* when the last of them began */
};

struct plan_rules {
	unsigned open_on;	 /* bits 1 << enum event_state */
	unsigned short_outage_s; /* an unsent ticket this young is withdrawn */
};

enum step plan_for(const struct event *event, const struct facts *facts,
	const struct plan_rules *rules);

/* Which of the flags hold after the event: a problem or recovery shows that
 * their end was lost. */
unsigned plan_flags(const struct event *event, const struct facts *facts);

/* True if the state is worse than the other one. */
bool plan_is_worse(enum event_state state, enum event_state than);

/*
 * True for an event that was overtaken: its state began before the newest one
 * known. State times decide only between events received within two minutes of
 * each other, since clocks of agents and masters differ, and by a clock that
 * was not set meanwhile; otherwise what was received first came first.
 */
bool plan_is_stale(const struct event *event, const struct facts *facts);

/* True if what looks like a copy is the same once more, as the object was
 * otherwise since: without the time of its state, where that came again as the
 * clock was set back, or where all began in one second and this came too late
 * to be a copy for another contact. */
bool plan_is_news(const struct event *event, const struct facts *facts);

/* True if the event says that the object is well, or is not: notes do not. */
bool plan_tells_state(const struct event *event);

/* True if no ticket is wanted of its object. */
bool plan_is_ignored(const struct event *event);

/* True if it tells what a person wrote. */
bool plan_is_note(const struct event *event);

/* "DOWN,CRITICAL" as bits; -1 if a word is no bad state. */
int plan_read_states(const char *list, unsigned *bits);

#endif
