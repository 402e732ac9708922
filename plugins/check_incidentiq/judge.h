/* judge.h - what the facts mean, sub-check by sub-check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_JUDGE_H
#define CHECK_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "check_incidentiq/facts.h"
#include "common/range.h"
#include "common/state.h"

enum { JUDGE_ROWS = 9, JUDGE_MAX = JUDGE_ROWS + PERMISSIONS };
enum { SECONDS_OF_DAY = 86400 };

struct policy {
	struct thresholds time_s;
	struct thresholds token_days;
	struct thresholds certificate_days;
	enum state timeout;	/* no answer in time */
	enum state unreachable; /* no connection, or one that broke */
	enum state auth;	/* token refused or expired */
	enum state rate_limit;	/* HTTP 429 */
	double max_skew_s;	/* of our clock against the server's */
	bool require_expiry;	/* a token that hides its end is CRITICAL */
	unsigned required;	/* set of permissions[]; missing is CRITICAL */
	unsigned wanted;	/* the same; missing is WARNING */
	const char *site_id;	/* the configured one; NULL = none */
};

struct finding {
	const char *name;   /* of the sub-check */
	const char *object; /* of several of one name; else "" */
	enum state state;
	char brief[512];  /* for the first line; "" = not worth a word there */
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
 * How long the token, or the server's chain of certificates, is still valid, by
 * the server's clock if it told the time; negative when it has expired. False
 * when that is not known.
 */
bool judge_token_ttl(const struct facts *facts, double *out_s);
bool judge_certificate_ttl(const struct facts *facts, double *out_s);

/* How far our clock is ahead of the server's; false when that is not known. */
bool judge_skew(const struct facts *facts, double *out_s);

#endif
