/* opt_private.h - what the files of opt.h share, and nobody else sees */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_OPT_PRIVATE_H
#define COMMON_OPT_PRIVATE_H

#include "common/opt.h"

struct value {
	const struct opt *opt;
	char *text;
	enum opt_origin origin;
	int count;
};

struct opts {
	const char *program;
	const char **extra; /* what --extra-opts said; NULL = nothing */
	size_t extras;
	size_t count;
	struct value values[];
};

/* The row of a name, or opts->count. */
size_t opt_find(const struct opts *opts, const char *name);

/* A name that no table has is a slip of ours, not of the user. */
const struct value *opt_get(const struct opts *opts, const char *name);

/*
 * Keeps a value unless one of a higher origin is there already. A repeat that
 * says nothing is passed over: so --asset '$_HOSTX$' --asset '$_SERVICEX$' is
 * the service's own, else the host's. NULL stands for a flag.
 */
void opt_put(struct value *value, const char *text, enum opt_origin origin);

#endif
