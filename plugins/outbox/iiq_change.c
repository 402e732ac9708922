/* iiq_change.c - tickets are opened, told of, closed and opened again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/iiq_desk.h"
#include "outbox/iiq_json.h"

/* Close reasons that every site has. */
#define REASON_CANCELLED "c98ae44e-ada0-4ae7-ae30-817785c00001"
#define REASON_RESOLVED	 "c98ae44e-ada0-4ae7-ae30-817785c00002"

struct verdict
iiq_open(void *self, const struct draft *draft, struct ticket *out)
{
	struct request request = { .method = "POST",
		.path = xstrdup("/tickets/new"),
		.body = iiq_json_draft(draft) };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(self, &request, &reply);

	memset(out, 0, sizeof(*out));
	/* Errors may stand beside a ticket that was opened all the same; what
	 * comes with a failure may be anybody's. */
	if (iiq_reply_number(reply, IIQ_STATUS) / 100 == 2 &&
		iiq_json_ticket(iiq_reply_part(reply, IIQ_ITEM), out))
		verdict = (struct verdict){ .answer = DESK_DONE };
	else if (verdict.answer == DESK_DONE)
		verdict = iiq_not_understood("ticket", DESK_MAYBE);
	else if (iiq_reply_number(reply, IIQ_STATUS) == 413)
		verdict.answer = DESK_LARGE;
	iiq_reply_free(reply);
	return verdict;
}

struct verdict
iiq_comment(void *self, const char *ticket, const char *id, const char *html)
{
	struct iiq_desk *desk = self;
	/* "/false": nobody is sent an e-mail; nor of what is not public. */
	struct request request = { .method = "POST",
		.path = iiq_ticket_path(
			ticket, desk->mails_comments ? "/activities/new"
						     : "/activities/new/false"),
		.body = iiq_json_comment(
			ticket, id, html, desk->mails_comments),
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(desk, &request, &reply);

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
		.path = iiq_ticket_path(ticket, how),
		.body = body,
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict;

	json_object_object_add(
		body, "CloseReasonTypeId", json_object_new_string(reason));
	verdict = iiq_ask(desk, &request, &reply);
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
		.path = iiq_ticket_path(ticket, rest),
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(desk, &request, &reply);

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

struct verdict
iiq_resolve(void *self, const char *ticket, struct ticket *after)
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

struct verdict
iiq_reopen(void *self, const char *ticket, const char *step)
{
	struct ticket after = { 0 };
	struct verdict verdict = move(self, ticket, step, false, &after);

	ticket_clear(&after);
	return verdict;
}

struct verdict
iiq_duplicate(void *self, const char *ticket, const char *original)
{
	char *safe = iiq_escape(original);
	char *rest =
		xasprintf("/mark-as-duplicate/%s", safe == NULL ? "" : safe);
	struct request request = { .method = "POST",
		.path = iiq_ticket_path(ticket, rest),
		.kind = { .on_ticket = true } };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(self, &request, &reply);

	iiq_reply_free(reply);
	free(rest);
	free(safe);
	return verdict;
}
