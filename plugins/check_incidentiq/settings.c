/* settings.c - what the check is told: its options, and what they mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/settings.h"

#include <stdlib.h>
#include <string.h>

#include "common/connect.h"
#include "common/mem.h"

enum {
	COMMAND = OPT_COMMAND_LINE,
	ANYWHERE = OPT_COMMAND_LINE | OPT_INI_SECTION,
	RETRIES_MAX = 10
};

#define STATES "ok|warning|critical|unknown"

const struct opt check_options[] = {
	{ .name = "hostname",
		.letter = 'H',
		.where = ANYWHERE,
		.value = "HOST",
		.help = "the same as --url https://HOST" },
	{ .name = "port",
		.letter = 'p',
		.where = ANYWHERE,
		.value = "PORT",
		.help = "port of --hostname, when it is not 443" },
	{ .name = "use-ipv4",
		.letter = '4',
		.where = COMMAND,
		.help = "use IPv4 alone" },
	{ .name = "use-ipv6",
		.letter = '6',
		.where = COMMAND,
		.help = "use IPv6 alone" },
	{ .name = "retries",
		.where = ANYWHERE,
		.value = "NUMBER",
		.fallback = "0",
		.help = "how often a GET may be sent again; the deadline is\n"
			"shared out among the attempts" },
	{ .name = "no-alive",
		.where = ANYWHERE,
		.help = "do not ask GET /sites/isalive first" },
	{ .name = "probe",
		.where = ANYWHERE,
		.value = "PATH",
		.fallback = REQUEST_PROBE,
		.help = "what must accept the token" },
	{ .name = "require",
		.where = ANYWHERE,
		.value = "NAMES",
		.fallback = "tickets",
		.help = "what the token's user must be allowed to read, else\n"
			"CRITICAL: names with commas, or none" },
	{ .name = "want",
		.where = ANYWHERE,
		.value = "NAMES",
		.help = "the same, else WARNING" },
	{ .name = "list-permissions",
		.where = COMMAND | OPT_ALONE,
		.help = "print the names that --require and --want take" },
	{ .name = "warning",
		.letter = 'w',
		.where = ANYWHERE,
		.value = "RANGE",
		.help = "seconds that all requests together may take" },
	{ .name = "critical",
		.letter = 'c',
		.where = ANYWHERE,
		.value = "RANGE",
		.help = "the same, for CRITICAL" },
	{ .name = "token-warning",
		.where = ANYWHERE,
		.value = "RANGE",
		.fallback = "90:",
		.help = "days that the token must still be valid" },
	{ .name = "token-critical",
		.where = ANYWHERE,
		.value = "RANGE",
		.fallback = "30:",
		.help = "the same, for CRITICAL" },
	{ .name = "require-expiry",
		.where = ANYWHERE,
		.help = "a token that does not tell its end is CRITICAL" },
	{ .name = "cert-warning",
		.where = ANYWHERE,
		.value = "RANGE",
		.fallback = "21:",
		.help = "the same of the server's certificates" },
	{ .name = "cert-critical",
		.where = ANYWHERE,
		.value = "RANGE",
		.fallback = "7:",
		.help = "the same, for CRITICAL" },
	{ .name = "max-clock-skew",
		.where = ANYWHERE,
		.value = "SECONDS",
		.fallback = "300",
		.help = "own clock against the server's, else WARNING" },
	{ .name = "timeout-state",
		.where = ANYWHERE,
		.value = "STATE",
		.fallback = "critical",
		.help = "when no answer came in time; like the others one of\n" STATES },
	{ .name = "unreachable-state",
		.where = ANYWHERE,
		.value = "STATE",
		.fallback = "critical",
		.help = "when there is no connection, or it broke" },
	{ .name = "auth-state",
		.where = ANYWHERE,
		.value = "STATE",
		.fallback = "critical",
		.help = "when the token is refused or has expired" },
	{ .name = "rate-limit-state",
		.where = ANYWHERE,
		.value = "STATE",
		.fallback = "warning",
		.help = "when the API answers HTTP 429" },
	{ .name = "offline",
		.where = COMMAND,
		.help = "judge the token's expiry alone, without network" },
	{ .name = "exit-ok",
		.where = COMMAND,
		.help = "exit with 0 whatever the state, as cron likes it" },
	{ .name = "output-format",
		.where = COMMAND,
		.value = "FORMAT",
		.fallback = "text",
		.help = "text, json or openmetrics" },
	{ .name = "config",
		.where = COMMAND,
		.value = "FILE",
		.help = "ini file with [incidentiq] and [check_incidentiq]\n"
			"(" SYSCONFDIR "/incidentiq/incidentiq.ini)" },
	{ .name = "extra-opts",
		.where = COMMAND | OPT_EXTRA,
		.value = "[SECTION][@FILE]",
		.help = "more options from an ini file of all plugins" },
	{ .name = "verbose",
		.letter = 'v',
		.where = COMMAND,
		.help = "a line a sub-check; -vv requests; -vvv headers" },
	{ .name = "version",
		.letter = 'V',
		.where = COMMAND | OPT_ALONE,
		.help = "print the version" },
	{ .name = "help",
		.letter = 'h',
		.where = COMMAND | OPT_ALONE,
		.help = "print this" },
};
const size_t check_options_count =
	sizeof(check_options) / sizeof(check_options[0]);

/* ---- policy ---- */

static int
read_ranges(const struct opts *opts, struct policy *out, struct err *why)
{
	const struct {
		const char *name;
		struct range *range;
	} ranges[] = {
		{ "warning", &out->time_s.warning },
		{ "critical", &out->time_s.critical },
		{ "token-warning", &out->token_days.warning },
		{ "token-critical", &out->token_days.critical },
		{ "cert-warning", &out->certificate_days.warning },
		{ "cert-critical", &out->certificate_days.critical },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const char *text = opts_text(opts, ranges[i].name);

		if (text != NULL && range_parse(text, ranges[i].range, why) < 0)
			return err_add(why, "--%s", ranges[i].name);
	}
	return 0;
}

static int
read_state(const struct opts *opts, const char *name, enum state *out,
	struct err *why)
{
	const char *text = opts_text(opts, name);

	if (state_parse(text, out) < 0)
		return err_set(
			why, "--%s %s: it is none of " STATES, name, text);
	return 0;
}

static int
read_states(const struct opts *opts, struct policy *out, struct err *why)
{
	const struct {
		const char *name;
		enum state *state;
	} states[] = {
		{ "unreachable-state", &out->unreachable },
		{ "auth-state", &out->auth },
		{ "rate-limit-state", &out->rate_limit },
	};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (read_state(opts, states[i].name, states[i].state, why) < 0)
			return -1;
	return 0;
}

static int
read_permissions(const struct opts *opts, struct policy *out, struct err *why)
{
	const char *wanted = opts_text(opts, "want");

	if (permissions_parse(opts_text(opts, "require"), &out->required, why) <
		0)
		return err_add(why, "--require");
	if (wanted != NULL && permissions_parse(wanted, &out->wanted, why) < 0)
		return err_add(why, "--want");
	return 0;
}

static int
read_policy(const struct opts *opts, struct policy *out, struct err *why)
{
	out->site_id = opts_text(opts, "site-id");
	if (read_ranges(opts, out, why) < 0 ||
		read_states(opts, out, why) < 0 ||
		read_permissions(opts, out, why) < 0 ||
		opts_seconds(opts, "max-clock-skew", 0, &out->max_skew_s, why) <
			0)
		return -1;
	return opts_bool(opts, "require-expiry", &out->require_expiry, why);
}

/* ---- questions ---- */

/* "/path?query"; what is wrong with it otherwise, the library says. */
static int
read_probe(const struct opts *opts, struct settings *out, struct err *why)
{
	const char *text = opts_text(opts, "probe");
	char *query;

	if (text[0] != '/')
		return err_set(
			why, "--probe %s: a path begins with a slash", text);
	for (const char *p = text; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || strchr("\"<>\\^`{|}#", *p) != NULL)
			return err_set(why,
				"--probe %s: a character in it must be "
				"percent-encoded",
				text);
	out->probe = xstrdup(text);
	query = strchr(out->probe, '?');
	if (query != NULL)
		*query++ = '\0';
	out->questions.path = out->probe;
	out->questions.query = query;
	return 0;
}

static int
read_questions(const struct opts *opts, struct questions *out, struct err *why)
{
	double retries;
	bool no_alive;

	if (opts_number(opts, "retries", 0, &retries, why) < 0 ||
		opts_bool(opts, "no-alive", &no_alive, why) < 0)
		return -1;
	if (retries > RETRIES_MAX || retries != (unsigned)retries)
		return err_set(why, "--retries %s: it is none of 0 to %d",
			opts_text(opts, "retries"), RETRIES_MAX);
	out->retries = (unsigned)retries;
	out->alive = !no_alive;
	out->offline = opts_count(opts, "offline") > 0;
	return 0;
}

/* ---- address ---- */

/* "https://HOST:PORT"; an IPv6 address gets its brackets. */
static int
join_url(const char *host, const char *port, char **out, struct err *why)
{
	const char *colon = strchr(host, ':');
	bool is_ipv6 = host[0] != '[' && colon != NULL &&
		       strchr(colon + 1, ':') != NULL;
	size_t digits = port == NULL ? 0 : strspn(port, "0123456789");
	int number = port == NULL ? 443 : atoi(port);

	if (port != NULL && (port[digits] != '\0' || digits > 5 || number < 1 ||
				    number > 65535))
		return err_set(
			why, "--port %s: it is none of 1 to 65535", port);
	*out = xasprintf("%s%s%s%s%s", is_ipv6 ? "[" : "", host,
		is_ipv6 ? "]" : "", port == NULL ? "" : ":",
		port == NULL ? "" : port);
	return 0;
}

/* A core's variable without a value is an option that says nothing. */
static const char *
said(const struct opts *opts, const char *name, enum opt_origin *origin)
{
	const char *text = opts_text(opts, name);

	if (text == NULL || text[0] == '\0') {
		*origin = OPT_FROM_NOWHERE;
		return NULL;
	}
	*origin = opts_origin(opts, name);
	return text;
}

/* -H or --url: whichever was said nearer to the command line. A port goes with
 * -H, so that of a nearer --url beats it, too. */
static int
read_url(const struct opts *opts, char **out, struct err *why)
{
	enum opt_origin at_host, at_url, at_port;
	const char *host = said(opts, "hostname", &at_host);
	const char *url = said(opts, "url", &at_url);
	const char *port = said(opts, "port", &at_port);

	if (host != NULL && at_host == at_url)
		return err_set(why, "give --hostname or --url, not both");
	if (host != NULL && at_host > at_url)
		return join_url(host, port, out, why);
	if (url != NULL && port != NULL && at_port >= at_url)
		return err_set(why, "--port belongs to --hostname; write it "
				    "into --url");
	return 0;
}

static int
read_address(const struct opts *opts, struct settings *out, struct err *why)
{
	bool only_v4 = opts_count(opts, "use-ipv4") > 0;
	bool only_v6 = opts_count(opts, "use-ipv6") > 0;

	if (only_v4 && only_v6)
		return err_set(why, "give --use-ipv4 or --use-ipv6, not both");
	out->family = only_v4 ? 4 : only_v6 ? 6 : 0;
	return read_url(opts, &out->url, why);
}

/* ---- output ---- */

static int
read_format(const struct opts *opts, struct settings *out, struct err *why)
{
	static const char *const names[] = { [OUTPUT_TEXT] = "text",
		[OUTPUT_JSON] = "json",
		[OUTPUT_OPENMETRICS] = "openmetrics" };
	const char *name = opts_text(opts, "output-format");
	size_t i = 0;

	while (i < sizeof(names) / sizeof(names[0]) &&
		strcmp(names[i], name) != 0)
		i++;
	if (i == sizeof(names) / sizeof(names[0]))
		return err_set(why,
			"--output-format %s: it is none of text, json, "
			"openmetrics",
			name);
	out->format = (enum output_format)i;
	out->verbosity = opts_count(opts, "verbose");
	out->exit_ok = opts_count(opts, "exit-ok") > 0;
	if (out->format != OUTPUT_TEXT && out->verbosity > 0)
		return err_set(why,
			"--verbose goes with text, not with "
			"--output-format %s",
			name);
	return 0;
}

int
settings_read_early(
	const struct opts *opts, struct settings *out, struct err *why)
{
	*out = (struct settings){ .url = NULL };
	if (read_format(opts, out, why) < 0 ||
		connect_timeout(opts, SETTINGS_TIMEOUT_S,
			&out->questions.timeout_s, why) < 0)
		return -1;
	return read_state(opts, "timeout-state", &out->policy.timeout, why);
}

int
settings_read(const struct opts *opts, struct settings *out, struct err *why)
{
	if (settings_read_early(opts, out, why) < 0 ||
		read_questions(opts, &out->questions, why) < 0 ||
		read_probe(opts, out, why) < 0 ||
		read_policy(opts, &out->policy, why) < 0 ||
		read_address(opts, out, why) < 0)
		return -1;
	out->questions.permissions = out->policy.required | out->policy.wanted;
	return 0;
}
