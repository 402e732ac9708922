/* ticket_json.c - how a ticket looks in details, in rows, and in truth */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "fake/api.h"
#include "fake/field.h"
#include "fake/tickets.h"

/* The fraction has as many digits as it needs, and there is no zone. */
void
ticket_date(double when, long offset_s, char text[32])
{
	time_t seconds = (time_t)floor(when) + offset_s;
	int hundredths = (int)((when - floor(when)) * 100);
	struct tm utc;
	size_t n;

	gmtime_r(&seconds, &utc);
	n = strftime(text, 32, "%Y-%m-%dT%H:%M:%S", &utc);
	if (hundredths % 10 != 0)
		snprintf(text + n, 32 - n, ".%02d", hundredths);
	else if (hundredths != 0)
		snprintf(text + n, 32 - n, ".%d", hundredths / 10);
}

static void
put_date(struct json_object *object, const char *name, double when,
	long offset_s)
{
	char text[32];

	if (when <= 0)
		return;
	ticket_date(when, offset_s, text);
	put_text(object, name, text);
}

/* Every other ticket shows its id in upper case: either case is seen. */
static void
put_ticket_id(struct json_object *object, const struct ticket *ticket)
{
	char upper[UUID_SIZE];
	size_t i;

	for (i = 0; ticket->id[i] != '\0'; i++)
		upper[i] = (char)toupper((unsigned char)ticket->id[i]);
	upper[i] = '\0';
	put_text(object, "TicketId",
		ticket->number[13] % 2 ? upper : ticket->id);
}

static void
put_thing(struct json_object *object, const char *field, const char *id_field,
	const char *id_name, const struct thing *thing)
{
	if (thing == NULL)
		return;
	put_text(object, id_field, thing->id);
	put_named(object, field, id_name, thing->id, thing->name);
}

static void
put_person(struct json_object *object, const char *field, const char *id_field,
	const struct person *person)
{
	if (person == NULL)
		return;
	put_text(object, id_field, person->id);
	put_named(object, field, "UserId", person->id, person->name);
}

static void
put_step(struct json_object *object, const struct step *step)
{
	struct json_object *nested = json_object_new_object();

	put_text(object, "WorkflowId", SITE_WORKFLOW);
	put_text(object, "WorkflowStepId", step->id);
	put_text(nested, "WorkflowStepId", step->id);
	put_text(nested, "StepName", step->name);
	put_text(nested, "StatusName", step->status);
	put_bool(nested, "IsClosed", step->is_closed);
	json_object_object_add(object, "WorkflowStep", nested);
}

static void
put_assets(struct json_object *object, const struct ticket *ticket)
{
	struct json_object *list;

	if (ticket->asset_count == 0)
		return;
	list = json_object_new_array();
	for (size_t i = 0; i < ticket->asset_count; i++) {
		struct json_object *row = json_object_new_object();

		put_text(row, "AssetId", ticket->assets[i]->id);
		put_text(row, "AssetTag", ticket->assets[i]->tag);
		put_text(row, "Name", ticket->assets[i]->name);
		json_object_array_add(list, row);
	}
	json_object_object_add(object, "Assets", list);
}

struct json_object *
ticket_detail(const struct ticket *ticket, long offset_s)
{
	struct json_object *item = json_object_new_object();

	put_ticket_id(item, ticket);
	put_text(item, "TicketNumber", ticket->number);
	put_text(item, "ProductId", SITE_PRODUCT);
	put_text(item, "Subject", ticket->subject);
	put_text(item, "IssueDescription", ticket->description);
	put_bool(item, "IsClosed", ticket->step->is_closed);
	put_bool(item, "IsDeleted", false);
	put_bool(item, "IsUrgent", ticket->is_urgent);
	put_text(item, "Priority", ticket->is_urgent ? "High" : "Medium");
	put_step(item, ticket->step);
	put_person(item, "CreatedByUser", "CreatedByUserId", ticket->creator);
	/* Owner is the requester's side, not who works on it. */
	put_person(item, "Owner", "OwnerId", ticket->requester);
	put_person(item, "For", "ForId", ticket->requester);
	put_person(
		item, "AssignedToUser", "AssignedToUserId", ticket->assignee);
	put_thing(item, "AssignedToTeam", "AssignedToTeamId", "TeamId",
		ticket->team);
	put_thing(item, "Issue", "IssueId", "IssueId", ticket->issue);
	put_thing(
		item, "Location", "LocationId", "LocationId", ticket->location);
	put_thing(item, "LocationRoom", "LocationRoomId", "LocationRoomId",
		ticket->room);
	put_thing(item, "CloseReasonType", "CloseReasonTypeId",
		"CloseReasonTypeId", ticket->reason);
	put_assets(item, ticket);
	if (ticket->duplicate_of != NULL)
		put_text(item, "DuplicateOfTicketId", ticket->duplicate_of->id);
	put_date(item, "CreatedDate", ticket->created, offset_s);
	put_date(item, "ModifiedDate", ticket->modified, offset_s);
	put_date(item, "ClosedDate", ticket->closed, offset_s);
	return item;
}

/* Other names than the details', and no description. */
struct json_object *
ticket_row(const struct ticket *ticket, long offset_s)
{
	struct json_object *row = json_object_new_object();

	put_text(row, "TicketId", ticket->id);
	put_text(row, "TicketNumber", ticket->number);
	put_text(row, "TicketSubject", ticket->subject);
	put_text(row, "TicketStatusName", ticket->step->status);
	put_bool(row, "IsClosed", ticket->step->is_closed);
	put_text(row, "TicketForName", ticket->requester->name);
	if (ticket->location != NULL)
		put_text(row, "LocationName", ticket->location->name);
	if (ticket->team != NULL)
		put_text(row, "AssignedToTeamName", ticket->team->name);
	put_date(row, "TicketCreatedDate", ticket->created, offset_s);
	put_date(row, "TicketModifiedDate", ticket->modified, offset_s);
	return row;
}

static struct json_object *
comments_truth(const struct ticket *ticket)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < ticket->comment_count; i++) {
		const struct comment *comment = &ticket->comments[i];
		struct json_object *row = json_object_new_object();

		put_text(row, "TicketActivityId", comment->id);
		put_text(row, "Comments", comment->text);
		put_bool(row, "IsPublic", comment->is_public);
		put_bool(row, "Mailed", comment->mailed);
		put_text(row, "Author", comment->author->email);
		put_number(row, "Created", comment->created);
		json_object_array_add(list, row);
	}
	return list;
}

struct json_object *
ticket_truth(const struct ticket *ticket)
{
	struct json_object *item = ticket_detail(ticket, 0);

	put_text(item, "TicketId", ticket->id);
	put_text(item, "CloseReason",
		ticket->reason ? ticket->reason->name : NULL);
	put_text(item, "CreatedBy", ticket->creator->email);
	put_text(item, "Whose", ticket->stranger ? "stranger" : "ours");
	put_bool(item, "Touched", ticket->touched);
	put_number(item, "Created", ticket->created);
	put_number(item, "Closed", ticket->closed);
	json_object_object_add(item, "Comments", comments_truth(ticket));
	return item;
}
