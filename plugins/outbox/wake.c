/* wake.c - what an outbox that waits is woken by: signals, alerts, the time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/wake.h"

#include <poll.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { SETTLE_NS = 100 * 1000 * 1000 };

static volatile sig_atomic_t asked_to_stop, asked_to_reread;

static void
on_stop(int number)
{
	(void)number;
	asked_to_stop = 1;
}

static void
on_hangup(int number)
{
	(void)number;
	asked_to_reread = 1;
}

static void
catch_signals(sigset_t *outside)
{
	struct sigaction stop = { .sa_handler = on_stop };
	struct sigaction hangup = { .sa_handler = on_hangup };
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGHUP);
	sigprocmask(SIG_BLOCK, &blocked, outside);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGHUP, &hangup, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static int
watch(struct spool *spool)
{
	char path[32];
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	/* By descriptor, so that nobody can put another directory there. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", spool_new_fd(spool));
	if (fd >= 0 && inotify_add_watch(fd, path, IN_MOVED_TO) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void
wake_open(struct wake *wake, struct spool *spool)
{
	catch_signals(&wake->outside);
	wake->alerts = watch(spool);
}

void
wake_close(struct wake *wake)
{
	if (wake->alerts >= 0)
		close(wake->alerts);
	wake->alerts = -1;
}

bool
wake_is_last(void)
{
	return asked_to_stop != 0;
}

bool
wake_is_hangup(void)
{
	bool is = asked_to_reread != 0;

	asked_to_reread = 0;
	return is;
}

void
wake_pause(const struct wake *wake, time_t seconds)
{
	const struct timespec limit = { .tv_sec = seconds };

	ppoll(NULL, 0, &limit, &wake->outside);
}

void
wake_let_signals_in(const struct wake *wake)
{
	wake_pause(wake, 0);
}

/* True if an alert came within the time. */
static bool
listen_for(const struct wake *wake, time_t seconds)
{
	struct pollfd alert = { .fd = wake->alerts, .events = POLLIN };
	const struct timespec limit = { .tv_sec = seconds };

	return ppoll(&alert, 1, &limit, &wake->outside) > 0;
}

bool
wake_is_alert(const struct wake *wake)
{
	return listen_for(wake, 0);
}

void
wake_wait(const struct wake *wake, time_t seconds)
{
	const struct timespec settle = { .tv_nsec = SETTLE_NS };
	const time_t longest = wake->alerts < 0 ? 1 : WAKE_LONGEST_S;
	char drop[4096];

	if (!listen_for(wake, seconds < longest ? seconds : longest))
		return;
	/* An alert seldom comes alone. Whoever stored it is about to sync the
	 * directory, and more are behind: do not be in their way. */
	ppoll(NULL, 0, &settle, &wake->outside);
	while (read(wake->alerts, drop, sizeof(drop)) > 0)
		;
}
