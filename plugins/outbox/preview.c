/* preview.c - the ticket that an alert would have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/preview.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/event.h"
#include "common/spool.h"
#include "outbox/helpdesk_iiq.h"

static void
print(const struct settings *settings, const struct event *event)
{
	char object[IDENTITY_SIZE], marker[MARKER_SIZE], *json;
	struct draft_texts texts = { 0 };
	struct mapping alert;
	struct draft draft;
	struct ids ids;

	identity_of_object(event, object);
	identity_marker(object, marker);
	deliver_draft(event, &settings->deliver.templates, &draft, &texts);
	draft.marker = marker;
	deliver_mapping(event, &alert);
	ids_guess(&alert, &settings->deliver.mapping, &ids);
	for (int i = 0; i < THINGS; i++)
		draft.id[i] = ids.id[i];
	json = iiq_desk_preview(&draft);
	puts(json);
	free(json);
	draft_texts_free(&texts);
}

int
preview(const struct settings *settings, struct err *why)
{
	char text[SPOOL_FILE_MAX];
	size_t length = fread(text, 1, sizeof(text), stdin);
	struct event event;
	int rc;

	event_init(&event);
	rc = spool_parse(text, length, &event, why);
	if (rc == 0) {
		settings_fill(settings, &event);
		print(settings, &event);
	}
	event_free(&event);
	return rc < 0 ? -1 : 0;
}
