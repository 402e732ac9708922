/* fuzz_event.c - whatever a core says, it becomes an event or none */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/event_holds.h"
#include "fuzz/fuzz.h"
#include "notify_incidentiq/alert.h"
#include "notify_incidentiq/intake.h"

enum { WORDS_MAX = 64 };

/* A line that starts with a dash is the next argument; another belongs to the
 * one before it, newline and all. */
static int
split(char *text, char *argv[WORDS_MAX + 1])
{
	static char name[] = "notify_incidentiq";
	int argc = 1;

	argv[0] = name;
	for (char *line = text; line != NULL && argc < WORDS_MAX;) {
		char *next = strstr(line, "\n-");

		argv[argc++] = line;
		if (next != NULL)
			*next++ = '\0';
		line = next;
	}
	argv[argc] = NULL;
	return argc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *argv[WORDS_MAX + 1];
	int argc = split(text, argv);
	struct opts *opts = send_opts_new();
	struct event event;
	struct err why = { "" };

	event_init(&event);
	event.received = 1700000000;
	if (opts_parse(opts, argc, argv, &why) < 0)
		FUZZ_HOLDS(why.text[0] != '\0');
	/* Even of a command line that is wrong there may be an alert. */
	why.text[0] = '\0';
	if (alert_read(opts, &event, &why) < 0)
		FUZZ_HOLDS(why.text[0] != '\0');
	if (event.text[EVENT_HOST][0] != '\0')
		event_holds(&event);
	event_free(&event);
	opts_free(opts);
	free(text);
	return 0;
}
