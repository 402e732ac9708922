/* spool.h - alerts on stable storage, one file each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_SPOOL_H
#define COMMON_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "common/err.h"
#include "common/event.h"

/*
 * DIR/tmp   files being written       DIR/new   alerts, named in order of
 * DIR/bad   files that are no alert             arrival
 * DIR/lock  held by the outbox        DIR/lost  touched when an alert was lost
 *
 * Files are made 0640, directories 2770, lock and lost 0660, so that core and
 * outbox may be two users of one group; the caller's umask must be 027 or less.
 * A call that a signal interrupts is tried again a few times only: who has a
 * deadline sets a timer that keeps ticking.
 */
struct spool;

enum { SPOOL_FILE_MAX = 64 * 1024 }; /* bytes of one alert, and the final NUL */

/* Opens (and, below an existing DIR, makes) the spool. A DIR that others may
 * write to is refused. */
int spool_open(struct spool **out, const char *dir, struct err *why);
void spool_close(struct spool *spool);

/*
 * Puts an event on stable storage: when this returns 0, file and directory are
 * synced. On failure nothing of it is left.
 */
int spool_put(struct spool *spool, const struct event *event, struct err *why);

/* Remembers that an alert could not be stored; DIR/lost was made at first use,
 * so it takes no space, and no spool that can be opened. */
int spool_mark_lost(const char *dir);

/*
 * Tries to become the one outbox of this spool; never waits.
 * Returns a descriptor that holds the lock (inheritable by a child, given up
 * when the last copy is closed), or -1 with errno EWOULDBLOCK when another
 * process holds it, or any other errno.
 */
int spool_lock(struct spool *spool);

/* True when fd is a descriptor of this spool's lock file. */
bool spool_is_lock(struct spool *spool, int fd);

/*
 * Calls each alert's visit(arg, name, event) in order of arrival, at most max
 * of them. A file that is no whole alert is moved to DIR/bad and reported by
 * bad(arg, name, reason); so is a file that cannot be read, which stays. Stops
 * when visit returns non-zero and returns that; -1 when the directory cannot be
 * read.
 */
struct spool_visitor {
	int (*visit)(void *arg, const char *name, struct event *event);
	void (*bad)(void *arg, const char *name, const char *reason);
	void *arg;
};
int spool_each(struct spool *spool, size_t max,
	const struct spool_visitor *visitor, struct err *why);

/* Removes what a killed intake left in DIR/tmp more than an hour ago. */
int spool_clean(struct spool *spool, time_t now);

/* Removes an alert whose event is in the database. */
int spool_remove(struct spool *spool, const char *name, struct err *why);

/* Descriptor of DIR/new, to watch it. Borrowed. */
int spool_new_fd(const struct spool *spool);

/* How many alerts wait, and the age in seconds of the oldest (0: none). */
int spool_count(struct spool *spool, time_t now, size_t *count, long *oldest_s);

/* 0 if the spool may be written to: an alert that comes now would be taken, as
 * long as there is room. */
int spool_takes(struct spool *spool, struct err *why);

/* True if a file was moved to DIR/bad and nobody has removed it yet. */
bool spool_has_bad(struct spool *spool);

/* When an alert was last lost (mtime of DIR/lost); 0 = never. */
time_t spool_lost(struct spool *spool);

/*
 * The spool file's text of an event and back; also for preview and tests. A
 * long output that does not fit is cut. Parsing takes only a whole text, with
 * nothing behind its end; it fills an event_init() event.
 */
char *spool_format(const struct event *event);
int spool_parse(
	const char *text, size_t length, struct event *event, struct err *why);

#endif
