/* fault.c - makes one system call of a program fail, by LD_PRELOAD
 *
 *     FAULT=NAME:N:ERRNO          the Nth call of NAME fails so (0: a short
 *                                 write)
 *     FAULT=NAME:N:ERRNO:always   and so do all after it
 *                                 NAME is create for an openat() that makes
 *                                 a file
 *     FAULT_HIT=FILE              is made when that happens
 *     FAULT_SYSLOG=FILE           gets the lines meant for the system log
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The C library's inline versions would be in the way of ours. */
#undef _FORTIFY_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <syslog.h>
#include <unistd.h>

void __vsyslog_chk(int priority, int flag, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

static int calls;

/* Appends to a file by calls of its own, so that no fault meets it. */
static void
note(const char *variable, const char *text, size_t length)
{
	const char *path = getenv(variable);
	long fd;

	if (path == NULL)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, path,
		O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (fd < 0)
		return;
	syscall(SYS_write, (int)fd, text, length);
	syscall(SYS_close, (int)fd);
}

/* Shall this call fail? Then errno is set; 0 stands for "short". */
static bool
fails(const char *name)
{
	const char *fault = getenv("FAULT");
	size_t length = strlen(name);
	char *end;
	long nth, error;

	if (fault == NULL || strncmp(fault, name, length) != 0 ||
		fault[length] != ':')
		return false;
	nth = strtol(fault + length + 1, &end, 10);
	error = strtol(end + 1, &end, 10);
	calls++;
	if (calls != nth && !(calls > nth && *end == ':'))
		return false;
	note("FAULT_HIT", "x", 1);
	errno = (int)error;
	return true;
}

/* The C library's own; ISO C has no cast from data to function. */
static void
find(const char *name, void *function)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (symbol == NULL)
		_exit(99);
	memcpy(function, &symbol, sizeof(symbol));
}

int
open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...);
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = (flags & O_CREAT) ? va_arg(args, mode_t) : 0;
	va_end(args);
	find("open", &next);
	return fails("open") ? -1 : next(path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	int (*next)(int, const char *, int, ...);
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = (flags & O_CREAT) ? va_arg(args, mode_t) : 0;
	va_end(args);
	find("openat", &next);
	if (fails("openat") || ((flags & O_EXCL) && fails("create")))
		return -1;
	return next(dir, path, flags, mode);
}

FILE *
fopen(const char *path, const char *mode)
{
	FILE *(*next)(const char *, const char *);

	find("fopen", &next);
	return fails("fopen") ? NULL : next(path, mode);
}

ssize_t
write(int fd, const void *data, size_t length)
{
	ssize_t (*next)(int, const void *, size_t);

	find("write", &next);
	if (!fails("write"))
		return next(fd, data, length);
	return errno == 0 ? next(fd, data, (length + 1) / 2) : -1;
}

/* Linux has closed the descriptor even when it reports an error. */
int
close(int fd)
{
	bool fail = fails("close");
	int saved = errno;

	if (!fail)
		return (int)syscall(SYS_close, fd);
	syscall(SYS_close, fd);
	errno = saved;
	return -1;
}

int
fdatasync(int fd)
{
	return fails("fdatasync") ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	return fails("fsync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int
renameat(int from, const char *old, int to, const char *new)
{
	int (*next)(int, const char *, int, const char *);

	find("renameat", &next);
	return fails("renameat") ? -1 : next(from, old, to, new);
}

int
unlinkat(int dir, const char *name, int flags)
{
	int (*next)(int, const char *, int);

	find("unlinkat", &next);
	return fails("unlinkat") ? -1 : next(dir, name, flags);
}

int
mkdirat(int dir, const char *name, mode_t mode)
{
	int (*next)(int, const char *, mode_t);

	find("mkdirat", &next);
	return fails("mkdirat") ? -1 : next(dir, name, mode);
}

int
futimens(int fd, const struct timespec times[2])
{
	int (*next)(int, const struct timespec *);

	find("futimens", &next);
	return fails("futimens") ? -1 : next(fd, times);
}

/* By two names: a directory that cannot be judged is graver than a file. */
int
fstat(int fd, struct stat *st)
{
	int (*next)(int, struct stat *), rc;

	find("fstat", &next);
	rc = next(fd, st);
	if (rc == 0 && fails(S_ISDIR(st->st_mode) ? "fstat dir" : "fstat file"))
		rc = -1;
	return rc;
}

int
flock(int fd, int operation)
{
	return fails("flock") ? -1 : (int)syscall(SYS_flock, fd, operation);
}

int
dup2(int from, int to)
{
	int (*next)(int, int);

	find("dup2", &next);
	return fails("dup2") ? -1 : next(from, to);
}

int
chdir(const char *path)
{
	return fails("chdir") ? -1 : (int)syscall(SYS_chdir, path);
}

int
posix_spawn(pid_t *pid, const char *path,
	const posix_spawn_file_actions_t *files,
	const posix_spawnattr_t *attributes, char *const argv[],
	char *const envp[])
{
	int (*next)(pid_t *, const char *, const posix_spawn_file_actions_t *,
		const posix_spawnattr_t *, char *const *, char *const *);

	find("posix_spawn", &next);
	if (fails("posix_spawn"))
		return errno;
	return next(pid, path, files, attributes, argv, envp);
}

/* ---- system log ---- */

void
vsyslog(int priority, const char *format, va_list args)
{
	char line[4096];
	int length = snprintf(line, sizeof(line), "%d: ", LOG_PRI(priority));

	vsnprintf(
		line + length, sizeof(line) - (size_t)length - 1, format, args);
	strcat(line, "\n");
	note("FAULT_SYSLOG", line, strlen(line));
}

void
__vsyslog_chk(int priority, int flag, const char *format, va_list args)
{
	(void)flag;
	vsyslog(priority, format, args);
}
