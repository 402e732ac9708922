/* settings.h - the outbox's options, read and checked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SETTINGS_H
#define OUTBOX_SETTINGS_H

#include <stdbool.h>

#include "common/err.h"
#include "common/opt.h"
#include "outbox/deliver.h"
#include "outbox/ingest.h"
#include "outbox/map.h"
#include "outbox/store.h"

enum { SETTINGS_WORDS = 3 };

/* The command line as it was given, so that all can be read again later. */
struct settings {
	int argc;
	char **argv;
	struct opts *opts;
	struct map *map;
	const char *words[SETTINGS_WORDS]; /* what the verb is about, NULL
					      behind the last */
	const char *spool;
	bool stays;	  /* drain: wait for what comes */
	double pace;	  /* requests a second; 0 = no limit */
	double warning_s; /* status: age of the oldest undelivered alert */
	double critical_s;
	unsigned stale_after_s; /* status: silence so long; 0 = never */
	bool mails_comments;
	struct ingest_rules ingest;
	struct deliver_rules deliver;
};

int settings_read(
	struct settings *settings, int argc, char **argv, struct err *why);
/* The same where there is no ini file yet: takes the command line alone. */
int settings_begin(
	struct settings *settings, int argc, char **argv, struct err *why);
/* Reads everything anew: the ini file may have changed. Another spool is an
 * error, as this one is being worked on. */
int settings_again(struct settings *settings, struct err *why);
/* "subject", "body", "comment". */
enum { SETTINGS_TEMPLATES = 3 };
extern const char *const settings_templates[SETTINGS_TEMPLATES];

/* The template of that key; NULL if there is none, or a mistake in it: then -1.
 */
int settings_template(const struct settings *settings, const char *name,
	const char **out, struct err *why);

/* What an alert does not say, as the settings do. */
void settings_fill(const struct settings *settings, struct event *event);

/* True if the ini file says how far a search lags behind. */
bool settings_says_lag(const struct settings *settings);
/* Else what test has measured is taken, if it has. */
int settings_take_lag(
	struct settings *settings, struct store *store, struct err *why);
void settings_free(struct settings *settings);

/* The database below the spool directory; free() it. */
char *settings_database(const struct settings *settings);

/* The same, opened; *out is NULL before the first alert, when there is none. */
int settings_open_database(
	const struct settings *settings, struct store **out, struct err *why);

#endif
