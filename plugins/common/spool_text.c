/* spool_text.c - an event as the text of a spool file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/spool.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

/*
 * incidentiq-event 1 LENGTH        LENGTH: bytes after this line
 * key=value                        newline as \n, backslash as \\
 * end
 */
static const char head_format[] = "incidentiq-event 1 %05zu\n";
static const char end_mark[] = "end\n";
enum { HEAD_LENGTH = sizeof("incidentiq-event 1 00000\n") - 1 };

/* ---- writing ---- */

struct writer {
	char *text;
	size_t length;
};

/* What a line may still take, so that its newline and the end mark fit. */
static size_t
room(const struct writer *writer)
{
	size_t taken = writer->length + 1 + sizeof(end_mark);

	return taken < SPOOL_FILE_MAX ? SPOOL_FILE_MAX - taken : 0;
}

static void __attribute__((format(printf, 2, 3)))
put_format(struct writer *writer, const char *format, ...)
{
	size_t left = SPOOL_FILE_MAX - writer->length;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(writer->text + writer->length, left, format, args);
	va_end(args);
	writer->length += (size_t)length < left ? (size_t)length : left - 1;
}

/* Only the long output, which comes last, can meet the end of the room. */
static void
put_escaped(struct writer *writer, const char *value)
{
	size_t start = writer->length;

	for (; *value != '\0' && room(writer) >= 2; value++) {
		if (*value == '\n' || *value == '\\') {
			writer->text[writer->length++] = '\\';
			writer->text[writer->length++] =
				*value == '\n' ? 'n' : '\\';
		} else {
			writer->text[writer->length++] = *value;
		}
	}
	/* Cut between characters: not before a continuation byte. */
	while ((*value & 0xc0) == 0x80 && writer->length > start) {
		writer->length--;
		value--;
	}
}

static void
put_text(
	struct writer *writer, const struct event *event, enum event_text which)
{
	if (event->text[which][0] == '\0')
		return;
	put_format(writer, "%s=", event_text_name(which));
	put_escaped(writer, event->text[which]);
	writer->text[writer->length++] = '\n';
}

static void
put_time(struct writer *writer, const char *key, time_t when)
{
	if (when != 0)
		put_format(writer, "%s=%jd\n", key, (intmax_t)when);
}

char *
spool_format(const struct event *event)
{
	/* Not zeroed: most texts touch one of these sixteen pages. */
	struct writer writer = { .text = xrealloc(NULL, SPOOL_FILE_MAX),
		.length = HEAD_LENGTH };
	char head[HEAD_LENGTH + 1];

	put_format(&writer, "type=%s\n", event_type_name(event->type));
	put_format(&writer, "state=%s\n", event_state_name(event->state));
	put_format(&writer, "received=%jd.%09ld\n", (intmax_t)event->received,
		event->received_ns);
	put_time(&writer, "boot", event->boot);
	put_time(&writer, "uptime", event->uptime);
	put_time(&writer, "state-time", event->state_time);
	put_time(&writer, "anchor", event->anchor);
	for (size_t i = 0; i < EVENT_TEXTS; i++)
		if (i != EVENT_LONG_OUTPUT)
			put_text(&writer, event, (enum event_text)i);
	put_text(&writer, event, EVENT_LONG_OUTPUT);
	put_format(&writer, "%s", end_mark);
	snprintf(head, sizeof(head), head_format, writer.length - HEAD_LENGTH);
	memcpy(writer.text, head, HEAD_LENGTH);
	return writer.text;
}

/* ---- reading ---- */

static void
unescape(char *value)
{
	char *out = value;

	for (; *value != '\0'; value++) {
		if (*value == '\\' && value[1] != '\0')
			*out++ = *++value == 'n' ? '\n' : *value;
		else
			*out++ = *value;
	}
	*out = '\0';
}

/* Seconds, and the nanoseconds after a point. */
static time_t
read_time(const char *value, long *ns)
{
	char *end;
	intmax_t seconds = strtoimax(value, &end, 10);

	*ns = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
	if (*ns < 0 || *ns > 999999999)
		*ns = 0;
	return seconds < 0 || seconds > EVENT_TIME_MAX ? 0 : (time_t)seconds;
}

/* Takes one pair; a key of a later version is passed over. */
static void
take_pair(struct event *event, const char *key, const char *value)
{
	long ns;

	if (strcmp(key, "type") == 0)
		event->type = event_type_read(value);
	else if (strcmp(key, "state") == 0)
		event->state = event_state_read(value, event->type, false);
	else if (strcmp(key, "received") == 0)
		event->received = read_time(value, &event->received_ns);
	else if (strcmp(key, "boot") == 0)
		event->boot = (unsigned)read_time(value, &ns);
	else if (strcmp(key, "uptime") == 0)
		event->uptime = read_time(value, &ns);
	else if (strcmp(key, "state-time") == 0)
		event->state_time = read_time(value, &ns);
	else if (strcmp(key, "anchor") == 0)
		event->anchor = read_time(value, &ns);
	for (size_t i = 0; i < EVENT_TEXTS; i++)
		if (strcmp(key, event_text_name((enum event_text)i)) == 0)
			event_restore_text(event, (enum event_text)i, value);
}

/* Is this a whole text? Its length and its end say so. */
static int
check_frame(const char *text, size_t length, struct err *why)
{
	char head[HEAD_LENGTH + 1];
	size_t end = sizeof(end_mark) - 1;

	if (length < HEAD_LENGTH || strncmp(text, head_format, 17) != 0)
		return err_set(why, "it is no alert");
	snprintf(head, sizeof(head), head_format, length - HEAD_LENGTH);
	if (strncmp(text, head, 19) != 0)
		return err_set(why, "it is of another version");
	if (strncmp(text, head, HEAD_LENGTH) != 0)
		return err_set(why, "it is torn: its length is not the one at "
				    "its head");
	if (memchr(text, '\0', length) != NULL || length < HEAD_LENGTH + end ||
		strncmp(text + length - end, end_mark, end) != 0)
		return err_set(why, "it is torn: its end is missing");
	return 0;
}

int
spool_parse(
	const char *text, size_t length, struct event *event, struct err *why)
{
	char *copy, *line, *next, *equals;

	if (length >= SPOOL_FILE_MAX)
		return err_set(why, "it is too long");
	if (check_frame(text, length, why) < 0)
		return -1;
	copy = xstrndup(text + HEAD_LENGTH, length - HEAD_LENGTH);
	for (line = copy; (next = strchr(line, '\n')) != NULL;
		line = next + 1) {
		*next = '\0';
		equals = strchr(line, '=');
		if (equals == NULL)
			continue;
		*equals = '\0';
		unescape(equals + 1);
		take_pair(event, line, equals + 1);
	}
	free(copy);
	if (event->text[EVENT_HOST][0] == '\0')
		return err_set(why, "it names no host");
	return 0;
}
