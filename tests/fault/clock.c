/* clock.c - gives a program another time of day, by LD_PRELOAD
 *
 *     CLOCK_AHEAD=366d   so far ahead; -2h is behind; d, h, m and s are known
 *     CLOCK_RATE=60      a minute of the clock, and of waiting, is a second
 *
 * What is measured by the monotonic clock stays. Nothing is shared between
 * processes: libfaketime keeps a semaphore for a program and its children in
 * /dev/shm, and a shell in front of the program, as libtool's, may end it.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#undef _FORTIFY_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NS INT64_C(1000000000)

static int64_t began, ahead; /* ns */
static int64_t rate = 1;

static int64_t
true_time(void)
{
	struct timespec now;

	/* The C library's function is ours, below. */
	syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
	return now.tv_sec * NS + now.tv_nsec;
}

static int64_t
unit_s(char unit)
{
	switch (unit) {
	case 'd':
		return 86400;
	case 'h':
		return 3600;
	case 'm':
		return 60;
	default:
		return 1;
	}
}

static void __attribute__((constructor)) begin(void)
{
	const char *text = getenv("CLOCK_AHEAD");
	char *unit;

	began = true_time();
	if (text) {
		ahead = strtoll(text, &unit, 10) * NS;
		ahead *= unit_s(*unit);
	}
	if ((text = getenv("CLOCK_RATE")))
		rate = strtoll(text, NULL, 10);
}

static int64_t
told_time(void)
{
	return began + ahead + (true_time() - began) * rate;
}

int
clock_gettime(clockid_t clock, struct timespec *out)
{
	int64_t now;

	if (clock != CLOCK_REALTIME)
		return (int)syscall(SYS_clock_gettime, clock, out);
	now = told_time();
	*out = (struct timespec){ .tv_sec = now / NS, .tv_nsec = now % NS };
	return 0;
}

int
gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	int64_t now = told_time();

	(void)zone;
	out->tv_sec = now / NS;
	out->tv_usec = now % NS / 1000;
	return 0;
}

time_t
time(time_t *out)
{
	time_t now = told_time() / NS;

	if (out)
		*out = now;
	return now;
}

/* The outbox waits by ppoll; libcurl does not. */
int
ppoll(struct pollfd *fds, nfds_t count, const struct timespec *limit,
	const sigset_t *mask)
{
	int (*next)(struct pollfd *, nfds_t, const struct timespec *,
		const sigset_t *);
	void *symbol = dlsym(RTLD_NEXT, "ppoll");
	struct timespec left;

	memcpy(&next, &symbol, sizeof(next));
	if (limit) {
		int64_t ns = (limit->tv_sec * NS + limit->tv_nsec) / rate;

		left = (struct timespec){ .tv_sec = ns / NS,
			.tv_nsec = ns % NS };
	}
	return next(fds, count, limit ? &left : NULL, mask);
}
