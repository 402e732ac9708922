/* helpdesk.c - what a help desk answered: lists of it, and the end of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/helpdesk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/mem.h"

void
ticket_clear(struct ticket *ticket)
{
	free(ticket->subject);
	free(ticket->body);
	memset(ticket, 0, sizeof(*ticket));
}

void
tickets_clear(struct tickets *tickets)
{
	for (size_t i = 0; i < tickets->count; i++)
		ticket_clear(&tickets->rows[i]);
	free(tickets->rows);
	memset(tickets, 0, sizeof(*tickets));
}

const char *
thing_name(enum thing thing)
{
	static const char *const names[THINGS] = {
		[THING_REQUESTER] = "requester",
		[THING_ISSUE] = "issue",
		[THING_LOCATION] = "location",
		[THING_ROOM] = "room",
		[THING_TEAM] = "team",
		[THING_ASSET] = "asset tag",
	};

	return names[thing];
}

void
entry_clear(struct entry *entry)
{
	free(entry->name);
	free(entry->other);
	memset(entry, 0, sizeof(*entry));
}

void
entries_add(struct entries *entries, struct entry *entry)
{
	for (size_t i = 0; i < entries->count; i++)
		if (strcasecmp(entries->rows[i].id, entry->id) == 0) {
			entry_clear(&entries->rows[i]);
			entries->rows[i] = *entry;
			memset(entry, 0, sizeof(*entry));
			return;
		}
	entries->rows = xrealloc(
		entries->rows, (entries->count + 1) * sizeof(*entries->rows));
	entries->rows[entries->count++] = *entry;
	memset(entry, 0, sizeof(*entry));
}

void
entries_keep(struct entries *entries, const char *word)
{
	size_t kept = 0;

	for (size_t i = 0; i < entries->count; i++) {
		struct entry *entry = &entries->rows[i];

		if (strcasestr(entry->name, word) != NULL ||
			strcasestr(entry->other, word) != NULL ||
			strcasecmp(entry->id, word) == 0)
			entries->rows[kept++] = *entry;
		else
			entry_clear(entry);
	}
	entries->count = kept;
}

const struct entry *
entries_named(const struct entries *entries, const char *name, size_t *count)
{
	const struct entry *found = NULL;

	*count = 0;
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->rows[i];

		if (strcasecmp(entry->name, name) != 0 &&
			strcasecmp(entry->other, name) != 0 &&
			strcasecmp(entry->id, name) != 0)
			continue;
		if (found == NULL)
			found = entry;
		(*count)++;
	}
	return found;
}

void
entries_clear(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		entry_clear(&entries->rows[i]);
	free(entries->rows);
	memset(entries, 0, sizeof(*entries));
}
