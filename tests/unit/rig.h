/* rig.h - the outbox at work: a real database, a help desk in memory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_RIG_H
#define UNIT_RIG_H

#include "outbox/deliver.h"
#include "outbox/gate.h"
#include "outbox/ingest.h"
#include "unit/memory_desk.h"

enum { RIG_NOW = 1700000000 };

/* Time and chance are the test's: nothing moves unless it says so. */
struct rig {
	char dir[64];
	char path[80];
	struct store *store;
	struct memory_desk desk;
	struct ingest_rules ingest;
	struct deliver_rules rules;
	struct gate gate;
	time_t now;	 /* by the clock on the wall, */
	time_t set_back; /* and how far that was set back */
	unsigned dice;
	const char *user; /* the token's, or NULL */
	struct delivered last;
	char jobs[512]; /* rig_jobs() */
	int sweep_for;	/* objects, until an alert arrives; 0 = none does */
};

void rig_open(struct rig *rig);
void rig_close(struct rig *rig);

/* Closes and opens the database, as the next outbox would after a crash. */
void rig_restart(struct rig *rig);

/* An alert of a host, or of a service, arrives; its state began just now. */
void rig_tell(struct rig *rig, enum event_type type, enum event_state state,
	const char *host, const char *service);
void rig_take(struct rig *rig, const struct event *event);
void rig_down(struct rig *rig, const char *host);
void rig_up(struct rig *rig, const char *host);

/* Somebody writes a note on a host that is down. */
void rig_note(struct rig *rig, const char *host, const char *text);

void rig_set_back(struct rig *rig, unsigned seconds);

/* Notes on the alert that it is received now. */
void rig_receive(const struct rig *rig, struct event *event);

/* Delivers what is due, as long as the gate is open. */
void rig_settle(struct rig *rig);

/* The sweep looks around once, if the gate is open. */
void rig_sweep(struct rig *rig);

/* Time goes by in steps; what comes due is delivered. */
void rig_pass(struct rig *rig, unsigned seconds, unsigned step_s);

/* What a call gets from now on instead of being acted on; DESK_DONE: it is
 * acted on again. */
void rig_refuse(struct rig *rig, enum memory_call call, enum answer answer);
void rig_refuse_all(struct rig *rig, enum answer answer);

/* Passes time until a call was made so often; how long that took. */
time_t rig_wait_for(struct rig *rig, enum memory_call call, unsigned times,
	unsigned limit_s);

/* Checks how many tickets there are with such a subject. */
void rig_expect_tickets(
	struct rig *rig, const char *subject, size_t open, size_t all);

/* Every job in order: "create done, resolve pending". */
const char *rig_jobs(struct rig *rig);

/* The number that a query gives. */
long rig_number(struct rig *rig, const char *sql);

#endif
