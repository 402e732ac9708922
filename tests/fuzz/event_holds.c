/* event_holds.c - what holds of every event, wherever it came from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/event_holds.h"

#include <json.h>

#include "common/spool.h"
#include "fuzz/fuzz.h"

enum { TEXT_MAX = 16 * 1024, CUT = 4 };

/* Somebody else's idea of UTF-8. */
static bool
is_utf8(const char *text)
{
	json_tokener *tokener = json_tokener_new();
	json_object *quoted;
	bool is_whole;

	json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
	json_tokener_parse_ex(tokener, "\"", 1);
	quoted = json_tokener_parse_ex(tokener, text, (int)strlen(text));
	is_whole = quoted == NULL &&
		   json_tokener_get_error(tokener) == json_tokener_continue;
	json_object_put(quoted);
	json_tokener_free(tokener);
	return is_whole;
}

/* Quotes and backslashes mean something to the judge of UTF-8. */
static void
text_holds(const char *text)
{
	char *plain = fuzz_text((const uint8_t *)text, strlen(text));

	FUZZ_HOLDS(strlen(text) <= TEXT_MAX);
	for (char *at = plain; *at != '\0'; at++) {
		FUZZ_HOLDS((unsigned char)*at >= ' ' || *at == '\n');
		FUZZ_HOLDS(*at != 0x7f);
		if (*at == '"' || *at == '\\')
			*at = '.';
	}
	FUZZ_HOLDS(is_utf8(plain));
	free(plain);
}

/* A long output that did not fit was cut: its beginning is there. */
static void
same_text(const struct event *event, const struct event *again, int which,
	bool is_cut)
{
	const char *text = event->text[which], *got = again->text[which];

	if (is_cut && which == EVENT_LONG_OUTPUT)
		FUZZ_HOLDS(strncmp(text, got, strlen(got)) == 0);
	else
		FUZZ_HOLDS(strcmp(text, got) == 0);
}

static void
same_event(const struct event *event, const struct event *again, bool is_cut)
{
	FUZZ_HOLDS(event->type == again->type);
	FUZZ_HOLDS(event->state == again->state);
	FUZZ_HOLDS(event->received == again->received);
	FUZZ_HOLDS(event->received_ns == again->received_ns);
	FUZZ_HOLDS(event->state_time == again->state_time);
	FUZZ_HOLDS(event->anchor == again->anchor);
	for (int i = 0; i < EVENT_TEXTS; i++)
		same_text(event, again, i, is_cut);
}

void
event_holds(const struct event *event)
{
	char *text = spool_format(event), *second;
	bool is_cut = strlen(text) + CUT >= SPOOL_FILE_MAX - 1;
	struct event again;
	struct err why;

	for (int i = 0; i < EVENT_TEXTS; i++)
		text_holds(event->text[i]);
	FUZZ_HOLDS(event->state_time >= 0 && event->anchor >= 0);
	FUZZ_HOLDS(strlen(text) < SPOOL_FILE_MAX);
	event_init(&again);
	FUZZ_HOLDS(spool_parse(text, strlen(text), &again, &why) == 0);
	same_event(event, &again, is_cut);
	second = spool_format(&again);
	FUZZ_HOLDS(is_cut || strcmp(text, second) == 0);
	event_free(&again);
	free(second);
	free(text);
}
