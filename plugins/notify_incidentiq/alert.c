/* alert.c - an event from options, and from what a core puts in the environment
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notify_incidentiq/alert.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { MACRO_SIZE = 64 };

/* ---- environment ---- */

/* The macro of an option, for a host's alert and for a service's; where there
 * are two rows, the second is for want of the first. */
static const struct macro {
	const char *option, *host, *service;
} macros[] = {
	{ "type", "NOTIFICATIONTYPE", "NOTIFICATIONTYPE" },
	{ "host", "HOSTNAME", "HOSTNAME" },
	{ "service", "SERVICEDESC", "SERVICEDESC" },
	{ "state", "HOSTSTATE", "SERVICESTATE" },
	{ "output", "HOSTOUTPUT", "SERVICEOUTPUT" },
	{ "long-output", "LONGHOSTOUTPUT", "LONGSERVICEOUTPUT" },
	{ "address", "HOSTADDRESS", "HOSTADDRESS" },
	{ "alias", "HOSTALIAS", "HOSTALIAS" },
	{ "state-time", "LASTHOSTSTATECHANGE", "LASTSERVICESTATECHANGE" },
	{ "anchor", "LASTHOSTUP", "LASTSERVICEOK" },
	{ "author", "NOTIFICATIONAUTHOR", "NOTIFICATIONAUTHOR" },
	{ "author", "NOTIFICATIONAUTHORNAME", "NOTIFICATIONAUTHORNAME" },
	{ "comment", "NOTIFICATIONCOMMENT", "NOTIFICATIONCOMMENT" },
	{ "contact", "CONTACTNAME", "CONTACTNAME" },
};

/* Custom variables: _SERVICEIIQ_ASSET, else _HOSTIIQ_ASSET. */
static const char *const custom[] = { "asset", "location", "room", "requester",
	"issue", "team", "urgent", "group", "ignore" };

static bool
is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

bool
alert_in_environment(void)
{
	return is_set("NAGIOS_NOTIFICATIONTYPE") || is_set("NOTIFICATIONTYPE");
}

/* What stands before a macro's name. Without a prefix only where there is a
 * notification: a shell's HOSTNAME is no alert. */
static const char *
prefix(void)
{
	return !is_set("NAGIOS_NOTIFICATIONTYPE") && is_set("NOTIFICATIONTYPE")
		       ? ""
		       : "NAGIOS_";
}

static const char *
macro(const char *kind, const char *name)
{
	char full[MACRO_SIZE];

	snprintf(full, sizeof(full), "%s%s%s", prefix(), kind, name);
	return is_set(full) ? getenv(full) : NULL;
}

static const char *
custom_variable(const char *option, bool is_service)
{
	char name[MACRO_SIZE] = "IIQ_";
	const char *value = NULL;
	size_t length = strlen(name);

	for (; *option != '\0'; option++)
		name[length++] = (char)toupper((unsigned char)*option);
	if (is_service)
		value = macro("_SERVICE", name);
	return value != NULL ? value : macro("_HOST", name);
}

static const char *
from_environment(const char *option, bool is_service)
{
	const char *value;

	for (size_t i = 0; i < COUNT(macros); i++) {
		if (strcmp(macros[i].option, option) != 0)
			continue;
		value = macro(
			"", is_service ? macros[i].service : macros[i].host);
		if (value != NULL)
			return value;
	}
	for (size_t i = 0; i < COUNT(custom); i++)
		if (strcmp(custom[i], option) == 0)
			return custom_variable(option, is_service);
	return NULL;
}

/* ---- both ---- */

/* An option that was given counts even when it is empty: Icinga passes the
 * empty ones too. */
static const char *
value_of(const struct opts *opts, const char *option, bool is_service)
{
	const char *value = NULL;

	if (opts_origin(opts, option) != OPT_FROM_COMMAND_LINE)
		value = from_environment(option, is_service);
	return value != NULL ? value : opts_text(opts, option);
}

/* Seconds since 1970; a fraction is dropped. None, 0 or a macro that nobody
 * filled in: 0. */
static int
read_time(const struct opts *opts, const char *option, bool is_service,
	time_t *out, struct err *why)
{
	const char *text = value_of(opts, option, is_service);
	long long seconds;
	size_t digits;

	*out = 0;
	if (text == NULL || text[0] == '\0' || text[0] == '$')
		return 0;
	digits = strspn(text, "0123456789");
	seconds = strtoll(text, NULL, 10);
	if (digits == 0 || seconds > EVENT_TIME_MAX ||
		(text[digits] != '\0' && text[digits] != '.'))
		return err_set(why,
			"--%s %.40s is no time in seconds since 1970", option,
			text);
	*out = (time_t)seconds;
	return 0;
}

/* A word that is no state says nothing, and a PROBLEM is one all the same. */
static int
read_state(const struct opts *opts, struct event *event, struct err *why)
{
	bool is_host = event_is_host(event);
	const char *word = value_of(opts, "state", !is_host);

	event->state = event_state_read(word, event->type, is_host);
	if (event->state != EVENT_UNKNOWN || word == NULL || word[0] == '\0' ||
		strcasecmp(word, "UNKNOWN") == 0 || strcmp(word, "3") == 0)
		return 0;
	event->state = event_state_read(NULL, event->type, is_host);
	return err_set(why, "--state %.40s is no state; taken as %s", word,
		event_state_name(event->state));
}

static int
read_type(const struct opts *opts, struct event *event, struct err *why)
{
	const char *word = value_of(opts, "type", false);

	event->type = event_type_read(word);
	if (word == NULL || word[0] == '\0')
		return err_set(why,
			"no --type; taken as CUSTOM, which opens no ticket");
	return 0;
}

int
alert_read(const struct opts *opts, struct event *event, struct err *why)
{
	bool is_service;
	int rc = 0;

	event_set_text(event, EVENT_SERVICE, value_of(opts, "service", true));
	is_service = !event_is_host(event);
	for (int i = 0; i < EVENT_TEXTS; i++)
		if (i != EVENT_SERVICE)
			event_set_text(event, (enum event_text)i,
				value_of(opts,
					event_text_name((enum event_text)i),
					is_service));
	rc |= read_time(
		opts, "state-time", is_service, &event->state_time, why);
	rc |= read_time(opts, "anchor", is_service, &event->anchor, why);
	rc |= read_type(opts, event, why);
	rc |= read_state(opts, event, why);
	return rc < 0 ? -1 : 0;
}
