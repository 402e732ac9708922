/* ids.c - the ids that a ticket refers to, for the words that name them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/ids.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/mem.h"
#include "outbox/names.h"
#include "outbox/text.h"

bool
ids_is_id(const char *text)
{
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-'
			 : text[i] == '\0' || strchr("0123456789abcdefABCDEF",
						      text[i]) == NULL)
			return false;
	}
	return text[36] == '\0';
}

void
ids_free(struct ids *ids)
{
	free(ids->missed);
	ids->missed = NULL;
}

/* ---- one word ---- */

struct search {
	const struct ids_question *ask;
	struct ids *out;
	struct verdict *verdict; /* DONE until the desk cannot be asked */
	struct err *why;
	bool failed; /* the database did */
};

static bool
goes_on(const struct search *search)
{
	return !search->failed && search->verdict->answer == DESK_DONE;
}

static void
miss(struct ids *ids, const struct name_key *key, const char *problem)
{
	char *safe = text_html(key->word), *old = ids->missed;

	ids->missed = xasprintf("%s<p>%s %s %s</p>", old == NULL ? "" : old,
		thing_name(key->thing), safe, problem);
	free(safe);
	free(old);
}

static void
take_entries(const struct entries *entries, const char *word, struct name *out)
{
	size_t count;
	const struct entry *entry = entries_named(entries, word, &count);

	if (count != 1) {
		snprintf(out->problem, sizeof(out->problem), "%s",
			count == 0 ? "not found" : "is there more than once");
		return;
	}
	snprintf(out->id, sizeof(out->id), "%s", entry->id);
	snprintf(out->location, sizeof(out->location), "%s", entry->location);
	snprintf(out->room, sizeof(out->room), "%s", entry->room);
}

static struct verdict
look_up(const struct helpdesk *desk, const struct name_key *key,
	struct entries *out)
{
	return desk->lookup(
		desk->self, key->thing, key->word, key->within, out);
}

static bool
has_failed(const struct verdict *verdict)
{
	return verdict->answer == DESK_AWAY || verdict->answer == DESK_MAYBE;
}

/* What fails again though the desk answers otherwise may fail for ever, and no
 * name is worth a ticket. */
static struct verdict
look_up_twice(const struct helpdesk *desk, const struct name_key *key,
	struct entries *out)
{
	struct verdict verdict = look_up(desk, key, out);

	if (!has_failed(&verdict) ||
		desk->probe(desk->self).answer != DESK_DONE)
		return verdict;
	entries_clear(out);
	verdict = look_up(desk, key, out);
	if (has_failed(&verdict))
		verdict.answer = DESK_REFUSED;
	return verdict;
}

static void
ask_desk(struct search *search, const struct name_key *key, struct name *out)
{
	struct entries entries = { 0 };

	*search->verdict = look_up_twice(search->ask->desk, key, &entries);
	if (search->verdict->answer == DESK_REFUSED) {
		*search->verdict = (struct verdict){ .answer = DESK_DONE };
		snprintf(out->problem, sizeof(out->problem),
			"could not be looked up");
	} else if (search->verdict->answer == DESK_DONE) {
		take_entries(&entries, key->word, out);
	}
	entries_clear(&entries);
	if (search->verdict->answer == DESK_DONE)
		search->failed =
			names_write(search->ask->store, key, search->ask->now,
				out, search->why) < 0;
}

/* What a word stands for; nothing if it is none, or wrong. */
static struct name
find(struct search *search, enum thing thing, const char *word)
{
	struct name_key key = { .thing = thing, .word = word, .within = "" };
	struct name name = { .id = "" };
	int known;

	if (word == NULL || word[0] == '\0' || !goes_on(search))
		return name;
	if (thing != THING_ASSET && ids_is_id(word)) {
		snprintf(name.id, sizeof(name.id), "%s", word);
		return name;
	}
	if (thing == THING_ROOM)
		key.within = search->out->id[THING_LOCATION];
	known = names_read(
		search->ask->store, &key, search->ask->now, &name, search->why);
	search->failed = known < 0;
	if (known == 0)
		ask_desk(search, &key, &name);
	if (name.problem[0] != '\0')
		miss(search->out, &key, name.problem);
	return name;
}

/* ---- all of them ---- */

static void
put(struct ids *ids, enum thing thing, const char *id)
{
	snprintf(ids->id[thing], sizeof(ids->id[thing]), "%s", id);
}

static void
find_alerts(struct search *search, enum thing thing)
{
	put(search->out, thing,
		find(search, thing, search->ask->alert->word[thing]).id);
}

static void
find_fallback(struct search *search, enum thing thing)
{
	if (search->out->id[thing][0] == '\0')
		put(search->out, thing,
			find(search, thing, search->ask->fallback->word[thing])
				.id);
}

static bool
is_said(const struct mapping *mapping, enum thing thing)
{
	return mapping->word[thing] != NULL && mapping->word[thing][0] != '\0';
}

/* Its room goes with its location only. */
static void
find_asset(struct search *search)
{
	struct ids *ids = search->out;
	struct name asset = find(
		search, THING_ASSET, search->ask->alert->word[THING_ASSET]);

	put(ids, THING_ASSET, asset.id);
	if (ids->id[THING_LOCATION][0] == '\0')
		put(ids, THING_LOCATION, asset.location);
	if (asset.location[0] != '\0' &&
		strcasecmp(ids->id[THING_LOCATION], asset.location) == 0 &&
		!is_said(search->ask->alert, THING_ROOM))
		put(ids, THING_ROOM, asset.room);
}

/* A default room is for the default location alone. */
static void
find_place(struct search *search)
{
	struct ids *ids = search->out;
	bool elsewhere;

	find_alerts(search, THING_LOCATION);
	find_asset(search);
	elsewhere = ids->id[THING_LOCATION][0] != '\0';
	find_fallback(search, THING_LOCATION);
	if (is_said(search->ask->alert, THING_ROOM))
		find_alerts(search, THING_ROOM);
	if (!elsewhere)
		find_fallback(search, THING_ROOM);
}

int
ids_find(const struct ids_question *question, struct ids *out,
	struct verdict *verdict, struct err *why)
{
	static const enum thing simple[] = { THING_REQUESTER, THING_ISSUE,
		THING_TEAM };
	struct search search = {
		.ask = question, .out = out, .verdict = verdict, .why = why
	};

	*out = (struct ids){ .missed = NULL };
	*verdict = (struct verdict){ .answer = DESK_DONE };
	for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++) {
		find_alerts(&search, simple[i]);
		find_fallback(&search, simple[i]);
	}
	find_place(&search);
	return search.failed ? -1 : 0;
}

/* ---- without a desk ---- */

static void
guess(const struct mapping *mapping, enum thing thing, struct ids *out)
{
	if (out->id[thing][0] == '\0' && is_said(mapping, thing) &&
		ids_is_id(mapping->word[thing]))
		put(out, thing, mapping->word[thing]);
}

void
ids_guess(const struct mapping *alert, const struct mapping *fallback,
	struct ids *out)
{
	bool elsewhere = is_said(alert, THING_LOCATION);

	*out = (struct ids){ .missed = NULL };
	for (int i = 0; i < THING_ASSET; i++) {
		guess(alert, (enum thing)i, out);
		if (i != THING_ROOM || !elsewhere)
			guess(fallback, (enum thing)i, out);
	}
}
