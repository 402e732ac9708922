/* map.c - what the ini file says of hosts and services: [map GLOB] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/map.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "common/ini.h"
#include "common/mem.h"
#include "common/opt.h"

static const enum event_text keys[] = { EVENT_ASSET, EVENT_LOCATION, EVENT_ROOM,
	EVENT_REQUESTER, EVENT_ISSUE, EVENT_TEAM, EVENT_URGENT, EVENT_GROUP,
	EVENT_IGNORE };
enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

/* One section. */
struct rule {
	char *glob;
	char *words[KEYS]; /* NULL = not said */
};

struct map {
	struct rule *rules; /* in the file's order */
	size_t count;
};

/* ---- reading ---- */

/* The glob in "map GLOB": "" if there is none, NULL if this is no map. */
static const char *
glob_of(const char *section)
{
	size_t blanks;

	if (strncmp(section, "map", 3) != 0)
		return NULL;
	blanks = strspn(section + 3, " \t");
	return blanks > 0 || section[3] == '\0' ? section + 3 + blanks : NULL;
}

static int
add_rule(struct map *map, const char *glob, struct err *why)
{
	if (glob[0] == '\0')
		return err_set(why, "a section [map GLOB] names hosts, like "
				    "[map sw-*]");
	map->rules =
		xrealloc(map->rules, (map->count + 1) * sizeof(*map->rules));
	map->rules[map->count++] = (struct rule){ .glob = xstrdup(glob) };
	return 0;
}

static bool
is_truth(enum event_text key)
{
	return key == EVENT_URGENT || key == EVENT_IGNORE;
}

static int
add_word(struct rule *rule, const struct ini_line *line, struct err *why)
{
	bool truth;
	size_t i = 0;

	while (i < KEYS && strcmp(event_text_name(keys[i]), line->key) != 0)
		i++;
	if (i == KEYS)
		return err_set(why, "[%s] has no key \"%s\"", line->section,
			line->key);
	if (is_truth(keys[i]) && opt_truth(line->value, &truth) < 0)
		return err_set(why, "%s = %.40s: write yes or no", line->key,
			line->value);
	free(rule->words[i]);
	rule->words[i] = xstrdup(line->value);
	return 0;
}

static int
take_line(void *arg, const struct ini_line *line, struct err *why)
{
	const char *glob = glob_of(line->section);
	struct map *map = arg;

	if (glob == NULL)
		return 0;
	if (line->key == NULL)
		return add_rule(map, glob, why);
	/* None, if its section was wrong: that is said already. */
	return map->count == 0
		       ? 0
		       : add_word(&map->rules[map->count - 1], line, why);
}

int
map_read(struct map **out, const char *path, struct err *why)
{
	*out = xcalloc(1, sizeof(**out));
	if (ini_read(path, take_line, *out, why) == 0 || errno == ENOENT)
		return 0;
	map_free(*out);
	*out = NULL;
	return -1;
}

void
map_free(struct map *map)
{
	if (map == NULL)
		return;
	for (size_t i = 0; i < map->count; i++) {
		free(map->rules[i].glob);
		for (size_t k = 0; k < KEYS; k++)
			free(map->rules[i].words[k]);
	}
	free(map->rules);
	free(map);
}

/* ---- using ---- */

static bool
fits(const struct rule *rule, const char *host, const char *full)
{
	const char *name = strchr(rule->glob, '!') == NULL ? host : full;

	return fnmatch(rule->glob, name, 0) == 0;
}

/* "host!service"; of a host its name, which no glob with "!" is for. */
static char *
full_name(const struct event *event)
{
	return xasprintf("%s%s%s", event->text[EVENT_HOST],
		event_is_host(event) ? "" : "!", event->text[EVENT_SERVICE]);
}

static void
fill(const struct rule *rule, struct event *event, size_t k)
{
	if (rule->words[k] != NULL && event->text[keys[k]][0] == '\0')
		event_restore_text(event, keys[k], rule->words[k]);
}

/* Those keys that are which, or all of them for EVENT_TEXTS. */
static void
fill_keys(const struct map *map, struct event *event, enum event_text which)
{
	char *full = full_name(event);

	for (size_t i = 0; i < map->count; i++) {
		const struct rule *rule = &map->rules[i];

		if (!fits(rule, event->text[EVENT_HOST], full))
			continue;
		for (size_t k = 0; k < KEYS; k++)
			if (which == EVENT_TEXTS || which == keys[k])
				fill(rule, event, k);
	}
	free(full);
}

void
map_fill(const struct map *map, struct event *event)
{
	fill_keys(map, event, EVENT_TEXTS);
}

void
map_fill_one(const struct map *map, struct event *event, enum event_text which)
{
	fill_keys(map, event, which);
}

void
map_each(const struct map *map,
	void (*each)(void *arg, const char *glob, enum event_text key,
		const char *word),
	void *arg)
{
	for (size_t i = 0; i < map->count; i++)
		for (size_t k = 0; k < KEYS; k++)
			if (map->rules[i].words[k] != NULL)
				each(arg, map->rules[i].glob, keys[k],
					map->rules[i].words[k]);
}
