/* kill_at.c - runs a program, and kills it as it enters a system call
 *
 *     kill_at N PROGRAM ARG...    the Nth since it asked for a lock by flock();
 *                                 0: it was killed there, 1: it ended before
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLED, ENDED, TROUBLE = 99 };

static pid_t
start(char *argv[])
{
	pid_t pid = fork();

	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0)
			execv(argv[0], argv);
		_exit(TROUBLE);
	}
	return pid;
}

/* To the next stop: before a system call, and after it. False at the end. */
static bool
go_on(pid_t pid)
{
	int status;

	if (ptrace(PTRACE_SYSCALL, pid, NULL, NULL) < 0 ||
		waitpid(pid, &status, 0) != pid)
		exit(TROUBLE);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		exit(TROUBLE);
	return WIFSTOPPED(status);
}

static bool
is_flock(pid_t pid)
{
	struct __ptrace_syscall_info info = { 0 };

	return ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof(info),
		       &info) > 0 &&
	       info.op == PTRACE_SYSCALL_INFO_ENTRY &&
	       info.entry.nr == SYS_flock;
}

int
main(int argc, char *argv[])
{
	long left = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	bool counts = false;
	pid_t pid;
	int status;

	if (left <= 0)
		return TROUBLE;
	pid = start(argv + 2);
	/* It stops first where it has become the program. */
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return TROUBLE;
	/* Else a stop does not tell that it is a system call's. */
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL,
		    (void *)(long)PTRACE_O_TRACESYSGOOD) < 0)
		return TROUBLE;
	while (go_on(pid)) {
		counts = counts || is_flock(pid);
		if (counts && --left == 0) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return KILLED;
		}
		if (!go_on(pid))
			return ENDED;
	}
	return ENDED;
}
