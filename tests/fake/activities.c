/* activities.c - comments on a ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <string.h>

#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

#define COMMENT_TYPE "Spark.Shared.Models.TicketActivityComment, Spark.Shared"

static struct json_object *
comment_json(const struct ticket *ticket, const struct comment *comment,
	long offset_s)
{
	struct json_object *activity = json_object_new_object();
	struct json_object *items = json_object_new_array();
	struct json_object *item = json_object_new_object();
	char date[32];

	ticket_date(comment->created, offset_s, date);
	put_text(item, "$type", COMMENT_TYPE);
	put_int(item, "TicketActivityTypeId", 6);
	put_text(item, "Comments", comment->text);
	json_object_array_add(items, item);
	put_text(activity, "TicketActivityId", comment->id);
	put_text(activity, "TicketId", ticket->id);
	put_text(activity, "UserId", comment->author->id);
	put_named(activity, "User", "UserId", comment->author->id,
		comment->author->name);
	put_bool(activity, "IsPublic", comment->is_public);
	put_text(activity, "ActivityDate", date);
	json_object_object_add(activity, "ActivityItems", items);
	return activity;
}

void
activities_list_serve(struct exchange *x)
{
	const struct ticket *ticket = api_ticket(x);
	long offset = habit(&x->fake->habits, HABIT_TICKET_DATE_OFFSET);
	struct json_object *all;

	if (ticket == NULL)
		return;
	all = json_object_new_array();
	for (size_t i = 0; i < ticket->comment_count; i++)
		json_object_array_add(all,
			comment_json(ticket, &ticket->comments[i], offset));
	answer_items(x, all);
}

/* The server reads $type before it knows what it reads: it must come first. */
static bool
type_is_first(struct json_object *item)
{
	struct json_object_iterator first;
	struct json_object *value;

	if (!json_object_is_type(item, json_type_object) ||
		json_object_object_length(item) == 0)
		return false;
	first = json_object_iter_begin(item);
	value = json_object_iter_peek_value(&first);
	return json_object_is_type(value, json_type_string) &&
	       strcmp(json_object_iter_peek_name(&first), "$type") == 0 &&
	       strcmp(json_object_get_string(value), COMMENT_TYPE) == 0;
}

/* The comment's text, or NULL with an answer that says what is wrong. */
static const char *
read_comment(struct exchange *x)
{
	struct json_object *items = get_array(x->json, "ActivityItems");
	struct json_object *item = items && json_object_array_length(items) > 0
					   ? json_object_array_get_idx(items, 0)
					   : NULL;
	const char *text = get_text(item, "Comments");
	const char *id = get_text(x->json, "TicketActivityId");

	if (item == NULL)
		answer_errors(x, 400, "ActivityItems",
			"ActivityItems is required", NULL);
	else if (!type_is_first(item))
		answer_errors(x, 400, "ActivityItems[0].$type",
			"Type could not be resolved: $type must come first",
			NULL);
	else if (text == NULL)
		answer_errors(x, 400, "Comments", "Comments is required", NULL);
	else if (id != NULL && !is_uuid(id))
		answer_errors(x, 400, "TicketActivityId",
			"TicketActivityId must be a UUID", NULL);
	else
		return text;
	return NULL;
}

static void
add(struct exchange *x, bool may_mail)
{
	struct ticket *ticket = api_ticket(x);
	struct comment *comment;
	const char *text;
	struct json_object *item;

	if (ticket == NULL || (text = read_comment(x)) == NULL)
		return;
	ticket->touched = true;
	comment = ticket_comment(&x->fake->tickets, ticket,
		get_text(x->json, "TicketActivityId"), text);
	if (comment != NULL) {
		comment->author = api_user(x);
		comment->is_public = get_bool(x->json, "IsPublic");
		comment->mailed = comment->is_public && may_mail;
	}
	item = json_object_new_object();
	put_text(item, "TicketActivityId",
		get_text(x->json, "TicketActivityId"));
	put_text(item, "TicketId", ticket->id);
	answer_item(x, 200, item);
}

void
activity_new_serve(struct exchange *x)
{
	add(x, true);
}

void
activity_new_quiet_serve(struct exchange *x)
{
	add(x, false);
}
