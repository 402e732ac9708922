/* lists.c - calls that only read what the site has */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"
#include "fake/token.h"

/* Secrets: a test greps for them where they must not be. */
#define CANARY_JWT  "canary-jwttoken-91e0a6d2"
#define CANARY_XSRF "canary-xsrftoken-c47d0b18"

void
lists_alive_serve(struct exchange *x)
{
	if (habit(&x->fake->habits, HABIT_NO_ALIVE))
		answer_message(x, 404,
			"No HTTP resource was found that "
			"matches the request.");
	else
		answer_message(x, 200, "OK");
}

void
lists_settings_serve(struct exchange *x)
{
	struct json_object *item = json_object_new_object();

	put_text(item, "SiteId", x->fake->site_id);
	put_text(item, "Name", "Fake Unified School District");
	answer_item(x, 200, item);
}

static struct json_object *
person_json(const struct person *person)
{
	struct json_object *user = json_object_new_object();

	put_text(user, "UserId", person->id);
	put_text(user, "Name", person->name);
	put_text(user, "FullName", person->name);
	put_text(user, "Email", person->email);
	put_text(user, "Username", person->email);
	put_text(user, "Role", person->role);
	return user;
}

void
lists_login_serve(struct exchange *x)
{
	struct json_object *item = json_object_new_object();
	struct token_claims claims;
	char date[32];

	/* Behind "Bearer ", which was checked. */
	if (token_read(exchange_header(x, "Authorization") + 7, &claims)) {
		ticket_date(claims.issued, 0, date);
		put_text(item, "TokenIssueDate", date);
		ticket_date(claims.expires, 0, date);
		put_text(item, "TokenExpirationDate", date);
	}
	json_object_object_add(item, "User", person_json(api_user(x)));
	put_text(item, "JwtToken", CANARY_JWT);
	put_text(item, "XsrfToken", CANARY_XSRF);
	answer_item(x, 200, item);
}

void
lists_statuses_serve(struct exchange *x)
{
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < site_steps_count; i++) {
		struct json_object *row = json_object_new_object();

		put_text(row, "WorkflowId", SITE_WORKFLOW);
		put_text(row, "WorkflowStepId", site_steps[i].id);
		put_text(row, "StepName", site_steps[i].name);
		put_text(row, "StatusName", site_steps[i].status);
		put_bool(row, "IsClosed", site_steps[i].is_closed);
		json_object_array_add(all, row);
	}
	answer_items(x, all);
}

/* Rows that a large site has besides. */
static void
add_more_teams(struct json_object *all, int count)
{
	for (int i = 1; i <= count; i++) {
		struct json_object *row = json_object_new_object();
		char text[40];

		snprintf(text, sizeof(text), "7ea00000-0000-4000-8000-%012d",
			1000 + i);
		put_text(row, "TeamId", text);
		snprintf(text, sizeof(text), "School Team %d", i);
		put_text(row, "Name", text);
		json_object_array_add(all, row);
	}
}

/* The rows of a table, or those within one thing. */
static struct json_object *
table_json(const struct table *table, const char *id_name, const char *within)
{
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < table->count; i++) {
		const struct thing *thing = &table->rows[i];
		struct json_object *row;

		if (within != NULL && strcasecmp(thing->within, within) != 0)
			continue;
		row = json_object_new_object();
		put_text(row, id_name, thing->id);
		put_text(row, "Name", thing->name);
		put_text(row, "LocationId", thing->within);
		json_object_array_add(all, row);
	}
	return all;
}

void
lists_locations_serve(struct exchange *x)
{
	answer_items(x, table_json(&site_locations, "LocationId", NULL));
}

void
lists_rooms_serve(struct exchange *x)
{
	answer_items(x, table_json(&site_rooms, "LocationRoomId", x->arg[0]));
}

void
lists_teams_serve(struct exchange *x)
{
	struct json_object *all = table_json(&site_teams, "TeamId", NULL);

	add_more_teams(all, (int)habit(&x->fake->habits, HABIT_MORE_TEAMS));
	answer_items(x, all);
}

void
lists_issues_serve(struct exchange *x)
{
	answer_items(x, table_json(&site_issues, "IssueId", NULL));
}

void
lists_users_serve(struct exchange *x)
{
	const char *query = get_text(x->json, "Query");
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < site_people_count; i++)
		if (query == NULL ||
			strcasestr(site_people[i].name, query) != NULL ||
			strcasestr(site_people[i].email, query) != NULL)
			json_object_array_add(
				all, person_json(&site_people[i]));
	answer_items(x, all);
}

void
lists_user_serve(struct exchange *x)
{
	const struct person *person = site_person(x->arg[0]);

	if (person == NULL)
		answer_message(x, 404, "User %s was not found.", x->arg[0]);
	else
		answer_item(x, 200, person_json(person));
}

static void
assets_answer(struct exchange *x, bool by_tag)
{
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < site_assets_count; i++) {
		const struct asset *asset = &site_assets[i];
		const struct thing *location, *room;
		struct json_object *row;

		if (strcasecmp(by_tag ? asset->tag : asset->serial,
			    x->arg[0]) != 0)
			continue;
		row = json_object_new_object();
		location = table_find(&site_locations, asset->location_id);
		room = table_find(&site_rooms, asset->room_id);
		put_text(row, "AssetId", asset->id);
		put_text(row, "AssetTag", asset->tag);
		put_text(row, "SerialNumber", asset->serial);
		put_text(row, "Name", asset->name);
		put_text(row, "LocationId", asset->location_id);
		put_named(row, "Location", "LocationId", asset->location_id,
			location->name);
		put_text(row, "LocationRoomId", asset->room_id);
		put_named(row, "LocationRoom", "LocationRoomId", asset->room_id,
			room ? room->name : NULL);
		json_object_array_add(all, row);
	}
	answer_items(x, all);
}

void
assets_by_tag_serve(struct exchange *x)
{
	assets_answer(x, true);
}

void
assets_by_serial_serve(struct exchange *x)
{
	assets_answer(x, false);
}
