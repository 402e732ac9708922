/* gate.c - when the help desk as a whole may be asked again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/gate.h"

#include "outbox/retry.h"

/* What "too many requests" means when the desk does not say, and at most. */
enum { SLOW_S = 60, SLOW_LIMIT_S = 3600 };

/* So many requests in a row that end in doubt are the desk's own trouble. */
enum { DESK_IS_ILL = 3 };

/* Knocking costs a desk that is away next to nothing, and when it is back each
 * minute counts: so often at most every 5 s, then every 20 s. */
enum { OFTEN = 12, OFTEN_STEP = 1, SELDOM_STEP = 3 };

static time_t
slow_until(time_t now, long asked_s)
{
	if (asked_s <= 0)
		asked_s = SLOW_S;
	return now + (asked_s < SLOW_LIMIT_S ? asked_s : SLOW_LIMIT_S);
}

void
gate_heed(struct gate *gate, const struct verdict *verdict, time_t now,
	unsigned dice)
{
	switch (verdict->answer) {
	case DESK_DONE:
	case DESK_REFUSED:
	case DESK_LARGE:
	case DESK_GONE:
		*gate = (struct gate){ 0 };
		return;
	case DESK_MAYBE:
		/* One job's trouble is its own; three jobs' is the desk's. */
		if (++gate->maybes < DESK_IS_ILL) {
			gate->opens = 0;
			return;
		}
		gate->failures++;
		gate->opens = retry_at(now, gate->failures, 0, dice);
		return;
	case DESK_SLOW:
		gate->opens = slow_until(now, verdict->retry_after_s);
		return;
	case DESK_AWAY:
		gate->failures++;
		gate->opens = retry_at(now,
			gate->failures <= OFTEN ? OFTEN_STEP : SELDOM_STEP,
			verdict->retry_after_s, dice);
		return;
	case DESK_LOCKED:
		gate->failures++;
		gate->opens = retry_hold(now, gate->failures);
		gate->locked = true;
		return;
	}
}
