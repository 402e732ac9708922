/* lookup.c - the ids of what the site has, for people who write an ini file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/lookup.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "outbox/desk.h"
#include "outbox/print.h"

struct kind {
	const char *word;
	const char *key; /* of the ini file */
	enum thing thing;
};

static const struct kind kinds[] = {
	{ "team", "team", THING_TEAM },
	{ "location", "location", THING_LOCATION },
	{ "room", "room", THING_ROOM },
	{ "issue", "issue", THING_ISSUE },
	{ "user", "requester", THING_REQUESTER },
	{ "asset", "asset", THING_ASSET },
};

static const struct kind *
find_kind(const char *word)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return &kinds[i];
	return NULL;
}

/* ---- printing ---- */

static void
print_entry(const struct kind *kind, const struct entry *entry)
{
	fputs("# ", stdout);
	print_text(entry->name);
	if (entry->other[0] != '\0')
		fputs(", ", stdout);
	print_text(entry->other);
	printf("\n%s = ", kind->key);
	/* An asset is named by its tag there. */
	print_text(kind->thing == THING_ASSET ? entry->name : entry->id);
	putchar('\n');
}

static json_object *
entry_json(const struct kind *kind, const struct entry *entry)
{
	json_object *out = json_object_new_object();

	json_put_text(out, "kind", kind->word);
	json_put_text(out, "id", entry->id);
	json_put_text(out, "name", entry->name);
	json_put_text(out, "other", entry->other);
	json_put_text(out, "location", entry->location);
	json_put_text(out, "room", entry->room);
	return out;
}

static void
print(const struct settings *settings, const struct kind *kind,
	const struct entry *rows, size_t count)
{
	json_object *json;

	if (opts_count(settings->opts, "json") == 0) {
		for (size_t i = 0; i < count; i++)
			print_entry(kind, &rows[i]);
		return;
	}
	json = json_object_new_array();
	for (size_t i = 0; i < count; i++)
		json_object_array_add(json, entry_json(kind, &rows[i]));
	json_print(json);
}

/* ---- the verb ---- */

static int
not_one(const struct kind *kind, const char *name, size_t count,
	struct err *why)
{
	bool is_asset = kind->thing == THING_ASSET;

	if (count == 0)
		return err_set(why,
			is_asset
				? "no %s has the tag or serial number \"%.80s\""
				: "no %s has \"%.80s\" in its name",
			kind->word, name);
	return err_set(why,
		is_asset ? "%zu %ss have the tag or serial number \"%.80s\""
			 : "%zu %ss have \"%.80s\" in their name: give more of "
			   "it",
		count, kind->word, name);
}

static int
ask(const struct helpdesk *desk, const struct kind *kind, const char *name,
	struct entries *out, struct err *why)
{
	struct verdict verdict =
		desk->lookup(desk->self, kind->thing, name, "", out);

	return verdict.answer == DESK_DONE ? 0
					   : err_set(why, "%s", verdict.text);
}

/* A whole name is meant even if others hold it. */
static int
choose(const struct settings *settings, const struct kind *kind,
	const struct entries *found, struct err *why)
{
	const char *name = settings->words[1];
	size_t same;
	const struct entry *one = entries_named(found, name, &same);

	if (same == 1) {
		print(settings, kind, one, 1);
		return 0;
	}
	print(settings, kind, found->rows, found->count);
	if (found->count == 1)
		return 0;
	fflush(stdout);
	return not_one(kind, name, found->count, why);
}

int
lookup(const struct settings *settings, struct err *why)
{
	const struct kind *kind = find_kind(settings->words[0]);
	struct entries found = { 0 };
	struct iiq_desk *desk;
	struct pace pace;
	int rc;

	if (kind == NULL)
		return err_set(why,
			"\"%.40s\" is none of team, location, room, issue, "
			"user, asset",
			settings->words[0]);
	pace_init(&pace, settings->pace, 0);
	if (desk_open(settings, &pace, &desk, why) < 0)
		return -1;
	rc = ask(iiq_desk_ops(desk), kind, settings->words[1], &found, why);
	if (rc == 0)
		rc = choose(settings, kind, &found, why);
	entries_clear(&found);
	iiq_desk_free(desk);
	return rc;
}
