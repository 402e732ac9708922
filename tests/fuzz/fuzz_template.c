/* fuzz_template.c - whatever a template and an alert hold, HTML stays whole */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/template.h"

#include "fuzz/fuzz.h"
#include "outbox/markup.h"

/* The input is a template, and behind its first line what an alert says. */
static void
fill_event(struct event *event, const char *text)
{
	event_init(event);
	event->type = EVENT_PROBLEM;
	event->state = EVENT_CRITICAL;
	event->received = 1700000000;
	event->state_time = 1600000000;
	event_restore_text(event, EVENT_HOST, text);
	event_restore_text(event, EVENT_OUTPUT, text);
	event_restore_text(event, EVENT_LONG_OUTPUT, text);
}

/* What was filled in is no tag, no link, and ends none. */
static void
check_html(const char *filled)
{
	struct markup markup = { .place = MARKUP_TEXT };
	struct err why;

	FUZZ_HOLDS(markup_text(&markup, filled, strlen(filled), &why) == 0);
	FUZZ_HOLDS(markup_end(&markup, &why) == 0);
}

static void
try(const char *template, enum template_kind kind, const struct event *event)
{
	struct err why = { "" };
	char *filled;

	if (template_check(template, kind, &why) < 0) {
		FUZZ_HOLDS(why.text[0] != '\0');
		return;
	}
	filled = template_fill(template, kind, event);
	if (kind == TEMPLATE_HTML)
		check_html(filled);
	free(filled);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *template = fuzz_text(data, size);
	char *rest = strchr(template, '\n');
	struct event event;

	if (rest != NULL)
		*rest++ = '\0';
	fill_event(&event, rest == NULL ? "<\">" : rest);
	try(template, TEMPLATE_TEXT, &event);
	try(template, TEMPLATE_HTML, &event);
	event_free(&event);
	free(template);
	return 0;
}
