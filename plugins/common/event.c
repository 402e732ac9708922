/* event.c - one notification: bounded, cleaned, and what it means */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/event.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/clean.h"
#include "common/mem.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { KIB = 1024 };

/* The bounds are those of the cores where they have one: Nagios cuts output at
 * 8 KiB. */
static const struct {
	const char *name;
	size_t max_bytes;
	unsigned clean;
} texts[EVENT_TEXTS] = {
	[EVENT_HOST] = { "host", KIB, 0 },
	[EVENT_SERVICE] = { "service", KIB, 0 },
	[EVENT_INSTANCE] = { "instance", KIB, 0 },
	[EVENT_ALIAS] = { "alias", KIB, 0 },
	[EVENT_ADDRESS] = { "address", KIB, 0 },
	[EVENT_OUTPUT] = { "output", 8 * KIB, CLEAN_LINES },
	[EVENT_LONG_OUTPUT] = { "long-output", 16 * KIB, CLEAN_LINES },
	[EVENT_AUTHOR] = { "author", KIB, 0 },
	[EVENT_COMMENT] = { "comment", KIB, CLEAN_LINES },
	[EVENT_CONTACT] = { "contact", KIB, 0 },
	[EVENT_ASSET] = { "asset", KIB, 0 },
	[EVENT_LOCATION] = { "location", KIB, 0 },
	[EVENT_ROOM] = { "room", KIB, 0 },
	[EVENT_REQUESTER] = { "requester", KIB, 0 },
	[EVENT_ISSUE] = { "issue", KIB, 0 },
	[EVENT_TEAM] = { "team", KIB, 0 },
	[EVENT_URGENT] = { "urgent", KIB, 0 },
	[EVENT_GROUP] = { "group", KIB, 0 },
	[EVENT_IGNORE] = { "ignore", 16, 0 },
};

/* The first name of a type is ours; the others are what somebody sends. */
static const struct {
	const char *name;
	enum event_type type;
} types[] = {
	{ "PROBLEM", EVENT_PROBLEM },
	{ "RECOVERY", EVENT_RECOVERY },
	{ "ACKNOWLEDGEMENT", EVENT_ACKNOWLEDGEMENT },
	{ "FLAPPINGSTART", EVENT_FLAPPINGSTART },
	{ "FLAPPINGEND", EVENT_FLAPPINGEND },
	{ "FLAPPINGSTOP", EVENT_FLAPPINGEND },
	{ "FLAPPINGDISABLED", EVENT_FLAPPINGDISABLED },
	{ "DOWNTIMESTART", EVENT_DOWNTIMESTART },
	{ "DOWNTIMEEND", EVENT_DOWNTIMEEND },
	{ "DOWNTIMECANCELLED", EVENT_DOWNTIMECANCELLED },
	{ "DOWNTIMEREMOVED", EVENT_DOWNTIMECANCELLED },
	{ "CUSTOM", EVENT_CUSTOM },
};

static const char *const state_names[] = {
	[EVENT_UP] = "UP",
	[EVENT_DOWN] = "DOWN",
	[EVENT_UNREACHABLE] = "UNREACHABLE",
	[EVENT_OK] = "OK",
	[EVENT_WARNING] = "WARNING",
	[EVENT_CRITICAL] = "CRITICAL",
	[EVENT_UNKNOWN] = "UNKNOWN",
};

/* $HOSTSTATEID$ and $SERVICESTATEID$, if someone passes those. */
static const enum event_state host_digits[] = { EVENT_UP, EVENT_DOWN,
	EVENT_UNREACHABLE };
static const enum event_state service_digits[] = { EVENT_OK, EVENT_WARNING,
	EVENT_CRITICAL, EVENT_UNKNOWN };

void
event_init(struct event *event)
{
	*event = (struct event){ .type = EVENT_CUSTOM, .state = EVENT_UNKNOWN };
	for (size_t i = 0; i < EVENT_TEXTS; i++)
		event->text[i] = xstrdup("");
}

void
event_free(struct event *event)
{
	for (size_t i = 0; i < EVENT_TEXTS; i++) {
		free(event->text[i]);
		event->text[i] = NULL;
	}
}

const char *
event_text_name(enum event_text which)
{
	return texts[which].name;
}

/* Nagios leaves "$" of a macro it does not know, and a custom variable that
 * the object lacks as it was written. */
static bool
is_unset_macro(const char *value)
{
	size_t length = strlen(value);

	if (strcmp(value, "$") == 0)
		return true;
	return length > 2 && strncmp(value, "$_", 2) == 0 &&
	       strchr(value + 1, '$') == value + length - 1;
}

static void
set_text(struct event *event, enum event_text which, const char *value,
	unsigned more_flags)
{
	char *clean = clean_text(
		value, texts[which].max_bytes, texts[which].clean | more_flags);

	free(event->text[which]);
	event->text[which] = clean;
}

void
event_set_text(struct event *event, enum event_text which, const char *value)
{
	if (value == NULL || is_unset_macro(value))
		value = "";
	set_text(event, which, value,
		(texts[which].clean & CLEAN_LINES) ? CLEAN_ESCAPES : 0);
}

void
event_restore_text(
	struct event *event, enum event_text which, const char *value)
{
	set_text(event, which, value, 0);
}

enum event_type
event_type_read(const char *word)
{
	for (size_t i = 0; word != NULL && i < COUNT(types); i++)
		if (strcasecmp(word, types[i].name) == 0)
			return types[i].type;
	return EVENT_CUSTOM;
}

const char *
event_type_name(enum event_type type)
{
	for (size_t i = 0; i < COUNT(types); i++)
		if (types[i].type == type)
			return types[i].name;
	return "CUSTOM";
}

/* What a type says about the state when nothing else does. */
static enum event_state
state_of_type(enum event_type type, bool is_host)
{
	if (type == EVENT_PROBLEM)
		return is_host ? EVENT_DOWN : EVENT_CRITICAL;
	if (type == EVENT_RECOVERY)
		return is_host ? EVENT_UP : EVENT_OK;
	return EVENT_UNKNOWN;
}

enum event_state
event_state_read(const char *word, enum event_type type, bool is_host)
{
	size_t digit;

	if (word == NULL || word[0] == '\0' || is_unset_macro(word))
		return state_of_type(type, is_host);
	for (size_t i = 0; i < COUNT(state_names); i++)
		if (strcasecmp(word, state_names[i]) == 0)
			return (enum event_state)i;
	digit = (size_t)(word[0] - '0');
	if (word[1] != '\0')
		return EVENT_UNKNOWN;
	if (is_host && digit < COUNT(host_digits))
		return host_digits[digit];
	if (!is_host && digit < COUNT(service_digits))
		return service_digits[digit];
	return EVENT_UNKNOWN;
}

const char *
event_state_name(enum event_state state)
{
	return state_names[state];
}

bool
event_state_is_good(enum event_state state)
{
	return state == EVENT_UP || state == EVENT_OK;
}

bool
event_is_host(const struct event *event)
{
	return event->text[EVENT_SERVICE][0] == '\0';
}
