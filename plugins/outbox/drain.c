/* drain.c - one outbox at a time, until nothing is left or for good */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/drain.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "outbox/outbox.h"
#include "outbox/systemd.h"

/* *left: for how long there is nothing to do. Returns 1 when nothing waits at
 * all and nobody wants us to stay, else 0. */
static int
look_ahead(struct outbox *outbox, time_t *left, struct err *why)
{
	time_t now = time(NULL), due;

	if (outbox_next_due(outbox, &due, why) < 0)
		return -1;
	if (due == 0 && !outbox->settings->stays)
		return 1;
	if (due == 0)
		due = now + WAKE_LONGEST_S;
	*left = due <= now ? 0 : due - now;
	return 0;
}

static int
work(struct outbox *outbox, struct err *why)
{
	while (!wake_is_last()) {
		time_t left = 0;
		bool busy;
		int rc = outbox_round(outbox, &busy, why);

		if (rc == 0 && !busy)
			rc = look_ahead(outbox, &left, why);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
		wake_wait(outbox->wake, left);
	}
	return 0;
}

/* With the lock, until nothing is left; it is given up. */
static int
run(struct outbox *outbox, int lock, struct err *why)
{
	int rc = outbox_begin(outbox, lock, why);

	if (rc == 0)
		rc = work(outbox, why);
	outbox_end(outbox);
	/* Asked to stop while the database was locked: nothing failed. */
	return outbox->waits && wake_is_last() ? 0 : rc;
}

/* The lock, or -1 with errno. Who is to stay waits until it is free. */
static int
get_lock(struct outbox *outbox)
{
	int fd = spool_lock(outbox->spool);

	if (fd >= 0 || errno != EWOULDBLOCK)
		return fd;
	outbox_tell(outbox, "another outbox is at work");
	while (fd < 0 && errno == EWOULDBLOCK && outbox->settings->stays &&
		!wake_is_last()) {
		wake_pause(outbox->wake, 1);
		fd = spool_lock(outbox->spool);
	}
	return fd;
}

/* Who started us is to know that they wait for a person. */
static int
leave_behind(const struct outbox *outbox, size_t count, struct err *why)
{
	const char *reason = outbox->named ? "they cannot be read, see the "
					     "system log"
					   : outbox->held.text;

	return err_set(why, "%zu alerts stay in %s/new: %s", count,
		outbox->settings->spool, reason);
}

static int
run_all(struct outbox *outbox, int lock, struct err *why)
{
	size_t left = 0, before;
	long oldest_s;
	int rc;

	do {
		if (lock < 0)
			lock = get_lock(outbox);
		if (lock < 0)
			return errno == EWOULDBLOCK || wake_is_last()
				       ? 0
				       : err_set(why, "%s/lock: %s",
						 outbox->settings->spool,
						 strerror(errno));
		rc = run(outbox, lock, why);
		lock = -1;
		before = left;
		/* Who stored an alert a moment ago found the lock held, and
		 * relies on this look. A file that cannot be taken, though,
		 * is no reason to look for ever. */
		if (rc == 0 && !wake_is_last())
			rc = spool_count(
				outbox->spool, time(NULL), &left, &oldest_s);
	} while (rc == 0 && left > 0 && (outbox->taken > 0 || left != before) &&
		 !wake_is_last());
	if (rc == 0 && left > 0 && !wake_is_last())
		rc = leave_behind(outbox, left, why);
	return rc;
}

int
drain(struct settings *settings, int lock_fd, struct err *why)
{
	struct wake wake;
	struct outbox outbox = { .settings = settings, .wake = &wake };
	int rc;

	if (spool_open(&outbox.spool, settings->spool, why) < 0)
		return -1;
	outbox.progress.is_terminal = isatty(STDOUT_FILENO);
	wake_open(&wake, outbox.spool);
	outbox_tell_of_templates(settings);
	pace_init(&outbox.pace, settings->pace, 0);
	if (lock_fd >= 0 && !spool_is_lock(outbox.spool, lock_fd)) {
		rc = err_set(why, "descriptor %d is not the lock of %s",
			lock_fd, settings->spool);
	} else {
		if (settings->stays)
			systemd_tell("READY=1");
		rc = run_all(&outbox, lock_fd, why);
		if (settings->stays)
			systemd_tell("STOPPING=1");
	}
	progress_end(&outbox.progress);
	wake_close(&wake);
	spool_close(outbox.spool);
	return rc;
}
