/* job.h - what IncidentIQ is still to be told, and how that went */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_JOB_H
#define OUTBOX_JOB_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "outbox/store.h"

enum job_action { JOB_CREATE, JOB_COMMENT, JOB_RESOLVE };

/* "create", "comment", "resolve". */
const char *job_action_name(enum job_action action);

/* Which tickets a comment is told in, by what people did to them. A resolve is
 * JOB_ALWAYS if a person asked for it. */
enum job_reader { JOB_IF_OPEN, JOB_ALWAYS, JOB_IF_CLOSED };

struct job {
	int64_t id;
	int64_t incident;
	enum job_action action;
	unsigned tries;
	bool minimal;  /* send defaults only: the full one was refused */
	bool doubtful; /* it may have happened: look before sending again */
	time_t sent;   /* when it was sent last; the doubt's age */
	time_t absent; /* when a clean search first missed it; 0 = not yet */
	time_t unsure; /* when a search first told nothing; 0 = not yet */
	time_t created;
	enum job_reader reader;
	char *text;  /* a comment's HTML; "" = only look at the ticket */
	char *alert; /* what opens the next incident if it is closed, or "" */
};

struct job_order {
	int64_t incident;
	enum job_action action;
	time_t now;
	time_t due;
	bool urgent;	  /* before those that are not */
	const char *text; /* a comment's HTML, else "" */
	enum job_reader reader;
	const char *alert; /* spool text of an event, or "" */
};
int job_add(
	struct store *store, const struct job_order *order, struct err *why);

/* Takes back jobs of an incident that were not sent yet, but for a resolve that
 * a person asked for. */
int job_cancel(struct store *store, int64_t incident, enum job_action action,
	struct err *why);

/* Jobs of an incident that were not sent yet wait until then at least, or at
 * most. */
int job_defer(struct store *store, int64_t incident, enum job_action action,
	time_t until, struct err *why);
int job_hasten(struct store *store, int64_t incident, enum job_action action,
	time_t until, struct err *why);

/* A person asks for a resolve, whatever waits for it. */
int job_resolve_now(
	struct store *store, int64_t incident, time_t now, struct err *why);

/* The same as job_cancel() for comments that have an alert. */
int job_cancel_returns(struct store *store, int64_t incident, struct err *why);

/* Drops all of an incident that is not done, doubts included; but what people
 * wrote is told in its ticket all the same, if there is one. */
int job_drop_rest(struct store *store, int64_t incident, struct err *why);

/*
 * Takes the next job that is due and has nothing unfinished before it in its
 * incident, urgent ones first, and commits it as `sending` before anything is
 * sent, so that a crash leaves a doubt and not a double. 1 with *out, 0 if none
 * is due, -1.
 */
int job_claim(
	struct store *store, time_t now, struct job *out, struct err *why);
void job_free(struct job *job);

/* The absence of the doubtful job was proved: it is sent anew, now. */
int job_send_again(struct store *store, const struct job *job, time_t now,
	struct err *why);

/* ---- How it went. error is for people, "" for none. ---- */

int job_done(struct store *store, const struct job *job, struct err *why);

/* Certainly not done: to be sent again at due. */
int job_retry(struct store *store, const struct job *job, time_t due,
	bool attempt, const char *error, struct err *why);

/* Maybe done: to be looked for at due. Keeps job->absent and job->unsure. */
int job_doubt(struct store *store, const struct job *job, time_t due,
	const char *error, struct err *why);

/* Refused until something is put right outside; tried again at due. */
int job_hold(struct store *store, const struct job *job, time_t due,
	const char *error, struct err *why);

/* Refused for good: to be sent once more with defaults only. */
int job_minimise(struct store *store, const struct job *job, const char *error,
	struct err *why);

/* Refused for good: a person must act. */
int job_bury(struct store *store, const struct job *job, const char *error,
	struct err *why);

/* What was refused or held is tried anew; *count is how many. */
int job_revive(struct store *store, time_t now, int *count, struct err *why);

/* A person gives up what waits or was refused, and *out tells what that was. 0
 * if there is no such job, or if it was done or may have been done: only then
 * is out->doubtful. Free it. */
int job_drop(struct store *store, int64_t id, time_t now, struct job *out,
	struct err *why);

/* ---- For the loop, and for status ---- */

/* When the next job is due; 0 = nothing waits. */
int job_next_due(struct store *store, time_t *out, struct err *why);

struct job_counts {
	int64_t pending; /* doubts included */
	int64_t doubtful;
	int64_t held;
	int64_t dead;
	int64_t live_incidents;
	time_t oldest;	 /* when the longest overdue one was made; 0 = none */
	char error[300]; /* which job is dead, held or delayed, and why; or ""
			  */
};
/* patience_s: who waits longer is overdue, whatever is said of when it is due.
 */
int job_count(struct store *store, time_t now, unsigned patience_s,
	struct job_counts *out, struct err *why);

/* Forgets jobs that were done, and incidents that ended, before a time; but not
 * which tickets were closed. */
int job_forget(struct store *store, time_t before, struct err *why);

#endif
