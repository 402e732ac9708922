/* status.c - how the outbox is, as a plugin says it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/clean.h"
#include "common/mem.h"
#include "common/perfdata.h"
#include "common/spool.h"
#include "outbox/core.h"
#include "outbox/incident.h"
#include "outbox/instance.h"
#include "outbox/job.h"
#include "outbox/notice.h"

struct health {
	size_t spooled;
	long spool_age_s; /* of the oldest alert that was not even taken */
	const char *lost; /* the spool that an alert was lost from, or NULL */
	const char *bad;  /* the spool with files that are no alert, or NULL */
	struct job_counts jobs;
	struct silence silence;
	long age_s;   /* of the oldest that is undelivered */
	char *hold;   /* what holds everything up, or "" */
	char *locked; /* not "" if that needs a person, as a token does */
	struct notice_trouble core;
};

/* A name that must not be taken holds up every alert. */
static int
check_name(const struct settings *settings, struct store *store,
	struct health *out, struct err *why)
{
	struct err held;
	int rc = instance_check(
		store, opts_text(settings->opts, "instance"), &held, why);

	if (rc != 1)
		return rc;
	free(out->hold);
	free(out->locked);
	out->hold = xstrdup(held.text);
	out->locked = xstrdup("yes");
	return 0;
}

static int
read_database(const struct settings *settings, struct health *out, time_t now,
	struct err *why)
{
	struct store *store;
	int rc = settings_open_database(settings, &store, why);

	if (store == NULL)
		return rc;
	rc = job_count(store, now,
		settings->ingest.resolve_delay_s + PLAN_FLAGS_S, &out->jobs,
		why);
	if (rc == 0 && settings->stale_after_s > 0)
		rc = incident_silent(store,
			now - (time_t)settings->stale_after_s, &out->silence,
			why);
	if (rc == 0)
		rc = store_text(store, "hold", &out->hold, why);
	if (rc == 0)
		rc = store_text(store, "locked", &out->locked, why);
	if (rc == 0)
		rc = check_name(settings, store, out, why);
	if (rc == 0 && core_is_named(settings->opts))
		rc = notice_trouble(store, &out->core, why);
	store_close(store);
	return rc;
}

static int
read_spool(struct health *out, const char *dir, time_t now, struct err *why)
{
	struct spool *spool;
	size_t count;
	long age_s;
	int rc;

	if (spool_open(&spool, dir, why) < 0)
		return -1;
	if (spool_lost(spool) > 0)
		out->lost = dir;
	if (spool_has_bad(spool))
		out->bad = dir;
	rc = spool_takes(spool, why);
	if (spool_count(spool, now, &count, &age_s) < 0)
		rc = err_set(why, "%s/new cannot be read", dir);
	spool_close(spool);
	if (rc < 0)
		return -1;
	out->spooled += count;
	if (age_s > out->spool_age_s)
		out->spool_age_s = age_s;
	return 0;
}

static int
read_health(
	const struct settings *settings, struct health *out, struct err *why)
{
	const char *second = opts_text(settings->opts, "spool-2");
	time_t now = time(NULL);
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (second != NULL)
		rc = read_spool(out, second, now, why);
	if (read_spool(out, settings->spool, now, why) < 0)
		rc = -1;
	if (rc < 0 || read_database(settings, out, now, why) < 0)
		return -1;
	out->age_s = out->spool_age_s;
	if (out->jobs.oldest > 0 && now - out->jobs.oldest > out->age_s)
		out->age_s = now - out->jobs.oldest;
	return 0;
}

/* The worst that there is to say. */
static enum state
judge(const struct settings *settings, const struct health *health, char *line,
	size_t size)
{
	long waiting = (long)(health->spooled + (size_t)health->jobs.pending +
			      (size_t)health->jobs.held);

	if (health->lost != NULL) {
		snprintf(line, size,
			"an alert could not be stored, see the system log; "
			"then: touch -d @0 %s/lost",
			health->lost);
		return STATE_CRITICAL;
	}
	if (health->bad != NULL) {
		snprintf(line, size,
			"an alert could not be read, see and then remove the "
			"files in %s/bad",
			health->bad);
		return STATE_CRITICAL;
	}
	if (health->jobs.dead > 0) {
		snprintf(line, size, "%ld refused for good: %s",
			(long)health->jobs.dead, health->jobs.error);
		return STATE_CRITICAL;
	}
	if (health->hold != NULL && health->hold[0] != '\0' && waiting > 0) {
		snprintf(line, size, "%ld waiting: %s", waiting, health->hold);
		return health->locked[0] != '\0' ||
				       health->age_s >= settings->warning_s
			       ? STATE_CRITICAL
			       : STATE_WARNING;
	}
	snprintf(line, size, "%ld waiting, %ld open incidents", waiting,
		(long)health->jobs.live_incidents);
	if (health->age_s >= settings->critical_s)
		return STATE_CRITICAL;
	if (health->age_s >= settings->warning_s)
		return STATE_WARNING;
	if (health->jobs.held > 0) {
		snprintf(line, size, "%ld held: %s", (long)health->jobs.held,
			health->jobs.error);
		return STATE_WARNING;
	}
	if (health->silence.count > 0) {
		snprintf(line, size,
			"%ld open incidents, nothing heard of %ld for %s: %s",
			(long)health->jobs.live_incidents,
			(long)health->silence.count,
			opts_text(settings->opts, "stale-after"),
			health->silence.names);
		return STATE_WARNING;
	}
	/* Once or twice is nothing: a core is restarted now and then. */
	if (health->core.waiting > 0 && health->core.failures > 2) {
		snprintf(line, size,
			"%ld tickets are not shown or hidden in the core for "
			"%ld min: %s",
			(long)health->core.waiting,
			(long)(time(NULL) - health->core.since) / 60,
			health->core.error);
		return STATE_WARNING;
	}
	return STATE_OK;
}

static void
print_perfdata(const struct settings *settings, const struct health *health)
{
	const struct thresholds age = {
		.warning = { .is_set = true, .end = settings->warning_s },
		.critical = { .is_set = true, .end = settings->critical_s },
	};
	const struct metric metrics[] = {
		{ .label = "oldest",
			.unit = "s",
			.value = (double)health->age_s,
			.limits = &age,
			.limits_factor = 1,
			.has_min = true },
		{ .label = "spooled",
			.unit = "",
			.value = (double)health->spooled,
			.has_min = true },
		{ .label = "pending",
			.unit = "",
			.value = (double)health->jobs.pending,
			.has_min = true },
		{ .label = "doubtful",
			.unit = "",
			.value = (double)health->jobs.doubtful,
			.has_min = true },
		{ .label = "held",
			.unit = "",
			.value = (double)health->jobs.held,
			.has_min = true },
		{ .label = "dead",
			.unit = "",
			.value = (double)health->jobs.dead,
			.has_min = true },
		{ .label = "incidents",
			.unit = "",
			.value = (double)health->jobs.live_incidents,
			.has_min = true },
		{ .label = "stale",
			.unit = "",
			.value = (double)health->silence.count,
			.has_min = true },
	};
	char text[1024] = "";

	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		perfdata_add(text, sizeof(text), &metrics[i]);
	printf(" | %s\n", text);
}

int
status_unknown(const struct err *why)
{
	char *line = clean_text(why->text, sizeof(why->text), CLEAN_PIPES);

	printf("OUTBOX UNKNOWN: %s\n", line);
	free(line);
	return STATE_UNKNOWN;
}

enum state
status(const struct settings *settings, bool *waiting)
{
	struct health health;
	struct err why = { "" };
	char line[800], *clean;
	enum state state;
	bool whole = read_health(settings, &health, &why) == 0;

	*waiting = false;
	/* What keeps us from reading is often what an alert was lost by. */
	if (!whole && health.lost == NULL)
		return status_unknown(&why);
	*waiting = health.spooled > 0 || health.jobs.pending > 0 ||
		   health.jobs.held > 0 || health.core.waiting > 0;
	state = judge(settings, &health, line, sizeof(line));
	clean = clean_text(line, sizeof(line), CLEAN_PIPES);
	printf("OUTBOX %s: %s", state_name(state), clean);
	free(clean);
	if (whole)
		print_perfdata(settings, &health);
	else
		printf(" (%s)\n", why.text);
	free(health.hold);
	free(health.locked);
	return state;
}
