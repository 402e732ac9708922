/* helpdesk_iiq.c - IncidentIQ as a help desk: its calls and field names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/helpdesk_iiq.h"

#include <json-c/json.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "common/mem.h"
#include "outbox/ids.h"
#include "outbox/iiq_answer.h"
#include "outbox/iiq_json.h"

/* Close reasons that every site has. */
#define REASON_CANCELLED "c98ae44e-ada0-4ae7-ae30-817785c00001"
#define REASON_RESOLVED	 "c98ae44e-ada0-4ae7-ae30-817785c00002"

struct iiq_desk {
	iiq_session *session;
	struct pace *pace;
	char *own_id; /* of the token's user; NULL = not asked yet */
	bool told;    /* whoever asks who that is */
	double asked; /* when nobody had an answer; 0 = never */
	char *user;   /* the same, as the token says; or "" */
	struct us us;
	char *resolve_step; /* NULL = none */
	bool mails_comments;
	struct helpdesk ops;
};

/* One call and what it asks for. path is freed. */
struct request {
	const char *method;
	char *path;
	const char *query;
	json_object *body; /* freed as well; NULL = none */
	struct iiq_request kind;
};

/* ---- a request ---- */

static double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
keep_pace(struct iiq_desk *desk)
{
	double wait = pace_take(desk->pace, seconds_now());
	struct timespec left = { (time_t)wait,
		(long)((wait - (double)(time_t)wait) * 1e9) };
	sigset_t none;

	/* Whoever is asked to stop waits no longer than for the answer. */
	sigemptyset(&none);
	if (wait > 0)
		ppoll(NULL, 0, &left, &none);
}

static struct verdict
ask(struct iiq_desk *desk, const struct request *request, iiq_reply **reply)
{
	const char *body =
		request->body == NULL
			? NULL
			: json_object_to_json_string_ext(
				  request->body, JSON_C_TO_STRING_PLAIN);
	struct verdict verdict = { .answer = DESK_DONE };
	enum iiq_error error;

	*reply = NULL;
	keep_pace(desk);
	error = iiq_call(desk->session, request->method, request->path,
		request->query, body, reply);
	if (error != IIQ_OK) {
		int64_t wait = iiq_reply_number(*reply, IIQ_RETRY_AFTER_S);

		verdict.answer = iiq_answer(
			error, iiq_certainty(*reply), &request->kind);
		verdict.retry_after_s = wait > 0 ? (long)wait : 0;
		snprintf(verdict.text, sizeof(verdict.text), "%s",
			iiq_session_error(desk->session));
	}
	if (verdict.answer == DESK_SLOW)
		pace_slow(desk->pace);
	free(request->path);
	json_object_put(request->body);
	return verdict;
}

/* A success whose answer lacks what it is for. */
static struct verdict
not_understood(const char *what, enum answer answer)
{
	struct verdict verdict = { .answer = answer };

	snprintf(verdict.text, sizeof(verdict.text),
		"IncidentIQ's answer holds no %s", what);
	return verdict;
}

static struct verdict
probe(void *self)
{
	struct request request = { .method = "GET",
		.path = xstrdup("/tickets/statuses"),
		.kind = { .is_read = true } };
	iiq_reply *reply;
	struct verdict verdict = ask(self, &request, &reply);

	iiq_reply_free(reply);
	return verdict;
}

/* ---- who we are ---- */

/* "" when the desk does not say. */
static struct verdict
find_own_id(struct iiq_desk *desk)
{
	struct request request = { .method = "GET",
		.path = xstrdup("/login"),
		.kind = { .is_read = true } };
	iiq_reply *reply;
	struct verdict verdict = ask(desk, &request, &reply);

	desk->asked = seconds_now();
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
	return desk->asked > 0 && seconds_now() - desk->asked < 300;
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

static char *
ticket_path(const char *id, const char *rest)
{
	char *safe = iiq_escape(id), *path;

	path = xasprintf("/tickets/%s%s", safe == NULL ? "" : safe, rest);
	free(safe);
	return path;
}

static struct verdict
read_ticket(void *self, const char *id, struct ticket *out)
{
	struct request request = { .method = "GET",
		.path = ticket_path(id, ""),
		.kind = { .is_read = true, .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = ask(self, &request, &reply);
	json_object *item = iiq_reply_part(reply, IIQ_ITEM);

	memset(out, 0, sizeof(*out));
	if (verdict.answer == DESK_DONE && !iiq_json_ticket(item, out))
		verdict = not_understood("ticket", DESK_MAYBE);
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
		.path = ticket_path(id, "/activities"),
		.query = "$p=0&$s=100",
		.kind = { .is_read = true, .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = ask(desk, &request, &reply);

	if (verdict.answer == DESK_DONE && is_touched(desk, reply))
		verdict = know_us(desk);
	*out = verdict.answer != DESK_DONE || is_touched(desk, reply);
	/* A user who may not read that, or a site that has none. */
	if (verdict.answer == DESK_GONE || verdict.answer == DESK_REFUSED ||
		(verdict.answer == DESK_LOCKED &&
			probe(desk).answer == DESK_DONE))
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
	verdict = ask(desk, &request, &reply);
	memset(out, 0, sizeof(*out));
	out->total = -1;
	if (verdict.answer == DESK_DONE) {
		out->total = iiq_reply_number(reply, IIQ_TOTAL_ROWS);
		if (!iiq_json_rows(iiq_reply_part(reply, IIQ_ITEMS), out))
			verdict = not_understood("list of tickets", DESK_MAYBE);
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

/* ---- names to ids ---- */

/*
 * Asks for a list, and adds its rows. A question that this token may not ask,
 * or that the site does not know, is refused and no reason to wait for ever.
 * Nothing was changed, so whatever else it is, it can be asked later.
 */
static struct verdict
ask_list(struct iiq_desk *desk, const struct request *request, enum thing thing,
	struct entries *out)
{
	iiq_reply *reply;
	struct verdict verdict = ask(desk, request, &reply);

	if (verdict.answer == DESK_DONE) {
		json_object *items = iiq_reply_part(reply, IIQ_ITEMS);

		iiq_json_entries(
			items != NULL ? items : iiq_reply_part(reply, IIQ_ITEM),
			thing, out);
	}
	iiq_reply_free(reply);
	if (verdict.answer == DESK_LOCKED && probe(desk).answer == DESK_DONE)
		verdict.answer = DESK_REFUSED;
	if (verdict.answer == DESK_MAYBE)
		verdict.answer = DESK_AWAY;
	return verdict;
}

static struct verdict
ask_path(struct iiq_desk *desk, const char *before, const char *part,
	const char *behind, enum thing thing, struct entries *out)
{
	char *safe = iiq_escape(part);
	struct request request = { .method = "GET",
		.path = xasprintf(
			"%s%s%s", before, safe == NULL ? "" : safe, behind),
		.kind = { .is_read = true } };

	free(safe);
	return ask_list(desk, &request, thing, out);
}

static struct verdict
find_asset(struct iiq_desk *desk, const char *word, struct entries *out)
{
	struct verdict verdict =
		ask_path(desk, "/assets/assettag/", word, "", THING_ASSET, out);

	if (verdict.answer == DESK_DONE && out->count == 0)
		verdict = ask_path(
			desk, "/assets/serial/", word, "", THING_ASSET, out);
	return verdict;
}

static struct verdict
ask_filters(struct iiq_desk *desk, enum thing thing, const char *word,
	struct entries *out)
{
	struct request request = { .method = "POST",
		.path = xstrdup("/filters"),
		.body = iiq_json_filter(thing, word),
		.kind = { .is_read = true } };

	return ask_list(desk, &request, thing, out);
}

/* All there are; of users those that the desk finds. */
static struct verdict
ask_whole_list(struct iiq_desk *desk, enum thing thing, const char *word,
	struct entries *out)
{
	static const char *const paths[THINGS] = {
		[THING_ISSUE] = "/issues/site",
		[THING_LOCATION] = "/locations/all",
		[THING_TEAM] = "/teams",
	};
	struct request request = { .method = "GET",
		.query = "$p=0&$s=100",
		.kind = { .is_read = true } };

	if (thing == THING_REQUESTER) {
		request.method = "POST";
		request.path = xstrdup("/users");
		request.body = iiq_json_users(word);
	} else if (paths[thing] != NULL) {
		request.path = xstrdup(paths[thing]);
	} else {
		return (struct verdict){ .answer = DESK_REFUSED };
	}
	return ask_list(desk, &request, thing, out);
}

static struct verdict
find_user(struct iiq_desk *desk, const char *id, struct entries *out)
{
	return ask_path(desk, "/users/", id, "", THING_REQUESTER, out);
}

/* The filter knows no e-mail address, and a site need not have it. */
static struct verdict
look_in_lists(struct iiq_desk *desk, enum thing thing, const char *word,
	struct entries *out)
{
	struct verdict verdict, list;
	size_t count;

	if (ids_is_id(word))
		return thing == THING_REQUESTER
			       ? find_user(desk, word, out)
			       : ask_whole_list(desk, thing, word, out);
	if (word[0] == '\0')
		return ask_whole_list(desk, thing, word, out);
	verdict = ask_filters(desk, thing, word, out);
	if ((verdict.answer != DESK_DONE && verdict.answer != DESK_REFUSED) ||
		entries_named(out, word, &count) != NULL)
		return verdict;
	list = ask_whole_list(desk, thing, word, out);
	return list.answer == DESK_REFUSED ? verdict : list;
}

static struct verdict
lookup(void *self, enum thing thing, const char *word, const char *within,
	struct entries *out)
{
	struct verdict verdict = { .answer = DESK_REFUSED };

	memset(out, 0, sizeof(*out));
	if (thing == THING_ASSET)
		verdict = find_asset(self, word, out);
	else if (thing == THING_ROOM && within[0] != '\0')
		verdict = ask_path(
			self, "/locations/", within, "/rooms", thing, out);
	if (verdict.answer == DESK_REFUSED && thing != THING_ASSET)
		verdict = look_in_lists(self, thing, word, out);
	if (verdict.answer == DESK_DONE)
		entries_keep(out, word);
	else
		entries_clear(out);
	return verdict;
}

/* ---- changes ---- */

static struct verdict
open_ticket(void *self, const struct draft *draft, struct ticket *out)
{
	struct request request = { .method = "POST",
		.path = xstrdup("/tickets/new"),
		.body = iiq_json_draft(draft) };
	iiq_reply *reply;
	struct verdict verdict = ask(self, &request, &reply);

	memset(out, 0, sizeof(*out));
	/* Errors may stand beside a ticket that was opened all the same; what
	 * comes with a failure may be anybody's. */
	if (iiq_reply_number(reply, IIQ_STATUS) / 100 == 2 &&
		iiq_json_ticket(iiq_reply_part(reply, IIQ_ITEM), out))
		verdict = (struct verdict){ .answer = DESK_DONE };
	else if (verdict.answer == DESK_DONE)
		verdict = not_understood("ticket", DESK_MAYBE);
	else if (iiq_reply_number(reply, IIQ_STATUS) == 413)
		verdict.answer = DESK_LARGE;
	iiq_reply_free(reply);
	return verdict;
}

static struct verdict
comment(void *self, const char *ticket, const char *id, const char *html)
{
	struct iiq_desk *desk = self;
	/* "/false": nobody is sent an e-mail; nor of what is not public. */
	struct request request = { .method = "POST",
		.path = ticket_path(ticket, desk->mails_comments
						    ? "/activities/new"
						    : "/activities/new/false"),
		.body = iiq_json_comment(
			ticket, id, html, desk->mails_comments),
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = ask(desk, &request, &reply);

	/* It was told before, under the same id. */
	if (iiq_reply_number(reply, IIQ_STATUS) == 409)
		verdict = (struct verdict){ .answer = DESK_DONE };
	else if (iiq_reply_number(reply, IIQ_STATUS) == 413)
		verdict.answer = DESK_LARGE;
	iiq_reply_free(reply);
	return verdict;
}

static struct verdict
end_ticket(struct iiq_desk *desk, const char *ticket, const char *how,
	const char *reason, struct ticket *after)
{
	json_object *body = json_object_new_object();
	struct request request = { .method = "POST",
		.path = ticket_path(ticket, how),
		.body = body,
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict;

	json_object_object_add(
		body, "CloseReasonTypeId", json_object_new_string(reason));
	verdict = ask(desk, &request, &reply);
	if (after != NULL)
		(void)iiq_json_ticket(iiq_reply_part(reply, IIQ_ITEM), after);
	iiq_reply_free(reply);
	return verdict;
}

/* What the workflow does not allow it may answer with a ticket that stands as
 * it stood. */
static struct verdict
move(struct iiq_desk *desk, const char *ticket, const char *step, bool closed,
	struct ticket *after)
{
	char *safe = iiq_escape(step);
	char *rest = xasprintf("/status/%s", safe == NULL ? "" : safe);
	struct request request = { .method = "POST",
		.path = ticket_path(ticket, rest),
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = ask(desk, &request, &reply);

	if (verdict.answer == DESK_DONE &&
		iiq_json_ticket(iiq_reply_part(reply, IIQ_ITEM), after) &&
		after->closed != closed)
		verdict = (struct verdict){ .answer = DESK_REFUSED,
			.text = "the ticket stays as it was" };
	iiq_reply_free(reply);
	free(rest);
	free(safe);
	return verdict;
}

static struct verdict
resolve(void *self, const char *ticket, struct ticket *after)
{
	struct iiq_desk *desk = self;
	struct verdict verdict;

	if (desk->resolve_step != NULL) {
		verdict = move(desk, ticket, desk->resolve_step, true, after);
		/* An unknown step looks like an unknown ticket. */
		if (verdict.answer != DESK_REFUSED &&
			verdict.answer != DESK_GONE)
			return verdict;
		ticket_clear(after);
	}
	return end_ticket(desk, ticket, "/close", REASON_RESOLVED, after);
}

struct verdict
iiq_desk_cancel(struct iiq_desk *desk, const char *ticket)
{
	return end_ticket(desk, ticket, "/cancel", REASON_CANCELLED, NULL);
}

static struct verdict
reopen(void *self, const char *ticket, const char *step)
{
	struct ticket after = { 0 };
	struct verdict verdict = move(self, ticket, step, false, &after);

	ticket_clear(&after);
	return verdict;
}

static struct verdict
duplicate(void *self, const char *ticket, const char *original)
{
	char *safe = iiq_escape(original);
	char *rest =
		xasprintf("/mark-as-duplicate/%s", safe == NULL ? "" : safe);
	struct request request = { .method = "POST",
		.path = ticket_path(ticket, rest),
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = ask(self, &request, &reply);

	iiq_reply_free(reply);
	free(rest);
	free(safe);
	return verdict;
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
		.probe = probe,
		.whoami = whoami,
		.open = open_ticket,
		.comment = comment,
		.resolve = resolve,
		.reopen = reopen,
		.duplicate = duplicate,
		.read = read_ticket,
		.judge = judge,
		.touched = touched,
		.search = search,
		.newest = newest,
		.lookup = lookup,
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
