/* spool_private.h - what the spool's own files share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_SPOOL_PRIVATE_H
#define COMMON_SPOOL_PRIVATE_H

#include <sys/types.h>

struct spool {
	int dir, tmp, fresh; /* DIR, DIR/tmp, DIR/new */
	unsigned sequence;   /* names that spool_put() has tried */
	char *path;
};

/* openat() that follows no link, waits for nothing and is not inherited. */
int spool_openat(int dir, const char *name, int flags, mode_t mode);

#endif
