/* request_log.c - the requests that were received */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/request_log.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "fake/field.h"

/* A storm of minutes shall not eat the memory. */
#define MAX_ENTRIES 65536

static void
entry_free(struct request_entry *entry)
{
	free(entry->method);
	free(entry->path);
	free(entry->user_agent);
}

static void
forget_half(struct request_log *log)
{
	size_t half = log->count / 2;

	for (size_t i = 0; i < half; i++)
		entry_free(&log->entries[i]);
	memmove(log->entries, log->entries + half,
		(log->count - half) * sizeof(*log->entries));
	log->count -= half;
	log->forgotten += half;
}

size_t
request_log_add(struct request_log *log, const struct request_seen *seen)
{
	struct request_entry *mine;

	if (log->count == MAX_ENTRIES)
		forget_half(log);
	if (log->count == log->room) {
		log->room = log->room ? log->room * 2 : 64;
		log->entries = xrealloc(
			log->entries, log->room * sizeof(*log->entries));
	}
	mine = &log->entries[log->count++];
	*mine = (struct request_entry){ .method = xstrdup(seen->method),
		.path = xstrdup(seen->path),
		.user_agent = xstrdup(seen->user_agent),
		.port = seen->port,
		.time = seen->time };
	return log->forgotten + log->count - 1;
}

void
request_log_answer(
	struct request_log *log, size_t number, int status, double now)
{
	struct request_entry *entry;

	/* Cleared or forgotten meanwhile. */
	if (number < log->forgotten || number - log->forgotten >= log->count)
		return;
	entry = &log->entries[number - log->forgotten];
	entry->status = status;
	entry->seconds = now - entry->time;
}

void
request_log_clear(struct request_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		entry_free(&log->entries[i]);
	/* Numbers given out before must not name what comes now. */
	log->forgotten += log->count;
	log->count = log->room = 0;
	free(log->entries);
	log->entries = NULL;
}

struct json_object *
request_log_json(const struct request_log *log)
{
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < log->count; i++) {
		const struct request_entry *entry = &log->entries[i];
		struct json_object *row = json_object_new_object();

		put_text(row, "Method", entry->method);
		put_text(row, "Path", entry->path);
		put_int(row, "Status", entry->status);
		put_number(row, "Time", entry->time);
		put_number(row, "Seconds", entry->seconds);
		put_int(row, "Port", entry->port);
		put_text(row, "UserAgent", entry->user_agent);
		json_object_array_add(all, row);
	}
	return all;
}
