/* retry.c - when to try again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/retry.h"

enum { FIRST_S = 5, LIMIT_S = 900, ASKED_LIMIT_S = 3600 };

time_t
retry_at(time_t now, unsigned n, long asked_s, unsigned dice)
{
	unsigned limit = FIRST_S;
	long wait;

	while (n-- > 1 && limit < LIMIT_S)
		limit *= 2;
	if (limit > LIMIT_S)
		limit = LIMIT_S;
	wait = 1 + (long)(dice % limit);
	if (asked_s > ASKED_LIMIT_S)
		asked_s = ASKED_LIMIT_S;
	return now + (wait > asked_s ? wait : asked_s);
}

time_t
retry_hold(time_t now, unsigned n)
{
	return now + 60 * (n < 1 ? 1 : n > 5 ? 5 : n);
}
