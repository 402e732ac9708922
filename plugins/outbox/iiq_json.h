/* iiq_json.h - IncidentIQ's JSON: what we send, and what we read of answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_IIQ_JSON_H
#define OUTBOX_IIQ_JSON_H

#include <stdbool.h>

#include "outbox/helpdesk.h"
#include "outbox/us.h"

struct json_object;

/* ---- Requests; json_object_put() them ---- */

struct json_object *iiq_json_draft(const struct draft *draft);
struct json_object *iiq_json_comment(
	const char *ticket, const char *id, const char *html, bool is_public);
/* Tickets that hold a word; NULL: all tickets. */
struct json_object *iiq_json_search(const char *word);
struct json_object *iiq_json_filter(enum thing thing, const char *name);
/* "": all of them. */
struct json_object *iiq_json_users(const char *name);

/* ---- Answers; every field is optional ---- */

/* False if this is no ticket, since it has no id. */
bool iiq_json_ticket(struct json_object *item, struct ticket *out);

/* A field, and its text if it is one; NULL = none. */
struct json_object *iiq_json_field(struct json_object *item, const char *key);
const char *iiq_json_text(struct json_object *item, const char *key);

/* What a workflow can do with a ticket. */
struct iiq_steps {
	size_t count;
	size_t closed;	 /* steps that are */
	char names[800]; /* of those, with their ids and commas */
};
void iiq_json_steps(struct json_object *items, struct iiq_steps *out);

/* Id of the user behind a login; "" = not said. */
const char *iiq_json_user(struct json_object *login);

/* True unless each of a ticket's activities is known to be ours. */
bool iiq_json_touched(struct json_object *activities, const struct us *us);

/* False if this is no list. Rows without an id are left out; out->total, which
 * the caller sets, is made to exceed the count then: the list is not whole. */
bool iiq_json_rows(struct json_object *items, struct tickets *out);

/* Adds what a list, a filter's answer or an item has of these. Rows without an
 * id or a name, or of another kind, are left out. */
void iiq_json_entries(
	struct json_object *items, enum thing thing, struct entries *out);

#endif
