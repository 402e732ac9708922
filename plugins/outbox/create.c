/* create.c - a ticket is opened, or found if that was tried before */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/spool.h"
#include "outbox/look.h"
#include "outbox/plan.h"
#include "outbox/work.h"

/* How long a ticket is looked for whose object is well again. */
enum { LOST_SIGHT_S = 24 * 3600 };

/* No ticket is wanted any more. */
static int
forgo(struct work *work, struct err *why)
{
	work_say(work, "ignored: no ticket is opened");
	return work_finish(work, why);
}

struct known {
	struct store *store;
	struct err *why;
	bool failed; /* the database did; what was looked up is void */
};

static bool
is_known(void *arg, const char *ticket)
{
	struct known *known = arg;
	bool is = false;

	if (incident_has_ticket(known->store, ticket, &is, known->why) < 0)
		known->failed = true;
	return is;
}

static int
look(struct work *work, struct finding *finding, struct err *why)
{
	const struct delivery *at = work->at;
	struct known known = { .store = at->store, .why = why };
	struct question question = {
		.marker = work->incident.marker,
		.name = work->incident.name,
		.sent = work->job.sent,
		.is_known = is_known,
		.arg = &known,
	};
	struct control control;
	int rc = incident_control(at->store,
		at->now - (time_t)at->rules->search_lag_s, &control, why);

	if (rc == 0) {
		question.control_ticket = control.ticket;
		question.control_marker = control.marker;
		look_for(at->desk, &question, finding);
	}
	control_free(&control);
	return known.failed ? -1 : rc;
}

static int
send_create_again(struct work *work, struct event *event, const char *note,
	struct err *why)
{
	if (plan_is_ignored(event))
		return forgo(work, why);
	if (job_send_again(work->at->store, &work->job, work->at->now, why) < 0)
		return -1;
	/* A new doubt, if it becomes one: what was seen before says nothing. */
	work->job.sent = work->at->now;
	work->job.doubtful = false;
	work->job.absent = 0;
	work->job.unsure = 0;
	return work_open(work, event, note, why);
}

/* The object is well again: nothing is opened out of doubt any more. */
static int
let_go(struct work *work, struct err *why)
{
	if (work->at->now - work->job.sent < LOST_SIGHT_S)
		return job_doubt(work->at->store, &work->job,
			work_retry_at(work),
			"well again; looking for a ticket that may exist", why);
	work_say(work, "recovered, and no ticket was ever found");
	return work_finish(work, why);
}

/*
 * No ticket was seen. That is proof only if it is so twice, search-lag apart,
 * since the index may lag behind. The time of the first look counts and not
 * that of the claim: only then is the request certainly over.
 */
static int
absent(struct work *work, struct event *event, struct err *why)
{
	time_t proven;

	if (work->job.absent == 0)
		work->job.absent = work->at->now;
	proven = work->job.absent + (time_t)work->at->rules->search_lag_s;
	if (work->at->now < proven)
		return job_doubt(work->at->store, &work->job, proven,
			"not found yet; the search may lag behind", why);
	if (work->incident.recovered)
		return let_go(work, why);
	return send_create_again(work, event, "", why);
}

/* To refuse a search is an answer too, that of a desk which can do more. */
static bool
can_do_more(struct work *work)
{
	switch (work->out->verdict.answer) {
	case DESK_DONE:
	case DESK_REFUSED:
		return true;
	case DESK_SLOW:
		return false;
	case DESK_AWAY:
	case DESK_LOCKED:
	case DESK_LARGE:
	case DESK_GONE:
	case DESK_MAYBE:
		break;
	}
	return work_desk_answers(work);
}

/*
 * Whatever became of the search: while the desk answers doubt grows old, since
 * what fails may fail for ever, and a double can be folded, a lost alert
 * cannot. While it does not answer doubt stays young; "too many requests" asks
 * for patience alone.
 */
static int
inconclusive(struct work *work, struct event *event, struct err *why)
{
	static const char ambiguous[] =
		"<p>A ticket for this may have been opened before: an answer "
		"was lost, and the search could not tell.</p>";
	const struct delivery *at = work->at;
	struct verdict *verdict = &work->out->verdict;
	time_t limit = (time_t)at->rules->ambiguous_max_s;

	if (!can_do_more(work)) {
		if (verdict->answer != DESK_SLOW)
			work->job.unsure = 0;
		return work_undone(work, why);
	}
	verdict->answer = DESK_DONE;
	if (work->job.unsure == 0)
		work->job.unsure = at->now;
	if (work->incident.recovered)
		return let_go(work, why);
	if (limit > 0 && at->now - work->job.unsure >= limit)
		return send_create_again(work, event, ambiguous, why);
	work_say(work, "cannot tell whether its ticket exists: %s",
		verdict->text);
	return job_doubt(
		at->store, &work->job, work_retry_at(work), verdict->text, why);
}

static int
look_and_create(struct work *work, struct event *event, struct err *why)
{
	struct finding finding = { 0 };
	int rc = look(work, &finding, why);

	if (rc < 0)
		goto out;
	work->out->verdict = finding.verdict;
	switch (finding.look) {
	case LOOK_FOUND:
		work_say(work, "found its ticket %s", finding.ticket.number);
		rc = work_adopt(work, &finding.ticket, "", false, why);
		break;
	case LOOK_ABSENT:
		rc = absent(work, event, why);
		break;
	case LOOK_INCONCLUSIVE:
		rc = inconclusive(work, event, why);
		break;
	}
out:
	ticket_clear(&finding.ticket);
	return rc;
}

static int
create(struct work *work, struct event *event, struct err *why)
{
	bool settled = false;

	if (!work->job.doubtful && plan_is_ignored(event))
		return forgo(work, why);
	if (!work->incident.anew) {
		int rc = work_reopen(work, &settled, why);

		if (rc < 0 || settled)
			return rc;
	}
	return work->job.doubtful ? look_and_create(work, event, why)
				  : work_open(work, event, "", why);
}

int
work_create(struct work *work, struct err *why)
{
	const char *alert = work->incident.alert;
	struct event event;
	int rc;

	event_init(&event);
	rc = spool_parse(alert, strlen(alert), &event, why);
	/* The ini file may say so only since the alert was taken. */
	if (rc == 0 && work->at->rules->map != NULL)
		map_fill_one(work->at->rules->map, &event, EVENT_IGNORE);
	if (rc == 0)
		rc = create(work, &event, why);
	event_free(&event);
	return rc;
}
