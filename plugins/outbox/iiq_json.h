/* iiq_json.h - IncidentIQ's JSON: what we send, and what we read of answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_IIQ_JSON_H
#define OUTBOX_IIQ_JSON_H

#include <stdbool.h>

#include "outbox/helpdesk.h"

struct json_object;

/* What a ticket refers to by id. */
enum iiq_id {
	IIQ_ID_REQUESTER,
	IIQ_ID_ISSUE,
	IIQ_ID_TEAM,
	IIQ_ID_ROOM, /* before its location: see iiq_ids_wants_default() */
	IIQ_ID_LOCATION,
	IIQ_IDS
};

/* The ids of one draft, and what was asked for in vain. */
struct iiq_ids {
	char *id[IIQ_IDS]; /* NULL = none */
	char *asset;	   /* NULL = none */
	char *missed;	   /* HTML lines for the description; NULL = none */
};

void iiq_ids_free(struct iiq_ids *ids);

/* Notes a word that stands for nothing: "asset tag X not found". */
void iiq_ids_miss(struct iiq_ids *ids, const char *what, const char *word);

/* The word of a mapping for one of them ("" = none), and its name for people.
 */
const char *iiq_ids_word(const struct mapping *mapping, enum iiq_id which);
const char *iiq_id_name(enum iiq_id which);

/* Takes the word as an id if it is one. */
bool iiq_ids_take(struct iiq_ids *ids, enum iiq_id which, const char *word);

/* True if nothing has been found for this one yet. A default room goes with the
 * default location only. */
bool iiq_ids_wants_default(const struct iiq_ids *ids, enum iiq_id which);

/* A UUID, in either case. */
bool iiq_is_id(const char *text);

/* ---- Requests; json_object_put() them ---- */

struct json_object *iiq_json_draft(
	const struct draft *draft, const struct iiq_ids *ids);
struct json_object *iiq_json_comment(
	const char *ticket, const char *id, const char *html);
/* Tickets that hold a word; NULL: all tickets. */
struct json_object *iiq_json_search(const char *word);
struct json_object *iiq_json_filter(enum iiq_id which, const char *name);

/* ---- Answers; every field is optional ---- */

/* False if this is no ticket, since it has no id. */
bool iiq_json_ticket(struct json_object *item, struct ticket *out);

/* Ids of the user behind a login, and of who opened a ticket; "" = not said. */
const char *iiq_json_user(struct json_object *login);
const char *iiq_json_creator(struct json_object *item);

/* Id of the user that a ticket is assigned to; "" = nobody, or not said. */
const char *iiq_json_assignee(struct json_object *item);

/* True unless each of a ticket's activities is known to be this user's. */
bool iiq_json_touched(struct json_object *activities, const char *user);

/* False if this is no list. Rows without an id are left out; out->total, which
 * the caller sets, is made to exceed the count then: the list is not whole. */
bool iiq_json_rows(struct json_object *items, struct tickets *out);

/* Takes the id of the asset with this tag, and its place if ids has none. */
bool iiq_json_asset(
	struct json_object *items, const char *tag, struct iiq_ids *ids);

/* Takes the id of the one entry with this name. */
bool iiq_json_named(struct json_object *items, enum iiq_id which,
	const char *name, struct iiq_ids *ids);

#endif
