/* record.h - all that is known of one incident, for people */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_RECORD_H
#define OUTBOX_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "common/err.h"
#include "outbox/store.h"

struct record_event {
	time_t received;
	char *type;
	char *state;
	char *text;	/* what a person wrote, or the plugin said */
	bool overtaken; /* so that nothing was made of it */
};

struct record_job {
	int64_t id;
	char *action;
	char *state; /* as stored, or "dropped" */
	int64_t tries;
	time_t due;
	char *error; /* the last one, or "" */
};

struct record {
	int64_t id;
	char *name; /* "web1" or "web1: disk" */
	char *told; /* worst state its ticket tells */
	char *marker;
	char *ticket; /* id, "" = none yet */
	char *number;
	time_t opened;
	time_t ended; /* 0 = not over */
	int64_t repeats;
	struct record_event *events; /* the newest, in order of arrival */
	size_t event_count;
	struct record_job *jobs; /* in order */
	size_t job_count;
};

/*
 * Reads the incident that a word means: its number, or HOST or HOST!SERVICE for
 * the newest of that object. -1 with a sentence if there is none, or more than
 * one object of that name.
 */
int record_read(struct store *store, const char *word, struct record *out,
	struct err *why);
void record_free(struct record *record);

/* The error of the job that is in trouble now, or "". */
const char *record_error(const struct record *record);

#endif
