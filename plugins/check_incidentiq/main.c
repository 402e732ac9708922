/* main.c - check_incidentiq: can this token work with IncidentIQ now? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_incidentiq/judge.h"
#include "check_incidentiq/probe.h"
#include "check_incidentiq/report.h"
#include "check_incidentiq/watchdog.h"
#include "common/clean.h"
#include "common/connect.h"
#include "common/guard.h"
#include "common/opt.h"

enum { SECTION_OR_LINE = OPT_COMMAND_LINE | OPT_INI_SECTION };

static const char probe_path[] = "/tickets/statuses";
static const double default_timeout_s = 10;

static const struct opt options[] = {
	{ .name = "hostname",
		.letter = 'H',
		.where = SECTION_OR_LINE,
		.value = "HOST",
		.help = "the same as --url https://HOST" },
	{ .name = "warning",
		.letter = 'w',
		.where = SECTION_OR_LINE,
		.value = "RANGE",
		.help = "seconds that the whole request may take" },
	{ .name = "critical",
		.letter = 'c',
		.where = SECTION_OR_LINE,
		.value = "RANGE",
		.help = "the same, for CRITICAL" },
	{ .name = "token-warning",
		.where = SECTION_OR_LINE,
		.value = "RANGE",
		.fallback = "90:",
		.help = "days that the token must still be valid" },
	{ .name = "token-critical",
		.where = SECTION_OR_LINE,
		.value = "RANGE",
		.fallback = "30:",
		.help = "the same, for CRITICAL" },
	{ .name = "config",
		.where = OPT_COMMAND_LINE,
		.value = "FILE",
		.help = "ini file with [incidentiq] and [check_incidentiq]\n"
			"(" SYSCONFDIR "/incidentiq/incidentiq.ini)" },
	{ .name = "verbose",
		.letter = 'v',
		.where = OPT_COMMAND_LINE,
		.help = "a line a sub-check; -vv requests; -vvv headers" },
	{ .name = "version",
		.letter = 'V',
		.where = OPT_COMMAND_LINE,
		.help = "print the version" },
	{ .name = "help",
		.letter = 'h',
		.where = OPT_COMMAND_LINE,
		.help = "print this" },
};

static const char usage[] =
	"Usage: check_incidentiq {-H HOST | -u URL} --site-id UUID "
	"[--token-file FILE]\n"
	"    [-w RANGE] [-c RANGE] [--token-warning RANGE] "
	"[--token-critical RANGE]\n"
	"    [-t SECONDS] [--ca-file PATH] [--proxy URL] "
	"[--config FILE] [-v] [-V] [-h]\n";

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

static int
read_range(const struct opts *opts, const char *name, struct range *out,
	struct err *why)
{
	const char *text = opts_text(opts, name);

	*out = (struct range){ .is_set = false };
	if (text == NULL || range_parse(text, out, why) == 0)
		return 0;
	return err_add(why, "--%s", name);
}

static int
read_policy(const struct opts *opts, struct policy *out, struct err *why)
{
	const struct {
		const char *name;
		struct range *range;
	} ranges[] = {
		{ "warning", &out->time_s.warning },
		{ "critical", &out->time_s.critical },
		{ "token-warning", &out->token_days.warning },
		{ "token-critical", &out->token_days.critical },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (read_range(opts, ranges[i].name, ranges[i].range, why) < 0)
			return -1;
	return 0;
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

/* -H or --url: whichever was said nearer to the command line. */
static int
read_url(const struct opts *opts, const char **out, struct err *why)
{
	enum opt_origin host = opts_origin(opts, "hostname");
	enum opt_origin url = opts_origin(opts, "url");

	*out = opts_text(opts, host > url ? "hostname" : "url");
	if (host == url && host == OPT_FROM_COMMAND_LINE)
		return err_set(why, "give --hostname or --url, not both");
	return 0;
}

/* Once before the ini file, which may be a pipe that nobody writes to, and once
 * when that has had its say. */
static int
start_clock(const struct opts *opts, double *timeout_s, struct err *why)
{
	if (connect_timeout(opts, default_timeout_s, timeout_s, why) < 0)
		return -1;
	watchdog_start(*timeout_s);
	return 0;
}

/* The library's log is printed behind the first line, so it is kept. */
static void
keep_line(void *to, int level, const char *line)
{
	char *clean = clean_text(line, 2048, CLEAN_PIPES);

	fprintf(to, "%*s%s\n", 2 * level, "", clean);
	free(clean);
}

static enum state
check(iiq_session *session, const struct policy *policy, int verbosity,
	struct facts *facts)
{
	char *log = NULL, line[REPORT_LINE];
	size_t log_size;
	FILE *to = NULL;
	struct verdict verdict;

	if (verbosity >= 2)
		to = open_memstream(&log, &log_size);
	if (to != NULL)
		iiq_session_set_log(
			session, verbosity == 2 ? 1 : 2, keep_line, to);
	probe(session, probe_path, facts);
	judge(facts, policy, &verdict);
	watchdog_hush();
	report_verdict(&verdict, facts, policy, line);
	fputs(line, stdout);
	for (size_t i = 0; verbosity >= 1 && i < verdict.count; i++) {
		report_finding(&verdict.finding[i], line);
		fputs(line, stdout);
	}
	if (to != NULL) {
		fclose(to);
		fputs(log, stdout);
		free(log);
	}
	return verdict.state;
}

int
main(int argc, char **argv)
{
	struct opts *opts = opts_new(connect_options, connect_options_count,
		options, sizeof(options) / sizeof(options[0]));
	struct facts facts = { .now = time(NULL) };
	iiq_session *session;
	struct policy policy;
	struct err why;
	const char *url;
	double timeout_s;
	int words;

	guard_process();
	words = opts_parse(opts, argc, argv, &why);
	if (words >= 0 && words < argc)
		words = err_set(&why, "unknown argument %s", argv[words]);
	if (words < 0)
		leave_unknown(&why, usage);
	if (opts_count(opts, "help") > 0)
		leave_help(opts);
	if (opts_count(opts, "version") > 0) {
		puts("check_incidentiq (" PACKAGE_NAME ") " PACKAGE_VERSION);
		leave(STATE_UNKNOWN);
	}
	if (start_clock(opts, &timeout_s, &why) < 0 ||
		read_ini(opts, &why) < 0 ||
		start_clock(opts, &timeout_s, &why) < 0 ||
		read_policy(opts, &policy, &why) < 0 ||
		read_url(opts, &url, &why) < 0 ||
		connect_open(opts, url, timeout_s, &session, &why) < 0)
		leave_unknown(&why, "");
	leave(check(session, &policy, opts_count(opts, "verbose"), &facts));
}
