/* filters.c - POST /filters: which ids bear this name? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/field.h"
#include "fake/site.h"

static bool
text_is(struct json_object *value, const char *text)
{
	return json_object_is_type(value, json_type_string) &&
	       strcasecmp(json_object_get_string(value), text) == 0;
}

static bool
facet_wanted(struct json_object *facets, const char *facet)
{
	size_t count = facets ? json_object_array_length(facets) : 0;

	for (size_t i = 0; i < count; i++)
		if (text_is(json_object_array_get_idx(facets, i), facet))
			return true;
	return count == 0;
}

static void
add(struct json_object *all, const char *facet, const char *id,
	const char *name)
{
	struct json_object *row = json_object_new_object();

	put_text(row, "Facet", facet);
	put_text(row, "Id", id);
	put_text(row, "Name", name);
	json_object_array_add(all, row);
}

/* Every name that holds the query is offered: the caller must look closely. */
void
lists_filters_serve(struct exchange *x)
{
	static const struct {
		const char *facet;
		const struct table *table;
	} tables[] = { { "team", &site_teams }, { "location", &site_locations },
		{ "room", &site_rooms }, { "issue", &site_issues } };
	struct json_object *facets = get_array(x->json, "Facets");
	struct json_object *all = json_object_new_array();
	const char *query = get_text(x->json, "Query");

	if (query == NULL)
		query = "";
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (size_t k = 0; facet_wanted(facets, tables[i].facet) &&
				   k < tables[i].table->count;
			k++) {
			const struct thing *thing = &tables[i].table->rows[k];

			if (strcasestr(thing->name, query) != NULL)
				add(all, tables[i].facet, thing->id,
					thing->name);
		}
	for (size_t i = 0;
		facet_wanted(facets, "user") && i < site_people_count; i++)
		if (strcasestr(site_people[i].name, query) != NULL ||
			strcasestr(site_people[i].email, query) != NULL)
			add(all, "user", site_people[i].id,
				site_people[i].name);
	answer_items(x, all);
}
