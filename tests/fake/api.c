/* api.c - which call is meant, and what a habit makes of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/api.h"

#include <string.h>

#include "fake/exchange.h"
#include "fake/fake.h"

static const struct route {
	const char *method;
	const char *pattern; /* {} stands for one part of the path */
	enum kind kind;
	void (*serve)(struct exchange *x);
} routes[] = {
	{ "GET", "/sites/isalive", KIND_ALIVE, lists_alive_serve },
	{ "GET", "/sites/my/settings", KIND_OTHER, lists_settings_serve },
	{ "GET", "/login", KIND_LOGIN, lists_login_serve },
	{ "GET", "/locations/all", KIND_LIST, lists_locations_serve },
	{ "GET", "/locations/{}/rooms", KIND_LIST, lists_rooms_serve },
	{ "GET", "/teams", KIND_LIST, lists_teams_serve },
	{ "GET", "/issues", KIND_LIST, lists_issues_serve },
	{ "GET", "/issues/site", KIND_LIST, lists_issues_serve },
	{ "POST", "/users", KIND_LIST, lists_users_serve },
	{ "GET", "/users/{}", KIND_LIST, lists_user_serve },
	{ "POST", "/filters", KIND_FILTERS, lists_filters_serve },
	{ "GET", "/assets/assettag/{}", KIND_LIST, assets_by_tag_serve },
	{ "GET", "/assets/serial/{}", KIND_LIST, assets_by_serial_serve },
	{ "GET", "/tickets", KIND_SEARCH, search_serve },
	{ "POST", "/tickets", KIND_SEARCH, search_serve },
	{ "POST", "/tickets/new", KIND_CREATE, create_serve },
	{ "POST", "/tickets/simple/new", KIND_CREATE, create_simple_serve },
	{ "GET", "/tickets/statuses", KIND_OTHER, lists_statuses_serve },
	{ "GET", "/tickets/{}/statuses", KIND_OTHER, lists_statuses_serve },
	{ "GET", "/tickets/{}", KIND_READ, ticket_read_serve },
	{ "POST", "/tickets/{}", KIND_STEP, change_update_serve },
	{ "GET", "/tickets/{}/activities", KIND_READ, activities_list_serve },
	{ "POST", "/tickets/{}/activities/new", KIND_COMMENT,
		activity_new_serve },
	{ "POST", "/tickets/{}/activities/new/false", KIND_COMMENT,
		activity_new_quiet_serve },
	{ "POST", "/tickets/{}/status/{}", KIND_STEP, step_move_serve },
	{ "POST", "/tickets/{}/close", KIND_STEP, step_close_serve },
	{ "POST", "/tickets/{}/cancel", KIND_STEP, step_cancel_serve },
	{ "POST", "/tickets/{}/mark-as-duplicate/{}", KIND_STEP,
		step_duplicate_serve },
	{ "POST", "/tickets/{}/assign", KIND_STEP, change_assign_serve },
	{ "POST", "/tickets/{}/assets", KIND_STEP, change_assets_serve },
	{ "POST", "/tickets/{}/mark-urgent", KIND_STEP, change_urgent_serve },
	{ "POST", "/tickets/{}/mark-not-urgent", KIND_STEP,
		change_not_urgent_serve },
};

/* Like strtok_r for one "/part": returns it and moves on, or NULL. */
static const char *
next_part(const char **path, size_t *length)
{
	const char *part;

	if (**path != '/')
		return NULL;
	part = *path + 1;
	*length = strcspn(part, "/");
	*path = part + *length;
	return part;
}

static bool
matches(const char *pattern, const char *path)
{
	const char *want, *got;
	size_t want_length, got_length;

	while ((want = next_part(&pattern, &want_length)) != NULL) {
		got = next_part(&path, &got_length);
		if (got == NULL || got_length == 0)
			return false;
		if (strncmp(want, "{}", want_length) == 0)
			continue;
		if (got_length != want_length ||
			strncmp(want, got, got_length) != 0)
			return false;
	}
	return *path == '\0';
}

/* Cuts the path into its parts and keeps those that stand for {}. */
static void
take_args(struct exchange *x, const char *pattern)
{
	size_t n = 0;
	char *part, *rest = x->path + 1;

	for (pattern++; (part = strsep(&rest, "/")) != NULL;
		pattern += strcspn(pattern, "/") + 1)
		if (pattern[0] == '{')
			x->arg[n++] = part;
}

static const struct route *
find_route(const struct exchange *x)
{
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		if (strcmp(routes[i].method, x->method) == 0 &&
			matches(routes[i].pattern, x->path))
			return &routes[i];
	return NULL;
}

/* The code that a habit answers to this kind of call; 0 = none. */
static int
status_by_habit(struct exchange *x)
{
	static const enum habit of_kind[] = {
		[KIND_ALIVE] = HABIT_ALIVE_STATUS,
		[KIND_LOGIN] = HABIT_LOGIN_STATUS,
		[KIND_LIST] = HABIT_LIST_STATUS,
		[KIND_FILTERS] = HABIT_FILTERS_STATUS,
		[KIND_SEARCH] = HABIT_SEARCH_STATUS,
		[KIND_CREATE] = HABIT_CREATE_STATUS,
		[KIND_READ] = HABIT_READ_STATUS,
		[KIND_COMMENT] = HABIT_COMMENT_STATUS,
		[KIND_STEP] = HABIT_STEP_STATUS,
	};
	struct habits *habits = &x->fake->habits;
	int status = (int)habit(habits, HABIT_STATUS);

	if (status == 0 && x->kind != KIND_OTHER)
		status = (int)habit(habits, of_kind[x->kind]);
	if (status != 0 && habit(habits, HABIT_STATUS_COUNT) > 0 &&
		habit_use(habits, HABIT_STATUS_COUNT) &&
		habit(habits, HABIT_STATUS_COUNT) == 0)
		for (int i = HABIT_STATUS; i <= HABIT_STEP_STATUS; i++)
			habits->value[i] = 0;
	return status;
}

static const char *
message_of(int status)
{
	switch (status) {
	case 400:
		return "The request is invalid.";
	case 401:
		return "Invalid or expired token";
	case 403:
		return "Insufficient permissions";
	case 404:
		return "Not found.";
	case 409:
		return "The entity already exists.";
	case 429:
		return "Rate limit exceeded. Try again later.";
	default:
		return status >= 500 ? "An unexpected error occurred."
				     : "That did not work.";
	}
}

/* True when more calls came in this second than the habit allows. */
static bool
over_the_limit(struct fake *fake)
{
	long limit = habit(&fake->habits, HABIT_RATE_LIMIT);
	double now = fake_uptime();

	if (now - fake->rate_second >= 1) {
		fake->rate_second = now;
		fake->rate_calls = 0;
	}
	return limit > 0 && ++fake->rate_calls > limit;
}

/* Answers that do not depend on the call; true when one was made. */
static bool
refused_by_habit(struct exchange *x)
{
	static const char html_502[] =
		"<html><head><title>502 Bad Gateway</title></head><body>"
		"<center><h1>502 Bad Gateway</h1></center></body></html>\n";
	static const char html_200[] =
		"<!DOCTYPE html><html><body>Please sign in to the school's "
		"network.</body></html>\n";
	struct fake *fake = x->fake;
	int status = status_by_habit(x);

	if (habit(&fake->habits, HABIT_HTML_502))
		answer_text(x, 502, "text/html", html_502);
	else if (habit(&fake->habits, HABIT_HTML_200))
		answer_text(x, 200, "text/html", html_200);
	else if (status != 0)
		answer_message(x, status, "%s", message_of(status));
	else if (over_the_limit(fake))
		answer_message(x, 429, "%s", message_of(429));
	else
		return false;
	return true;
}

void
api_serve(struct exchange *x)
{
	const struct route *route = find_route(x);
	long max_body = habit(&x->fake->habits, HABIT_MAX_BODY);

	x->kind = route ? route->kind : KIND_OTHER;
	if (refused_by_habit(x))
		return;
	if (x->kind != KIND_ALIVE && !auth_check(x))
		return;
	if (max_body > 0 && x->body_bytes > (size_t)max_body) {
		answer_message(x, 413, "Request Entity Too Large");
		return;
	}
	if (x->body_bytes > 0 && x->json == NULL) {
		answer_message(x, 400, "The body is not JSON.");
		return;
	}
	if (route == NULL) {
		answer_message(x, 404,
			"No HTTP resource was found that "
			"matches the request.");
		return;
	}
	take_args(x, route->pattern);
	if (x->kind == KIND_SEARCH)
		x->fake->searches++;
	route->serve(x);
}

const struct person *
api_user(const struct exchange *x)
{
	return &site_people[habit(&x->fake->habits, HABIT_OTHER_USER)
				    ? SITE_OTHER_ROBOT
				    : SITE_ROBOT];
}

struct ticket *
api_ticket(struct exchange *x)
{
	struct ticket *ticket = ticket_find(&x->fake->tickets, x->arg[0]);

	if (ticket == NULL ||
		(!ticket->stranger && habit(&x->fake->habits, HABIT_HIDDEN))) {
		answer_message(x, 404, "Ticket %s was not found.", x->arg[0]);
		return NULL;
	}
	return ticket;
}

struct ticket *
api_ticket_to_change(struct exchange *x)
{
	struct ticket *ticket = api_ticket(x);

	if (ticket != NULL)
		ticket->touched = true;
	return ticket;
}
