/* mem.c - memory, or the end of the program: the spool survives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* 3 is UNKNOWN to a monitoring core; stdout is where it reads. */
static void *
or_die(void *got)
{
	static const char line[] = "INCIDENTIQ UNKNOWN: out of memory\n";

	if (got == NULL) {
		(void)!write(STDOUT_FILENO, line, sizeof(line) - 1);
		_exit(3);
	}
	return got;
}

void *
xcalloc(size_t count, size_t size)
{
	return or_die(calloc(count, size));
}

void *
xrealloc(void *old, size_t size)
{
	return or_die(realloc(old, size));
}

char *
xstrdup(const char *text)
{
	return or_die(strdup(text));
}

char *
xstrndup(const char *text, size_t max_bytes)
{
	return or_die(strndup(text, max_bytes));
}

char *
xasprintf(const char *format, ...)
{
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	return or_die(length < 0 ? NULL : text);
}
