/* iiq_desk.h - what the files of IncidentIQ's help desk share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_IIQ_DESK_H
#define OUTBOX_IIQ_DESK_H

#include <stdbool.h>

#include "outbox/helpdesk_iiq.h"
#include "outbox/iiq_answer.h"

struct json_object;

struct iiq_desk {
	iiq_session *session;
	struct pace *pace;
	enum iiq_error error; /* of the last call */
	char *own_id;	      /* of the token's user; NULL = not asked yet */
	bool told;	      /* whoever asks who that is */
	double asked;	      /* when nobody had an answer; 0 = never */
	char *user;	      /* the same, as the token says; or "" */
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
	struct json_object *body; /* freed as well; NULL = none */
	struct iiq_request kind;
};

/* ---- iiq_ask.c ---- */

/* One call, when the pace allows it. *reply is NULL after some failures; free
 * it. */
struct verdict iiq_ask(struct iiq_desk *desk, const struct request *request,
	iiq_reply **reply);

/* For a success whose answer lacks what it is for. */
struct verdict iiq_not_understood(const char *what, enum answer answer);

struct verdict iiq_probe(void *self);

/* "/tickets/ID" and the rest; free() it. */
char *iiq_ticket_path(const char *id, const char *rest);

/* By a clock that nobody sets. */
double iiq_seconds_now(void);

/* ---- Operations of the desk: see helpdesk.h ---- */

struct verdict iiq_lookup(void *self, enum thing thing, const char *word,
	const char *within, struct entries *out);

struct verdict iiq_open(
	void *self, const struct draft *draft, struct ticket *out);
struct verdict iiq_comment(
	void *self, const char *ticket, const char *id, const char *html);
struct verdict iiq_resolve(
	void *self, const char *ticket, struct ticket *after);
struct verdict iiq_reopen(void *self, const char *ticket, const char *step);
struct verdict iiq_duplicate(
	void *self, const char *ticket, const char *original);

#endif
