/* run.c - runs check_incidentiq, and what holds whatever befell it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/run.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/clean.h"
#include "common/mem.h"

enum { ARGS = 32, MOST_KIB = 64 * 1024 };

/* Options of every run, and those that leave one request of the check. */
static const char *const common[] = { "--config", "/dev/null", "--site-id",
	"6f1ec0de-51fe-4a11-9c3d-0123456789ab", NULL };
static const char *const token_alone[] = { "--no-alive", "--require", "none",
	NULL };

/* ---- run ---- */

/* Not libtool's script: what is preloaded or closed is for the program. */
static char *
find_program(void)
{
	const char *top = getenv("top_builddir");
	char *libs = xasprintf("%s/.libs", top ? top : ".");
	char *program = xasprintf("%s/check_incidentiq", libs);

	setenv("LD_LIBRARY_PATH", libs, 1);
	free(libs);
	if (access(program, X_OK) == 0)
		return program;
	free(program);
	return xasprintf("%s/check_incidentiq", top ? top : ".");
}

static size_t
add_args(char *argv[ARGS], size_t count, const char *const *args)
{
	for (; args != NULL && *args != NULL; args++)
		argv[count++] = xstrdup(*args);
	ck_assert_uint_lt(count, ARGS - 8);
	return count;
}

static void __attribute__((noreturn))
become_check(const struct run *run, FILE *out, FILE *err)
{
	static const char *const settings[] = { "http_proxy", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
		"CREDENTIALS_DIRECTORY" };
	char *argv[ARGS] = { find_program() };
	size_t count = add_args(argv, 1, common);

	count = add_args(argv, count, run->all ? NULL : token_alone);
	count = add_args(argv, count, run->args);
	argv[count++] = xstrdup("-u");
	argv[count++] = xstrdup(run->url);
	argv[count++] = xstrdup("-t");
	argv[count++] = xasprintf("%g", run->timeout_s);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		unsetenv(settings[i]);
	setenv("IIQ_API_TOKEN", RUN_TOKEN, 1);
	dup2(fileno(out), STDOUT_FILENO);
	dup2(fileno(err), STDERR_FILENO);
	if (run->prepare != NULL)
		run->prepare();
	execv(argv[0], argv);
	_exit(98);
}

static double
clock_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
read_back(FILE *file, char *to, size_t size)
{
	rewind(file);
	to[fread(to, 1, size - 1, file)] = '\0';
	fclose(file);
}

void
run_check(struct run *run)
{
	FILE *out = tmpfile(), *err = tmpfile();
	double began_s = clock_s();
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		become_check(run, out, err);
	ck_assert_int_eq(wait4(pid, &status, 0, &usage), pid);
	run->seconds = clock_s() - began_s;
	run->max_rss_kib = usage.ru_maxrss;
	run->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	read_back(out, run->out, sizeof(run->out));
	read_back(err, run->err, sizeof(run->err));
}

/* ---- judge ---- */

/* One line, fit to print as it is, with a pipe before the perfdata alone. */
static bool
is_one_line(const char *out)
{
	size_t length = strlen(out);
	const char *pipe = strchr(out, '|');
	char *line, *clean;
	bool is;

	if (length == 0 || length >= 1024 || out[length - 1] != '\n' ||
		(pipe != NULL && strchr(pipe + 1, '|') != NULL))
		return false;
	line = xstrndup(out, length - 1);
	clean = clean_text(line, length, 0);
	is = strcmp(line, clean) == 0;
	free(line);
	free(clean);
	return is;
}

static bool
has_no_number_gone_wild(const char *out)
{
	const char *perfdata = strchr(out, '|');

	return perfdata == NULL || (strstr(perfdata, "inf") == NULL &&
					   strstr(perfdata, "nan") == NULL &&
					   strstr(perfdata, "e+") == NULL);
}

void
run_says(const struct run *run, int state, const char *words)
{
	static const char *const names[] = { "OK", "WARNING", "CRITICAL",
		"UNKNOWN" };
	char *start = xasprintf("INCIDENTIQ %s: ", names[state]);
	const struct {
		bool holds;
		const char *what;
	} promises[] = {
		{ run->exit_code == state, "the exit code is wrong" },
		{ strncmp(run->out, start, strlen(start)) == 0,
			"the word is wrong" },
		{ is_one_line(run->out), "not one clean line" },
		{ strstr(run->out, words) != NULL, "its words are missing" },
		{ has_no_number_gone_wild(run->out), "perfdata" },
		{ run->err[0] == '\0', "standard error is not empty" },
		{ strstr(run->out, "canary") == NULL, "the token is told" },
		{ run->seconds < run->timeout_s + 1, "too late" },
		{ run->max_rss_kib < MOST_KIB, "too much memory" },
	};

	for (size_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++)
		ck_assert_msg(promises[i].holds,
			"%s: %s (exit %d after %.2f s, wanted %d and \"%s\"): "
			"\"%s\" \"%s\"",
			run->name, promises[i].what, run->exit_code,
			run->seconds, state, words, run->out, run->err);
	free(start);
}
