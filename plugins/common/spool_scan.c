/* spool_scan.c - look at what lies in the spool */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/spool_private.h"

enum { TMP_AGE_S = 3600 };

static int
scan_failed(const struct spool *spool, const char *name, struct err *why)
{
	return err_set(why, "%s/new%s%s: %s", spool->path,
		name[0] == '\0' ? "" : "/", name, strerror(errno));
}

/* A stream of its own: one that shared the spool's descriptor would share its
 * place in the directory. */
static DIR *
open_stream(int dir)
{
	int fd = spool_openat(dir, ".", O_RDONLY | O_DIRECTORY, 0);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && stream == NULL)
		close(fd);
	return stream;
}

/* The next name that does not begin with a dot; NULL with errno 0 at the end.
 */
static const char *
next_name(DIR *stream)
{
	const struct dirent *entry;

	do {
		errno = 0;
		entry = readdir(stream);
	} while (entry != NULL && entry->d_name[0] == '.');
	return entry == NULL ? NULL : entry->d_name;
}

struct names {
	char **name;
	size_t count, size;
};

static void
names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names->name);
}

static int
compare(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* All names, in order of arrival. */
static int
names_read(struct names *names, int dir)
{
	DIR *stream = open_stream(dir);
	const char *name;
	int rc;

	if (stream == NULL)
		return -1;
	while ((name = next_name(stream)) != NULL) {
		if (names->count == names->size) {
			names->size = names->size == 0 ? 64 : names->size * 2;
			names->name = xrealloc(names->name,
				names->size * sizeof(names->name[0]));
		}
		names->name[names->count++] = xstrdup(name);
	}
	rc = errno == 0 ? 0 : -1;
	closedir(stream);
	if (names->count > 0)
		qsort(names->name, names->count, sizeof(names->name[0]),
			compare);
	return rc;
}

/* ---- each ---- */

static ssize_t
read_all(int fd, char *text, size_t size)
{
	size_t length = 0;
	ssize_t got = 1;

	while (got > 0 && length < size) {
		got = read(fd, text + length, size - length);
		if (got > 0)
			length += (size_t)got;
		else if (got < 0 && errno == EINTR)
			got = 1;
	}
	return got < 0 ? -1 : (ssize_t)length;
}

enum found { FOUND_EVENT, FOUND_NONE, FOUND_BAD, FOUND_UNREADABLE };

static enum found
load(struct spool *spool, const char *name, struct event *event,
	struct err *why)
{
	int fd = spool_openat(spool->fresh, name, O_RDONLY, 0);
	char *text = NULL;
	enum found found = FOUND_BAD;
	struct stat st;
	ssize_t length;

	if (fd < 0 && errno == ENOENT)
		return FOUND_NONE;
	if (fd < 0 && errno == ELOOP) {
		err_set(why, "it is a symbolic link");
		return FOUND_BAD;
	}
	if (fd < 0 || fstat(fd, &st) < 0) {
		err_set(why, "%s", strerror(errno));
		found = FOUND_UNREADABLE;
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(why, "it is no regular file");
		goto out;
	}
	text = xrealloc(NULL, SPOOL_FILE_MAX);
	length = read_all(fd, text, SPOOL_FILE_MAX);
	if (length < 0) {
		err_set(why, "%s", strerror(errno));
		found = FOUND_UNREADABLE;
	} else if (spool_parse(text, (size_t)length, event, why) == 0) {
		found = FOUND_EVENT;
	}
out:
	free(text);
	if (fd >= 0)
		close(fd);
	return found;
}

/* Out of the way, but kept: somebody may want to know what it was. */
static void
put_aside(struct spool *spool, const char *name)
{
	int bad = spool_openat(spool->dir, "bad", O_RDONLY | O_DIRECTORY, 0);

	if (bad < 0)
		return;
	(void)renameat(spool->fresh, name, bad, name);
	close(bad);
}

/* *visited counts the alerts, so that files that are none never hide them. */
static int
visit_name(struct spool *spool, const char *name,
	const struct spool_visitor *visitor, size_t *visited)
{
	struct event event;
	struct err why;
	int rc = 0;

	event_init(&event);
	switch (load(spool, name, &event, &why)) {
	case FOUND_EVENT:
		rc = visitor->visit(visitor->arg, name, &event);
		++*visited;
		break;
	case FOUND_NONE:
		break;
	case FOUND_BAD:
		put_aside(spool, name);
		visitor->bad(visitor->arg, name, why.text);
		break;
	case FOUND_UNREADABLE:
		visitor->bad(visitor->arg, name, why.text);
		break;
	}
	event_free(&event);
	return rc;
}

int
spool_each(struct spool *spool, size_t max, const struct spool_visitor *visitor,
	struct err *why)
{
	struct names names = { 0 };
	size_t visited = 0;
	int rc = 0;

	if (names_read(&names, spool->fresh) < 0)
		rc = scan_failed(spool, "", why);
	for (size_t i = 0; i < names.count && visited < max && rc == 0; i++)
		rc = visit_name(spool, names.name[i], visitor, &visited);
	names_free(&names);
	return rc;
}

int
spool_remove(struct spool *spool, const char *name, struct err *why)
{
	if (unlinkat(spool->fresh, name, 0) < 0 && errno != ENOENT)
		return scan_failed(spool, name, why);
	return 0;
}

int
spool_new_fd(const struct spool *spool)
{
	return spool->fresh;
}

/* ---- count, clean ---- */

/* The second in which a file arrived, as its name says. */
static time_t
arrival(const char *name)
{
	return (time_t)(strtoimax(name, NULL, 10) / 1000000000);
}

int
spool_count(struct spool *spool, time_t now, size_t *count, long *oldest_s)
{
	struct names names = { 0 };
	int rc = names_read(&names, spool->fresh);

	*count = names.count;
	*oldest_s = 0;
	if (names.count > 0 && arrival(names.name[0]) < now)
		*oldest_s = (long)(now - arrival(names.name[0]));
	names_free(&names);
	return rc;
}

int
spool_takes(struct spool *spool, struct err *why)
{
	if (faccessat(spool->tmp, ".", W_OK, AT_EACCESS) == 0 &&
		faccessat(spool->fresh, ".", W_OK, AT_EACCESS) == 0)
		return 0;
	return err_set(why, "spool directory %s takes no alert: %s",
		spool->path, strerror(errno));
}

bool
spool_has_bad(struct spool *spool)
{
	struct names names = { 0 };
	int bad = spool_openat(spool->dir, "bad", O_RDONLY | O_DIRECTORY, 0);
	bool has = bad >= 0 && names_read(&names, bad) == 0 && names.count > 0;

	names_free(&names);
	if (bad >= 0)
		close(bad);
	return has;
}

int
spool_clean(struct spool *spool, time_t now)
{
	struct names names = { 0 };
	struct stat st;
	int rc = names_read(&names, spool->tmp);

	for (size_t i = 0; i < names.count; i++)
		if (fstatat(spool->tmp, names.name[i], &st,
			    AT_SYMLINK_NOFOLLOW) == 0 &&
			st.st_mtime < now - TMP_AGE_S)
			(void)unlinkat(spool->tmp, names.name[i], 0);
	names_free(&names);
	return rc;
}
