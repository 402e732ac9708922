/* newfile.c - a file that appears whole, and in the place of no other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"

/* free() it. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	return xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static int
exists(const char *path, struct err *why)
{
	return err_set(why, "%s exists and is kept: move it away first", path);
}

int
newfile_check(const char *path, struct err *why)
{
	char *folder = folder_of(path);
	struct stat st;
	int rc = 0;

	/* A link that leads nowhere is there, too. */
	if (lstat(path, &st) == 0)
		rc = exists(path, why);
	else if (access(folder, W_OK | X_OK) < 0)
		rc = err_set(why, "no file can be made in %s: %s", folder,
			strerror(errno));
	free(folder);
	return rc;
}

static int
write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			text += n;
			left -= (size_t)n;
		}
	}
	return 0;
}

static int
fill(int fd, const char *text, gid_t group)
{
	if (fchown(fd, (uid_t)-1, group) < 0 || fchmod(fd, 0640) < 0 ||
		write_all(fd, text) < 0)
		return -1;
	return fsync(fd);
}

/* Until then the name is only a hope. */
static int
sync_folder(const char *path)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = -1;

	free(folder);
	if (fd >= 0) {
		rc = fsync(fd);
		close(fd);
	}
	return rc;
}

int
newfile_write(const char *path, const char *text, gid_t group, struct err *why)
{
	char *aside = xasprintf("%s.XXXXXX", path);
	int fd = mkostemp(aside, O_CLOEXEC), rc = -1;

	if (fd < 0) {
		err_set(why, "making %s: %s", aside, strerror(errno));
		goto out;
	}
	rc = fill(fd, text, group);
	/* A rename would take the place of what came there meanwhile. */
	if (rc == 0)
		rc = link(aside, path);
	if (rc < 0 && errno == EEXIST)
		exists(path, why);
	else if (rc < 0)
		err_set(why, "writing %s: %s", path, strerror(errno));
	close(fd);
	unlink(aside);
	if (rc == 0 && sync_folder(path) < 0)
		rc = err_set(why, "syncing the folder of %s: %s", path,
			strerror(errno));
out:
	free(aside);
	return rc;
}
