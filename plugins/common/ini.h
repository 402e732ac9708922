/* ini.h - read an ini file line by line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_INI_H
#define COMMON_INI_H

#include <stdbool.h>

#include "common/err.h"

struct ini_line {
	const char *section;
	const char *key;     /* NULL: the section begins */
	const char *value;   /* "" for "key =" */
	bool world_readable; /* the file, by everybody */
};

/* Takes one line; returns -1 with a sentence if it is wrong. */
typedef int ini_take_fn(
	void *arg, const struct ini_line *line, struct err *why);

/*
 * Reads a file ("-" is standard input): [section], key = value, lines that
 * start with # or ;. Blanks around names, keys and values go, inner ones stay;
 * no quoting. CRLF and a UTF-8 byte order mark are fine. The whole file is read
 * even when a line is bad (but not behind one of more than 16 KiB); returns -1
 * then, and the sentence ("FILE:LINE: ...") is of the first. errno is ENOENT
 * when the file does not exist, 0 for a bad line.
 */
int ini_read(const char *path, ini_take_fn *take, void *arg, struct err *why);

#endif
