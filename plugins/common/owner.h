/* owner.h - become who owns a directory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_OWNER_H
#define COMMON_OWNER_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"

/*
 * Root becomes the directory's owner, so that what it makes there belongs to
 * whom the monitoring core runs as; anybody else stays who they are. A
 * directory that root owns, or that does not exist, changes nothing.
 */
int owner_become(const char *dir, struct err *why);

/* Who owns the directory, or the user's number; -1 if there is none. */
int owner_name(const char *dir, char *out, size_t size);

/* May whom owner_become() makes of root read that file? Whoever is not root
 * finds out by reading it: 0 then. */
int owner_reads(const char *dir, const char *path, struct err *why);

/* Do both belong to one user, who is not this one? */
bool owner_is_another(const char *dir, const char *path);

#endif
