/* template.c - a text with fields: {host} is {state} */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/template.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/mem.h"
#include "outbox/markup.h"

/* ---- values ---- */

static char *
state_value(const struct event *event)
{
	return xstrdup(event_state_name(event->state));
}

static char *
type_value(const struct event *event)
{
	return xstrdup(event_type_name(event->type));
}

/* "web1", or "web1: disk". */
static char *
name_value(const struct event *event)
{
	return xasprintf("%s%s%s", event->text[EVENT_HOST],
		event_is_host(event) ? "" : ": ", event->text[EVENT_SERVICE]);
}

char *
template_time(time_t when)
{
	char text[64] = "";
	struct tm parts;

	if (when > 0 && localtime_r(&when, &parts) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S %Z", &parts);
	return xstrdup(text);
}

static char *
since_value(const struct event *event)
{
	return template_time(event->state_time);
}

static char *
last_well_value(const struct event *event)
{
	return template_time(event->anchor);
}

static char *
received_value(const struct event *event)
{
	return template_time(event->received);
}

/* Of the state, until the alert came: "3 h 20 min". */
static char *
duration_value(const struct event *event)
{
	long long s = (long long)event->received - event->state_time;

	if (event->state_time <= 0 || s < 0)
		return xstrdup("");
	if (s < 60)
		return xasprintf("%lld s", s);
	if (s < 3600)
		return xasprintf("%lld min", s / 60);
	if (s < 86400)
		return xasprintf("%lld h %lld min", s / 3600, s % 3600 / 60);
	return xasprintf("%lld d %lld h", s / 86400, s % 86400 / 3600);
}

/* Fields beside the event's texts, which have their own names. */
static const struct {
	const char *name;
	char *(*value)(const struct event *event);
} fields[] = {
	{ "name", name_value },
	{ "state", state_value },
	{ "type", type_value },
	{ "since", since_value },
	{ "last-well", last_well_value },
	{ "received", received_value },
	{ "duration", duration_value },
};
enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

/* ---- parts ---- */

struct part {
	const char *text; /* literal, or what follows the bar */
	size_t length;
	int field; /* < FIELDS, or FIELDS + a text of the event; -1: literal */
};

static int
find_field(const char *name, size_t length)
{
	for (int i = 0; i < FIELDS; i++)
		if (strncmp(fields[i].name, name, length) == 0 &&
			fields[i].name[length] == '\0')
			return i;
	for (int i = 0; i < EVENT_TEXTS; i++) {
		const char *its = event_text_name((enum event_text)i);

		if (strncmp(its, name, length) == 0 && its[length] == '\0')
			return FIELDS + i;
	}
	return -1;
}

/* "{name|else}", at its brace. */
static int
read_field(const char **at, struct part *out, struct err *why)
{
	const char *name = *at + 1;
	size_t length = strcspn(name, "{}"), bar;

	if (name[length] != '}')
		return err_set(why,
			"\"%.20s\": a field is written {name}, and a brace {{ "
			"or }}",
			*at);
	for (bar = 0; bar < length && name[bar] != '|'; bar++)
		;
	out->field = find_field(name, bar);
	if (out->field < 0)
		return err_set(why, "there is no field {%.*s}",
			bar > 40 ? 40 : (int)bar, name);
	out->text = bar < length ? name + bar + 1 : "";
	out->length = bar < length ? length - bar - 1 : 0;
	*at = name + length + 1;
	return 0;
}

/* 1 with the next part, 0 at the end, -1. */
static int
next_part(const char **at, struct part *out, struct err *why)
{
	if (**at == '\0')
		return 0;
	*out = (struct part){ .text = *at, .field = -1 };
	if ((*at)[0] == (*at)[1] && (**at == '{' || **at == '}')) {
		out->length = 1;
		*at += 2;
		return 1;
	}
	if (**at == '{')
		return read_field(at, out, why) < 0 ? -1 : 1;
	if (**at == '}')
		return err_set(why, "a } without {: a brace is written {{ or "
				    "}}");
	out->length = strcspn(*at, "{}");
	*at += out->length;
	return 1;
}

/* ---- check ---- */

/* What stands for a field may be its value or the text behind its bar. */
static int
check_part(struct markup *markup, const struct part *part, struct err *why)
{
	struct markup within;

	if (part->field < 0)
		return markup_text(markup, part->text, part->length, why);
	if (markup_field(markup, why) < 0)
		return -1;
	within = *markup;
	if (markup_text(&within, part->text, part->length, why) < 0)
		return -1;
	if (within.place != markup->place)
		return err_set(why, "what follows a bar leaves a tag open");
	return 0;
}

int
template_check(const char *template, enum template_kind kind, struct err *why)
{
	struct markup markup = { .place = MARKUP_TEXT };
	const char *at = template;
	struct part part;
	int rc;

	if (strlen(template) > TEMPLATE_MAX)
		return err_set(why, "it is longer than %d bytes", TEMPLATE_MAX);
	while ((rc = next_part(&at, &part, why)) == 1)
		if (kind == TEMPLATE_HTML &&
			check_part(&markup, &part, why) < 0)
			return -1;
	if (rc == 0 && kind == TEMPLATE_HTML)
		rc = markup_end(&markup, why);
	return rc;
}

/* ---- fill ---- */

static char *
value_of(const struct event *event, int field)
{
	return field < FIELDS ? fields[field].value(event)
			      : xstrdup(event->text[field - FIELDS]);
}

/* A subject has one line. */
static void
put_line(const char *text, FILE *to)
{
	for (; *text != '\0'; text++)
		fputc(*text == '\n' ? ' ' : *text, to);
}

static void
put_part(const struct part *part, enum template_kind kind,
	const struct event *event, FILE *to)
{
	char *value;

	if (part->field < 0) {
		fwrite(part->text, 1, part->length, to);
		return;
	}
	value = value_of(event, part->field);
	if (ftell(to) + (long)strlen(value) > TEMPLATE_FILLED_MAX)
		value[0] = '\0';
	if (value[0] == '\0')
		fwrite(part->text, 1, part->length, to);
	else if (kind == TEMPLATE_HTML)
		markup_escape(value, to);
	else
		put_line(value, to);
	free(value);
}

char *
template_fill(const char *template, enum template_kind kind,
	const struct event *event)
{
	const char *at = template;
	struct part part;
	struct err why;
	char *out = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&out, &size);

	if (to == NULL)
		abort();
	while (next_part(&at, &part, &why) == 1)
		put_part(&part, kind, event, to);
	/* Without memory glibc closes it all the same, and leaves nothing. */
	if (fclose(to) != 0 || out == NULL)
		abort();
	return out;
}
