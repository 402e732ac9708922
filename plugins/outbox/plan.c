/* plan.c - what an event means for an object's ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/plan.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "common/opt.h"

enum {
	CONCURRENT_S = 120,
	SET_S = 2 /* of seconds cut off, and of a process that had to wait */
};

/* What an event says, whatever its type: both cores swallow the RECOVERY when
 * flapping or a downtime ends, and send that end with the state instead. */
enum news {
	NEWS_BAD,
	NEWS_MILD,
	NEWS_GOOD,
	NEWS_NOTE,
	NEWS_FLAPPING,
	NEWS_DOWNTIME
};

static const enum step steps[][STAGE_RESOLVE_SENT + 1] = {
	[NEWS_BAD] = {
		[STAGE_NONE] = STEP_OPEN,
		[STAGE_QUEUED] = STEP_REWRITE,
		[STAGE_DOUBTFUL] = STEP_COMMENT,
		[STAGE_OPEN] = STEP_COMMENT,
		[STAGE_RECOVERED] = STEP_STAY,
		[STAGE_RESOLVE_SENT] = STEP_RELAPSE,
	},
	[NEWS_MILD] = {
		[STAGE_NONE] = STEP_RECORD,
		[STAGE_QUEUED] = STEP_REWRITE,
		[STAGE_DOUBTFUL] = STEP_COMMENT,
		[STAGE_OPEN] = STEP_COMMENT,
		[STAGE_RECOVERED] = STEP_KEEP,
		[STAGE_RESOLVE_SENT] = STEP_RECORD,
	},
	[NEWS_GOOD] = {
		[STAGE_NONE] = STEP_RECORD,
		[STAGE_QUEUED] = STEP_WITHDRAW,
		[STAGE_DOUBTFUL] = STEP_RESOLVE,
		[STAGE_OPEN] = STEP_RESOLVE,
		[STAGE_RECOVERED] = STEP_RECORD,
		[STAGE_RESOLVE_SENT] = STEP_SETTLE,
	},
	[NEWS_NOTE] = {
		[STAGE_NONE] = STEP_RECORD,
		[STAGE_QUEUED] = STEP_COMMENT,
		[STAGE_DOUBTFUL] = STEP_COMMENT,
		[STAGE_OPEN] = STEP_COMMENT,
		[STAGE_RECOVERED] = STEP_COMMENT,
		[STAGE_RESOLVE_SENT] = STEP_COMMENT,
	},
	[NEWS_FLAPPING] = {
		[STAGE_NONE] = STEP_RECORD,
		[STAGE_QUEUED] = STEP_RECORD,
		[STAGE_DOUBTFUL] = STEP_COMMENT,
		[STAGE_OPEN] = STEP_COMMENT,
		[STAGE_RECOVERED] = STEP_HOLD,
		[STAGE_RESOLVE_SENT] = STEP_RECORD,
	},
	[NEWS_DOWNTIME] = {
		[STAGE_NONE] = STEP_RECORD,
		[STAGE_QUEUED] = STEP_HOLD,
		[STAGE_DOUBTFUL] = STEP_COMMENT,
		[STAGE_OPEN] = STEP_COMMENT,
		[STAGE_RECOVERED] = STEP_RECORD,
		[STAGE_RESOLVE_SENT] = STEP_RECORD,
	},
};

bool
plan_tells_state(const struct event *event)
{
	switch (event->type) {
	case EVENT_PROBLEM:
	case EVENT_RECOVERY:
	case EVENT_FLAPPINGEND:
	case EVENT_FLAPPINGDISABLED:
	case EVENT_DOWNTIMEEND:
	case EVENT_DOWNTIMECANCELLED:
		return true;
	case EVENT_ACKNOWLEDGEMENT:
	case EVENT_FLAPPINGSTART:
	case EVENT_DOWNTIMESTART:
	case EVENT_CUSTOM:
		return false;
	}
	return false;
}

bool
plan_is_note(const struct event *event)
{
	return event->type == EVENT_ACKNOWLEDGEMENT ||
	       event->type == EVENT_CUSTOM;
}

/* ---- flapping and downtime ---- */

static unsigned
flag_of(const struct event *event)
{
	switch (event->type) {
	case EVENT_FLAPPINGSTART:
	case EVENT_FLAPPINGEND:
	case EVENT_FLAPPINGDISABLED:
		return PLAN_FLAPPING;
	case EVENT_DOWNTIMESTART:
	case EVENT_DOWNTIMEEND:
	case EVENT_DOWNTIMECANCELLED:
		return PLAN_DOWNTIME;
	case EVENT_PROBLEM:
	case EVENT_RECOVERY:
	case EVENT_ACKNOWLEDGEMENT:
	case EVENT_CUSTOM:
		return 0;
	}
	return 0;
}

static unsigned
flags_now(const struct event *event, const struct facts *facts)
{
	return event->received - facts->flagged < PLAN_FLAGS_S ? facts->flags
							       : 0;
}

unsigned
plan_flags(const struct event *event, const struct facts *facts)
{
	unsigned flag = flag_of(event), flags = flags_now(event, facts);

	if (plan_is_note(event))
		return flags;
	if (!plan_tells_state(event))
		return flags | flag;
	/* An end leaves the other one, unless all is well. */
	return flag == 0 || event_state_is_good(event->state) ? 0
							      : flags & ~flag;
}

static enum news
news_of(const struct event *event, const struct facts *facts,
	const struct plan_rules *rules)
{
	if (plan_is_note(event))
		return NEWS_NOTE;
	if (event->type == EVENT_DOWNTIMESTART)
		return NEWS_DOWNTIME;
	/* Flapping that starts before a problem was told may be all that is
	 * ever said of it. */
	if (event->type == EVENT_FLAPPINGSTART && facts->stage != STAGE_NONE)
		return NEWS_FLAPPING;
	if (event_state_is_good(event->state))
		return NEWS_GOOD;
	return rules->open_on & 1U << event->state ? NEWS_BAD : NEWS_MILD;
}

static int
severity(enum event_state state)
{
	switch (state) {
	case EVENT_UP:
	case EVENT_OK:
		return 0;
	case EVENT_WARNING:
		return 1;
	case EVENT_UNKNOWN:
	case EVENT_UNREACHABLE:
		return 2;
	case EVENT_DOWN:
	case EVENT_CRITICAL:
		return 3;
	}
	return 0;
}

/* What is neither yes nor no is no. */
bool
plan_is_ignored(const struct event *event)
{
	bool ignored;

	return opt_truth(event->text[EVENT_IGNORE], &ignored) == 0 && ignored;
}

/* Opens no ticket, and lets go of what would have opened one. */
static enum step
ignore(enum step step, const struct facts *facts)
{
	if (facts->stage == STAGE_QUEUED)
		return STEP_WITHDRAW;
	if (step == STEP_RELAPSE)
		return STEP_SETTLE;
	return step == STEP_OPEN ? STEP_RECORD : step;
}

bool
plan_is_worse(enum event_state state, enum event_state than)
{
	return severity(state) > severity(than);
}

/* An end is told, since its start was. Otherwise only what is worse than the
 * ticket tells is worth a comment, or the first start of several. */
static bool
is_worth_a_comment(
	const struct event *event, const struct facts *facts, enum news news)
{
	switch (news) {
	case NEWS_NOTE:
		return true;
	case NEWS_FLAPPING:
	case NEWS_DOWNTIME:
		return !(flags_now(event, facts) & flag_of(event));
	case NEWS_BAD:
	case NEWS_MILD:
	case NEWS_GOOD:
		return flag_of(event) != 0 ||
		       plan_is_worse(event->state, facts->told);
	}
	return true;
}

/* Another problem than the one that the incident began with? A recovery that
 * came since was told, or was swallowed and shows in the anchor. */
static bool
is_another(const struct event *event, const struct facts *facts)
{
	time_t known =
		facts->anchor > facts->opened ? facts->anchor : facts->opened;

	return event_state_is_good(facts->told) ||
	       event->anchor > known + CONCURRENT_S;
}

static bool
is_a_day_later(const struct event *event, const struct facts *facts)
{
	time_t last =
		facts->looked > facts->opened ? facts->looked : facts->opened;

	return event->type == EVENT_PROBLEM && facts->stage == STAGE_OPEN &&
	       event->received - last >= PLAN_REMIND_S;
}

static enum step
step_for(const struct event *event, const struct facts *facts,
	const struct plan_rules *rules)
{
	enum news news = news_of(event, facts, rules);
	enum step step = steps[news][facts->stage];
	time_t lasted = event->received - facts->opened;

	if (step == STEP_COMMENT && news == NEWS_BAD &&
		is_another(event, facts))
		return STEP_RETURN;
	if (step == STEP_COMMENT && !is_worth_a_comment(event, facts, news)) {
		if (news == NEWS_BAD && is_a_day_later(event, facts))
			return STEP_REMIND;
		return plan_tells_state(event) ? STEP_COUNT : STEP_RECORD;
	}
	/* What came and went within a downtime was expected. */
	if (step == STEP_WITHDRAW && lasted >= (time_t)rules->short_outage_s &&
		!(flags_now(event, facts) & PLAN_DOWNTIME))
		return STEP_RESOLVE;
	return step;
}

enum step
plan_for(const struct event *event, const struct facts *facts,
	const struct plan_rules *rules)
{
	enum step step = step_for(event, facts, rules);

	return plan_is_ignored(event) ? ignore(step, facts) : step;
}

/* Since the newest event known, or between: then times by it do not tell which
 * was first. */
static bool
clock_was_set(const struct event *event, const struct facts *facts)
{
	time_t by_clock = event->received - facts->object_received,
	       truly = event->uptime - facts->object_uptime;

	return event->boot != 0 && event->boot == facts->object_boot &&
	       (by_clock < truly - SET_S || by_clock > truly + SET_S);
}

bool
plan_is_stale(const struct event *event, const struct facts *facts)
{
	time_t apart = event->received - facts->object_received;

	if (clock_was_set(event, facts))
		return event->uptime < facts->object_uptime;
	return event->state_time > 0 &&
	       event->state_time < facts->object_state_time &&
	       apart <= CONCURRENT_S && apart >= -CONCURRENT_S;
}

bool
plan_is_news(const struct event *event, const struct facts *facts)
{
	bool well = facts->stage == STAGE_NONE ||
		    facts->stage == STAGE_RECOVERED ||
		    facts->stage == STAGE_RESOLVE_SENT;

	if (!plan_tells_state(event) ||
		event_state_is_good(event->state) == well)
		return false;
	return event->state_time == 0 || clock_was_set(event, facts) ||
	       (event->state_time == facts->object_state_time &&
		       event->received > facts->object_received + CONCURRENT_S);
}

int
plan_read_states(const char *list, unsigned *bits)
{
	*bits = 0;
	while (*list != '\0') {
		size_t length = strcspn(list, ", ");
		enum event_state state = EVENT_UP;

		while (state <= EVENT_UNKNOWN &&
			(strncasecmp(event_state_name(state), list, length) !=
					0 ||
				event_state_name(state)[length] != '\0'))
			state++;
		if (state > EVENT_UNKNOWN || event_state_is_good(state))
			return -1;
		*bits |= 1U << state;
		list += length;
		list += strspn(list, ", ");
	}
	return *bits == 0 ? -1 : 0;
}
