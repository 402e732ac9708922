/* person.c - /_fake/person/...: what a person at the help desk does */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fake/api.h"
#include "fake/control.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

static void
close_it(struct exchange *x, struct ticket *ticket)
{
	(void)x;
	ticket_set_step(
		ticket, &site_steps[STEP_RESOLVED], &site_reasons.rows[1]);
}

static void
cancel(struct exchange *x, struct ticket *ticket)
{
	(void)x;
	ticket_set_step(
		ticket, &site_steps[STEP_CANCELLED], &site_reasons.rows[0]);
}

static void
reopen(struct exchange *x, struct ticket *ticket)
{
	(void)x;
	ticket_set_step(ticket, &site_steps[STEP_IN_PROGRESS], NULL);
}

static void
assign(struct exchange *x, struct ticket *ticket)
{
	const struct thing *team =
		table_find(&site_teams, exchange_query(x, "team"));

	ticket->team = team ? team : &site_teams.rows[1];
	ticket->assignee = &site_people[SITE_AGENT];
	ticket->modified = fake_now();
}

static void
change_subject(struct exchange *x, struct ticket *ticket)
{
	const char *subject = exchange_query(x, "subject");

	ticket_set_subject(
		ticket, subject ? subject : "Renamed by the help desk");
}

static void
say(struct exchange *x, struct ticket *ticket)
{
	const char *text = exchange_query(x, "text");
	struct comment *comment = ticket_comment(&x->fake->tickets, ticket,
		NULL, text ? text : "I am looking into it.");

	comment->author = &site_people[SITE_AGENT];
	comment->is_public = true;
}

static struct ticket *
by_id_or_number(const struct tickets *tickets, const char *id)
{
	if (id == NULL)
		return NULL;
	for (size_t i = 0; i < tickets->count; i++)
		if (strcmp(tickets->rows[i]->number, id) == 0)
			return tickets->rows[i];
	return ticket_find(tickets, id);
}

void
person_serve(struct exchange *x)
{
	static const struct {
		const char *path;
		void (*act)(struct exchange *x, struct ticket *ticket);
	} acts[] = { { "/close", close_it }, { "/cancel", cancel },
		{ "/reopen", reopen }, { "/assign", assign },
		{ "/subject", change_subject }, { "/comment", say } };
	struct ticket *ticket =
		by_id_or_number(&x->fake->tickets, exchange_query(x, "id"));

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (ticket != NULL && strcmp(acts[i].path, x->path) == 0 &&
			strcmp(x->method, "POST") == 0) {
			acts[i].act(x, ticket);
			answer_json(x, 200, ticket_truth(ticket));
			return;
		}
	answer_text(x, 404, "text/plain",
		"no such ticket, or nothing that a person does");
}
