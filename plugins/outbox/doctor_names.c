/* doctor_names.c - is what the settings name there? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "outbox/doctor_exam.h"
#include "outbox/ids.h"

/* What a word stands for; NULL with a sentence when that is not one thing.
 * *unseen: it may be one, an id of what the token's user may not look at. */
static const struct entry *
find_one(struct exam *exam, enum thing thing, const char *word,
	struct entries *out, bool *unseen, struct err *why)
{
	const struct helpdesk *desk = iiq_desk_ops(exam->desk);
	struct verdict verdict =
		desk->lookup(desk->self, thing, word, exam->location, out);
	const struct entry *entry;
	size_t count;

	*unseen = verdict.answer == DESK_REFUSED && ids_is_id(word);
	if (verdict.answer != DESK_DONE) {
		err_set(why, "\"%.80s\" cannot be looked up: %s", word,
			verdict.text);
		return NULL;
	}
	entry = entries_named(out, word, &count);
	if (count == 1)
		return entry;
	err_set(why,
		count == 0 ? "there is no \"%.80s\""
			   : "there is more than one \"%.80s\"",
		word);
	return NULL;
}

static void
check_default(struct exam *exam, enum thing thing, const char *word)
{
	struct entries found = { 0 };
	struct err why;
	bool unseen;
	const struct entry *entry =
		find_one(exam, thing, word, &found, &unseen, &why);

	if (entry != NULL) {
		chart_add(exam->chart, MARK_OK, thing_name(thing), "%s, %s",
			entry->name, entry->id);
		if (thing == THING_LOCATION)
			snprintf(exam->location, sizeof(exam->location), "%s",
				entry->id);
	} else if (unseen) {
		chart_add(exam->chart, MARK_WARNING, thing_name(thing), "%s",
			why.text);
		chart_advise(exam->chart, "it is sent as it is");
	} else {
		chart_add(exam->chart, MARK_FAILED, thing_name(thing), "%s",
			why.text);
		chart_advise(exam->chart,
			"notify_incidentiq lookup %s NAME finds it",
			thing == THING_REQUESTER ? "user" : thing_name(thing));
	}
	entries_clear(&found);
}

/* Without these IncidentIQ opens no ticket; location: on some sites. */
static void
check_missing(struct exam *exam, enum thing thing)
{
	const char *name = thing_name(thing);

	if (thing == THING_ROOM || thing == THING_TEAM)
		return;
	chart_add(exam->chart,
		thing == THING_LOCATION ? MARK_WARNING : MARK_FAILED, name,
		"there is no default");
	chart_advise(exam->chart,
		"write %s = ...; notify_incidentiq lookup %s NAME finds it",
		name, thing == THING_REQUESTER ? "user" : name);
}

static void
check_defaults(struct exam *exam)
{
	const struct mapping *mapping = &exam->settings->deliver.mapping;

	for (int i = 0; i < THING_ASSET; i++)
		if (mapping->word[i] == NULL)
			check_missing(exam, (enum thing)i);
		else
			check_default(exam, (enum thing)i, mapping->word[i]);
}

/* Words of a [map] section; where a room is, is another word's matter. */
static void
check_map_word(
	void *arg, const char *glob, enum event_text key, const char *word)
{
	static const struct {
		enum event_text key;
		enum thing thing;
	} things[] = { { EVENT_ASSET, THING_ASSET },
		{ EVENT_LOCATION, THING_LOCATION },
		{ EVENT_REQUESTER, THING_REQUESTER },
		{ EVENT_ISSUE, THING_ISSUE }, { EVENT_TEAM, THING_TEAM } };
	struct exam *exam = arg;

	for (size_t i = 0; i < sizeof(things) / sizeof(things[0]); i++) {
		struct entries found = { 0 };
		struct err why;
		bool unseen;

		if (things[i].key != key || word[0] == '\0')
			continue;
		if (find_one(exam, things[i].thing, word, &found, &unseen,
			    &why) == NULL &&
			!unseen) {
			chart_add(exam->chart, MARK_WARNING, "map",
				"[map %s] %s: %s", glob, event_text_name(key),
				why.text);
			chart_advise(exam->chart,
				"tickets get the default, and say so");
		}
		entries_clear(&found);
	}
}

void
doctor_check_names(struct exam *exam)
{
	check_defaults(exam);
	map_each(exam->settings->map, check_map_word, exam);
}
