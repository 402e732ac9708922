/* iiq_lookup.c - names to ids, from IncidentIQ's lists and filters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/ids.h"
#include "outbox/iiq_desk.h"
#include "outbox/iiq_json.h"

/* How much of a list an answer holds. */
struct extent {
	size_t rows;
	int64_t total; /* of all pages; -1 = not said */
};

/*
 * Asks for a list, and adds its rows. A question that this token may not ask,
 * or that the site does not know, is refused and no reason to wait for ever.
 * Nothing was changed, so whatever else it is, it can be asked later.
 */
static struct verdict
ask_page(struct iiq_desk *desk, const struct request *request, enum thing thing,
	struct entries *out, struct extent *extent)
{
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(desk, request, &reply);

	*extent = (struct extent){ .total = iiq_reply_number(
					   reply, IIQ_TOTAL_ROWS) };
	if (verdict.answer == DESK_DONE) {
		json_object *items = iiq_reply_part(reply, IIQ_ITEMS);

		if (json_object_is_type(items, json_type_array))
			extent->rows = json_object_array_length(items);
		iiq_json_entries(
			items != NULL ? items : iiq_reply_part(reply, IIQ_ITEM),
			thing, out);
	}
	iiq_reply_free(reply);
	if (verdict.answer == DESK_LOCKED &&
		iiq_probe(desk).answer == DESK_DONE)
		verdict.answer = DESK_REFUSED;
	if (verdict.answer == DESK_MAYBE)
		verdict.answer = DESK_AWAY;
	return verdict;
}

static struct verdict
ask_list(struct iiq_desk *desk, const struct request *request, enum thing thing,
	struct entries *out)
{
	struct extent extent;

	return ask_page(desk, request, thing, out, &extent);
}

static struct verdict
ask_path(struct iiq_desk *desk, const char *before, const char *part,
	const char *behind, enum thing thing, struct entries *out)
{
	char *safe = iiq_escape(part);
	struct request request = { .method = "GET",
		.path = xasprintf(
			"%s%s%s", before, safe == NULL ? "" : safe, behind),
		.kind = { .is_read = true } };

	free(safe);
	return ask_list(desk, &request, thing, out);
}

static struct verdict
find_asset(struct iiq_desk *desk, const char *word, struct entries *out)
{
	struct verdict verdict =
		ask_path(desk, "/assets/assettag/", word, "", THING_ASSET, out);

	if (verdict.answer == DESK_DONE && out->count == 0)
		verdict = ask_path(
			desk, "/assets/serial/", word, "", THING_ASSET, out);
	return verdict;
}

static struct verdict
ask_filters(struct iiq_desk *desk, enum thing thing, const char *word,
	struct entries *out)
{
	struct request request = { .method = "POST",
		.path = xstrdup("/filters"),
		.body = iiq_json_filter(thing, word),
		.kind = { .is_read = true } };

	return ask_list(desk, &request, thing, out);
}

/* The list of all there are; of users those that the desk finds. */
static struct verdict
ask_listed(struct iiq_desk *desk, enum thing thing, const char *word,
	unsigned page, struct entries *out, struct extent *extent)
{
	static const char *const paths[THINGS] = {
		[THING_ISSUE] = "/issues/site",
		[THING_LOCATION] = "/locations/all",
		[THING_TEAM] = "/teams",
	};
	char query[32];
	struct request request = {
		.method = "GET", .query = query, .kind = { .is_read = true }
	};

	snprintf(query, sizeof(query), "$p=%u&$s=%d", page, HELPDESK_PAGE_ROWS);
	if (thing == THING_REQUESTER) {
		request.method = "POST";
		request.path = xstrdup("/users");
		request.body = iiq_json_users(word);
	} else if (paths[thing] != NULL) {
		request.path = xstrdup(paths[thing]);
	} else {
		return (struct verdict){ .answer = DESK_REFUSED };
	}
	return ask_page(desk, &request, thing, out, extent);
}

/* Some lists come whole, whatever page is asked for: what is there already is
 * not added again. */
static struct verdict
ask_whole_list(struct iiq_desk *desk, enum thing thing, const char *word,
	struct entries *out)
{
	struct verdict verdict = { .answer = DESK_DONE };
	size_t seen = 0;
	bool more = true;

	for (unsigned page = 0; more && page < HELPDESK_LIST_PAGES; page++) {
		const size_t before = out->count;
		struct extent extent = { 0 };

		verdict = ask_listed(desk, thing, word, page, out, &extent);
		seen += extent.rows;
		more = extent.total < 0 ? extent.rows >= HELPDESK_PAGE_ROWS
					: (int64_t)seen < extent.total;
		more = more && verdict.answer == DESK_DONE && extent.rows > 0 &&
		       (page == 0 || out->count > before);
	}
	return verdict;
}

static struct verdict
find_user(struct iiq_desk *desk, const char *id, struct entries *out)
{
	return ask_path(desk, "/users/", id, "", THING_REQUESTER, out);
}

/* The filter knows no e-mail address, and a site need not have it. */
static struct verdict
look_in_lists(struct iiq_desk *desk, enum thing thing, const char *word,
	struct entries *out)
{
	struct verdict verdict, list;
	size_t count;

	if (ids_is_id(word))
		return thing == THING_REQUESTER
			       ? find_user(desk, word, out)
			       : ask_whole_list(desk, thing, word, out);
	if (word[0] == '\0')
		return ask_whole_list(desk, thing, word, out);
	verdict = ask_filters(desk, thing, word, out);
	if ((verdict.answer != DESK_DONE && verdict.answer != DESK_REFUSED) ||
		entries_named(out, word, &count) != NULL)
		return verdict;
	list = ask_whole_list(desk, thing, word, out);
	return list.answer == DESK_REFUSED ? verdict : list;
}

struct verdict
iiq_lookup(void *self, enum thing thing, const char *word, const char *within,
	struct entries *out)
{
	struct verdict verdict = { .answer = DESK_REFUSED };

	memset(out, 0, sizeof(*out));
	if (thing == THING_ASSET)
		verdict = find_asset(self, word, out);
	else if (thing == THING_ROOM && within[0] != '\0')
		verdict = ask_path(
			self, "/locations/", within, "/rooms", thing, out);
	if (verdict.answer == DESK_REFUSED && thing != THING_ASSET)
		verdict = look_in_lists(self, thing, word, out);
	if (verdict.answer == DESK_DONE)
		entries_keep(out, word);
	else
		entries_clear(out);
	return verdict;
}
