/* test_intake.c - notify_incidentiq when a system call fails
 *
 * Whatever fails: exit 0 means that the alert can be read from the spool, and
 * any other exit that it is in the system log and, if that can be, that the
 * spool remembers a lost one.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/spool.h"
#include "unit/unit.h"

enum { SHORT = 0, MOST_CALLS = 40 };

struct scene {
	const char *call;
	int error;
	bool always; /* from the nth on, not once */
	bool nudge;  /* start an outbox */
	bool used;   /* the spool was set up before */
	bool second; /* there is a second directory */
	int wanted;  /* exit status when the call has failed */
	const char *host;
};

static char dir[64];

static char *
inside(const char *name)
{
	return xasprintf("%s/%s", dir, name);
}

static void
put_file(const char *name, const char *text)
{
	char *path = inside(name);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	free(path);
}

static bool
exists(const char *name)
{
	char *path = inside(name);
	bool is = access(path, F_OK) == 0;

	free(path);
	return is;
}

static void
make_dir(const char *name)
{
	char *path = inside(name);

	ck_assert_int_eq(mkdir(path, 0750), 0);
	free(path);
}

static void
set_up(const struct scene *scene)
{
	char *ini, *path;
	struct spool *spool;
	struct err why;

	strcpy(dir, "/tmp/test_intake.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	make_dir("first");
	make_dir("second");
	ini = xasprintf("[notify_incidentiq]\nnudge = %s\n"
			"%sspool-2 = %s/second\n",
		scene->nudge ? "yes" : "no", scene->second ? "" : "#", dir);
	put_file("ini", ini);
	free(ini);
	if (!scene->used)
		return;
	path = inside("first");
	ck_assert_msg(spool_open(&spool, path, &why) == 0, "%s", why.text);
	spool_close(spool);
	free(path);
}

static void
tear_down(void)
{
	char *command = xasprintf("rm -rf %s", dir);

	ck_assert_int_eq(system(command), 0);
	free(command);
}

/* ---- run ---- */

static void
set_path(const char *variable, const char *name)
{
	char *path = inside(name);

	setenv(variable, path, 1);
	free(path);
}

static void
become_notify(const struct scene *scene, int nth)
{
	const char *top = getenv("top_builddir");
	char *program = xasprintf("%s/notify_incidentiq", top ? top : ".");
	char *ini = inside("ini"), *spool = inside("first"), *fault;
	int null = open("/dev/null", O_RDWR);

	fault = xasprintf("%s:%d:%d%s", scene->call, nth, scene->error,
		scene->always ? ":always" : "");
	for (int fd = 0; fd <= 2; fd++)
		dup2(null, fd);
	setenv("FAULT", fault, 1);
	set_path("FAULT_HIT", "hit");
	set_path("FAULT_SYSLOG", "syslog");
	setenv("INCIDENTIQ_OUTBOX", "/bin/true", 1);
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0", 1);
	fault = xasprintf("%s/.libs/fault.so", top ? top : ".");
	setenv("LD_PRELOAD", fault, 1);
	execl(program, program, "--config", ini, "--spool", spool, "--type",
		"PROBLEM", "--host", scene->host, "--state", "DOWN", "--output",
		"no answer", "--comment", "between us", (char *)NULL);
	_exit(98);
}

static int
run(const struct scene *scene, int nth)
{
	int status;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		become_notify(scene, nth);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFEXITED(status), "%s %d: signal %d", scene->call, nth,
		WTERMSIG(status));
	return WEXITSTATUS(status);
}

/* ---- look ---- */

struct found {
	const char *host;
	int alerts, bad;
};

static int
see(void *arg, const char *name, struct event *event)
{
	struct found *found = arg;

	(void)name;
	found->alerts +=
		strncmp(event->text[EVENT_HOST], found->host, 100) == 0 &&
		event->state == EVENT_DOWN;
	return 0;
}

static void
see_bad(void *arg, const char *name, const char *reason)
{
	struct found *found = arg;

	(void)name;
	(void)reason;
	found->bad++;
}

/* How many whole alerts there are; a torn one fails the test. */
static int
count_alerts(const char *name, const char *host)
{
	char *path = inside(name);
	struct found found = { .host = host };
	struct spool_visitor visitor = { see, see_bad, &found };
	struct spool *spool;
	struct err why;

	if (spool_open(&spool, path, &why) == 0) {
		ck_assert_int_eq(spool_each(spool, 9, &visitor, &why), 0);
		spool_close(spool);
	}
	ck_assert_int_eq(found.bad, 0);
	free(path);
	return found.alerts;
}

static bool
is_marked(const char *name)
{
	char *path = xasprintf("%s/%s/lost", dir, name);
	struct stat st;
	bool is = stat(path, &st) == 0 && st.st_mtime > 0;

	free(path);
	return is;
}

static bool
is_logged(void)
{
	char *command = xasprintf("grep -q '^1: alert lost .*state=DOWN "
				  "host=h.*output=no answer' %s/syslog",
		dir);
	bool is = exists("syslog") && system(command) == 0;

	free(command);
	return is;
}

static bool
is_private(void)
{
	char *command = xasprintf("grep -q 'between us' %s/syslog", dir);
	bool is = !exists("syslog") || system(command) != 0;

	free(command);
	return is;
}

/* Lets the nth call fail; false when there is no such call any more. */
static bool
try(const struct scene *scene, int nth)
{
	int status, alerts;
	bool hit, mark_failed;

	set_up(scene);
	status = run(scene, nth);
	hit = exists("hit");
	alerts = count_alerts("first", scene->host) +
		 count_alerts("second", scene->host);
	/* With these the mark itself may be what fails. */
	mark_failed = scene->always || strcmp(scene->call, "futimens") == 0;
	ck_assert_msg(status == (hit ? scene->wanted : 0),
		"%s %d (%s): exit %d", scene->call, nth, strerror(scene->error),
		status);
	if (status == 0) {
		ck_assert_msg(alerts == 1,
			"%s %d (%s): exit 0, and %d alerts in the spool",
			scene->call, nth, strerror(scene->error), alerts);
		ck_assert(!is_marked("first"));
	} else {
		ck_assert_msg(alerts == 0,
			"%s %d (%s): exit %d, and an alert in the spool",
			scene->call, nth, strerror(scene->error), status);
		ck_assert_msg(
			is_logged(), "%s %d: not logged", scene->call, nth);
		ck_assert_msg(is_marked("first") || mark_failed,
			"%s %d (%s): lost is not marked", scene->call, nth,
			strerror(scene->error));
	}
	ck_assert(is_private());
	tear_down();
	return hit;
}

/* ---- every call, one after the other ---- */

enum outcome { LOST, STORED };
static const struct fault {
	const char *call;
	int error;
	enum outcome once, always;
} faults[] = {
	{ "open", EIO, LOST, LOST },
	{ "open", EINTR, STORED, LOST },
	{ "open", EACCES, LOST, LOST },
	{ "openat", EIO, LOST, LOST },
	{ "openat", EINTR, STORED, LOST },
	{ "openat", ENOSPC, LOST, LOST },
	{ "openat", EMFILE, LOST, LOST },
	{ "fopen", EIO, STORED, STORED },
	{ "fopen", EACCES, STORED, STORED },
	{ "fstat file", EIO, STORED, STORED },
	{ "fstat dir", EIO, LOST, LOST },
	{ "write", ENOSPC, LOST, LOST },
	{ "write", EIO, LOST, LOST },
	{ "write", EINTR, STORED, LOST },
	{ "write", EDQUOT, LOST, LOST },
	{ "write", SHORT, STORED, STORED },
	{ "close", EIO, LOST, LOST },
	{ "close", ENOSPC, LOST, LOST },
	{ "close", EINTR, STORED, STORED },
	{ "fdatasync", EIO, LOST, LOST },
	{ "fdatasync", ENOSPC, LOST, LOST },
	{ "fdatasync", EINTR, STORED, LOST },
	{ "fsync", EIO, LOST, LOST },
	{ "fsync", EINTR, STORED, LOST },
	{ "renameat", ENOSPC, LOST, LOST },
	{ "renameat", EIO, LOST, LOST },
	{ "renameat", EINTR, STORED, LOST },
};

/* What happens at first use only. */
static const struct fault first_faults[] = {
	{ "mkdirat", ENOSPC, LOST, LOST },
	{ "mkdirat", EACCES, LOST, LOST },
	{ "futimens", EIO, LOST, LOST },
	{ "fsync", EIO, LOST, LOST },
	{ "openat", ENOSPC, LOST, LOST },
};

/* Never a reason to say that the alert is not stored. */
static const struct fault nudge_faults[] = {
	{ "flock", EIO, STORED, STORED },
	{ "flock", EINTR, STORED, STORED },
	{ "flock", ENOLCK, STORED, STORED },
	{ "dup2", EBUSY, STORED, STORED },
	{ "chdir", EACCES, STORED, STORED },
	{ "posix_spawn", EAGAIN, STORED, STORED },
	{ "posix_spawn", ENOENT, STORED, STORED },
};

/* The second directory takes what the first does not; and only the first
 * close is that of the alert. */
static enum outcome
outcome_of(const struct fault *fault, const struct scene *scene, int nth)
{
	if (scene->second || (strcmp(fault->call, "close") == 0 && nth > 1))
		return STORED;
	return scene->always ? fault->always : fault->once;
}

static void
try_all(const struct fault *list, size_t count, struct scene scene)
{
	scene.host = "h";
	for (size_t i = 0; i < count; i++) {
		int nth = 0;

		scene.call = list[i].call;
		scene.error = list[i].error;
		do {
			nth++;
			scene.wanted =
				outcome_of(&list[i], &scene, nth) == STORED ? 0
									    : 2;
		} while (try(&scene, nth));
		/* A call that is never made proves nothing. */
		ck_assert_msg(nth > 1, "%s is not called", scene.call);
		ck_assert_int_lt(nth, MOST_CALLS);
	}
}

START_TEST(one_call_fails_in_a_spool_that_is_in_use)
{
	try_all(faults, UNIT_COUNT(faults), (struct scene){ .used = true });
}
END_TEST

START_TEST(one_call_fails_at_first_use)
{
	try_all(first_faults, UNIT_COUNT(first_faults), (struct scene){ 0 });
}
END_TEST

START_TEST(a_call_fails_from_some_time_on)
{
	try_all(faults, UNIT_COUNT(faults),
		(struct scene){ .used = true, .always = true });
}
END_TEST

START_TEST(there_is_a_second_directory)
{
	try_all(faults, UNIT_COUNT(faults),
		(struct scene){ .used = true, .second = true });
}
END_TEST

START_TEST(the_outbox_cannot_be_started)
{
	try_all(nudge_faults, UNIT_COUNT(nudge_faults),
		(struct scene){ .used = true, .nudge = true });
}
END_TEST

START_TEST(the_log_of_a_lost_alert_is_short)
{
	char host[4096], *command;
	struct scene scene = {
		.call = "fdatasync", .error = EIO, .used = true, .host = host
	};

	memset(host, 'h', sizeof(host) - 1);
	host[sizeof(host) - 1] = '\0';
	set_up(&scene);
	ck_assert_int_eq(run(&scene, 1), 2);
	ck_assert(is_logged());
	command = xasprintf("test $(wc -c <%s/syslog) -lt 900", dir);
	ck_assert_int_eq(system(command), 0);
	free(command);
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		one_call_fails_in_a_spool_that_is_in_use,
		one_call_fails_at_first_use,
		a_call_fails_from_some_time_on,
		there_is_a_second_directory,
		the_outbox_cannot_be_started,
		the_log_of_a_lost_alert_is_short,
	};

	umask(027);
	/* Hundreds of processes a test; checked once more by the caller. */
	setenv("CK_DEFAULT_TIMEOUT", "120", 0);
	return unit_run("intake faults", tests, UNIT_COUNT(tests));
}
