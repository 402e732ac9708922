/* deliver.c - one job: claim, look, act, record */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/deliver.h"

#include <string.h>

#include "outbox/work.h"

static int
comment(struct work *work, struct err *why)
{
	const struct delivery *at = work->at;
	char id[UUID_SIZE];

	/* The same id for the same job, so that a doubt is simply repeated. */
	identity_uuid(work->incident.identity,
		(int64_t)work->job.created << 20 ^ work->job.id, id);
	work->out->verdict = at->desk->comment(
		at->desk->self, work->incident.ticket, id, work->job.text);
	if (work->out->verdict.answer == DESK_GONE) {
		work_say(work, "comment dropped: %s", work->out->verdict.text);
		return job_done(at->store, &work->job, why);
	}
	if (work->out->verdict.answer != DESK_DONE)
		return work_failed(work, why);
	work_say(work, "commented ticket %s", work->incident.number);
	return job_done(at->store, &work->job, why);
}

static int
resolve(struct work *work, struct err *why)
{
	const struct delivery *at = work->at;
	const char *number = work->incident.number;
	struct verdict *verdict = &work->out->verdict;
	struct ticket ticket = { 0 };

	/* Read first: it may be closed already, by a person or by us. */
	*verdict =
		at->desk->read(at->desk->self, work->incident.ticket, &ticket);
	if (verdict->answer == DESK_GONE ||
		(verdict->answer == DESK_DONE && ticket.closed)) {
		work_say(work, "ticket %s is %s", number,
			verdict->answer == DESK_GONE ? "gone" : "closed");
		ticket_clear(&ticket);
		return work_finish(work, why);
	}
	ticket_clear(&ticket);
	if (verdict->answer != DESK_DONE)
		return work_undone(work, why);
	*verdict = at->desk->resolve(at->desk->self, work->incident.ticket);
	if (verdict->answer != DESK_DONE)
		return work_failed(work, why);
	work_say(work, "resolved ticket %s", number);
	return work_finish(work, why);
}

int
deliver_next(
	const struct delivery *delivery, struct delivered *out, struct err *why)
{
	struct work work = { .at = delivery, .out = out };
	int rc;

	memset(out, 0, sizeof(*out));
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
