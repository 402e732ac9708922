/* main.c - check_incidentiq: can this token work with IncidentIQ now? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_incidentiq/judge.h"
#include "check_incidentiq/probe.h"
#include "check_incidentiq/report.h"
#include "check_incidentiq/settings.h"
#include "check_incidentiq/watchdog.h"
#include "common/clean.h"
#include "common/connect.h"
#include "common/guard.h"

static const char usage[] =
	"Usage: check_incidentiq {-H HOST | -u URL} --site-id UUID "
	"[--token-file FILE]\n"
	"    [-w RANGE] [-c RANGE] [--token-warning RANGE] "
	"[--token-critical RANGE]\n"
	"    [--require NAMES] [-t SECONDS] [--config FILE] [-v] [OPTION]...\n"
	"       check_incidentiq --offline [--token-file FILE] [OPTION]...\n"
	"       check_incidentiq --help | --version | --list-permissions\n";

/* Output is whole when the process ends; its exit handlers are not worth their
 * time. */
static void __attribute__((noreturn)) leave(enum state state)
{
	fflush(stdout);
	_exit(state);
}

static void __attribute__((noreturn))
leave_unknown(const struct err *why, const char *more)
{
	char line[REPORT_LINE];

	watchdog_hush();
	report_line(STATE_UNKNOWN, why->text, "", line);
	printf("%s%s", line, more);
	leave(STATE_UNKNOWN);
}

static void __attribute__((noreturn)) leave_help(const struct opts *opts)
{
	printf("%s\nAsks IncidentIQ whether it can be reached, whether it "
	       "accepts the API token and\nhow long that is valid.\n\n",
		usage);
	opts_help(opts, stdout);
	printf("\nA RANGE alerts outside start:end, or inside @start:end; "
	       "see check_incidentiq(1).\n");
	leave(STATE_UNKNOWN);
}

static void __attribute__((noreturn)) leave_version(void)
{
	puts("check_incidentiq (" PACKAGE_NAME ") " PACKAGE_VERSION);
	leave(STATE_UNKNOWN);
}

static void __attribute__((noreturn)) leave_permissions(void)
{
	for (size_t i = 0; i < PERMISSIONS; i++)
		printf("%-10s %s %s\n", permissions[i].name,
			permissions[i].request.method,
			permissions[i].request.path);
	leave(STATE_UNKNOWN);
}

static int
read_ini(struct opts *opts, struct err *why)
{
	const char *given = opts_text(opts, "config");
	struct opts_ini ini = { .path = given,
		.section = "check_incidentiq",
		.must_exist = given != NULL };

	if (given == NULL)
		ini.path = SYSCONFDIR "/incidentiq/incidentiq.ini";
	return opts_read_ini(opts, &ini, why);
}

/* The library's log is printed behind the first line, so it is kept. */
static void
keep_line(void *to, int level, const char *line)
{
	char *clean = clean_text(line, 2048, CLEAN_PIPES);

	fprintf(to, "%*s%s\n", 2 * level, "", clean);
	free(clean);
}

static void
print_text(const struct verdict *verdict, const struct facts *facts,
	const struct settings *settings, const char *log)
{
	char line[REPORT_LINE];

	report_verdict(verdict, facts, &settings->policy, line);
	fputs(line, stdout);
	for (size_t i = 0; settings->verbosity >= 1 && i < verdict->count;
		i++) {
		report_finding(&verdict->finding[i], line);
		fputs(line, stdout);
	}
	if (log != NULL)
		fputs(log, stdout);
}

static void
print_verdict(const struct verdict *verdict, const struct facts *facts,
	const struct settings *settings, const char *log)
{
	struct err why;

	switch (settings->format) {
	case OUTPUT_TEXT:
		print_text(verdict, facts, settings, log);
		break;
	case OUTPUT_JSON:
		if (report_json(verdict, facts, &settings->policy, stdout) == 0)
			break;
		err_set(&why, "no memory for JSON");
		leave_unknown(&why, "");
	case OUTPUT_OPENMETRICS:
		report_openmetrics(verdict, facts, &settings->policy, stdout);
		break;
	}
}

static enum state
check(iiq_session *session, const struct settings *settings)
{
	char *log = NULL;
	size_t log_size;
	FILE *to = NULL;
	struct facts facts;
	struct verdict verdict;

	if (settings->verbosity >= 2)
		to = open_memstream(&log, &log_size);
	if (to != NULL)
		iiq_session_set_log(session, settings->verbosity == 2 ? 1 : 2,
			keep_line, to);
	probe(session, &settings->questions, &facts);
	judge(&facts, &settings->policy, &verdict);
	if (to != NULL)
		fclose(to);
	watchdog_hush();
	print_verdict(&verdict, &facts, settings, log);
	free(log);
	return settings->exit_ok ? STATE_OK : verdict.state;
}

static iiq_session *
connect(const struct opts *opts, const struct settings *settings)
{
	iiq_session *session;
	struct err why;
	int rc = settings->questions.offline
			 ? connect_token(opts, &session, &why)
			 : connect_open(opts, settings->url,
				   settings->questions.timeout_s, &session,
				   &why);

	if (rc < 0)
		leave_unknown(&why, "");
	iiq_session_set_number(session, IIQ_ADDRESS_FAMILY, settings->family);
	return session;
}

/* Once, before anything is read. */
static void
set_up(void)
{
	static char out[BUFSIZ];

	setvbuf(stdout, out, _IOFBF, sizeof(out));
	/* Dates are told in UTC; the first one would read /etc/localtime. */
	setenv("TZ", "UTC0", 1);
#ifdef M_TOP_PAD
	/* TLS and JSON want some memory: get it in one piece. */
	mallopt(M_TOP_PAD, 1024 * 1024);
#endif
	watchdog_init();
	/* A file of --extra-opts may be a pipe that nobody writes to. */
	watchdog_start(SETTINGS_TIMEOUT_S, STATE_CRITICAL);
}

/* The clock starts anew before the ini file, which may be a pipe as well,
 * and again when that has had its say. */
static void
configure(struct opts *opts, struct settings *settings)
{
	struct err why;

	if (settings_read(opts, settings, &why) < 0)
		leave_unknown(&why, "");
	watchdog_start(settings->questions.timeout_s, settings->policy.timeout);
}

int
main(int argc, char **argv)
{
	struct opts *opts;
	struct settings settings;
	struct err why;
	int words;

	guard_process();
	set_up();
	opts = opts_new(connect_options, connect_options_count, check_options,
		check_options_count);
	words = opts_parse(opts, argc, argv, &why);
	if (words >= 0 && words < argc)
		words = err_set(&why, "unknown argument %s", argv[words]);
	if (words < 0)
		leave_unknown(&why, usage);
	if (opts_count(opts, "help") > 0)
		leave_help(opts);
	if (opts_count(opts, "version") > 0)
		leave_version();
	if (opts_count(opts, "list-permissions") > 0)
		leave_permissions();
	configure(opts, &settings);
	settings_free(&settings);
	if (read_ini(opts, &why) < 0)
		leave_unknown(&why, "");
	configure(opts, &settings);
	leave(check(connect(opts, &settings), &settings));
}
