/* owner.c - become who owns a directory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/owner.h"

#include <errno.h>
#include <grp.h>
#include <string.h>
#include <sys/stat.h>
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
