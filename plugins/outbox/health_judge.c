/* health_judge.c - the worst that there is to say of the outbox */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "outbox/health.h"

static long
waiting(const struct health *health)
{
	return (long)health->spooled + (long)health->jobs.pending +
	       (long)health->jobs.held;
}

/* Each says what there is to say, and how bad that is; what is STATE_OK is no
 * remark. */

static enum state
lost(const struct health *health, char *line)
{
	if (health->lost == NULL)
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE,
		"an alert could not be stored, see the system log; "
		"then: touch -d @0 %s/lost",
		health->lost);
	return STATE_CRITICAL;
}

static enum state
bad(const struct health *health, char *line)
{
	if (health->bad == NULL)
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE,
		"an alert could not be read, see and then remove the "
		"files in %s/bad",
		health->bad);
	return STATE_CRITICAL;
}

static enum state
dead(const struct health *health, char *line)
{
	if (health->jobs.dead == 0)
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE, "%ld refused for good: %s",
		(long)health->jobs.dead, health->jobs.error);
	return STATE_CRITICAL;
}

static enum state
held_up(const struct health *health, char *line)
{
	if (health->hold == NULL || health->hold[0] == '\0' ||
		waiting(health) == 0)
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE, "%ld waiting: %s", waiting(health),
		health->hold);
	return health->locked[0] != '\0' || health->age_s >= health->warning_s
		       ? STATE_CRITICAL
		       : STATE_WARNING;
}

/* Whatever comes after it finds this said, if it has nothing to say. */
static enum state
summary(const struct health *health, char *line)
{
	snprintf(line, HEALTH_LINE_SIZE, "%ld waiting, %ld open incidents%s%s",
		waiting(health), (long)health->jobs.live_incidents,
		health->jobs.error[0] == '\0' ? "" : ": ", health->jobs.error);
	if (health->age_s >= health->critical_s)
		return STATE_CRITICAL;
	return health->age_s >= health->warning_s ? STATE_WARNING : STATE_OK;
}

static enum state
held(const struct health *health, char *line)
{
	if (health->jobs.held == 0)
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE, "%ld held: %s",
		(long)health->jobs.held, health->jobs.error);
	return STATE_WARNING;
}

static enum state
silent(const struct health *health, char *line)
{
	if (health->silence.count == 0)
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE,
		"%ld open incidents, nothing heard of %ld for %s: %s",
		(long)health->jobs.live_incidents, (long)health->silence.count,
		health->stale_after, health->silence.names);
	return STATE_WARNING;
}

static enum state
core_unset(const struct health *health, char *line)
{
	if (health->core_unset.text[0] == '\0')
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE, "the core is told of no ticket: %s",
		health->core_unset.text);
	return STATE_WARNING;
}

/* Once or twice is nothing: a core is restarted now and then. */
static enum state
core_ill(const struct health *health, char *line)
{
	if (health->core.waiting == 0 || health->core.failures <= 2)
		return STATE_OK;
	snprintf(line, HEALTH_LINE_SIZE,
		"%ld tickets are not shown or hidden in the core for "
		"%ld min: %s",
		(long)health->core.waiting, health->core_age_s / 60,
		health->core.error);
	return STATE_WARNING;
}

enum state
health_judge(const struct health *health, char line[HEALTH_LINE_SIZE])
{
	/* In this order; the first that is not STATE_OK is the last word. */
	static enum state (*const remarks[])(
		const struct health *, char *) = { lost, bad, dead, held_up,
		summary, held, silent, core_unset, core_ill };
	enum state state = STATE_OK;

	for (size_t i = 0;
		state == STATE_OK && i < sizeof(remarks) / sizeof(remarks[0]);
		i++)
		state = remarks[i](health, line);
	return state;
}
