/* owner.c - become who owns a directory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int
owner_become(const char *dir, struct err *why)
{
	struct stat st;

	if (geteuid() != 0 || stat(dir, &st) < 0 || st.st_uid == 0)
		return 0;
	/* Groups first: afterwards there is no right left to change them. */
	if (setgroups(0, NULL) < 0 || setgid(st.st_gid) < 0 ||
		setuid(st.st_uid) < 0)
		return err_set(why, "becoming the owner of %s: %s", dir,
			strerror(errno));
	return 0;
}

/* The same, but in a process of its own, as there is no way back. */
static bool
reads(const char *dir, const char *path)
{
	struct err why;
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(owner_become(dir, &why) < 0 ||
			open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) < 0);
	while (child > 0 && waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return child > 0 && status == 0;
}

int
owner_name(const char *dir, char *out, size_t size)
{
	const struct passwd *user;
	struct stat st;

	if (stat(dir, &st) < 0)
		return -1;
	user = getpwuid(st.st_uid);
	if (user != NULL)
		snprintf(out, size, "%s", user->pw_name);
	else
		snprintf(out, size, "%u", (unsigned)st.st_uid);
	return 0;
}

static bool
belong_alike(const char *a, const char *b)
{
	struct stat first, second;

	return stat(a, &first) == 0 && stat(b, &second) == 0 &&
	       first.st_uid == second.st_uid;
}

bool
owner_is_another(const char *dir, const char *path)
{
	struct stat st;

	return belong_alike(dir, path) && stat(dir, &st) == 0 &&
	       st.st_uid != geteuid();
}

int
owner_reads(const char *dir, const char *path, struct err *why)
{
	char name[64];

	if (geteuid() != 0 || owner_name(dir, name, sizeof(name)) < 0 ||
		reads(dir, path))
		return 0;
	if (belong_alike(dir, path))
		return err_set(why,
			"%s owns %s and cannot read %s: see the modes of file "
			"and folders",
			name, dir, path);
	return err_set(why, "%s owns %s and cannot read %s; run: chown %s %s",
		name, dir, path, name, path);
}
