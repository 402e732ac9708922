/* clean.h - text from outside, made fit to store and to print */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CLEAN_H
#define COMMON_CLEAN_H

#include <stddef.h>

enum {
	CLEAN_LINES = 1,   /* keep newlines (a CR before one goes) */
	CLEAN_ESCAPES = 2, /* with LINES: in a text of one line, the two
			      characters \n stand for a newline (Nagios) */
	CLEAN_PIPES = 4	   /* a pipe becomes a slash: plugin output */
};

/*
 * A copy of text that is valid UTF-8 of at most max_bytes, cut between
 * characters, without control characters (each becomes a blank) and without
 * white space at either end. A byte that is no UTF-8 is read as Latin-1, which
 * it mostly is. What is clean already stays as it is. free() it.
 */
char *clean_text(const char *text, size_t max_bytes, unsigned flags);

#endif
