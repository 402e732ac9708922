/* request_log.h - the requests that were received */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_REQUEST_LOG_H
#define FAKE_REQUEST_LOG_H

#include <stddef.h>

struct json_object;

/* A request as it came. */
struct request_seen {
	const char *method;
	const char *path;
	const char *user_agent;
	int port; /* the client's: the same port is the same connection */
	double time;
};

struct request_entry {
	char *method;
	char *path;
	char *user_agent;
	int port;
	double time;
	double seconds; /* until the answer was ready */
	int status; /* 0 = not answered yet, -1 = dropped without an answer */
};

struct request_log {
	struct request_entry *entries;
	size_t count, room;
	size_t forgotten; /* entries that made way for newer ones */
};

/* Adds one, taking copies; returns the number that names it. */
size_t request_log_add(
	struct request_log *log, const struct request_seen *seen);

/* What became of it. */
void request_log_answer(
	struct request_log *log, size_t number, int status, double now);

void request_log_clear(struct request_log *log);

/* An array, oldest first; the caller's to put. */
struct json_object *request_log_json(const struct request_log *log);

#endif
