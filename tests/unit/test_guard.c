/* test_guard.c - what a process is like that holds a secret */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/guard.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/unit.h"

/* Whether a child finds itself so: this process is not to be changed. */
static bool
child_is(bool (*so)(void))
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(so() ? 0 : 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool
keeps_connections_off_the_output(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		close(fd);
	guard_process();
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			return false;
	return open("/dev/null", O_RDONLY) > STDERR_FILENO;
}

static bool
leaves_open_what_is_open(void)
{
	int fd = open("/dev/null", O_RDONLY), again;

	close(fd);
	guard_process();
	again = open("/dev/null", O_RDONLY);
	return again == fd;
}

static bool
leaves_no_core(void)
{
	struct rlimit limit;

	guard_process();
	return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 &&
	       limit.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0;
}

static bool
outlives_its_reader(void)
{
	int ends[2];

	signal(SIGPIPE, SIG_DFL);
	guard_process();
	return pipe(ends) == 0 && close(ends[0]) == 0 &&
	       write(ends[1], "x", 1) == -1;
}

START_TEST(descriptors_of_the_output_are_never_a_connections)
{
	ck_assert(child_is(keeps_connections_off_the_output));
	ck_assert(child_is(leaves_open_what_is_open));
}
END_TEST

START_TEST(memory_is_not_dumped)
{
	ck_assert(child_is(leaves_no_core));
}
END_TEST

START_TEST(a_reader_that_went_away_is_not_the_end)
{
	ck_assert(child_is(outlives_its_reader));
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		descriptors_of_the_output_are_never_a_connections,
		memory_is_not_dumped, a_reader_that_went_away_is_not_the_end
	};

	return unit_run("guard", tests, UNIT_COUNT(tests));
}
