/* judge.h - what the facts mean, sub-check by sub-check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_JUDGE_H
#define CHECK_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "check_incidentiq/probe.h"
#include "common/range.h"
#include "common/state.h"

enum { JUDGE_MAX = 4, SECONDS_OF_DAY = 86400 };

struct policy {
	struct thresholds time_s;
	struct thresholds token_days;
};

struct finding {
	const char *name; /* of the sub-check */
	enum state state;
	char brief[256];  /* for the first line; "" = not worth a word there */
	char detail[512]; /* what else is known; or "" */
};

struct verdict {
	enum state state; /* the worst of all */
	size_t count;
	struct finding finding[JUDGE_MAX]; /* worst first */
};

/* A sub-check that the facts say nothing about has no finding. */
void judge(const struct facts *facts, const struct policy *policy,
	struct verdict *out);

/*
 * How long the token is still valid, by the server's clock if it told the time;
 * negative when it has expired. False when that is not known.
 */
bool judge_token_ttl(const struct facts *facts, double *out_s);

#endif
