/* helpdesk_iiq.c - IncidentIQ as a help desk: who we are, what tickets are */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/helpdesk_iiq.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/iiq_desk.h"
#include "outbox/iiq_json.h"

/* ---- who we are ---- */

/* "" when the desk does not say. */
static struct verdict
find_own_id(struct iiq_desk *desk)
{
	struct request request = { .method = "GET",
		.path = xstrdup("/login"),
		.kind = { .is_read = true } };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(desk, &request, &reply);

	desk->asked = iiq_seconds_now();
	if (verdict.answer == DESK_DONE) {
		desk->own_id =
			xstrdup(iiq_json_user(iiq_reply_part(reply, IIQ_ITEM)));
		us_add(&desk->us, desk->own_id);
		desk->us.whole |= desk->own_id[0] != '\0';
	}
	iiq_reply_free(reply);
	return verdict;
}

/* A desk that does not answer this may never do so. */
static bool
was_asked_lately(const struct iiq_desk *desk)
{
	return desk->asked > 0 && iiq_seconds_now() - desk->asked < 300;
}

/* Something is done that may be one of ours, or a person's. */
static struct verdict
know_us(struct iiq_desk *desk)
{
	struct verdict verdict = { .answer = DESK_DONE };
	struct us *us = &desk->us;

	if (desk->own_id == NULL && !(us->whole && was_asked_lately(desk)))
		verdict = find_own_id(desk);
	/* Who we were when the token was new, we are. */
	if (us->whole)
		verdict = (struct verdict){ .answer = DESK_DONE };
	return verdict;
}

static void
whoami(void *self, char id[DESK_ID_SIZE])
{
	struct iiq_desk *desk = self;

	id[0] = '\0';
	if (desk->own_id == NULL && !desk->us.whole && !was_asked_lately(desk))
		(void)find_own_id(desk);
	if (desk->own_id != NULL && !desk->told) {
		desk->told = true;
		snprintf(id, DESK_ID_SIZE, "%s", desk->own_id);
	}
}

static bool
is_stranger(const struct iiq_desk *desk, const char *id)
{
	return id[0] != '\0' && !us_are(&desk->us, id);
}

/* A copy that somebody made of our ticket holds our marker too. What the desk
 * does not say of who opened one is not held against it. */
static struct verdict
judge(void *self, struct ticket *ticket)
{
	struct iiq_desk *desk = self;
	struct verdict verdict = { .answer = DESK_DONE };

	if (is_stranger(desk, ticket->creator) ||
		is_stranger(desk, ticket->assignee))
		verdict = know_us(desk);
	ticket->own = us_are(&desk->us, ticket->creator);
	ticket->foreign = desk->us.whole && is_stranger(desk, ticket->creator);
	ticket->taken = is_stranger(desk, ticket->assignee);
	return verdict;
}

/* ---- tickets ---- */

static struct verdict
read_ticket(void *self, const char *id, struct ticket *out)
{
	struct request request = { .method = "GET",
		.path = iiq_ticket_path(id, ""),
		.kind = { .is_read = true, .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(self, &request, &reply);
	json_object *item = iiq_reply_part(reply, IIQ_ITEM);

	memset(out, 0, sizeof(*out));
	if (verdict.answer == DESK_DONE && !iiq_json_ticket(item, out))
		verdict = iiq_not_understood("ticket", DESK_MAYBE);
	if (verdict.answer != DESK_DONE)
		ticket_clear(out);
	iiq_reply_free(reply);
	return verdict;
}

static bool
is_touched(const struct iiq_desk *desk, const iiq_reply *activities)
{
	return iiq_reply_number(activities, IIQ_TOTAL_ROWS) > 100 ||
	       iiq_json_touched(
		       iiq_reply_part(activities, IIQ_ITEMS), &desk->us);
}

static struct verdict
touched(void *self, const char *id, bool *out)
{
	struct iiq_desk *desk = self;
	struct request request = { .method = "GET",
		.path = iiq_ticket_path(id, "/activities"),
		.query = "$p=0&$s=100",
		.kind = { .is_read = true, .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(desk, &request, &reply);

	if (verdict.answer == DESK_DONE && is_touched(desk, reply))
		verdict = know_us(desk);
	*out = verdict.answer != DESK_DONE || is_touched(desk, reply);
	/* A user who may not read that, or a site that has none. */
	if (verdict.answer == DESK_GONE || verdict.answer == DESK_REFUSED ||
		(verdict.answer == DESK_LOCKED &&
			iiq_probe(desk).answer == DESK_DONE))
		verdict = (struct verdict){ .answer = DESK_DONE };
	iiq_reply_free(reply);
	return verdict;
}

static struct verdict
find_tickets(struct iiq_desk *desk, const char *word, unsigned page,
	struct tickets *out)
{
	char query[80];
	struct request request = { .method = "POST",
		.path = xstrdup("/tickets"),
		.query = query,
		.body = iiq_json_search(word),
		.kind = { .is_read = true } };
	iiq_reply *reply;
	struct verdict verdict;

	snprintf(query, sizeof(query),
		"$p=%u&$s=%d&$o=TicketCreatedDate%%20desc", page,
		HELPDESK_PAGE_ROWS);
	verdict = iiq_ask(desk, &request, &reply);
	memset(out, 0, sizeof(*out));
	out->total = -1;
	if (verdict.answer == DESK_DONE) {
		out->total = iiq_reply_number(reply, IIQ_TOTAL_ROWS);
		if (!iiq_json_rows(iiq_reply_part(reply, IIQ_ITEMS), out))
			verdict = iiq_not_understood(
				"list of tickets", DESK_MAYBE);
	}
	iiq_reply_free(reply);
	return verdict;
}

static struct verdict
search(void *self, const char *word, struct tickets *out)
{
	return find_tickets(self, word, 0, out);
}

static struct verdict
newest(void *self, unsigned page, struct tickets *out)
{
	return find_tickets(self, NULL, page, out);
}

/* ---- the desk ---- */

struct iiq_desk *
iiq_desk_new(iiq_session *session, struct pace *pace)
{
	struct iiq_desk *desk = xcalloc(1, sizeof(*desk));
	struct iiq_claims claims = { .is_jwt = false };

	(void)iiq_session_claims(session, &claims);
	desk->user = xstrdup(claims.subject);
	us_add(&desk->us, desk->user);
	desk->session = session;
	desk->pace = pace;
	desk->ops = (struct helpdesk){
		.self = desk,
		.probe = iiq_probe,
		.whoami = whoami,
		.open = iiq_open,
		.comment = iiq_comment,
		.resolve = iiq_resolve,
		.reopen = iiq_reopen,
		.duplicate = iiq_duplicate,
		.read = read_ticket,
		.judge = judge,
		.touched = touched,
		.search = search,
		.newest = newest,
		.lookup = iiq_lookup,
	};
	return desk;
}

void
iiq_desk_set_resolve_step(struct iiq_desk *desk, const char *step)
{
	free(desk->resolve_step);
	desk->resolve_step = step[0] == '\0' ? NULL : xstrdup(step);
}

void
iiq_desk_set_comment_emails(struct iiq_desk *desk, bool wanted)
{
	desk->mails_comments = wanted;
}

void
iiq_desk_free(struct iiq_desk *desk)
{
	if (desk == NULL)
		return;
	iiq_session_free(desk->session);
	us_clear(&desk->us);
	free(desk->own_id);
	free(desk->user);
	free(desk->resolve_step);
	free(desk);
}

const struct helpdesk *
iiq_desk_ops(struct iiq_desk *desk)
{
	return &desk->ops;
}

enum iiq_error
iiq_desk_error(const struct iiq_desk *desk)
{
	return desk->error;
}

const char *
iiq_desk_user(struct iiq_desk *desk)
{
	return desk->user;
}

struct us *
iiq_desk_us(struct iiq_desk *desk)
{
	return &desk->us;
}

char *
iiq_ticket_url(const char *url, const char *ticket)
{
	const char *scheme = url == NULL ? NULL : strstr(url, "://");
	const char *host = scheme == NULL ? url : scheme + 3;
	char *safe, *out;

	if (url == NULL || ticket[0] == '\0')
		return xstrdup("");
	safe = iiq_escape(ticket);
	out = xasprintf("%.*s%.*s/agent/tickets/%s",
		scheme == NULL ? 8 : (int)(host - url),
		scheme == NULL ? "https://" : url, (int)strcspn(host, "/"),
		host, safe == NULL ? "" : safe);
	free(safe);
	return out;
}

char *
iiq_desk_preview(const struct draft *draft)
{
	json_object *body = iiq_json_draft(draft);
	char *text = xstrdup(json_object_to_json_string_ext(body,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));

	json_object_put(body);
	return text;
}
