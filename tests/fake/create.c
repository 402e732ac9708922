/* create.c - POST /tickets/new and /tickets/simple/new */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/mem.h"
#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

#define SUBJECT_CHARACTERS 500

/* What a create asks for, once it is known to be right. */
struct wish {
	const char *subject;
	const char *description;
	const struct person *requester;
	const struct thing *issue;
	const struct thing *location;
	const struct thing *room;
	const struct thing *team;
	const struct asset *assets[TICKET_ASSETS];
	size_t asset_count;
	bool is_urgent;
};

static size_t
characters(const char *utf8)
{
	size_t n = 0;

	for (; *utf8 != '\0'; utf8++)
		n += ((unsigned char)*utf8 & 0xc0) != 0x80;
	return n;
}

static bool
invalid(struct exchange *x, const char *field, const char *message)
{
	answer_errors(x, 400, field, message, NULL);
	return false;
}

/* A thing that may be left out, but must exist when it is named. */
static bool
read_thing(struct exchange *x, const char *field, const struct table *table,
	const struct thing **out)
{
	*out = NULL;
	if (!has_field(x->json, field) || get_text(x->json, field) == NULL)
		return true;
	*out = table_find(table, get_text(x->json, field));
	return *out != NULL || invalid(x, field, "The id is unknown");
}

static bool
read_assets(struct exchange *x, struct wish *wish)
{
	struct json_object *list = get_array(x->json, "Assets");
	size_t count = list ? json_object_array_length(list) : 0;

	for (size_t i = 0; i < count && i < TICKET_ASSETS; i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const struct asset *asset =
			site_asset(get_text(row, "AssetId"));

		if (asset == NULL)
			return invalid(x, "Assets", "The asset is unknown");
		wish->assets[wish->asset_count++] = asset;
	}
	return true;
}

static bool
read_required(struct exchange *x, struct wish *wish)
{
	wish->subject = get_text(x->json, "Subject");
	wish->description = get_text(x->json, "IssueDescription");
	wish->requester = site_person(get_text(x->json, "ForId"));
	wish->issue = table_find(&site_issues, get_text(x->json, "IssueId"));
	if (wish->subject == NULL)
		return invalid(x, "Subject", "Subject is required");
	if (characters(wish->subject) > SUBJECT_CHARACTERS)
		return invalid(
			x, "Subject", "Subject must be at most 500 characters");
	if (wish->description == NULL)
		return invalid(
			x, "IssueDescription", "IssueDescription is required");
	if (wish->requester == NULL)
		return invalid(x, "ForId", "ForId must name a user");
	if (wish->issue == NULL)
		return invalid(x, "IssueId", "IssueId must name an issue");
	return true;
}

static bool
read_wish(struct exchange *x, struct wish *wish)
{
	memset(wish, 0, sizeof(*wish));
	if (!read_required(x, wish) ||
		!read_thing(
			x, "LocationId", &site_locations, &wish->location) ||
		!read_thing(x, "LocationRoomId", &site_rooms, &wish->room) ||
		!read_thing(x, "AssignedToTeamId", &site_teams, &wish->team) ||
		!read_assets(x, wish))
		return false;
	wish->is_urgent = get_bool(x->json, "IsUrgent");
	if (wish->location == NULL &&
		habit(&x->fake->habits, HABIT_LOCATION_REQUIRED))
		return invalid(x, "LocationId", "LocationId is required");
	if (wish->room != NULL && wish->location != NULL &&
		strcasecmp(wish->room->within, wish->location->id) != 0)
		return invalid(x, "LocationRoomId",
			"The room is not in this location");
	return true;
}

static struct ticket *
make(struct exchange *x, const struct wish *wish)
{
	struct fake *fake = x->fake;
	struct ticket *ticket =
		ticket_add(&fake->tickets, wish->subject, wish->description);

	ticket->creator = api_user(x);
	ticket->requester = wish->requester;
	ticket->issue = wish->issue;
	ticket->location = wish->location;
	ticket->room = wish->room;
	ticket->team = wish->team;
	ticket->is_urgent = wish->is_urgent;
	ticket->asset_count = wish->asset_count;
	memcpy(ticket->assets, wish->assets, sizeof(wish->assets));
	ticket->indexed =
		fake_uptime() + (double)habit(&fake->habits, HABIT_SEARCH_LAG);
	return ticket;
}

/* The site's rules run after the answer was made: what it says is soon old. */
static void
run_rules(struct exchange *x, struct ticket *ticket)
{
	long rules = habit(&x->fake->habits, HABIT_RULES);
	char *subject;

	if (rules >= 1 && ticket->team == NULL)
		ticket->team = &site_teams.rows[0];
	if (rules >= 2) {
		subject = xasprintf("[%s] %s",
			ticket->location ? ticket->location->name : "District",
			ticket->subject);
		ticket_set_subject(ticket, subject);
		free(subject);
	}
}

static void
create(struct exchange *x, const struct wish *wish)
{
	struct habits *habits = &x->fake->habits;
	long offset = habit(habits, HABIT_TICKET_DATE_OFFSET);
	struct ticket *ticket;

	if (habit_use(habits, HABIT_ERRORS_IN_200)) {
		answer_errors(x, 200, "Subject",
			"The ticket could not be created", NULL);
		return;
	}
	ticket = make(x, wish);
	if (habit_use(habits, HABIT_ERRORS_IN_200_CREATED))
		answer_errors(x, 200, "AssignedToTeamId",
			"The team could not be notified",
			ticket_detail(ticket, offset));
	else /* 200 and 201 are both documented. */
		answer_item(x, ticket->number[13] % 2 ? 201 : 200,
			ticket_detail(ticket, offset));
	run_rules(x, ticket);
}

void
create_serve(struct exchange *x)
{
	struct wish wish;

	if (read_wish(x, &wish))
		create(x, &wish);
}

static const struct thing *
issue_by_name(const char *name)
{
	for (size_t i = 0; name != NULL && i < site_issues.count; i++)
		if (strcasecmp(site_issues.rows[i].name, name) == 0)
			return &site_issues.rows[i];
	return NULL;
}

/* The server resolves the names here, and makes up the subject. */
void
create_simple_serve(struct exchange *x)
{
	const char *tag = get_text(x->json, "AssetTag");
	struct wish wish = {
		.requester = site_person(get_text(x->json, "ForUsername")),
		.issue = issue_by_name(get_text(x->json, "Issue")),
		.description = get_text(x->json, "IssueDescription"),
	};

	if (wish.requester == NULL) {
		invalid(x, "ForUsername", "The user is unknown");
	} else if (wish.issue == NULL) {
		invalid(x, "Issue", "The issue is unknown");
	} else if (wish.description == NULL) {
		invalid(x, "IssueDescription", "IssueDescription is required");
	} else {
		wish.subject = wish.issue->name;
		for (size_t i = 0; tag != NULL && i < site_assets_count; i++)
			if (strcasecmp(site_assets[i].tag, tag) == 0)
				wish.assets[wish.asset_count++] =
					&site_assets[i];
		create(x, &wish);
	}
}
