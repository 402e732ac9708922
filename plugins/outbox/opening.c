/* opening.c - a ticket is opened, told as much as the desk takes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/clean.h"
#include "common/mem.h"
#include "common/opt.h"
#include "outbox/ids.h"
#include "outbox/names.h"
#include "outbox/text.h"
#include "outbox/timeline.h"
#include "outbox/work.h"

void
deliver_draft(const struct event *event, const struct text_templates *templates,
	struct draft *draft, struct draft_texts *texts)
{
	bool minimal = templates == NULL;

	texts->subject = minimal ? text_plain_subject(event)
				 : text_subject(event, templates->subject);
	texts->body = text_body(event, minimal ? NULL : templates->body);
	*draft = (struct draft){
		.subject = texts->subject,
		.body = texts->body,
		.note = "",
	};
	/* What is neither yes nor no is no. */
	if (!minimal)
		(void)opt_truth(event->text[EVENT_URGENT], &draft->urgent);
}

void
deliver_mapping(const struct event *event, struct mapping *out)
{
	char *const *text = event->text;

	*out = (struct mapping){ .word = {
					 [THING_REQUESTER] =
						 text[EVENT_REQUESTER],
					 [THING_ISSUE] = text[EVENT_ISSUE],
					 [THING_LOCATION] =
						 text[EVENT_LOCATION],
					 [THING_ROOM] = text[EVENT_ROOM],
					 [THING_TEAM] = text[EVENT_TEAM],
					 [THING_ASSET] = text[EVENT_ASSET],
				 } };
}

void
draft_texts_free(struct draft_texts *texts)
{
	free(texts->subject);
	free(texts->body);
}

/* The last problem's ticket, for people, before what else there is to note;
 * free() it. */
static char *
note_after(const struct work *work, const char *note)
{
	const struct incident *incident = &work->incident;
	time_t since = incident->opened - incident->previous.ended;
	char *number, *html;

	if (incident->previous.ticket[0] == '\0' ||
		since >= (time_t)work->at->rules->reopen_window_s)
		return xstrdup(note);
	number = text_html(incident->previous.number);
	html = xasprintf("<p>The last problem of this object had ticket %s."
			 "</p>%s",
		number, note);
	free(number);
	return html;
}

struct opening {
	struct event *event;
	char *note; /* HTML */
	struct ids ids;
	struct timeline timeline;
	struct ticket ticket;
};

/* The ids go into the draft, and what was not found into its note. */
static int
find_ids(struct work *work, struct opening *opening, struct err *why)
{
	struct mapping alert = { .word = { NULL } };

	if (!work->job.minimal)
		deliver_mapping(opening->event, &alert);
	return ids_find(&(struct ids_question){ .store = work->at->store,
				.desk = work->at->desk,
				.now = work->at->now,
				.alert = &alert,
				.fallback = &work->at->rules->mapping },
		&opening->ids, &work->out->verdict, why);
}

/* Opens the ticket of an event, whose ids are known. */
static void
open_ticket(struct work *work, struct opening *opening)
{
	const struct delivery *at = work->at;
	const char *missed = opening->ids.missed;
	struct draft_texts texts = { 0 };
	struct draft draft;
	char *timeline = text_timeline(&opening->timeline);
	char *notes = xasprintf("%s%s%s", timeline, opening->note,
		missed == NULL ? "" : missed);

	deliver_draft(opening->event,
		work->job.minimal ? NULL : &at->rules->templates, &draft,
		&texts);
	draft.marker = work->incident.marker;
	draft.note = notes;
	for (int i = 0; i < THINGS; i++)
		draft.id[i] = opening->ids.id[i];
	ticket_clear(&opening->ticket);
	work->out->verdict =
		at->desk->open(at->desk->self, &draft, &opening->ticket);
	draft_texts_free(&texts);
	free(notes);
	free(timeline);
}

/* Leaves half of what makes a description long; false if nothing does. */
static bool
halve(struct event *event)
{
	static const enum event_text longest[] = { EVENT_LONG_OUTPUT,
		EVENT_OUTPUT, EVENT_COMMENT };
	bool shorter = false;

	for (size_t i = 0; i < 3; i++) {
		const char *text = event->text[longest[i]];
		size_t length = strlen(text);
		char *half;

		if (length == 0)
			continue;
		half = clean_text(text, length / 2, CLEAN_LINES);
		event_restore_text(event, longest[i], half);
		free(half);
		shorter = true;
	}
	return shorter;
}

static bool
shorten(struct opening *opening)
{
	bool is_text = halve(opening->event);
	bool is_time = timeline_halve(&opening->timeline);

	return is_text || is_time;
}

/* Records how the opening ended. */
static int
record_open(struct work *work, const struct opening *opening, struct err *why)
{
	struct verdict *verdict = &work->out->verdict;
	int rc;

	if (verdict->answer == DESK_DONE) {
		work_say(work, "opened ticket %s", opening->ticket.number);
		return work_adopt(work, &opening->ticket, "",
			opening->timeline.is_whole, why);
	}
	rc = work_failed(work, why);
	/* Perhaps for an id that is none any more. */
	if (rc == 0 && verdict->answer == DESK_REFUSED)
		rc = names_forget(work->at->store, why);
	return rc;
}

static int
send_opening(struct work *work, struct opening *opening, struct err *why)
{
	/* The least there is tells nothing of that; then comments do. */
	if (!work->job.minimal &&
		timeline_read(work->at->store, work->incident.id,
			&opening->timeline, why) < 0)
		return -1;
	if (find_ids(work, opening, why) < 0)
		return -1;
	if (work->out->verdict.answer != DESK_DONE)
		return work_undone(work, why);
	do
		open_ticket(work, opening);
	while (work->out->verdict.answer == DESK_LARGE && shorten(opening));
	return record_open(work, opening, why);
}

int
work_open(struct work *work, struct event *event, const char *note,
	struct err *why)
{
	struct opening opening = { .event = event,
		.note = note_after(work, note) };
	int rc = send_opening(work, &opening, why);

	ticket_clear(&opening.ticket);
	timeline_free(&opening.timeline);
	ids_free(&opening.ids);
	free(opening.note);
	return rc;
}
