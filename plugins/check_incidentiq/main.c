/* main.c - check_incidentiq: can this token work with IncidentIQ now? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
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
#include "common/number.h"

static const char usage[] =
	"Usage: check_incidentiq {-H HOST | -u URL} --site-id UUID "
	"[--token-file FILE]\n"
	"    [-w RANGE] [-c RANGE] [--token-warning RANGE] "
	"[--token-critical RANGE]\n"
	"    [--require NAMES] [-t SECONDS] [--config FILE] [-v] [OPTION]...\n"
	"       check_incidentiq --offline [--token-file FILE] [OPTION]...\n"
	"       check_incidentiq --help | --version | --list-permissions\n";

/* Output is whole when the process ends, or is known not to be: a file of it
 * must not take the place of a good one. Whoever closed it does not care. Exit
 * handlers are not worth their time. */
static void __attribute__((noreturn)) leave(enum state state)
{
	errno = 0;
	if ((fflush(stdout) != 0 || ferror(stdout)) && errno != EPIPE)
		state = STATE_UNKNOWN;
	_exit(state);
}

static void __attribute__((noreturn)) leave_without_memory(void)
{
	watchdog_hush();
	fputs("INCIDENTIQ UNKNOWN: out of memory\n", stdout);
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
	const struct settings *settings, const char *log, FILE *to)
{
	char line[REPORT_LINE];

	report_verdict(verdict, facts, &settings->policy, line);
	fputs(line, to);
	for (size_t i = 0; settings->verbosity >= 1 && i < verdict->count;
		i++) {
		report_finding(&verdict->finding[i], line);
		fputs(line, to);
	}
	if (log != NULL)
		fputs(log, to);
}

static void
print_verdict(const struct verdict *verdict, const struct facts *facts,
	const struct settings *settings, const char *log, FILE *to)
{
	switch (settings->format) {
	case OUTPUT_TEXT:
		print_text(verdict, facts, settings, log, to);
		break;
	case OUTPUT_JSON:
		if (report_json(verdict, facts, &settings->policy, to) < 0)
			leave_without_memory();
		break;
	case OUTPUT_OPENMETRICS:
		report_openmetrics(verdict, facts, &settings->policy, to);
		break;
	}
}

/* All that is to be printed, so that nothing can crash half-way through. */
static char *
render(const struct verdict *verdict, const struct facts *facts,
	const struct settings *settings, const char *log)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		leave_without_memory();
	print_verdict(verdict, facts, settings, log, to);
	if (fclose(to) != 0 || text == NULL)
		leave_without_memory();
	return text;
}

/* A verdict that is nothing but a sentence. */
static char *
render_sentence(enum state state, const char *name, const char *sentence,
	const struct settings *settings)
{
	static const struct facts nothing;
	struct verdict verdict = { .state = state,
		.count = 1,
		.finding = { { .name = name, .object = "", .state = state } } };
	struct settings brief = *settings;

	brief.verbosity = 0;
	snprintf(verdict.finding[0].brief, sizeof(verdict.finding[0].brief),
		"%s", sentence);
	return render(&verdict, &nothing, &brief, NULL);
}

static void __attribute__((noreturn))
leave_saying(enum state state, const char *text)
{
	watchdog_hush();
	fputs(text, stdout);
	leave(state);
}

static void __attribute__((noreturn))
leave_unknown(const struct settings *settings, const struct err *why)
{
	leave_saying(STATE_UNKNOWN, render_sentence(STATE_UNKNOWN, "settings",
					    why->text, settings));
}

static void __attribute__((noreturn)) leave_usage(const struct err *why)
{
	static const struct settings none;

	fputs(render_sentence(STATE_UNKNOWN, "settings", why->text, &none),
		stdout);
	leave_saying(STATE_UNKNOWN, usage);
}

static void __attribute__((noreturn))
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
	/* Not needed any more: wipe it. */
	iiq_session_set(session, IIQ_TOKEN, NULL);
	judge(&facts, &settings->policy, &verdict);
	if (to != NULL)
		fclose(to);
	leave_saying(settings->exit_ok ? STATE_OK : verdict.state,
		render(&verdict, &facts, settings, log));
}

static iiq_session *
open_session(const struct opts *opts, const struct settings *settings)
{
	iiq_session *session;
	struct err why;
	int rc = settings->questions.offline
			 ? connect_token(opts, &session, &why)
			 : connect_open(opts, settings->url,
				   settings->questions.timeout_s, &session,
				   &why);

	if (rc < 0)
		leave_unknown(settings, &why);
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
}

/* What is printed when time is over: in the format that was asked for. */
static void
start_watchdog(const struct settings *settings)
{
	double timeout_s = settings->questions.timeout_s;
	enum state state = settings->policy.timeout;
	char number[NUMBER_TEXT], sentence[80], *text;

	number_format(timeout_s, number);
	snprintf(sentence, sizeof(sentence), "no result within %s s", number);
	text = render_sentence(state, "reach", sentence, settings);
	watchdog_start(timeout_s, text, settings->exit_ok ? STATE_OK : state);
	free(text);
}

static void
start_early(const struct opts *opts, struct settings *settings)
{
	struct err why;

	if (settings_read_early(opts, settings, &why) < 0)
		leave_unknown(settings, &why);
	start_watchdog(settings);
}

/* A file may be a pipe that nobody writes to, so that each is read against the
 * deadline that is known by then. */
static void
configure(struct opts *opts, struct settings *settings)
{
	struct err why;

	start_early(opts, settings);
	if (opts_read_extra(opts, &why) < 0)
		leave_unknown(settings, &why);
	start_early(opts, settings);
	if (read_ini(opts, &why) < 0 || settings_read(opts, settings, &why) < 0)
		leave_unknown(settings, &why);
	start_watchdog(settings);
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
		leave_usage(&why);
	if (opts_count(opts, "help") > 0)
		leave_help(opts);
	if (opts_count(opts, "version") > 0)
		leave_version();
	if (opts_count(opts, "list-permissions") > 0)
		leave_permissions();
	configure(opts, &settings);
	check(open_session(opts, &settings), &settings);
}
