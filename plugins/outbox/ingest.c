/* ingest.c - an event's effect on the database */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/ingest.h"

#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/opt.h"
#include "common/spool.h"
#include "outbox/comments.h"
#include "outbox/incident.h"
#include "outbox/object.h"
#include "outbox/job.h"
#include "outbox/text.h"

/* Begins an incident, and a ticket for it. */
static int
begin(struct store *store, int64_t object, const struct event *event,
	time_t now, struct err *why)
{
	int64_t incident;
	bool urgent;

	/* What is neither yes nor no is no. */
	(void)opt_truth(event->text[EVENT_URGENT], &urgent);
	if (incident_open(store, object, event, &incident, why) < 0)
		return -1;
	return job_add(store,
		&(struct job_order){ .incident = incident,
			.action = JOB_CREATE,
			.now = now,
			.due = now,
			.urgent = urgent,
			.text = "",
			.alert = "" },
		why);
}

static int
begin_next(
	struct store *store, const char *relapse, time_t now, struct err *why)
{
	struct event event;
	struct object object;
	int rc;

	if (relapse[0] == '\0')
		return 0;
	event_init(&event);
	rc = spool_parse(relapse, strlen(relapse), &event, why);
	if (rc == 0)
		rc = object_find(store, &event, &object, why);
	if (rc == 0)
		rc = begin(store, object.id, &event, now, why);
	event_free(&event);
	return rc;
}

int
ingest_end(struct store *store, int64_t incident, time_t now, struct err *why)
{
	char *relapse = NULL;
	int rc = job_drop_rest(store, incident, why);

	if (rc == 0)
		rc = incident_end(store, incident, now, &relapse, why);
	if (rc == 0)
		rc = begin_next(store, relapse, now, why);
	free(relapse);
	return rc;
}

static int
comment(struct store *store, const struct object *object,
	const struct event *event, const struct ingest_rules *rules, time_t now,
	struct err *why)
{
	char *html = text_comment(event, rules->comment);
	int rc = comments_add(store,
		&(struct job_order){ .incident = object->incident,
			.action = JOB_COMMENT,
			.now = now,
			.due = now,
			.text = html,
			.reader =
				plan_is_note(event) ? JOB_ALWAYS : JOB_IF_OPEN,
			.alert = "" },
		why);

	free(html);
	if (rc == 0 && plan_tells_state(event))
		rc = incident_count(store, object->incident, event,
			plan_is_worse(event->state, object->facts.told), why);
	return rc;
}

/* Day after day the same: a person who closed the ticket may not know. */
static int
remind(struct store *store, const struct object *object,
	const struct event *event, const struct ingest_rules *rules, time_t now,
	struct err *why)
{
	char *problem = text_comment(event, rules->comment);
	char *html = xasprintf(
		"<p>This ticket is closed, but the problem lasts.</p>%s",
		problem);
	int rc = job_add(store,
		&(struct job_order){ .incident = object->incident,
			.action = JOB_COMMENT,
			.now = now,
			.due = now,
			.text = html,
			.reader = JOB_IF_CLOSED,
			.alert = "" },
		why);

	free(html);
	free(problem);
	if (rc == 0)
		rc = incident_set_looked(
			store, object->incident, event->received, why);
	return rc;
}

/* Down again: html is for a ticket that is still open, "" = nothing. */
static int
come_back(struct store *store, const struct object *object,
	const struct event *event, const char *html, time_t now,
	struct err *why)
{
	char *alert = spool_format(event);
	int rc = job_cancel_returns(store, object->incident, why);

	if (rc == 0)
		rc = job_add(store,
			&(struct job_order){ .incident = object->incident,
				.action = JOB_COMMENT,
				.now = now,
				.due = now,
				.text = html,
				.alert = alert },
			why);
	if (rc == 0)
		rc = incident_turn(store, object->incident, event, why);
	free(alert);
	return rc;
}

static int
tell_return(struct store *store, const struct object *object,
	const struct event *event, const struct ingest_rules *rules, time_t now,
	struct err *why)
{
	char *html = text_comment(event, rules->comment);
	int rc = come_back(store, object, event, html, now, why);

	free(html);
	return rc;
}

static int
stay(struct store *store, const struct object *object,
	const struct event *event, time_t now, struct err *why)
{
	if (job_cancel(store, object->incident, JOB_RESOLVE, why) < 0)
		return -1;
	return come_back(store, object, event, "", now, why);
}

static int
resolve(struct store *store, int64_t incident, const struct event *event,
	const struct ingest_rules *rules, time_t now, struct err *why)
{
	char *html;
	int rc;

	/* What was to open anew behind a resolve that was refused is over. */
	if (incident_relapse(store, incident, NULL, why) < 0 ||
		incident_turn(store, incident, event, why) < 0)
		return -1;
	/* Where it is not to be resolved, it is told. */
	html = text_comment(event, rules->comment);
	rc = job_add(store,
		&(struct job_order){ .incident = incident,
			.action = JOB_RESOLVE,
			.now = now,
			.due = now + rules->resolve_delay_s,
			.text = html,
			.alert = "" },
		why);
	free(html);
	return rc;
}

static int
act(struct store *store, enum step step, const struct object *object,
	const struct event *event, const struct ingest_rules *rules, time_t now,
	struct err *why)
{
	int64_t incident = object->incident;

	switch (step) {
	case STEP_RECORD:
		return 0;
	case STEP_OPEN:
		return begin(store, object->id, event, now, why);
	case STEP_REWRITE:
		return incident_rewrite(store, incident, event, why);
	case STEP_COUNT:
		return incident_count(store, incident, event, false, why);
	case STEP_COMMENT:
		return comment(store, object, event, rules, now, why);
	case STEP_REMIND:
		return remind(store, object, event, rules, now, why);
	case STEP_HOLD:
		return job_defer(store, incident,
			object->facts.stage == STAGE_QUEUED ? JOB_CREATE
							    : JOB_RESOLVE,
			now + PLAN_FLAGS_S, why);
	case STEP_RETURN:
		return tell_return(store, object, event, rules, now, why);
	case STEP_RESOLVE:
		return resolve(store, incident, event, rules, now, why);
	case STEP_WITHDRAW:
		return ingest_end(store, incident, now, why);
	case STEP_KEEP:
		return job_cancel(store, incident, JOB_RESOLVE, why);
	case STEP_STAY:
		return stay(store, object, event, now, why);
	case STEP_RELAPSE:
		return incident_relapse(store, incident, event, why);
	case STEP_SETTLE:
		return incident_relapse(store, incident, NULL, why);
	}
	return 0;
}

/* Sets or clears the object's flags; what waited for an end waits no more. */
static int
heed_flags(struct store *store, const struct object *object,
	const struct event *event, const struct ingest_rules *rules, time_t now,
	struct err *why)
{
	unsigned flags = plan_flags(event, &object->facts);
	unsigned over = object->facts.flags & ~flags;
	time_t since = flags & ~object->facts.flags ? event->received
						    : object->facts.flagged;

	if (flags == object->facts.flags)
		return 0;
	if (over & PLAN_DOWNTIME &&
		job_hasten(store, object->incident, JOB_CREATE, now, why) < 0)
		return -1;
	if (over & PLAN_FLAPPING &&
		job_hasten(store, object->incident, JOB_RESOLVE,
			now + rules->resolve_delay_s, why) < 0)
		return -1;
	return object_set_flags(store, object, flags, since, why);
}

/* In a downtime, and while an object flaps, a core sends no reminder: one shows
 * that the end was lost. Not so the copy of another contact, seconds after. */
static bool
is_later(const struct event *event, const struct facts *facts)
{
	enum { APART_S = 120 };

	return event->type == EVENT_PROBLEM && facts->flags != 0 &&
	       event->received > facts->flagged + APART_S;
}

static void
log_overtaken(const struct event *event)
{
	bool is_host = event_is_host(event);

	log_info("%s of %s%s%s changes nothing: it began before what was told "
		 "already",
		event_type_name(event->type), event->text[EVENT_HOST],
		is_host ? "" : ": ", event->text[EVENT_SERVICE]);
}

int
ingest_event(struct store *store, const struct event *event,
	const struct ingest_rules *rules, time_t now, struct err *why)
{
	struct object object;
	enum step step;
	bool stale;
	int fresh;

	if (object_find(store, event, &object, why) < 0)
		return -1;
	if (object_hear(store, &object, event->received, why) < 0)
		return -1;
	/* What a person wrote is never too late. */
	stale = !plan_is_note(event) && plan_is_stale(event, &object.facts);
	fresh = event_remember(store, object.id, event, stale, why);
	if (fresh < 0)
		return -1;
	step = plan_for(event, &object.facts, &rules->plan);
	/* A copy of what is known, such as the core's own reminder. */
	if (fresh == 0 && step != STEP_REMIND &&
		!plan_is_news(event, &object.facts))
		return is_later(event, &object.facts)
			       ? heed_flags(
					 store, &object, event, rules, now, why)
			       : 0;
	if (stale) {
		log_overtaken(event);
		return 0;
	}
	if ((plan_tells_state(event) || step == STEP_OPEN) &&
		object_update(store, &object, event, why) < 0)
		return -1;
	if (act(store, step, &object, event, rules, now, why) < 0)
		return -1;
	return heed_flags(store, &object, event, rules, now, why);
}
