/* fake.c - start, reset, wait and throw dice */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/fake.h"

#include <string.h>
#include <time.h>

static double
clock_seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
fake_now(void)
{
	return clock_seconds(CLOCK_REALTIME);
}

double
fake_uptime(void)
{
	return clock_seconds(CLOCK_MONOTONIC);
}

void
fake_init(struct fake *fake)
{
	pthread_condattr_t attr;

	memset(fake, 0, sizeof(*fake));
	pthread_mutex_init(&fake->lock, NULL);
	/* A test may set the clock; a delay shall not change with it. */
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&fake->changed, &attr);
	pthread_condattr_destroy(&attr);
	fake_reset(fake);
}

void
fake_reset(struct fake *fake)
{
	tickets_clear(&fake->tickets);
	request_log_clear(&fake->requests);
	habits_reset(&fake->habits);
	fake->expires_at = 0;
	fake->lost_answers = fake->searches = 0;
	fake->dice = (uint64_t)habit(&fake->habits, HABIT_SEED);
	pthread_cond_broadcast(&fake->changed);
}

void
fake_free(struct fake *fake)
{
	tickets_clear(&fake->tickets);
	request_log_clear(&fake->requests);
	pthread_cond_destroy(&fake->changed);
	pthread_mutex_destroy(&fake->lock);
}

void
fake_dawdle(struct fake *fake, enum habit which)
{
	long ms = habit(&fake->habits, which);
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	while (!fake->ending && habit(&fake->habits, which) == ms &&
		pthread_cond_timedwait(&fake->changed, &fake->lock, &until) ==
			0)
		;
}

/* splitmix64: small, and the same everywhere for the same seed. */
bool
fake_chance(struct fake *fake, long percent)
{
	uint64_t z = (fake->dice += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (long)((z ^ (z >> 31)) % 100) < percent;
}
