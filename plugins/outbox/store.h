/* store.h - the outbox's database: opening it, statements, transactions */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_STORE_H
#define OUTBOX_STORE_H

#include <stdbool.h>
#include <time.h>

#include "common/err.h"

struct store;

/* Is asked whether to go on waiting for a database that another process has
 * locked for five seconds, again and again, and pauses each time. */
struct store_wait {
	bool (*goes_on)(void *arg);
	void *arg;
};

/*
 * Opens, and if need be makes or migrates, the database of a spool directory.
 * One made by a newer release is refused. Everything that commits is on stable
 * storage.
 */
int store_open(struct store **out, const char *path, struct err *why);
/* The same; else five seconds are a failure. */
int store_open_waiting(struct store **out, const char *path,
	const struct store_wait *wait, struct err *why);
void store_close(struct store *store);

int store_begin(struct store *store, struct err *why);
/* Keeps all since then if rc is 0 and that succeeds, else undoes it: 0 or -1.
 */
int store_end(struct store *store, int rc, struct err *why);

/* Facts about the outbox itself, such as what holds it up; "" = none. */
int store_set_text(struct store *store, const char *key, const char *value,
	struct err *why);
/* *out is yours to free. */
int store_text(
	struct store *store, const char *key, char **out, struct err *why);
/* The same of a time; 0 = none. */
int store_set_time(
	struct store *store, const char *key, time_t when, struct err *why);
int store_time(
	struct store *store, const char *key, time_t *out, struct err *why);

#endif
