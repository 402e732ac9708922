/* filesystem.h - what a directory is on: may a spool be there? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_FILESYSTEM_H
#define OUTBOX_FILESYSTEM_H

#include <stdint.h>

#include "common/err.h"

enum filesystem_kind {
	FILESYSTEM_LOCAL,
	FILESYSTEM_REMOTE, /* neither locks nor a database's shared memory can
			      be relied upon */
	FILESYSTEM_MEMORY, /* gone after a reboot */
	FILESYSTEM_UNSURE  /* FUSE: may be either */
};

struct filesystem {
	enum filesystem_kind kind;
	const char *name; /* "NFS", or "" for a local one */
	uint64_t free_bytes;
	uint64_t free_files; /* as many as can be made; 0 if nobody counts */
	int counts_files;
};

/* The kind of what statfs(2) calls f_type. */
enum filesystem_kind filesystem_kind(uint64_t magic, const char **name);

int filesystem_of(const char *path, struct filesystem *out, struct err *why);

#endif
