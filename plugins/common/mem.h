/* mem.h - memory, or the end of the program: the spool survives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_MEM_H
#define COMMON_MEM_H

#include <stddef.h>

void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t max_bytes);

/* The formatted text; free() it. */
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
