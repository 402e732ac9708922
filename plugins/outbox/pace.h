/* pace.h - how fast to ask */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_PACE_H
#define OUTBOX_PACE_H

/* A bucket of 20 requests, refilled at a rate that halves when the server says
 * "too many" and creeps back afterwards. */
struct pace {
	double wanted; /* requests a second; 0 = no limit */
	double rate;   /* what is granted now */
	double tokens;
	double at; /* when tokens was true, in seconds */
};

void pace_init(struct pace *pace, double wanted, double now);

/* Another rate is wanted from now on; what was granted or halved before stays
 * so, as far as the new rate allows. */
void pace_want(struct pace *pace, double wanted);

/* Takes one request; returns how many seconds to wait before sending it. */
double pace_take(struct pace *pace, double now);

/* The server said 429. */
void pace_slow(struct pace *pace);

#endif
