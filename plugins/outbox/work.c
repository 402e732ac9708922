/* work.c - a job in hand, and what becomes of it when a request fails */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/work.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "outbox/comments.h"
#include "outbox/ingest.h"
#include "outbox/retry.h"
#include "outbox/sight.h"
#include "outbox/us.h"

void
work_say(struct work *work, const char *format, ...)
{
	va_list args;
	int used = snprintf(work->out->line, sizeof(work->out->line),
		"%s: ", work->incident.name);

	if (used < 0 || (size_t)used >= sizeof(work->out->line))
		return;
	va_start(args, format);
	vsnprintf(work->out->line + used,
		sizeof(work->out->line) - (size_t)used, format, args);
	va_end(args);
}

time_t
work_retry_at(const struct work *work)
{
	return retry_at(work->at->now, work->job.tries + 1,
		work->out->verdict.retry_after_s, work->at->dice);
}

/* Not done this time; what was in doubt before stays so. */
static int
again(struct work *work, time_t due, bool attempt, struct err *why)
{
	struct store *store = work->at->store;
	const char *text = work->out->verdict.text;

	if (work->job.doubtful)
		return job_doubt(store, &work->job, due, text, why);
	return job_retry(store, &work->job, due, attempt, text, why);
}

static bool
desk_answers(const struct delivery *at, struct verdict *verdict)
{
	struct verdict probe = at->desk->probe(at->desk->self);

	/* To refuse the probe is an answer too. */
	if (probe.answer == DESK_DONE || probe.answer == DESK_REFUSED)
		return true;
	*verdict = probe;
	return false;
}

bool
work_desk_answers(struct work *work)
{
	return desk_answers(work->at, &work->out->verdict);
}

/* ---- tickets of ours ---- */

/* The token's user, as it says. */
static const char *
name_of(const struct delivery *at)
{
	return at->user == NULL ? "" : at->user;
}

static void
say_blind(struct verdict *verdict)
{
	*verdict = (struct verdict){ .answer = DESK_LOCKED,
		.text = "the token's user cannot see our tickets: each that "
			"was read is not found (HTTP 404). If people deleted "
			"them, say notify_incidentiq retry" };
}

int
work_read(struct work *work, int64_t incident, const char *id,
	struct ticket *out, struct err *why)
{
	const struct delivery *at = work->at;
	struct verdict *verdict = &work->out->verdict;

	*verdict = at->desk->read(at->desk->self, id, out);
	if (verdict->answer == DESK_DONE)
		return sight_clear(at->store, why);
	if (verdict->answer != DESK_GONE)
		return 0;
	if (sight_miss(at->store, incident, at->now, &work->blind, why) < 0)
		return -1;
	if (work->blind)
		say_blind(verdict);
	return 0;
}

static void
say_strange(struct verdict *verdict)
{
	*verdict = (struct verdict){ .answer = DESK_LOCKED,
		.text = "the token's user cannot see our tickets: it is "
			"another one than before, and our newest ticket is not "
			"found (HTTP 404). If people deleted it, say "
			"notify_incidentiq retry" };
}

static void
say_unread(struct verdict *verdict)
{
	const struct verdict last = *verdict;

	*verdict = (struct verdict){ .answer = DESK_LOCKED };
	snprintf(verdict->text, sizeof(verdict->text),
		"whether the token's user can see our tickets is unknown: the "
		"newest cannot be read (%.200s). If the user is the right one, "
		"say notify_incidentiq retry",
		last.text);
}

/* Whether that tells nothing but of the one ticket that was read: then it may
 * last for ever. */
static bool
is_odd(const struct verdict *verdict)
{
	return verdict->answer == DESK_REFUSED ||
	       verdict->answer == DESK_LARGE || verdict->answer == DESK_MAYBE;
}

static int
look_at(const struct delivery *at, const struct sight_doubt *doubt,
	struct verdict *verdict, struct err *why)
{
	struct ticket ticket = { 0 };

	*verdict = at->desk->read(at->desk->self, doubt->ticket, &ticket);
	ticket_clear(&ticket);
	return verdict->answer == DESK_DONE
		       ? sight_settle(at->store, at->user, doubt, why)
		       : 0;
}

/* Looks at ours, newest first, until one tells. */
static int
look_at_ours(const struct delivery *at, struct verdict *verdict, bool *strange,
	struct err *why)
{
	enum { LOOKS = 3 };
	int rc = 0;

	for (unsigned i = 0; rc == 0 && i < LOOKS; i++) {
		struct sight_doubt doubt;
		bool any;

		rc = sight_in_doubt(at->store, name_of(at), i, &doubt, why);
		any = rc == 0 && doubt.ticket[0] != '\0';
		if (any)
			rc = look_at(at, &doubt, verdict, why);
		*strange = doubt.strange;
		free(doubt.ticket);
		if (!any || !is_odd(verdict))
			break;
	}
	return rc;
}

int
work_look_around(const struct delivery *at, struct delivered *out, bool *blind,
	struct err *why)
{
	struct verdict *verdict = &out->verdict;
	bool strange = false;
	int rc = look_at_ours(at, verdict, &strange, why);

	*blind = rc == 0 && verdict->answer != DESK_DONE;
	/* Nothing that leaves the gate open, or the next look is at once. */
	if (*blind && verdict->answer == DESK_GONE)
		(strange ? say_strange : say_blind)(verdict);
	else if (*blind && is_odd(verdict) && desk_answers(at, verdict))
		say_unread(verdict);
	return rc;
}

int
work_remember_us(const struct delivery *at, struct err *why)
{
	char id[DESK_ID_SIZE];

	at->desk->whoami(at->desk->self, id);
	return id[0] == '\0' ? 0 : us_remember(at->store, name_of(at), id, why);
}

/* ---- outcome ---- */

/* The desk locked us out of this request: of every one, or of this alone? */
static int
record_locked(struct work *work, struct err *why)
{
	struct verdict *verdict = &work->out->verdict;
	const struct delivery *at = work->at;
	time_t due = retry_hold(at->now, work->job.tries + 1);

	if (work->blind)
		return again(work, at->now, false, why);
	/* Where the probe got no answer, the gate knows nothing of a lock. */
	if (!work_desk_answers(work))
		return again(work,
			verdict->answer == DESK_LOCKED ? at->now : due, false,
			why);
	work_say(work, "held: %s", verdict->text);
	verdict->answer = DESK_DONE;
	if (work->job.doubtful)
		return again(work, due, true, why);
	return job_hold(at->store, &work->job, due, verdict->text, why);
}

static int
record_refused(struct work *work, struct err *why)
{
	const char *text = work->out->verdict.text;

	if (work->job.action == JOB_CREATE && !work->job.minimal) {
		work_say(work, "refused, once more with defaults only: %s",
			text);
		return job_minimise(work->at->store, &work->job, text, why);
	}
	work_say(work, "refused: %s", text);
	return job_bury(work->at->store, &work->job, text, why);
}

int
work_undone(struct work *work, struct err *why)
{
	const struct verdict *verdict = &work->out->verdict;

	switch (verdict->answer) {
	case DESK_AWAY:
	case DESK_SLOW:
		/* The gate, not the job, knows when to come back. */
		return again(work, work->at->now, false, why);
	case DESK_LOCKED:
	case DESK_GONE:
		return record_locked(work, why);
	case DESK_REFUSED:
	case DESK_LARGE:
		return record_refused(work, why);
	case DESK_MAYBE:
	case DESK_DONE:
		work_say(work, "try %u failed: %s", work->job.tries + 1,
			verdict->text);
		return again(work, work_retry_at(work), true, why);
	}
	return 0;
}

int
work_failed(struct work *work, struct err *why)
{
	if (work->out->verdict.answer != DESK_MAYBE)
		return work_undone(work, why);
	work_say(work, "in doubt: %s", work->out->verdict.text);
	return job_doubt(work->at->store, &work->job, work_retry_at(work),
		work->out->verdict.text, why);
}

int
work_adopt(struct work *work, const struct ticket *ticket, const char *text,
	bool tells_all, struct err *why)
{
	struct store *store = work->at->store;
	const struct job_order order = { .incident = work->incident.id,
		.action = JOB_COMMENT,
		.now = work->at->now,
		.due = work->at->now,
		.text = text,
		.reader = tells_all ? JOB_ALWAYS : JOB_IF_OPEN,
		.alert = "" };
	int rc;

	/* One transaction, so that these facts stay together. */
	if (store_begin(store, why) < 0)
		return -1;
	rc = incident_set_ticket(
		store, work->incident.id, ticket->id, ticket->number, why);
	if (rc == 0)
		rc = job_done(store, &work->job, why);
	if (rc == 0 && tells_all)
		rc = comments_told(store, work->incident.id, why);
	if (rc == 0 && text[0] != '\0')
		rc = job_add(store, &order, why);
	return store_end(store, rc, why);
}

/* next is the spool text of what begins the next incident; NULL = whatever the
 * incident remembers. */
static int
finish(struct work *work, const char *next, struct err *why)
{
	struct store *store = work->at->store;
	int rc;

	if (store_begin(store, why) < 0)
		return -1;
	rc = job_done(store, &work->job, why);
	if (rc == 0 && next != NULL)
		rc = incident_set_relapse(store, work->incident.id, next, why);
	if (rc == 0)
		rc = ingest_end(store, work->incident.id, work->at->now, why);
	return store_end(store, rc, why);
}

int
work_finish(struct work *work, struct err *why)
{
	return finish(work, NULL, why);
}

int
work_renew(struct work *work, struct err *why)
{
	return finish(work, work->job.alert, why);
}
