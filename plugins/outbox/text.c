/* text.c - what people read in a ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/markup.h"
#include "outbox/template.h"

enum { SUBJECT_BYTES = 200 };

/* A text that grows; stdio does the growing. */
struct page {
	char *text;
	size_t size;
	FILE *to;
};

static void
page_open(struct page *page)
{
	page->to = open_memstream(&page->text, &page->size);
	if (page->to == NULL)
		abort();
}

static char *
page_close(struct page *page)
{
	if (fclose(page->to) != 0 || page->text == NULL)
		abort();
	return page->text;
}

char *
text_html(const char *text)
{
	struct page page;

	page_open(&page);
	markup_escape(text, page.to);
	return page_close(&page);
}

/* Cuts between characters: never inside a UTF-8 sequence. */
static void
cut(char *text, size_t max_bytes)
{
	if (strlen(text) <= max_bytes)
		return;
	while (max_bytes > 0 && (text[max_bytes] & 0xc0) == 0x80)
		max_bytes--;
	text[max_bytes] = '\0';
}

/* One that comes out empty would be refused. */
char *
text_subject(const struct event *event, const char *template)
{
	char *subject = NULL;

	if (template != NULL)
		subject = template_fill(template, TEMPLATE_TEXT, event);
	if (subject == NULL || subject[strspn(subject, " ")] == '\0') {
		free(subject);
		subject = template_fill(
			"{name} is {state}", TEMPLATE_TEXT, event);
	}
	cut(subject, SUBJECT_BYTES);
	return subject;
}

char *
text_plain_subject(const struct event *event)
{
	char *subject = text_subject(event, NULL), *to = subject;

	for (const char *from = subject; *from != '\0'; from++)
		if (*from >= ' ' && *from <= '~')
			*to++ = *from;
	*to = '\0';
	return subject;
}

static void
put_row(const char *label, const char *value, FILE *to)
{
	if (value[0] == '\0')
		return;
	fprintf(to, "<b>%s:</b> ", label);
	markup_escape(value, to);
	fputs("<br>", to);
}

static void
put_time(const char *label, time_t when, FILE *to)
{
	char *text = template_time(when);

	put_row(label, text, to);
	free(text);
}

char *
text_body(const struct event *event, const char *template)
{
	struct page page;

	if (template != NULL)
		return template_fill(template, TEMPLATE_HTML, event);
	page_open(&page);
	fputs("<p>", page.to);
	put_row("Host", event->text[EVENT_HOST], page.to);
	if (strcmp(event->text[EVENT_ALIAS], event->text[EVENT_HOST]) != 0)
		put_row("Alias", event->text[EVENT_ALIAS], page.to);
	put_row("Address", event->text[EVENT_ADDRESS], page.to);
	put_row("Service", event->text[EVENT_SERVICE], page.to);
	put_row("State", event_state_name(event->state), page.to);
	put_time("Since", event->state_time, page.to);
	put_time("Last well", event->anchor, page.to);
	put_row("Group", event->text[EVENT_GROUP], page.to);
	fputs("</p><p>", page.to);
	markup_escape(event->text[EVENT_OUTPUT], page.to);
	fputs("</p>", page.to);
	if (event->text[EVENT_LONG_OUTPUT][0] != '\0') {
		fputs("<p>", page.to);
		markup_escape(event->text[EVENT_LONG_OUTPUT], page.to);
		fputs("</p>", page.to);
	}
	return page_close(&page);
}

/* What an event type is called in a sentence. */
static const char *
type_phrase(enum event_type type)
{
	switch (type) {
	case EVENT_PROBLEM:
		return "Problem";
	case EVENT_RECOVERY:
		return "Recovered";
	case EVENT_ACKNOWLEDGEMENT:
		return "Acknowledged";
	case EVENT_FLAPPINGSTART:
		return "Started flapping";
	case EVENT_FLAPPINGEND:
		return "Stopped flapping";
	case EVENT_FLAPPINGDISABLED:
		return "Flap detection switched off";
	case EVENT_DOWNTIMESTART:
		return "Downtime started";
	case EVENT_DOWNTIMEEND:
		return "Downtime ended";
	case EVENT_DOWNTIMECANCELLED:
		return "Downtime cancelled";
	case EVENT_CUSTOM:
		return "Note";
	}
	return "Note";
}

char *
text_comment(const struct event *event, const char *template)
{
	struct page page;
	char *time;

	if (template != NULL)
		return template_fill(template, TEMPLATE_HTML, event);
	page_open(&page);
	fprintf(page.to, "<p><b>%s</b>", type_phrase(event->type));
	if (event->text[EVENT_AUTHOR][0] != '\0') {
		fputs(" by ", page.to);
		markup_escape(event->text[EVENT_AUTHOR], page.to);
	}
	time = template_time(event->received);
	fprintf(page.to, ", state %s%s%s</p>", event_state_name(event->state),
		time[0] == '\0' ? "" : ", ", time);
	free(time);
	if (event->text[EVENT_COMMENT][0] != '\0') {
		fputs("<p>", page.to);
		markup_escape(event->text[EVENT_COMMENT], page.to);
		fputs("</p>", page.to);
	}
	if (event->text[EVENT_OUTPUT][0] != '\0') {
		fputs("<p>", page.to);
		markup_escape(event->text[EVENT_OUTPUT], page.to);
		fputs("</p>", page.to);
	}
	return page_close(&page);
}

static void
put_entry(const struct timeline_entry *entry, FILE *to)
{
	char *time = template_time(entry->when);

	fprintf(to, "<br>%s: %s, state %s", time, type_phrase(entry->type),
		entry->state);
	if (entry->text[0] != '\0')
		fputs(": ", to);
	markup_escape(entry->text, to);
	free(time);
}

char *
text_timeline(const struct timeline *timeline)
{
	struct page page;

	/* One alone is what the ticket is about. */
	if (timeline->count + timeline->is_cut < 2)
		return xstrdup("");
	page_open(&page);
	fputs("<p><b>What happened so far:</b>", page.to);
	if (timeline->is_cut)
		fputs("<br>(what was before is left out)", page.to);
	for (size_t i = 0; i < timeline->count; i++)
		put_entry(&timeline->entries[i], page.to);
	fputs("</p>", page.to);
	return page_close(&page);
}
