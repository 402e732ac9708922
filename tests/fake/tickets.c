/* tickets.c - the tickets of the site, and what can be done to one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/tickets.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/mem.h"
#include "fake/fake.h"

/* The real ones look random as well; these are so, but the same every run. */
void
tickets_new_uuid(struct tickets *tickets, char id[UUID_SIZE])
{
	uint64_t a = ++tickets->serial * 0x9e3779b97f4a7c15u;
	uint64_t b = (a ^ (a >> 29)) * 0xbf58476d1ce4e5b9u;

	snprintf(id, UUID_SIZE, "%08x-%04x-4%03x-8%03x-%012" PRIx64,
		(unsigned)(a >> 32), (unsigned)(a >> 16) & 0xffff,
		(unsigned)a & 0xfff, (unsigned)(b >> 52), b & 0xffffffffffffu);
}

struct ticket *
ticket_add(
	struct tickets *tickets, const char *subject, const char *description)
{
	struct ticket *ticket = xcalloc(1, sizeof(*ticket));

	if (tickets->count == tickets->room) {
		tickets->room = tickets->room ? tickets->room * 2 : 64;
		tickets->rows = xrealloc(
			tickets->rows, tickets->room * sizeof(struct ticket *));
	}
	tickets->rows[tickets->count++] = ticket;
	tickets_new_uuid(tickets, ticket->id);
	/* Fourteen digits with zeros ahead: no number, a text. */
	snprintf(ticket->number, sizeof(ticket->number), "%014zu",
		1234567373000 + tickets->count);
	ticket->subject = xstrdup(subject);
	ticket->description = xstrdup(description);
	ticket->step = &site_steps[STEP_SUBMITTED];
	ticket->created = ticket->modified = fake_now();
	return ticket;
}

struct ticket *
ticket_find(const struct tickets *tickets, const char *id)
{
	for (size_t i = 0; i < tickets->count; i++)
		if (strcasecmp(tickets->rows[i]->id, id) == 0)
			return tickets->rows[i];
	return NULL;
}

/* Some of them speak of our hosts: a search by host name finds them too. */
void
tickets_add_strangers(struct tickets *tickets, size_t count)
{
	static const char *const subjects[] = { "Chromebook screen is cracked",
		"No sound in the projector", "web-01 is DOWN?",
		"Password of a new pupil", "core-sw-01 is DOWN",
		"Printer <jam> & \"no\" toner" };
	const size_t kinds = sizeof(subjects) / sizeof(subjects[0]);

	for (size_t i = 0; i < count; i++) {
		struct ticket *ticket = ticket_add(tickets, subjects[i % kinds],
			"<p>Please help, it is urgent. DOWN since today.</p>");

		ticket->stranger = true;
		ticket->creator = &site_people[SITE_TEACHER];
		ticket->requester = &site_people[SITE_TEACHER];
		ticket->issue = &site_issues.rows[2];
		ticket->location = &site_locations.rows[i % 2];
		ticket->team = &site_teams.rows[1];
		if (i % 5 == 4)
			ticket_set_step(ticket, &site_steps[STEP_RESOLVED],
				&site_reasons.rows[1]);
	}
}

void
ticket_set_subject(struct ticket *ticket, const char *subject)
{
	free(ticket->subject);
	ticket->subject = xstrdup(subject);
	ticket->modified = fake_now();
}

void
ticket_set_step(struct ticket *ticket, const struct step *step,
	const struct thing *reason)
{
	ticket->step = step;
	ticket->reason = step->is_closed ? reason : NULL;
	ticket->modified = fake_now();
	ticket->closed = step->is_closed ? ticket->modified : 0;
}

struct comment *
ticket_comment(struct tickets *tickets, struct ticket *ticket, const char *id,
	const char *text)
{
	struct comment *comment;

	for (size_t i = 0; id != NULL && i < ticket->comment_count; i++)
		if (strcasecmp(ticket->comments[i].id, id) == 0)
			return NULL;
	ticket->comments = xrealloc(ticket->comments,
		(ticket->comment_count + 1) * sizeof(*comment));
	comment = &ticket->comments[ticket->comment_count++];
	memset(comment, 0, sizeof(*comment));
	if (id != NULL)
		snprintf(comment->id, sizeof(comment->id), "%s", id);
	else
		tickets_new_uuid(tickets, comment->id);
	comment->text = xstrdup(text);
	comment->created = ticket->modified = fake_now();
	return comment;
}

static void
ticket_free(struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->comment_count; i++)
		free(ticket->comments[i].text);
	free(ticket->comments);
	free(ticket->subject);
	free(ticket->description);
	free(ticket);
}

void
tickets_clear(struct tickets *tickets)
{
	for (size_t i = 0; i < tickets->count; i++)
		ticket_free(tickets->rows[i]);
	free(tickets->rows);
	/* serial stays: an id of before the reset must not come again. */
	tickets->rows = NULL;
	tickets->count = tickets->room = 0;
}
