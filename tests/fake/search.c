/* search.c - POST /tickets: filters, order and pages */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/mem.h"
#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

#define OPEN_STATE   "00000000-0000-0000-0000-000000000000"
#define CLOSED_STATE "11111111-1111-1111-1111-111111111111"

/* One filter of the request, once it is known to be understood. */
struct filter {
	const char *facet;
	const char *wanted;
};

static bool
is_word_character(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The next word at or after text, tags of HTML left out; NULL at the end. */
static const char *
next_word(const char *text, size_t *length)
{
	while (*text != '\0' && !is_word_character(*text)) {
		if (*text == '<' && strchr(text, '>') != NULL)
			text = strchr(text, '>');
		text++;
	}
	for (*length = 0; is_word_character(text[*length]); ++*length)
		;
	return *length > 0 ? text : NULL;
}

static bool
holds_word(const char *text, const char *word, size_t length)
{
	size_t got;

	for (; (text = next_word(text, &got)) != NULL; text += got)
		if (got == length && strncasecmp(text, word, length) == 0)
			return true;
	return false;
}

/* Every word must be there, whole, without regard to case. */
static bool
keyword_fits(
	const struct fake *fake, const struct ticket *ticket, const char *value)
{
	bool read = !habit(&fake->habits, HABIT_KEYWORD_IGNORES_DESCRIPTION);
	size_t length;

	for (; (value = next_word(value, &length)) != NULL; value += length)
		if (!holds_word(ticket->subject, value, length) &&
			!holds_word(ticket->number, value, length) &&
			!(read &&
				holds_word(ticket->description, value, length)))
			return false;
	return true;
}

static bool
asset_fits(const struct ticket *ticket, const char *wanted)
{
	for (size_t i = 0; i < ticket->asset_count; i++)
		if (strcasecmp(ticket->assets[i]->tag, wanted) == 0 ||
			strcasecmp(ticket->assets[i]->id, wanted) == 0)
			return true;
	return false;
}

static bool
thing_is(const struct thing *thing, const char *id)
{
	return thing != NULL && strcasecmp(thing->id, id) == 0;
}

static bool
filter_fits(const struct fake *fake, const struct filter *filter,
	const struct ticket *ticket)
{
	const char *facet = filter->facet;
	const char *wanted = filter->wanted;

	if (strcasecmp(facet, "keyword") == 0)
		return keyword_fits(fake, ticket, wanted);
	if (strcasecmp(facet, "subject") == 0)
		return strcasestr(ticket->subject, wanted) != NULL;
	if (strcasecmp(facet, "ticketnumber") == 0)
		return strcmp(ticket->number, wanted) == 0;
	if (strcasecmp(facet, "ticketstate") == 0)
		return ticket->step->is_closed ==
		       (strcmp(wanted, CLOSED_STATE) == 0);
	if (strcasecmp(facet, "location") == 0)
		return thing_is(ticket->location, wanted);
	if (strcasecmp(facet, "team") == 0)
		return thing_is(ticket->team, wanted);
	return asset_fits(ticket, wanted);
}

/* What this facet wants of the row, or NULL when the value is not known. */
static const char *
value_of(struct json_object *row, const char *facet)
{
	static const char *const by_value[] = { "keyword", "subject",
		"ticketnumber", "assettag" };
	const char *id = get_text(row, "Id");

	for (size_t i = 0; i < sizeof(by_value) / sizeof(by_value[0]); i++)
		if (strcasecmp(facet, by_value[i]) == 0)
			return get_text(row, "Value");
	if (id == NULL)
		return NULL;
	if (strcasecmp(facet, "ticketstate") == 0)
		return strcmp(id, OPEN_STATE) == 0 ||
				       strcmp(id, CLOSED_STATE) == 0
			       ? id
			       : NULL;
	if ((strcasecmp(facet, "location") == 0 &&
		    table_find(&site_locations, id) != NULL) ||
		(strcasecmp(facet, "team") == 0 &&
			table_find(&site_teams, id) != NULL) ||
		(strcasecmp(facet, "asset") == 0 && site_asset(id) != NULL))
		return id;
	return NULL;
}

/* Unknown facets and values are dropped in silence: so does the API. */
static struct filter *
read_filters(const struct exchange *x, size_t *count)
{
	const struct habits *habits = &x->fake->habits;
	struct json_object *list = get_array(x->json, "Filters");
	size_t rows = list ? json_object_array_length(list) : 0;
	struct filter *filters = xcalloc(rows + 1, sizeof(*filters));

	*count = 0;
	if (habit(habits, HABIT_DROPPED_FACETS))
		return filters;
	for (size_t i = 0; i < rows; i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		const char *facet = get_text(row, "Facet");
		const char *wanted = facet ? value_of(row, facet) : NULL;

		if (wanted == NULL ||
			(strcasecmp(facet, "ticketstate") == 0 &&
				habit(habits, HABIT_DROPPED_TICKETSTATE)))
			continue;
		filters[*count].facet = facet;
		filters[(*count)++].wanted = wanted;
	}
	return filters;
}

static bool
is_visible(const struct fake *fake, const struct ticket *ticket)
{
	return ticket->stranger || (!habit(&fake->habits, HABIT_HIDDEN) &&
					   ticket->indexed <= fake_uptime());
}

static bool
fits(const struct fake *fake, const struct filter *filters, size_t count,
	const struct ticket *ticket)
{
	if (!is_visible(fake, ticket))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!filter_fits(fake, &filters[i], ticket))
			return false;
	return true;
}

/* Newest first unless the query's $o says otherwise: "Field asc|desc". */
static bool
newest_first(const struct exchange *x)
{
	const char *order = exchange_query(x, "$o");

	return order == NULL || strcasestr(order, " asc") == NULL;
}

void
search_serve(struct exchange *x)
{
	const struct tickets *tickets = &x->fake->tickets;
	long offset = habit(&x->fake->habits, HABIT_TICKET_DATE_OFFSET);
	struct json_object *page = json_object_new_array();
	size_t size = exchange_number(x, "$s", 20);
	size_t filter_count, first, found = 0;
	struct filter *filters = read_filters(x, &filter_count);
	bool backwards = newest_first(x);

	if (size == 0 || size > 100)
		size = size ? 100 : 20;
	first = exchange_number(x, "$p", 0) * size;
	for (size_t i = 0; i < tickets->count; i++) {
		size_t at = backwards ? tickets->count - 1 - i : i;
		const struct ticket *ticket = tickets->rows[at];

		if (!fits(x->fake, filters, filter_count, ticket))
			continue;
		if (found >= first && found < first + size)
			json_object_array_add(page, ticket_row(ticket, offset));
		found++;
	}
	free(filters);
	answer_page(x, page, found);
}
