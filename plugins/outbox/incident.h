/* incident.h - what an object has been through since it was last well */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_INCIDENT_H
#define OUTBOX_INCIDENT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "common/event.h"
#include "outbox/identity.h"
#include "outbox/store.h"

/* Everything a delivery needs to know of an incident. */
struct incident {
	int64_t id;
	char identity[IDENTITY_SIZE];
	char marker[MARKER_SIZE];
	char *name;   /* "web1" or "web1: disk" */
	char *alert;  /* spool text of the event its ticket is made of */
	char *ticket; /* id, "" = none yet */
	char *number;
	time_t opened;
	time_t closed;	/* when its ticket was first seen so; 0 = open */
	bool well;	/* its object recovered */
	bool recovered; /* a resolve waits behind */
	/* The object's last incident that had a ticket. */
	struct {
		int64_t id;
		char *ticket; /* "" = there is none */
		char *number;
		char *step;	 /* that it had when we resolved it */
		char *closed_on; /* when that was, as the desk says, or "" */
		time_t ended;	 /* or 0 */
		time_t resolved; /* when we did; 0 = it ended otherwise */
	} previous;
	bool anew; /* that ticket cannot be opened again */
};

/* Opens an incident for an object that has none; *out is its id. */
int incident_open(struct store *store, int64_t object,
	const struct event *event, int64_t *out, struct err *why);

/* Makes the event what the incident's ticket tells. */
int incident_rewrite(struct store *store, int64_t incident,
	const struct event *event, struct err *why);

/* Counts one more notification of the same, and how bad it has become. */
int incident_count(struct store *store, int64_t incident,
	const struct event *event, bool worse, struct err *why);

/* The object is well, or down again: what its ticket tells begins anew. */
int incident_turn(struct store *store, int64_t incident,
	const struct event *event, struct err *why);

/* Remembers (event), or forgets (NULL), that the object is down once more. */
int incident_relapse(struct store *store, int64_t incident,
	const struct event *event, struct err *why);

/* Remembers when STEP_REMIND was done. */
int incident_set_looked(
	struct store *store, int64_t incident, time_t looked, struct err *why);

/* Remembers when its ticket was first seen closed; 0: it is open. */
int incident_set_closed(
	struct store *store, int64_t incident, time_t closed, struct err *why);

/* Remembers that we resolved its ticket, the step that had before, and when the
 * desk says that it was closed. */
struct resolved {
	time_t when;
	const char *step;
	const char *closed_on;
};
int incident_set_resolved(struct store *store, int64_t incident,
	const struct resolved *resolved, struct err *why);

/* Remembers that the next one begins since a person closed its ticket. */
int incident_set_revived(
	struct store *store, int64_t incident, time_t now, struct err *why);

/* How many of those there were after a time. */
int incident_revivals(
	struct store *store, time_t after, int64_t *out, struct err *why);

/* Its ticket is to be another one than the last incident's. */
int incident_set_anew(struct store *store, int64_t incident, struct err *why);

int incident_set_ticket(struct store *store, int64_t incident,
	const char *ticket, const char *number, struct err *why);

/* The same, as spool text; "" forgets. */
int incident_set_relapse(struct store *store, int64_t incident,
	const char *alert, struct err *why);

/* Ends it; *relapse (free it) is the spool text of what opens the next, or "".
 */
int incident_end(struct store *store, int64_t incident, time_t now,
	char **relapse, struct err *why);

int incident_read(
	struct store *store, int64_t id, struct incident *out, struct err *why);
void incident_free(struct incident *incident);

/* True if some incident of ours has this ticket. */
int incident_has_ticket(
	struct store *store, const char *ticket, bool *out, struct err *why);

/*
 * A ticket of ours that a search ought to find: opened before a time, and
 * still open if there is such a one. ticket is "" when there is none. Free
 * both.
 */
struct control {
	char *ticket;
	char *marker;
};
int incident_control(struct store *store, time_t before, struct control *out,
	struct err *why);
void control_free(struct control *control);

/* Problems with a ticket that nobody closed, of which nothing was told after a
 * time: their objects may be well, or gone. */
struct silence {
	int64_t count;
	char names[300]; /* of the first of them */
};
int incident_silent(struct store *store, time_t before, struct silence *out,
	struct err *why);

/* Calls each() for every live incident, oldest first. */
struct incident_row {
	int64_t id;
	const char *name;
	const char *told;
	const char *number;
	time_t opened;
	const char *job; /* its first unfinished job: "create pending", or "" */
	const char *error; /* that job's last error, or "" */
};
int incident_each(struct store *store,
	void (*each)(void *arg, const struct incident_row *row), void *arg,
	struct err *why);

#endif
