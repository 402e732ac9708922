/* spool.c - alerts on stable storage, one file each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/spool_private.h"

enum {
	FILE_MODE = 0640,
	SHARED_MODE = 0660, /* lock, lost: of two users */
	DIR_MODE = 0770,
	INTERRUPTS = 8, /* then a call gives up: see spool.h */
	NAMES_TRIED = 8,
	NAME_SIZE = 64
};

/* True when a call that failed is worth another try. */
static bool
interrupted(unsigned *times)
{
	return errno == EINTR && (*times)++ < INTERRUPTS;
}

int
spool_openat(int dir, const char *name, int flags, mode_t mode)
{
	unsigned times = 0;
	int fd;

	/* O_NONBLOCK: a FIFO of that name must not hold anybody up. */
	flags |= O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	do
		fd = openat(dir, name, flags, mode);
	while (fd < 0 && interrupted(&times));
	return fd;
}

static int
sync_fd(int fd, int (*sync)(int))
{
	unsigned times = 0;
	int rc;

	do
		rc = sync(fd);
	while (rc < 0 && interrupted(&times));
	return rc;
}

/* ---- open ---- */

static int
make_dir(int dir, const char *name)
{
	return mkdirat(dir, name, DIR_MODE) < 0 && errno != EEXIST ? -1 : 0;
}

/* An empty file that both users may write to; when says its time. */
static int
make_shared(int dir, const char *name, const struct timespec when[2])
{
	int fd = spool_openat(
		    dir, name, O_RDWR | O_CREAT | O_EXCL, SHARED_MODE),
	    rc;

	if (fd < 0)
		return errno == EEXIST ? 0 : -1;
	rc = futimens(fd, when);
	close(fd);
	return rc;
}

/* First use. "new" comes last: whoever finds it finds the rest. */
static int
set_up(int dir)
{
	static const struct timespec never[2];
	/* Two users share it, whatever the umask says. Modes are right from the
	 * start, as a service may be kept from setting a set-group-id bit; that
	 * of the spool itself is inherited. */
	mode_t mask = umask(0);
	int rc = 0;

	if (make_shared(dir, "lost", never) < 0 ||
		make_shared(dir, "lock", NULL) < 0 ||
		make_dir(dir, "bad") < 0 || make_dir(dir, "tmp") < 0 ||
		make_dir(dir, "new") < 0)
		rc = -1;
	umask(mask);
	return rc < 0 ? -1 : sync_fd(dir, fsync);
}

static int
open_dirs(struct spool *spool)
{
	const int flags = O_RDONLY | O_DIRECTORY;

	spool->tmp = spool_openat(spool->dir, "tmp", flags, 0);
	if (spool->tmp < 0)
		return -1;
	spool->fresh = spool_openat(spool->dir, "new", flags, 0);
	return spool->fresh < 0 ? -1 : 0;
}

static int
check_dir(const struct spool *spool, struct err *why)
{
	struct stat st;

	if (fstat(spool->dir, &st) < 0)
		return err_set(why, "%s: %s", spool->path, strerror(errno));
	if (st.st_mode & S_IWOTH)
		return err_set(why,
			"spool directory %s can be written to by everybody; "
			"run: chmod o-w %s",
			spool->path, spool->path);
	return 0;
}

static int
open_failed(const struct spool *spool, struct err *why)
{
	if (errno == EACCES || errno == EPERM)
		return err_set(why,
			"spool directory %s is closed to user %d; run: "
			"chown -R nagios:nagios %s (or whoever runs this)",
			spool->path, (int)geteuid(), spool->path);
	return err_set(
		why, "spool directory %s: %s", spool->path, strerror(errno));
}

static int
open_root(struct spool *spool, struct err *why)
{
	unsigned times = 0;

	/* The admin may have put it elsewhere by a link; nobody below it. */
	do
		spool->dir =
			open(spool->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (spool->dir < 0 && interrupted(&times));
	if (spool->dir >= 0)
		return check_dir(spool, why);
	if (errno == ENOENT)
		return err_set(why,
			"spool directory %s does not exist; run: "
			"install -d -o nagios -g nagios -m 2770 %s",
			spool->path, spool->path);
	return open_failed(spool, why);
}

int
spool_open(struct spool **out, const char *dir, struct err *why)
{
	struct spool *spool = xcalloc(1, sizeof(*spool));

	*out = NULL;
	*spool = (struct spool){ .dir = -1, .tmp = -1, .fresh = -1 };
	spool->path = xstrdup(dir);
	if (open_root(spool, why) < 0)
		goto failed;
	if (open_dirs(spool) < 0 &&
		(errno != ENOENT || set_up(spool->dir) < 0 ||
			open_dirs(spool) < 0)) {
		open_failed(spool, why);
		goto failed;
	}
	*out = spool;
	return 0;
failed:
	spool_close(spool);
	return -1;
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
spool_close(struct spool *spool)
{
	if (spool == NULL)
		return;
	close_fd(spool->fresh);
	close_fd(spool->tmp);
	close_fd(spool->dir);
	free(spool->path);
	free(spool);
}

/* ---- put ---- */

static int
write_all(int fd, const char *text, size_t length)
{
	unsigned times = 0;
	ssize_t written;

	while (length > 0) {
		written = write(fd, text, length);
		if (written < 0 && interrupted(&times))
			continue;
		if (written <= 0)
			return -1;
		text += written;
		length -= (size_t)written;
	}
	return 0;
}

/* Creates a file in tmp of a name that nobody else has: arrival in
 * nanoseconds, process, and how often this process has tried. */
static int
create(struct spool *spool, const struct event *event, char name[NAME_SIZE])
{
	int fd = -1;

	for (int i = 0; i < NAMES_TRIED && fd < 0; i++) {
		snprintf(name, NAME_SIZE, "%011jd%09ld.%07d.%u",
			(intmax_t)event->received, event->received_ns,
			(int)getpid(), spool->sequence++);
		fd = spool_openat(spool->tmp, name, O_WRONLY | O_CREAT | O_EXCL,
			FILE_MODE);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

/* Writes and syncs; closes fd whatever happens. Returns what failed. */
static const char *
fill(int fd, const struct event *event)
{
	char *text = spool_format(event);
	const char *failed = NULL;
	int saved = 0;

	if (write_all(fd, text, strlen(text)) < 0)
		failed = "write";
	else if (sync_fd(fd, fdatasync) < 0)
		failed = "fdatasync";
	if (failed != NULL)
		saved = errno;
	/* Some file systems tell only here that the data did not arrive. An
	 * interrupted close has closed (Linux) and the data is synced. */
	if (close(fd) < 0 && errno != EINTR && failed == NULL) {
		failed = "close";
		saved = errno;
	}
	errno = saved;
	free(text);
	return failed;
}

static int
rename_at(int from, const char *name, int to)
{
	unsigned times = 0;
	int rc;

	do
		rc = renameat(from, name, to, name);
	while (rc < 0 && interrupted(&times));
	return rc;
}

/* What has failed, and how; the text goes into a sentence. */
static int
put_failed(const struct spool *spool, const char *where, struct err *why)
{
	return err_set(why, "spool directory %s: %s: %s", spool->path, where,
		strerror(errno));
}

int
spool_put(struct spool *spool, const struct event *event, struct err *why)
{
	char name[NAME_SIZE];
	const char *failed;
	int fd = create(spool, event, name);

	if (fd < 0)
		return put_failed(spool, "create", why);
	failed = fill(fd, event);
	if (failed == NULL && rename_at(spool->tmp, name, spool->fresh) < 0)
		failed = "rename";
	if (failed != NULL) {
		put_failed(spool, failed, why);
		unlinkat(spool->tmp, name, 0);
		return -1;
	}
	/* Sync the directory too: until then the rename is only a hope. */
	if (sync_fd(spool->fresh, fsync) == 0)
		return 0;
	put_failed(spool, "fsync", why);
	unlinkat(spool->fresh, name, 0);
	return -1;
}

/* ---- lost, lock ---- */

int
spool_mark_lost(const char *dir)
{
	int dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd, rc = -1;

	if (dir_fd < 0)
		return -1;
	fd = spool_openat(dir_fd, "lost", O_WRONLY | O_CREAT, SHARED_MODE);
	if (fd >= 0) {
		rc = futimens(fd, NULL);
		sync_fd(fd, fsync);
		close(fd);
	}
	close(dir_fd);
	return rc;
}

time_t
spool_lost(struct spool *spool)
{
	struct stat st;

	if (fstatat(spool->dir, "lost", &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	return st.st_mtime;
}

int
spool_lock(struct spool *spool)
{
	int fd = spool_openat(
		spool->dir, "lock", O_RDONLY | O_CREAT, SHARED_MODE);
	int saved;

	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fcntl(fd, F_SETFD, 0) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

bool
spool_is_lock(struct spool *spool, int fd)
{
	struct stat ours, theirs;

	return fstat(fd, &theirs) == 0 &&
	       fstatat(spool->dir, "lock", &ours, AT_SYMLINK_NOFOLLOW) == 0 &&
	       ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}
