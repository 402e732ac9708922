/* nudge.c - run the outbox program */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/nudge.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/spool.h"

enum { LOCK_FD = STDERR_FILENO + 1 };

const char *
outbox_path(void)
{
	const char *path = getenv("INCIDENTIQ_OUTBOX");

	return path != NULL && path[0] != '\0' ? path : OUTBOX;
}

/* The path as it is from everywhere; NULL stays NULL. Never freed: what
 * follows is exec or the end. */
static const char *
absolute(const char *path)
{
	char *here;

	if (path == NULL || path[0] == '/')
		return path;
	here = getcwd(NULL, 0);
	return here == NULL ? path : xasprintf("%s/%s", here, path);
}

/* What the outbox is told of our own command line; paths keep their meaning
 * although it works elsewhere. */
static const struct {
	const char *name;
	bool is_path;
} handed_on[] = {
	{ "config", true },
	{ "spool", true },
	{ "url", false },
	{ "site-id", false },
	{ "token-file", true },
	{ "ca-file", true },
	{ "proxy", false },
	{ "timeout", false },
};
enum {
	HANDED_ON = sizeof(handed_on) / sizeof(handed_on[0]),
	ARGUMENTS = 3 + 2 * HANDED_ON + 1
};

static void
hand_on(const struct opts *opts, const char **argv, size_t count)
{
	for (size_t i = 0; i < HANDED_ON; i++) {
		const char *name = handed_on[i].name;
		const char *value = opts_text(opts, name);

		if (opts_origin(opts, name) != OPT_FROM_COMMAND_LINE)
			continue;
		argv[count++] = xasprintf("--%s", name);
		argv[count++] = handed_on[i].is_path ? absolute(value) : value;
	}
}

/* ---- drain ---- */

static void
close_from(int first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, (unsigned)first, ~0u, 0) == 0)
		return;
#endif
	for (int fd = first, end = (int)sysconf(_SC_OPEN_MAX);
		fd < end && fd < 1024; fd++)
		close(fd);
}

/* The core's worker ignores SIGPIPE, and send ignores and blocks more. */
static int
set_signals(posix_spawnattr_t *attributes)
{
	static const int usual[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM,
		SIGTERM, SIGCHLD, SIGXFSZ };
	sigset_t none, reset;

	sigemptyset(&none);
	sigemptyset(&reset);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		sigaddset(&reset, usual[i]);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &reset);
	/* A session of its own: Nagios kills process groups. */
	return posix_spawnattr_setflags(
		attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
				    POSIX_SPAWN_SETSIGDEF);
}

/* The core waits until its pipes are closed, so let go of them. */
static int
set_files(posix_spawn_file_actions_t *files)
{
	int rc = posix_spawn_file_actions_addopen(
		files, STDIN_FILENO, "/dev/null", O_RDWR, 0);

	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(
			files, STDIN_FILENO, STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(
			files, STDIN_FILENO, STDERR_FILENO);
	return rc;
}

/* Returns an errno. The parent waits until the program is loaded, so that it
 * is in a session of its own before we are gone. */
static int
spawn(const char **argv)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	pid_t pid;
	int rc;

	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	rc = set_files(&files);
	if (rc == 0)
		rc = set_signals(&attributes);
	if (rc == 0)
		rc = posix_spawn(&pid, argv[0], &files, &attributes,
			(char *const *)(void *)argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

int
outbox_start(int lock_fd, const struct opts *opts, struct err *why)
{
	const char *argv[ARGUMENTS] = { absolute(outbox_path()), "drain",
		"--lock-fd=3" };
	int rc;

	hand_on(opts, argv, 3);
	/* dup2 also takes off close-on-exec, unless it has nothing to do. */
	if (lock_fd != LOCK_FD && dup2(lock_fd, LOCK_FD) < 0)
		return err_set(why, "lock: %s", strerror(errno));
	close_from(LOCK_FD + 1);
	if (chdir("/") < 0)
		return err_set(why, "/: %s", strerror(errno));
	rc = spawn(argv);
	if (rc != 0)
		return err_set(why, "cannot run %s: %s", argv[0], strerror(rc));
	return 0;
}

/* ---- preview ---- */

/* The event's text as a file without a name, as standard input. */
static int
feed(const struct event *event)
{
	char *text = spool_format(event);
	size_t length = strlen(text);
	int fd = memfd_create("event", 0), rc = -1;

	if (fd >= 0 && write(fd, text, length) == (ssize_t)length &&
		lseek(fd, 0, SEEK_SET) == 0 && dup2(fd, STDIN_FILENO) == 0)
		rc = 0;
	free(text);
	return rc;
}

int
outbox_preview(
	const struct event *event, const struct opts *opts, struct err *why)
{
	const char *argv[ARGUMENTS] = { outbox_path(), "preview" };

	hand_on(opts, argv, 2);
	if (feed(event) < 0)
		return err_set(why, "standard input: %s", strerror(errno));
	execv(argv[0], (char *const *)(void *)argv);
	return err_set(why, "cannot run %s: %s", argv[0], strerror(errno));
}
