/* bare_store.c - a text on stable storage, with nothing around it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* bare_store DIR TEXT: DIR/tmp/PID, synced, becomes DIR/new/PID. */
int
main(int argc, char **argv)
{
	char from[4096], to[4096], new[4096];
	int fd, dir;

	if (argc != 3)
		return 2;
	snprintf(from, sizeof(from), "%s/tmp/%d", argv[1], (int)getpid());
	snprintf(to, sizeof(to), "%s/new/%d", argv[1], (int)getpid());
	snprintf(new, sizeof(new), "%s/new", argv[1]);
	fd = open(from, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd < 0 || write(fd, argv[2], strlen(argv[2])) < 0 ||
		fdatasync(fd) < 0 || close(fd) < 0)
		return 1;
	dir = open(new, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || rename(from, to) < 0 || fsync(dir) < 0)
		return 1;
	return 0;
}
