/* iiq_json.c - IncidentIQ's JSON: what we send, and what we read of answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/iiq_json.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "common/clean.h"
#include "common/mem.h"
#include "outbox/ids.h"

#define PRODUCT_TICKETING "88df910c-91aa-e711-80c2-0004ffa00010"

/* How each thing is called. */
static const struct {
	const char *facet; /* in POST /filters */
	const char *field; /* in a ticket */
	const char *id;	   /* in a list */
	const char *name;  /* in a list */
	const char *other;
} kinds[THINGS] = {
	[THING_REQUESTER] = { "user", "ForId", "UserId", "Name", "Email" },
	[THING_ISSUE] = { "issue", "IssueId", "IssueId", "Name", NULL },
	[THING_LOCATION] = { "location", "LocationId", "LocationId", "Name",
		NULL },
	[THING_ROOM] = { "room", "LocationRoomId", "LocationRoomId", "Name",
		NULL },
	[THING_TEAM] = { "team", "AssignedToTeamId", "TeamId", "Name", NULL },
	[THING_ASSET] = { "asset", NULL, "AssetId", "AssetTag",
		"SerialNumber" },
};

/* ---- requests ---- */

static void
put(json_object *object, const char *key, const char *value)
{
	json_object_object_add(object, key, json_object_new_string(value));
}

/* The marker goes last, where a reader of the ticket is not in its way. */
static void
put_description(json_object *object, const struct draft *draft)
{
	char *html = xasprintf(
		"%s%s<p>%s</p>", draft->body, draft->note, draft->marker);

	put(object, "IssueDescription", html);
	free(html);
}

static void
put_asset(json_object *object, const char *id)
{
	json_object *asset = json_object_new_object();
	json_object *list = json_object_new_array();

	put(asset, "AssetId", id);
	json_object_array_add(list, asset);
	json_object_object_add(object, "Assets", list);
}

json_object *
iiq_json_draft(const struct draft *draft)
{
	json_object *object = json_object_new_object();

	put(object, "ProductId", PRODUCT_TICKETING);
	put(object, "Subject", draft->subject);
	put_description(object, draft);
	for (int i = 0; i < THINGS; i++) {
		const char *id = draft->id[i];

		if (id == NULL || id[0] == '\0')
			continue;
		if (i == THING_ASSET)
			put_asset(object, id);
		else
			put(object, kinds[i].field, id);
	}
	if (draft->urgent)
		json_object_object_add(
			object, "IsUrgent", json_object_new_boolean(1));
	return object;
}

json_object *
iiq_json_comment(
	const char *ticket, const char *id, const char *html, bool is_public)
{
	json_object *object = json_object_new_object();
	json_object *item = json_object_new_object();
	json_object *items = json_object_new_array();

	put(object, "TicketId", ticket);
	put(object, "TicketActivityId", id);
	json_object_object_add(
		object, "IsPublic", json_object_new_boolean(is_public));
	json_object_object_add(
		object, "WaitForResponse", json_object_new_boolean(0));
	json_object_object_add(
		object, "TicketWasUpdated", json_object_new_boolean(0));
	/* The server reads $type only as the first key of its object. */
	put(item, "$type",
		"Spark.Shared.Models.TicketActivityComment, Spark.Shared");
	json_object_object_add(
		item, "TicketActivityTypeId", json_object_new_int(6));
	put(item, "Comments", html);
	json_object_array_add(items, item);
	json_object_object_add(object, "ActivityItems", items);
	return object;
}

json_object *
iiq_json_search(const char *word)
{
	json_object *object = json_object_new_object();
	json_object *filters = json_object_new_array();

	put(object, "Schema", "All");
	json_object_object_add(
		object, "FilterByProduct", json_object_new_boolean(1));
	json_object_object_add(
		object, "OnlyShowDeleted", json_object_new_boolean(0));
	if (word != NULL) {
		json_object *filter = json_object_new_object();

		put(filter, "Facet", "keyword");
		put(filter, "Value", word);
		json_object_array_add(filters, filter);
	}
	json_object_object_add(object, "Filters", filters);
	return object;
}

json_object *
iiq_json_filter(enum thing thing, const char *name)
{
	json_object *object = json_object_new_object();
	json_object *facets = json_object_new_array();
	json_object *results = json_object_new_object();

	json_object_array_add(
		facets, json_object_new_string(kinds[thing].facet));
	json_object_object_add(object, "Facets", facets);
	put(object, "Query", name);
	put(results, "EntityName", "tickets");
	json_object_object_add(results, "ShowAll", json_object_new_boolean(0));
	json_object_object_add(
		results, "ShowDeleted", json_object_new_boolean(0));
	json_object_object_add(object, "ResultsFilter", results);
	return object;
}

json_object *
iiq_json_users(const char *name)
{
	json_object *object = json_object_new_object();

	if (name[0] != '\0')
		put(object, "Query", name);
	return object;
}

/* ---- answers ---- */

static json_object *
field(json_object *object, const char *key)
{
	json_object *value = NULL;

	if (json_object_is_type(object, json_type_object))
		json_object_object_get_ex(object, key, &value);
	return value;
}

/* The text of a string field, or NULL. */
static const char *
text_of(json_object *object, const char *key)
{
	json_object *value = field(object, key);

	return json_object_is_type(value, json_type_string)
		       ? json_object_get_string(value)
		       : NULL;
}

json_object *
iiq_json_field(json_object *item, const char *key)
{
	return field(item, key);
}

const char *
iiq_json_text(json_object *item, const char *key)
{
	return text_of(item, key);
}

/* Details and rows of a list name the same thing otherwise. */
static const char *
either(json_object *object, const char *key, const char *other)
{
	const char *text = text_of(object, key);

	return text != NULL ? text : text_of(object, other);
}

/* A date without zone, as if it were UTC; 0 if it is none. */
static time_t
date_of(const char *text)
{
	struct tm parts = { 0 };

	if (text == NULL || strptime(text, "%Y-%m-%dT%H:%M:%S", &parts) == NULL)
		return 0;
	return timegm(&parts);
}

/* IsClosed is the truth, at the ticket or at its step. A word is one as well:
 * json-c takes every text that is not empty for true. */
static bool
is_closed(json_object *item)
{
	json_object *value = field(item, "IsClosed");

	if (value == NULL)
		value = field(field(item, "WorkflowStep"), "IsClosed");
	if (json_object_is_type(value, json_type_string))
		return strcasecmp(json_object_get_string(value), "true") == 0;
	return json_object_get_boolean(value);
}

/* Ids go into paths, and numbers to people: neither hides or moves a cursor. */
static bool
is_id(const char *text, size_t size)
{
	size_t length = 0;

	while (text != NULL && text[length] > ' ' && text[length] <= '~')
		length++;
	return length > 0 && text[length] == '\0' && length < size;
}

static void
copy_number(char *to, size_t size, const char *number)
{
	char *clean = clean_text(number == NULL ? "" : number, size - 1, 0);

	snprintf(to, size, "%s", clean[0] == '\0' ? "?" : clean);
	free(clean);
}

/* The vendor does not document who opened a ticket. */
static const char *
creator_of(json_object *item)
{
	const char *id = text_of(item, "CreatedByUserId");

	return id == NULL ? "" : id;
}

static const char *
assignee_of(json_object *item)
{
	const char *id = text_of(item, "AssignedToUserId");

	if (id == NULL)
		id = text_of(field(item, "AssignedToUser"), "UserId");
	return id == NULL ? "" : id;
}

bool
iiq_json_ticket(json_object *item, struct ticket *out)
{
	const char *id = text_of(item, "TicketId");
	const char *subject = either(item, "Subject", "TicketSubject");
	const char *body = text_of(item, "IssueDescription"), *step, *closed;

	memset(out, 0, sizeof(*out));
	if (!is_id(id, sizeof(out->id)))
		return false;
	snprintf(out->id, sizeof(out->id), "%s", id);
	copy_number(out->number, sizeof(out->number),
		text_of(item, "TicketNumber"));
	out->subject = subject == NULL ? NULL : xstrdup(subject);
	out->body = body == NULL ? NULL : xstrdup(body);
	out->closed = is_closed(item);
	step = text_of(item, "WorkflowStepId");
	if (step == NULL)
		step = text_of(field(item, "WorkflowStep"), "WorkflowStepId");
	if (step != NULL && strlen(step) < sizeof(out->step))
		strcpy(out->step, step);
	closed = text_of(item, "ClosedDate");
	if (closed != NULL && strlen(closed) < sizeof(out->closed_on))
		strcpy(out->closed_on, closed);
	snprintf(out->creator, sizeof(out->creator), "%s", creator_of(item));
	snprintf(out->assignee, sizeof(out->assignee), "%s", assignee_of(item));
	out->created =
		date_of(either(item, "CreatedDate", "TicketCreatedDate"));
	return true;
}

const char *
iiq_json_user(json_object *login)
{
	const char *id = text_of(field(login, "User"), "UserId");

	return id == NULL ? "" : id;
}

bool
iiq_json_touched(json_object *activities, const struct us *us)
{
	if (!json_object_is_type(activities, json_type_array) || us->count == 0)
		return true;
	for (size_t i = 0; i < json_object_array_length(activities); i++) {
		json_object *row = json_object_array_get_idx(activities, i);
		const char *id = text_of(row, "UserId");

		if (id == NULL)
			id = text_of(field(row, "User"), "UserId");
		if (id == NULL || !us_are(us, id))
			return true;
	}
	return false;
}

bool
iiq_json_rows(json_object *items, struct tickets *out)
{
	size_t length;

	if (!json_object_is_type(items, json_type_array))
		return false;
	length = json_object_array_length(items);
	out->rows = xcalloc(length + 1, sizeof(*out->rows));
	for (size_t i = 0; i < length; i++)
		if (iiq_json_ticket(json_object_array_get_idx(items, i),
			    &out->rows[out->count]))
			out->count++;
	if (out->count < length && out->total < (int64_t)length)
		out->total = (int64_t)length;
	return true;
}

static void
copy_id(char *to, const char *id)
{
	snprintf(to, DESK_ID_SIZE, "%s", id != NULL && ids_is_id(id) ? id : "");
}

/* False if this row is none of these. */
static bool
read_entry(json_object *row, enum thing thing, struct entry *out)
{
	const char *facet = text_of(row, "Facet");
	const char *id = either(row, "Id", kinds[thing].id);
	const char *name = either(row, kinds[thing].name, "Name");
	const char *other = kinds[thing].other == NULL
				    ? NULL
				    : text_of(row, kinds[thing].other);

	if (id == NULL || !ids_is_id(id) || name == NULL ||
		(facet != NULL && strcasecmp(facet, kinds[thing].facet) != 0))
		return false;
	*out = (struct entry){ .name = xstrdup(name),
		.other = xstrdup(other == NULL ? "" : other) };
	copy_id(out->id, id);
	if (thing == THING_ASSET || thing == THING_ROOM)
		copy_id(out->location, text_of(row, "LocationId"));
	if (thing == THING_ASSET)
		copy_id(out->room, text_of(row, "LocationRoomId"));
	return true;
}

static void
add_entry(json_object *row, enum thing thing, struct entries *out)
{
	struct entry entry;

	if (read_entry(row, thing, &entry))
		entries_add(out, &entry);
}

void
iiq_json_entries(json_object *items, enum thing thing, struct entries *out)
{
	if (!json_object_is_type(items, json_type_array)) {
		add_entry(items, thing, out);
		return;
	}
	for (size_t i = 0; i < json_object_array_length(items); i++)
		add_entry(json_object_array_get_idx(items, i), thing, out);
}

void
iiq_json_steps(json_object *items, struct iiq_steps *out)
{
	size_t length = json_object_is_type(items, json_type_array)
				? json_object_array_length(items)
				: 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < length; i++) {
		json_object *row = json_object_array_get_idx(items, i);
		const char *name = either(row, "StepName", "StatusName");
		const char *id = text_of(row, "WorkflowStepId");
		size_t used = strlen(out->names);

		if (name == NULL)
			continue;
		out->count++;
		if (!is_closed(row))
			continue;
		out->closed++;
		snprintf(out->names + used, sizeof(out->names) - used,
			"%s%s (%s)", used == 0 ? "" : ", ", name,
			id == NULL ? "" : id);
	}
}
