/* newfile.h - a file that appears whole, and in the place of no other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_NEWFILE_H
#define OUTBOX_NEWFILE_H

#include <sys/types.h>

#include "common/err.h"

/* Could a file be made there? A sentence if one is there already. */
int newfile_check(const char *path, struct err *why);

/* Readable by owner and group, mode 0640; group (gid_t)-1: this process'. */
int newfile_write(
	const char *path, const char *text, gid_t group, struct err *why);

#endif
