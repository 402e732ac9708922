/* changes.c - read a ticket; assign and update it, its assets and urgency */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <string.h>

#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

static void
show(struct exchange *x, struct ticket *ticket)
{
	answer_item(x, 200,
		ticket_detail(ticket,
			habit(&x->fake->habits, HABIT_TICKET_DATE_OFFSET)));
}

void
ticket_read_serve(struct exchange *x)
{
	struct ticket *ticket = api_ticket(x);

	if (ticket != NULL)
		show(x, ticket);
}

void
change_assign_serve(struct exchange *x)
{
	struct ticket *ticket = api_ticket_to_change(x);
	const struct thing *team =
		table_find(&site_teams, get_text(x->json, "AssignToTeamId"));
	const struct person *user =
		site_person(get_text(x->json, "AssignToUserId"));

	if (ticket == NULL)
		return;
	if (team == NULL && user == NULL) {
		answer_errors(x, 400, "AssignToTeamId",
			"A team or a user must be named", NULL);
		return;
	}
	ticket->team = team;
	ticket->assignee = user;
	ticket->modified = fake_now();
	show(x, ticket);
}

static void
update_thing(struct exchange *x, const char *field, const struct table *table,
	bool only_named, const struct thing **thing)
{
	if (has_field(x->json, field) || !only_named)
		*thing = table_find(table, get_text(x->json, field));
}

/* Without the flag, what the body leaves out is emptied. */
void
change_update_serve(struct exchange *x)
{
	struct ticket *ticket = api_ticket_to_change(x);
	const char *flags = exchange_header(x, "ApiFlags");
	const char *subject = get_text(x->json, "Subject");
	bool only_named =
		flags != NULL && strstr(flags, "OnlySetMappedProperties");

	if (ticket == NULL)
		return;
	if (subject != NULL || !only_named)
		ticket_set_subject(ticket, subject ? subject : "");
	update_thing(x, "LocationId", &site_locations, only_named,
		&ticket->location);
	update_thing(
		x, "LocationRoomId", &site_rooms, only_named, &ticket->room);
	update_thing(
		x, "AssignedToTeamId", &site_teams, only_named, &ticket->team);
	if (has_field(x->json, "IsUrgent") || !only_named)
		ticket->is_urgent = get_bool(x->json, "IsUrgent");
	ticket->modified = fake_now();
	show(x, ticket);
}

/* Replaces the list. */
void
change_assets_serve(struct exchange *x)
{
	struct ticket *ticket = api_ticket_to_change(x);
	size_t count, kept = 0;

	if (ticket == NULL)
		return;
	if (!json_object_is_type(x->json, json_type_array)) {
		answer_message(x, 400, "The body must be an array of assets.");
		return;
	}
	count = json_object_array_length(x->json);
	for (size_t i = 0; i < count && kept < TICKET_ASSETS; i++) {
		struct json_object *row = json_object_array_get_idx(x->json, i);
		const struct asset *asset =
			site_asset(get_text(row, "AssetId"));

		if (asset != NULL)
			ticket->assets[kept++] = asset;
	}
	ticket->asset_count = kept;
	ticket->modified = fake_now();
	show(x, ticket);
}

static void
set_urgent(struct exchange *x, bool is_urgent)
{
	struct ticket *ticket = api_ticket_to_change(x);

	if (ticket == NULL)
		return;
	ticket->is_urgent = is_urgent;
	ticket->modified = fake_now();
	show(x, ticket);
}

void
change_urgent_serve(struct exchange *x)
{
	set_urgent(x, true);
}

void
change_not_urgent_serve(struct exchange *x)
{
	set_urgent(x, false);
}
