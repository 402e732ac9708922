/* map.h - what the ini file says of hosts and services: [map GLOB] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_MAP_H
#define OUTBOX_MAP_H

#include <stdbool.h>

#include "common/err.h"
#include "common/event.h"

struct map;

/* Reads the sections of an ini file; one that does not exist has none. */
int map_read(struct map **out, const char *path, struct err *why);
void map_free(struct map *map);

/*
 * Gives an event what it does not say itself. A glob with "!" is for
 * "host!service", another one for a host and its services. Of several sections
 * that fit, the first one that has the key counts.
 */
void map_fill(const struct map *map, struct event *event);
/* The same for one thing that it does not say. */
void map_fill_one(
	const struct map *map, struct event *event, enum event_text which);

/* Calls each() for every word of every section. */
void map_each(const struct map *map,
	void (*each)(void *arg, const char *glob, enum event_text key,
		const char *word),
	void *arg);

#endif
