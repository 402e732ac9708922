/* guard.c - a process that keeps its secrets and its descriptors apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common/guard.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

void
guard_process(void)
{
	static const struct rlimit no_core = { 0, 0 };
	int fd;

#ifdef HAVE_SYS_PRCTL_H
	prctl(PR_SET_DUMPABLE, 0);
#endif
	setrlimit(RLIMIT_CORE, &no_core);
	/* libcurl would write the keys of its connections there. */
	unsetenv("SSLKEYLOGFILE");
	signal(SIGPIPE, SIG_IGN);
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	close(fd);
}
