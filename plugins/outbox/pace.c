/* pace.c - how fast to ask */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/pace.h"

static const double bucket = 20, creep = 1.05, slowest = 1.0 / 60;

void
pace_init(struct pace *pace, double wanted, double now)
{
	*pace = (struct pace){ wanted, wanted, bucket, now };
}

void
pace_want(struct pace *pace, double wanted)
{
	if (wanted == pace->wanted)
		return;
	if (pace->rate >= pace->wanted || pace->rate > wanted)
		pace->rate = wanted;
	pace->wanted = wanted;
}

double
pace_take(struct pace *pace, double now)
{
	if (pace->wanted <= 0)
		return 0;
	/* A clock that was set back gives nothing, and takes nothing. */
	if (now > pace->at)
		pace->tokens += (now - pace->at) * pace->rate;
	if (pace->tokens > bucket)
		pace->tokens = bucket;
	pace->at = now;
	pace->rate *= creep;
	if (pace->rate > pace->wanted)
		pace->rate = pace->wanted;
	pace->tokens -= 1;
	return pace->tokens >= 0 ? 0 : -pace->tokens / pace->rate;
}

void
pace_slow(struct pace *pace)
{
	pace->rate /= 2;
	if (pace->rate < slowest)
		pace->rate = slowest;
	pace->tokens = 0;
}
