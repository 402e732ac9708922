/* tickets.h - the tickets of the site, and what can be done to one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_TICKETS_H
#define FAKE_TICKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fake/site.h"

#define UUID_SIZE     37
#define TICKET_ASSETS 16

struct comment {
	char id[UUID_SIZE];
	char *text;
	bool is_public;
	bool mailed;
	const struct person *author;
	double created;
};

struct ticket {
	char id[UUID_SIZE];
	char number[16];
	char *subject;
	char *description;
	const struct person *creator;
	const struct person *requester;
	const struct person *assignee;
	const struct thing *issue;
	const struct thing *location;
	const struct thing *room;
	const struct thing *team;
	const struct thing *reason; /* why it was closed */
	const struct step *step;
	const struct asset *assets[TICKET_ASSETS];
	size_t asset_count;
	struct comment *comments;
	size_t comment_count;
	bool is_urgent;
	bool stranger; /* not made through the API, so not ours */
	bool touched;  /* changed through the API after it was made */
	const struct ticket *duplicate_of;
	double created, modified, closed; /* seconds since 1970 */
	double indexed;			  /* fake_uptime() when search knows */
};

struct tickets {
	struct ticket **rows; /* in order of creation */
	size_t count, room;
	uint64_t serial;
};

/* A new one in step STEP_SUBMITTED with id, number and times; the tickets
 * own it. */
struct ticket *ticket_add(
	struct tickets *tickets, const char *subject, const char *description);

/* By id, without regard to case, or NULL. */
struct ticket *ticket_find(const struct tickets *tickets, const char *id);

/* Makes that many tickets of other people. */
void tickets_add_strangers(struct tickets *tickets, size_t count);

/* The id of something new. */
void tickets_new_uuid(struct tickets *tickets, char id[UUID_SIZE]);

void ticket_set_subject(struct ticket *ticket, const char *subject);
void ticket_set_step(struct ticket *ticket, const struct step *step,
	const struct thing *reason);

/* A comment; one whose id is there already is not added again: NULL. */
struct comment *ticket_comment(struct tickets *tickets, struct ticket *ticket,
	const char *id, const char *text);

void tickets_clear(struct tickets *tickets);

#endif
