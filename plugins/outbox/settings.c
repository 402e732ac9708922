/* settings.c - the outbox's options, read and checked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/connect.h"
#include "common/mem.h"
#include "outbox/template.h"

#define OPTION_ROWS(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct opt options[] = {
	{ "config", 0, OPT_COMMAND_LINE, "FILE", NULL, CONFIG_FILE,
		"ini file" },
	{ "spool", 0, OPT_COMMAND_LINE | OPT_INI_SECTION | OPT_PATH, "DIR",
		NULL, SPOOL_DIR, "where alerts wait" },
	/* The lock that send hands over. */
	{ "lock-fd", 0, OPT_COMMAND_LINE, "N", NULL, NULL, NULL },
	{ "daemon", 0, OPT_COMMAND_LINE, NULL, NULL, NULL,
		"drain: stay, and deliver what comes" },
	{ "warning", 'w', OPT_COMMAND_LINE, "TIME", NULL, "15m",
		"status: WARNING if an alert waits longer" },
	{ "critical", 'c', OPT_COMMAND_LINE, "TIME", NULL, "1h",
		"status: CRITICAL if an alert waits longer" },
	{ "json", 'j', OPT_COMMAND_LINE, NULL, NULL, NULL,
		"print JSON; not of drain and setup" },
	{ "requester", 0, OPT_COMMAND_LINE | OPT_INI_SECTION, "NAME", NULL,
		NULL, "setup: whom tickets are for by default, or an id" },
	{ "issue", 0, OPT_COMMAND_LINE | OPT_INI_SECTION, "NAME", NULL, NULL,
		"setup: issue type by default, or its id" },
	{ "location", 0, OPT_COMMAND_LINE | OPT_INI_SECTION, "NAME", NULL, NULL,
		"setup: location by default, or its id" },
	{ "team", 0, OPT_COMMAND_LINE | OPT_INI_SECTION, "NAME", NULL, NULL,
		"setup: team by default, or its id" },
	{ "help", 'h', OPT_COMMAND_LINE, NULL, NULL, NULL, "this text" },
	{ "version", 'V', OPT_COMMAND_LINE, NULL, NULL, NULL, "the version" },
	/* Keys of the ini file alone. */
	{ "pace", 0, OPT_INI_SECTION, "N", NULL, "2", "requests a second" },
	{ "resolve-delay", 0, OPT_INI_SECTION, "TIME", NULL, "5m",
		"resolve so long after a recovery" },
	{ "resolve", 0, OPT_INI_SECTION, "HOW", NULL, "always",
		"always, unless-touched, comment or never" },
	{ "reopen-window", 0, OPT_INI_SECTION, "TIME", NULL, "24h",
		"open a ticket again that was resolved so long ago" },
	{ "resolve-step", 0, OPT_INI_SECTION, "ID", NULL, "",
		"workflow step that resolves a ticket" },
	{ "short-outage", 0, OPT_INI_SECTION, "TIME", NULL, "15m",
		"no ticket for what was over before it could be opened" },
	{ "search-lag", 0, OPT_INI_SECTION, "TIME", NULL, "2m",
		"a new ticket may be missed by search so long" },
	{ "ambiguous-max", 0, OPT_INI_SECTION, "TIME", NULL, "30m",
		"open anew when it stays unknown so long" },
	{ "stale-after", 0, OPT_INI_SECTION, "TIME", NULL, "14d",
		"status: WARNING if a problem was not heard of so long" },
	{ "open-on", 0, OPT_INI_SECTION, "STATES", NULL, "DOWN,CRITICAL",
		"states that open a ticket" },
	{ "subject", 0, OPT_INI_SECTION, "TEMPLATE", NULL, NULL, "a ticket's" },
	{ "body", 0, OPT_INI_SECTION, "TEMPLATE", NULL, NULL, "a ticket's" },
	{ "comment", 0, OPT_INI_SECTION, "TEMPLATE", NULL, NULL, "of events" },
	{ "comment-emails", 0, OPT_INI_SECTION, "yes|no", NULL, "no",
		"send comments to whom a ticket is for" },
	{ "room", 0, OPT_INI_SECTION, "ID", NULL, NULL, "default" },
	{ "nagios-command-file", 0, OPT_INI_SECTION | OPT_PATH, "FILE", NULL,
		NULL, "Nagios shows tickets as comments" },
	{ "nagios-status-file", 0, OPT_INI_SECTION | OPT_PATH, "FILE", NULL,
		NULL, "where Nagios keeps comments" },
	{ "icinga-url", 0, OPT_INI_SECTION, "URL", NULL, NULL,
		"Icinga shows tickets as comments" },
	{ "icinga-user", 0, OPT_INI_SECTION, "NAME", NULL, NULL, "ApiUser" },
	{ "icinga-password-file", 0, OPT_INI_SECTION | OPT_PATH, "FILE", NULL,
		NULL, "of that user" },
	{ "icinga-ca-file", 0, OPT_INI_SECTION | OPT_PATH, "FILE", NULL, NULL,
		"certificates that Icinga's is trusted by" },
	{ "acknowledge", 0, OPT_INI_SECTION, "yes|no", NULL, "no",
		"acknowledge a problem that has a ticket" },
	{ "nudge", 0, OPT_INI_SECTION, "yes|no", NULL, "yes",
		"send and status start the outbox" },
	{ "instance", 0, OPT_INI_SECTION, "NAME", NULL, NULL,
		"name of the monitoring cluster" },
	{ "spool-2", 0, OPT_INI_SECTION | OPT_PATH, "DIR", NULL, NULL,
		"for send" },
};

static int
take_seconds(const struct opts *opts, const char *name, unsigned *out,
	struct err *why)
{
	double seconds;

	if (opts_seconds(opts, name, 0, &seconds, why) < 0)
		return -1;
	if (seconds > 366 * 86400.0)
		return err_set(why, "%s is longer than a year", name);
	*out = (unsigned)seconds;
	return 0;
}

/* "never", or a time. */
static int
take_ambiguous_max(const struct opts *opts, unsigned *out, struct err *why)
{
	*out = 0;
	if (strcmp(opts_text(opts, "ambiguous-max"), "never") == 0)
		return 0;
	return take_seconds(opts, "ambiguous-max", out, why);
}

static int
take_resolve(const struct opts *opts, enum resolve_mode *out, struct err *why)
{
	static const char *const words[] = {
		[RESOLVE_ALWAYS] = "always",
		[RESOLVE_UNLESS_TOUCHED] = "unless-touched",
		[RESOLVE_COMMENT] = "comment",
		[RESOLVE_NEVER] = "never",
	};
	const char *word = opts_text(opts, "resolve");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0) {
			*out = (enum resolve_mode)i;
			return 0;
		}
	return err_set(why,
		"resolve = %.40s: write always, unless-touched, comment or "
		"never",
		word);
}

const char *const settings_templates[SETTINGS_TEMPLATES] = { "subject", "body",
	"comment" };

int
settings_template(const struct settings *settings, const char *name,
	const char **out, struct err *why)
{
	const char *template = opts_text(settings->opts, name);
	enum template_kind kind =
		strcmp(name, "subject") == 0 ? TEMPLATE_TEXT : TEMPLATE_HTML;

	*out = NULL;
	if (template == NULL)
		return 0;
	if (template_check(template, kind, why) < 0)
		return err_add(why, "%s", name);
	*out = template;
	return 0;
}

/* A mistake in one holds up no ticket: it is as if there were none. */
static void
take_templates(struct settings *to)
{
	struct text_templates *templates = &to->deliver.templates;
	struct err why;

	(void)settings_template(to, "subject", &templates->subject, &why);
	(void)settings_template(to, "body", &templates->body, &why);
	(void)settings_template(to, "comment", &templates->comment, &why);
	to->ingest.comment = templates->comment;
}

static int
take_all(struct settings *to, struct err *why)
{
	const struct opts *opts = to->opts;
	bool nudge; /* for send, and for what this program starts */

	to->spool = opts_text(opts, "spool");
	to->stays = opts_count(opts, "daemon") > 0;
	take_templates(to);
	to->deliver.mapping =
		(struct mapping){ .word = {
					  [THING_REQUESTER] =
						  opts_text(opts, "requester"),
					  [THING_ISSUE] =
						  opts_text(opts, "issue"),
					  [THING_LOCATION] =
						  opts_text(opts, "location"),
					  [THING_ROOM] =
						  opts_text(opts, "room"),
					  [THING_TEAM] =
						  opts_text(opts, "team"),
				  } };
	if (opts_bool(opts, "nudge", &nudge, why) < 0 ||
		opts_bool(opts, "comment-emails", &to->mails_comments, why) <
			0 ||
		opts_number(opts, "pace", 0, &to->pace, why) < 0 ||
		opts_seconds(opts, "warning", 0, &to->warning_s, why) < 0 ||
		opts_seconds(opts, "critical", 0, &to->critical_s, why) < 0 ||
		take_seconds(opts, "resolve-delay", &to->ingest.resolve_delay_s,
			why) < 0 ||
		take_seconds(opts, "short-outage",
			&to->ingest.plan.short_outage_s, why) < 0 ||
		take_seconds(opts, "stale-after", &to->stale_after_s, why) <
			0 ||
		take_seconds(opts, "reopen-window",
			&to->deliver.reopen_window_s, why) < 0 ||
		take_seconds(opts, "search-lag", &to->deliver.search_lag_s,
			why) < 0 ||
		take_resolve(opts, &to->deliver.resolve, why) < 0 ||
		take_ambiguous_max(opts, &to->deliver.ambiguous_max_s, why) < 0)
		return -1;
	if (plan_read_states(
		    opts_text(opts, "open-on"), &to->ingest.plan.open_on) < 0)
		return err_set(why,
			"open-on = %s: write states like DOWN,CRITICAL,WARNING",
			opts_text(opts, "open-on"));
	return 0;
}

/* The command line: options, with words between them. */
static int
parse(struct settings *settings, struct err *why)
{
	int argc = settings->argc, count = 0;
	char **argv = settings->argv;

	for (;;) {
		int word = opts_parse(settings->opts, argc, argv, why);

		if (word < 0 || word == argc)
			return word < 0 ? -1 : 0;
		if (count == SETTINGS_WORDS - 1)
			return err_set(why, "what is \"%.40s\"?", argv[word]);
		settings->words[count++] = argv[word];
		argc -= word;
		argv += word;
	}
}

static int
take_command_line(
	struct settings *settings, int argc, char **argv, struct err *why)
{
	memset(settings, 0, sizeof(*settings));
	settings->argc = argc;
	settings->argv = argv;
	settings->opts = opts_new(options, OPTION_ROWS(options),
		connect_options, connect_options_count);
	return parse(settings, why);
}

int
settings_begin(
	struct settings *settings, int argc, char **argv, struct err *why)
{
	if (take_command_line(settings, argc, argv, why) < 0)
		return -1;
	return take_all(settings, why);
}

int
settings_read(struct settings *settings, int argc, char **argv, struct err *why)
{
	struct opts_ini ini = { .section = "notify_incidentiq" };

	if (take_command_line(settings, argc, argv, why) < 0)
		return -1;
	ini.path = opts_text(settings->opts, "config");
	ini.must_exist =
		opts_origin(settings->opts, "config") == OPT_FROM_COMMAND_LINE;
	if (opts_read_ini(settings->opts, &ini, why) < 0 ||
		map_read(&settings->map, ini.path, why) < 0)
		return -1;
	settings->deliver.map = settings->map;
	return take_all(settings, why);
}

int
settings_again(struct settings *settings, struct err *why)
{
	struct settings fresh;
	int rc = settings_read(&fresh, settings->argc, settings->argv, why);

	if (rc == 0 && strcmp(fresh.spool, settings->spool) != 0)
		rc = err_set(why,
			"spool = %s: the outbox must be started anew for that",
			fresh.spool);
	if (rc < 0) {
		settings_free(&fresh);
		return -1;
	}
	settings_free(settings);
	*settings = fresh;
	return 0;
}

void
settings_fill(const struct settings *settings, struct event *event)
{
	if (event->text[EVENT_INSTANCE][0] == '\0')
		event_set_text(event, EVENT_INSTANCE,
			opts_text(settings->opts, "instance"));
	map_fill(settings->map, event);
}

bool
settings_says_lag(const struct settings *settings)
{
	return opts_origin(settings->opts, "search-lag") > OPT_FROM_FALLBACK;
}

int
settings_take_lag(
	struct settings *settings, struct store *store, struct err *why)
{
	char *measured;

	if (settings_says_lag(settings))
		return 0;
	if (store_text(store, "search-lag", &measured, why) < 0)
		return -1;
	if (measured[0] != '\0')
		settings->deliver.search_lag_s =
			(unsigned)strtoul(measured, NULL, 10);
	free(measured);
	return 0;
}

void
settings_free(struct settings *settings)
{
	opts_free(settings->opts);
	settings->opts = NULL;
	map_free(settings->map);
	settings->map = NULL;
}

char *
settings_database(const struct settings *settings)
{
	return xasprintf("%s/outbox.db", settings->spool);
}

int
settings_open_database(
	const struct settings *settings, struct store **out, struct err *why)
{
	char *path = settings_database(settings);
	int rc = 0;

	*out = NULL;
	if (access(path, F_OK) == 0)
		rc = store_open(out, path, why);
	else if (errno != ENOENT)
		rc = err_set(why, "%s: %s", path, strerror(errno));
	free(path);
	return rc;
}
