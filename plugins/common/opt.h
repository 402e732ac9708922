/* opt.h - one table of options: command line, environment, ini file, --help */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_OPT_H
#define COMMON_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/err.h"

/* Where an option may be written, and how. */
enum {
	OPT_COMMAND_LINE = 1, /* --NAME, -L */
	OPT_INI_SHARED = 2,   /* NAME = value in [incidentiq] */
	OPT_INI_SECTION = 4,  /* NAME = value in the program's section */
	OPT_EXTRA = 8,	      /* not an option itself: its value names a file's
				 section that holds some, --extra-opts */
	OPT_PATH = 16,	      /* names a file or directory: in our ini file,
				 which programs in several directories read,
				 from / on */
	OPT_ALONE = 32	      /* done in place of all else, so that a file of
				 options has it not */
};

struct opt {
	const char *name;     /* the long option, and the ini key */
	int letter;	      /* the short option; 0 = none */
	unsigned where;	      /* OPT_COMMAND_LINE | ... */
	const char *value;    /* what --help calls the value; NULL = a flag */
	const char *env;      /* environment variable; NULL = none */
	const char *fallback; /* value when nobody says one; NULL = none */
	const char *help;     /* one or two lines of at most 52 columns; NULL =
				 not for people */
};

/* Where a value came from; a higher one wins. */
enum opt_origin {
	OPT_FROM_NOWHERE,
	OPT_FROM_FALLBACK,
	OPT_FROM_INI_SHARED,
	OPT_FROM_INI_SECTION,
	OPT_FROM_ENVIRONMENT,
	OPT_FROM_EXTRA, /* a section that --extra-opts named */
	OPT_FROM_COMMAND_LINE
};

/* The values for one or two tables (the second may be NULL). */
struct opts;
struct opts *opts_new(const struct opt *table, size_t count,
	const struct opt *more, size_t more_count);
void opts_free(struct opts *opts);

/*
 * Takes command line and environment. Of an option that is repeated the last
 * value counts that says something: neither "" nor a core's unset "$MACRO$".
 * The value of a row with OPT_EXTRA may be the next word. argv is borrowed.
 * Returns the index in argv of the first word that is no option, or -1 with a
 * sentence that names the option.
 */
int opts_parse(struct opts *opts, int argc, char **argv, struct err *why);

/*
 * Takes the sections that the row with OPT_EXTRA was given, "[section][@file]":
 * else the one named as the program is, of the file of all plugins. Keys there
 * are long options or letters of the table.
 */
int opts_read_extra(struct opts *opts, struct err *why);

/*
 * Takes [incidentiq] and [section] of an ini file. A file that does not exist
 * is an error only if must_exist. Every good line is taken even when another is
 * bad; the sentence names file and line of the first bad one. A key that no
 * row of the tables has is bad, and so is a section that none of our programs
 * has, unless foreign_ok: then they are some other program's.
 */
struct opts_ini {
	const char *path;
	const char *section;
	bool must_exist;
	bool foreign_ok;
};
int opts_read_ini(
	struct opts *opts, const struct opts_ini *ini, struct err *why);

/* As if the command line had said so; "" does not undo what it said. */
void opts_say(struct opts *opts, const char *name, const char *text);

/* The value, or NULL. A flag that was given is "yes". */
const char *opts_text(const struct opts *opts, const char *name);
enum opt_origin opts_origin(const struct opts *opts, const char *name);

/* How often a flag was given (-vvv), by the source that won. */
int opts_count(const struct opts *opts, const char *name);

/* A flag, or a value of yes/no/true/false/on/off/1/0. */
int opts_bool(
	const struct opts *opts, const char *name, bool *out, struct err *why);

/* A duration: number with s m h d, seconds without; at least min_s. */
int opts_seconds(const struct opts *opts, const char *name, double min_s,
	double *out, struct err *why);

/* A number without unit, at least min. */
int opts_number(const struct opts *opts, const char *name, double min,
	double *out, struct err *why);

/* The table as --help prints it: at most 80 columns. */
void opts_help(const struct opts *opts, FILE *to);

/* A duration as above, from text; -1 if it is none. */
int opt_duration(const char *text, double *out_s);

/* yes/no/true/false/on/off/1/0 as above, from text; -1, and false, if it is
 * none of them. */
int opt_truth(const char *text, bool *out);

#endif
