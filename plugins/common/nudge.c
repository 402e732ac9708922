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

/* The path as it is from everywhere; free() it. */
static char *
absolute(const char *path)
{
	char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
	char *whole =
		here == NULL ? xstrdup(path) : xasprintf("%s/%s", here, path);

	free(here);
	return whole;
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
	{ "no-proxy", false },
	{ "tls-min", false },
	{ "timeout", false },
};
enum {
	HANDED_ON = sizeof(handed_on) / sizeof(handed_on[0]),
	ARGUMENTS = 3 + 2 * HANDED_ON + 1
};

/* The outbox's command line. */
struct command {
	char *argv[ARGUMENTS]; /* NULL behind the last */
	size_t count;
};

static void
command_add(struct command *command, char *word)
{
	command->argv[command->count++] = word;
}

static void
command_init(struct command *command, const char *verb, const struct opts *opts)
{
	*command = (struct command){ .count = 0 };
	command_add(command, absolute(outbox_path()));
	command_add(command, xstrdup(verb));
	for (size_t i = 0; i < HANDED_ON; i++) {
		const char *name = handed_on[i].name;
		const char *value = opts_text(opts, name);

		if (opts_origin(opts, name) != OPT_FROM_COMMAND_LINE)
			continue;
		command_add(command, xasprintf("--%s", name));
		command_add(command, handed_on[i].is_path ? absolute(value)
							  : xstrdup(value));
	}
}

static void
command_free(struct command *command)
{
	for (size_t i = 0; i < command->count; i++)
		free(command->argv[i]);
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
spawn(char *const *argv)
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
		rc = posix_spawn(
			&pid, argv[0], &files, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

/* Leaves nothing of ours behind but the lock. */
static int
let_go(int lock_fd, struct err *why)
{
	/* dup2 also takes off close-on-exec, unless it has nothing to do. */
	if (lock_fd != LOCK_FD && dup2(lock_fd, LOCK_FD) < 0)
		return err_set(why, "lock: %s", strerror(errno));
	close_from(LOCK_FD + 1);
	if (chdir("/") < 0)
		return err_set(why, "/: %s", strerror(errno));
	return 0;
}

int
outbox_start(int lock_fd, const struct opts *opts, struct err *why)
{
	struct command command;
	int rc, error;

	command_init(&command, "drain", opts);
	command_add(&command, xstrdup("--lock-fd=3"));
	rc = let_go(lock_fd, why);
	if (rc == 0) {
		error = spawn(command.argv);
		if (error != 0)
			rc = err_set(why, "cannot run %s: %s", command.argv[0],
				strerror(error));
	}
	command_free(&command);
	return rc;
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
	struct command command;
	int rc;

	command_init(&command, "preview", opts);
	if (feed(event) < 0) {
		rc = err_set(why, "standard input: %s", strerror(errno));
	} else {
		execv(command.argv[0], command.argv);
		rc = err_set(why, "cannot run %s: %s", command.argv[0],
			strerror(errno));
	}
	command_free(&command);
	return rc;
}
