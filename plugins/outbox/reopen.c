/* reopen.c - the ticket of an object's last problem is opened again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/spool.h"
#include "outbox/text.h"
#include "outbox/work.h"

/* A help desk that answers nothing clear so often gets a new ticket. */
enum { TRIES = 3 };

/* We resolved it, not long ago, and know where it stood. */
static bool
is_wanted(const struct work *work)
{
	const struct incident *incident = &work->incident;
	time_t since = incident->opened - incident->previous.resolved;

	return incident->previous.resolved > 0 &&
	       incident->previous.step[0] != '\0' &&
	       since < (time_t)work->at->rules->reopen_window_s;
}

/* What the ticket is told of its object; free() it. */
static char *
tale(const struct work *work, const struct event *event,
	const struct timeline *timeline)
{
	char *now = text_comment(event, work->at->rules->templates.comment);
	char *before = text_timeline(timeline);
	char *html = xasprintf("%s%s", now, before);

	free(now);
	free(before);
	return html;
}

static int
adopt(struct work *work, const struct ticket *ticket, struct err *why)
{
	const char *alert = work->incident.alert;
	struct timeline timeline = { .entries = NULL };
	struct event event;
	char *html;
	int rc;

	event_init(&event);
	rc = spool_parse(alert, strlen(alert), &event, why);
	if (rc == 0)
		rc = timeline_read(
			work->at->store, work->incident.id, &timeline, why);
	if (rc == 0) {
		html = tale(work, &event, &timeline);
		work_say(work, "ticket %s is open again", ticket->number);
		rc = work_adopt(work, ticket, html, timeline.is_whole, why);
		free(html);
	}
	timeline_free(&timeline);
	event_free(&event);
	return rc;
}

/* Another ticket is opened. Nothing of this job is in doubt any more. */
static int
give_up(struct work *work, struct err *why)
{
	work->out->verdict = (struct verdict){ .answer = DESK_DONE };
	work->incident.anew = true;
	work->job.doubtful = false;
	if (incident_set_anew(work->at->store, work->incident.id, why) < 0)
		return -1;
	work->job.sent = work->at->now;
	return job_send_again(work->at->store, &work->job, work->at->now, why);
}

/* DONE with an open ticket, or why not. */
static void
open_again(struct work *work, struct ticket *ticket)
{
	const struct helpdesk *desk = work->at->desk;
	const char *id = work->incident.previous.ticket;
	struct verdict *verdict = &work->out->verdict, refusal;

	*verdict = desk->reopen(desk->self, id, work->incident.previous.step);
	if (verdict->answer != DESK_REFUSED)
		return;
	/* A person may have been a moment faster. */
	refusal = *verdict;
	ticket_clear(ticket);
	*verdict = desk->read(desk->self, id, ticket);
	if (verdict->answer == DESK_DONE && ticket->closed)
		*verdict = refusal;
}

/* By a person, who had opened it meanwhile. The dates are only compared with
 * each other: they carry no zone. */
static bool
was_closed_again(const struct work *work, const struct ticket *ticket)
{
	const char *then = work->incident.previous.closed_on;

	return then[0] != '\0' && ticket->closed_on[0] != '\0' &&
	       strcmp(then, ticket->closed_on) != 0;
}

static int
reopen(struct work *work, struct ticket *ticket, bool *settled, struct err *why)
{
	const struct verdict *verdict = &work->out->verdict;

	/* In doubt, and well again: it need not be opened any more. */
	if (work->job.doubtful && work->incident.well)
		return work_finish(work, why);
	if (was_closed_again(work, ticket)) {
		*settled = false;
		return give_up(work, why);
	}
	if (!work->job.doubtful || work->job.tries < TRIES)
		open_again(work, ticket);
	else
		work->out->verdict.answer = DESK_REFUSED;
	if (verdict->answer == DESK_DONE)
		return adopt(work, ticket, why);
	if (verdict->answer == DESK_REFUSED || verdict->answer == DESK_GONE ||
		(verdict->answer == DESK_LOCKED && work_desk_answers(work))) {
		*settled = false;
		return give_up(work, why);
	}
	return work_failed(work, why);
}

int
work_reopen(struct work *work, bool *settled, struct err *why)
{
	struct ticket ticket = { 0 };
	int rc;

	*settled = is_wanted(work);
	if (!*settled)
		return 0;
	rc = work_read(work, work->incident.previous.id,
		work->incident.previous.ticket, &ticket, why);
	if (rc < 0)
		return -1;
	if (work->out->verdict.answer == DESK_GONE) {
		*settled = false;
		rc = give_up(work, why);
	} else if (work->out->verdict.answer != DESK_DONE) {
		rc = work_undone(work, why);
	} else if (!ticket.closed) {
		rc = adopt(work, &ticket, why);
	} else {
		rc = reopen(work, &ticket, settled, why);
	}
	ticket_clear(&ticket);
	return rc;
}
