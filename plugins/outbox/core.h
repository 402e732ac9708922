/* core.h - the monitoring core, which shows that there is a ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_CORE_H
#define OUTBOX_CORE_H

#include <stdbool.h>
#include <time.h>

#include "common/err.h"
#include "common/opt.h"

/* Whose comments they are: what else is said of an object is not touched. */
#define CORE_AUTHOR "incidentiq"

/* A comment on a host or service that names its ticket. */
struct notice {
	const char *host;
	const char *service; /* "" for the host itself */
	const char *number;  /* the ticket's, */
	const char *url;     /* and where to see it */
	time_t begun;	     /* when the core told of the problem */
	time_t asked; /* to show or hide it, and not yet seen to have; 0 =
		       * was not. The core sets it. */
};

enum core_answer {
	CORE_DONE,
	CORE_SOON,  /* not yet seen to, and nothing is wrong */
	CORE_LATER, /* try again: a sentence tells why */
	CORE_NEVER  /* the core has no such object */
};

struct core {
	void *self;
	/* Is the core there, and does it take what we ask of it? */
	enum core_answer (*probe)(void *self, struct err *why);
	enum core_answer (*show)(
		void *self, struct notice *notice, time_t now, struct err *why);
	/* Removes every comment of ours from that object. */
	enum core_answer (*hide)(
		void *self, struct notice *notice, time_t now, struct err *why);
	void (*free)(void *self);
};

bool core_is_named(const struct opts *opts);
/* The one that the settings name; none leaves *out all zero. It borrows texts
 * from the settings. */
int core_open(struct core *out, const struct opts *opts, struct err *why);
void core_close(struct core *core);

/* Paths are borrowed. acknowledge: the comment is an acknowledgement too, which
 * goes when the state changes and tells nobody. */
struct core_nagios {
	const char *commands; /* the FIFO that Nagios reads */
	const char *status;   /* the file that it keeps its comments in */
	bool acknowledge;
};
void core_nagios(struct core *out, const struct core_nagios *how);

struct icinga_login;
int core_icinga(struct core *out, const struct icinga_login *login,
	bool acknowledge, struct err *why);

#endif
