/* deliver.c - one job: claim, look, act, record */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/deliver.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/comments.h"
#include "outbox/markup.h"
#include "outbox/work.h"

/* How a ticket stands. */
enum sight { SEEN_OPEN, SEEN_CLOSED, SEEN_GONE, NOT_SEEN, SIGHT_FAILED };

static void
free_texts(struct ticket *ticket)
{
	free(ticket->subject);
	free(ticket->body);
	ticket->subject = ticket->body = NULL;
}

/* Read before every act: people come first. */
static enum sight
see(struct work *work, struct ticket *ticket, struct err *why)
{
	if (work_read(work, work->incident.id, work->incident.ticket, ticket,
		    why) < 0) {
		ticket_clear(ticket);
		return SIGHT_FAILED;
	}
	free_texts(ticket);
	if (work->out->verdict.answer == DESK_GONE)
		return SEEN_GONE;
	if (work->out->verdict.answer != DESK_DONE)
		return NOT_SEEN;
	return ticket->closed ? SEEN_CLOSED : SEEN_OPEN;
}

/* Nothing is told: the comment is done with. */
static int
drop_comment(struct work *work, const char *reason, struct err *why)
{
	work_say(work, "comment dropped: %s", reason);
	return job_done(work->at->store, &work->job, why);
}

static void
tell(struct work *work, const char *text)
{
	const struct helpdesk *desk = work->at->desk;
	char id[UUID_SIZE];

	/* The same id for the same job, so that a doubt is simply repeated. */
	identity_uuid(work->incident.identity,
		(int64_t)work->job.created << 20 ^ work->job.id, id);
	work->out->verdict =
		desk->comment(desk->self, work->incident.ticket, id, text);
}

/* Tells as much of the job's text as the desk takes: of several comments the
 * first, of a single one what it has room for. *told: how much of the text that
 * is to be. */
static void
tell_most(struct work *work, size_t *told)
{
	struct verdict *verdict = &work->out->verdict;
	char *text = xstrdup(work->job.text), *shorter;

	tell(work, text);
	while (verdict->answer == DESK_LARGE && comments_halve(text))
		tell(work, text);
	*told = strlen(text);
	while (verdict->answer == DESK_LARGE && markup_halve(text)) {
		shorter = xasprintf("%s<p>The rest was too large.</p>", text);
		tell(work, shorter);
		free(shorter);
	}
	free(text);
}

static int
send_comment(struct work *work, struct err *why)
{
	const struct delivery *at = work->at;
	size_t told;

	tell_most(work, &told);
	if (work->out->verdict.answer == DESK_GONE)
		return drop_comment(work, work->out->verdict.text, why);
	/* A workflow may take no comments on what is closed. */
	if (work->out->verdict.answer == DESK_REFUSED &&
		work->job.reader == JOB_IF_CLOSED)
		return drop_comment(work, work->out->verdict.text, why);
	if (work->out->verdict.answer != DESK_DONE)
		return work_failed(work, why);
	work_say(work, "commented ticket %s", work->incident.number);
	return comments_done(at->store, &work->job, told, at->now, why);
}

/* Whether a comment is for a ticket that stands so. A reminder is for one that
 * was closed when it was looked at a day ago. */
static bool
is_for(const struct work *work, enum sight sight)
{
	enum { NEARLY_A_DAY_S = 23 * 3600 };

	switch (work->job.reader) {
	case JOB_IF_OPEN:
		return sight == SEEN_OPEN;
	case JOB_ALWAYS:
		return true;
	case JOB_IF_CLOSED:
		return sight == SEEN_CLOSED && work->incident.closed > 0 &&
		       work->at->now - work->incident.closed >= NEARLY_A_DAY_S;
	}
	return true;
}

/* Down again, and its ticket is not open any more: another one. A core that was
 * restarted without its memory says so of everything at once. */
static int
revive(struct work *work, enum sight sight, struct err *why)
{
	enum { MOST = 10, WITHIN_S = 5 * 60 };
	const struct delivery *at = work->at;
	int64_t count;

	if (incident_revivals(at->store, at->now - WITHIN_S, &count, why) < 0)
		return -1;
	if (count >= MOST) {
		work_say(work, "held: its ticket was closed by a person, as "
			       "were many others that are back now");
		return job_hold(at->store, &work->job, at->now + WITHIN_S,
			"many problems are back at once whose tickets people "
			"closed: was the core restarted without its memory?",
			why);
	}
	work_say(work, "back, and its ticket %s is %s", work->incident.number,
		sight == SEEN_GONE ? "gone" : "closed");
	if (incident_set_revived(at->store, work->incident.id, at->now, why) <
		0)
		return -1;
	return work_renew(work, why);
}

static int
comment(struct work *work, struct err *why)
{
	struct ticket ticket;
	enum sight sight = see(work, &ticket, why);

	if (sight == SIGHT_FAILED)
		return -1;
	if (sight == NOT_SEEN)
		return work_undone(work, why);
	if (sight != SEEN_GONE &&
		incident_set_closed(work->at->store, work->incident.id,
			sight == SEEN_CLOSED ? work->at->now : 0, why) < 0)
		return -1;
	if (sight != SEEN_OPEN && work->job.alert[0] != '\0' &&
		!work->incident.well)
		return revive(work, sight, why);
	if (sight == SEEN_GONE)
		return drop_comment(work, work->out->verdict.text, why);
	if (work->job.reader == JOB_IF_OPEN && !is_for(work, sight))
		return drop_comment(work, "a person closed the ticket", why);
	if (work->job.text[0] == '\0' || !is_for(work, sight))
		return job_done(work->at->store, &work->job, why);
	return send_comment(work, why);
}

/* A problem that lasts has no other ticket when a person closed the first. */
static int
end(struct work *work, struct err *why)
{
	if (work->job.reader != JOB_ALWAYS || work->incident.well)
		return work_finish(work, why);
	if (incident_set_closed(
		    work->at->store, work->incident.id, work->at->now, why) < 0)
		return -1;
	return job_done(work->at->store, &work->job, why);
}

static int
find_closed(struct work *work, enum sight sight, struct err *why)
{
	work_say(work, "ticket %s is %s", work->incident.number,
		sight == SEEN_GONE ? "gone" : "closed");
	if (sight == SEEN_CLOSED &&
		incident_set_closed(work->at->store, work->incident.id,
			work->at->now, why) < 0)
		return -1;
	return end(work, why);
}

/* By a person. One who cannot be told from us, to whom it is assigned, is one.
 */
static bool
was_touched(struct work *work, struct ticket *ticket)
{
	const struct helpdesk *desk = work->at->desk;
	bool touched = true;

	(void)desk->judge(desk->self, ticket);
	if (!ticket->taken)
		work->out->verdict =
			desk->touched(desk->self, ticket->id, &touched);
	return touched;
}

/* Whether the ticket is left to people; the verdict tells if that is known. */
static bool
is_for_people(struct work *work, struct ticket *ticket)
{
	switch (work->at->rules->resolve) {
	case RESOLVE_ALWAYS:
		return false;
	case RESOLVE_UNLESS_TOUCHED:
		return was_touched(work, ticket);
	case RESOLVE_COMMENT:
	case RESOLVE_NEVER:
		return true;
	}
	return false;
}

/* The incident stays until a person closes its ticket. */
static int
leave_to_people(struct work *work, struct err *why)
{
	if (work->at->rules->resolve != RESOLVE_NEVER)
		return send_comment(work, why);
	work_say(work, "recovered; ticket %s is left to people",
		work->incident.number);
	return job_done(work->at->store, &work->job, why);
}

static int
close_ticket(struct work *work, const char *step, struct err *why)
{
	const struct helpdesk *desk = work->at->desk;
	struct verdict *verdict = &work->out->verdict, refusal;
	struct ticket ticket, after = { 0 };
	struct resolved resolved = { .when = work->at->now, .step = step };
	enum sight sight;

	*verdict = desk->resolve(desk->self, work->incident.ticket, &after);
	resolved.closed_on = after.closed_on;
	free_texts(&after);
	if (verdict->answer == DESK_REFUSED) {
		/* A person may have been a moment faster. */
		refusal = *verdict;
		sight = see(work, &ticket, why);
		if (sight == SIGHT_FAILED)
			return -1;
		if (sight == SEEN_CLOSED || sight == SEEN_GONE)
			return find_closed(work, sight, why);
		*verdict = refusal;
	}
	/* What this site's workflow does not let us do, a person can. */
	if (verdict->answer == DESK_REFUSED && work->job.reader != JOB_ALWAYS) {
		work_say(work, "ticket %s is left to people: %s",
			work->incident.number, verdict->text);
		return send_comment(work, why);
	}
	if (verdict->answer != DESK_DONE)
		return work_failed(work, why);
	work_say(work, "resolved ticket %s", work->incident.number);
	if (work->job.reader == JOB_ALWAYS)
		return end(work, why);
	if (incident_set_resolved(
		    work->at->store, work->incident.id, &resolved, why) < 0)
		return -1;
	return work_finish(work, why);
}

static int
resolve(struct work *work, struct err *why)
{
	struct ticket ticket;
	enum sight sight = see(work, &ticket, why);
	bool taken;

	if (sight == SIGHT_FAILED)
		return -1;
	if (sight == NOT_SEEN)
		return work_undone(work, why);
	if (sight != SEEN_OPEN)
		return find_closed(work, sight, why);
	taken = work->job.reader != JOB_ALWAYS && is_for_people(work, &ticket);
	if (work->out->verdict.answer != DESK_DONE)
		return work_undone(work, why);
	return taken ? leave_to_people(work, why)
		     : close_ticket(work, ticket.step, why);
}

int
deliver_next(
	const struct delivery *delivery, struct delivered *out, struct err *why)
{
	struct work work = { .at = delivery, .out = out };
	int rc;

	memset(out, 0, sizeof(*out));
	rc = work_look_around(delivery, out, &work.blind, why);
	out->any = work.blind;
	if (rc < 0 || work.blind)
		return rc;
	if (work_remember_us(delivery, why) < 0)
		return -1;
	rc = job_claim(delivery->store, delivery->now, &work.job, why);
	if (rc <= 0)
		return rc;
	out->any = true;
	rc = incident_read(
		delivery->store, work.job.incident, &work.incident, why);
	if (rc == 0)
		switch (work.job.action) {
		case JOB_CREATE:
			rc = work_create(&work, why);
			break;
		case JOB_COMMENT:
			rc = comment(&work, why);
			break;
		case JOB_RESOLVE:
			rc = resolve(&work, why);
			break;
		}
	if (rc < 0 && work.incident.name != NULL)
		err_add(why, "%s", work.incident.name);
	incident_free(&work.incident);
	job_free(&work.job);
	return rc;
}
