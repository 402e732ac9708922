/* fake.h - everything the fake IncidentIQ remembers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_FAKE_H
#define FAKE_FAKE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "fake/habits.h"
#include "fake/request_log.h"
#include "fake/tickets.h"

/*
 * One lock guards all of it, and a thread serves each connection: calls are
 * short, so they may well run one after the other, but a call that dawdles by
 * habit must not keep the others waiting. It sleeps on `changed`, which lets
 * the lock go, and wakes up when a habit changes or the server ends.
 */
struct fake {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool ending;
	struct habits habits;
	struct tickets tickets;
	struct request_log requests;
	const char *site_id; /* borrowed, like the token */
	const char *token;
	double expires_at; /* when every token expires; 0 = when its exp says */
	uint64_t dice;
	size_t lost_answers; /* answers that were dropped after the commit */
	size_t committing;   /* calls between their commit and their answer */
	size_t searches;
	double rate_second;
	long rate_calls;
};

void fake_init(struct fake *fake);
void fake_free(struct fake *fake);

/* Back to the first state: no tickets, no requests, every habit's default. */
void fake_reset(struct fake *fake);

/* Waits as many milliseconds as the habit says, with the lock let go; less when
 * the habit changes or the server ends. */
void fake_dawdle(struct fake *fake, enum habit which);

/* True in that percentage of calls. */
bool fake_chance(struct fake *fake, long percent);

/* Seconds since 1970, and seconds of a clock that nobody sets. */
double fake_now(void);
double fake_uptime(void);

#endif
