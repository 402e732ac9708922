/* status.c - how the outbox is, as a plugin says it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/status.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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
#include "outbox/print.h"

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
	struct err core_unset; /* why the settings name no core, or "" */
	long success_age_s;    /* since a job was done; -1: none was yet */
	double pace;	       /* requests a second that are granted; 0: all */
	double database;       /* bytes */
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

/* The outbox says so once and goes on without. */
static void
check_core(const struct settings *settings, struct health *out)
{
	struct core core;

	if (core_open(&core, settings->opts, &out->core_unset) == 0)
		core_close(&core);
}

static int
read_number(struct store *store, const char *key, double *out, struct err *why)
{
	char *text;
	int rc = store_text(store, key, &text, why);

	if (rc == 0 && text[0] != '\0')
		*out = strtod(text, NULL);
	free(text);
	return rc;
}

static int
read_success(const struct settings *settings, struct store *store,
	struct health *out, time_t now, struct err *why)
{
	double done = 0, pace = settings->pace;

	if (read_number(store, "done", &done, why) < 0 ||
		read_number(store, "pace", &pace, why) < 0)
		return -1;
	if (done > 0)
		out->success_age_s =
			now > (time_t)done ? now - (time_t)done : 0;
	/* It is not more than is wanted by now. */
	if (pace > 0 && pace < out->pace)
		out->pace = pace;
	return 0;
}

static double
size_of_database(const struct settings *settings)
{
	char *path = settings_database(settings);
	struct stat st;
	double size = stat(path, &st) == 0 ? (double)st.st_size : 0;

	free(path);
	return size;
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
	if (rc == 0)
		rc = read_success(settings, store, out, now, why);
	store_close(store);
	out->database = size_of_database(settings);
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

	*out = (struct health){ .success_age_s = -1, .pace = settings->pace };
	check_core(settings, out);
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
	snprintf(line, size, "%ld waiting, %ld open incidents%s%s", waiting,
		(long)health->jobs.live_incidents,
		health->jobs.error[0] == '\0' ? "" : ": ", health->jobs.error);
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
	if (health->core_unset.text[0] != '\0') {
		snprintf(line, size, "the core is told of no ticket: %s",
			health->core_unset.text);
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

enum { METRICS = 11 };

/* Their number; those that are not known are none of them. */
static size_t
measure(const struct health *health, const struct thresholds *age,
	struct metric out[METRICS])
{
	const struct {
		const char *label, *unit;
		double value; /* below 0: not known */
		const struct thresholds *limits;
	} all[METRICS] = {
		{ "oldest", "s", (double)health->age_s, age },
		{ "spooled", "", (double)health->spooled, NULL },
		{ "pending", "", (double)health->jobs.pending, NULL },
		{ "doubtful", "", (double)health->jobs.doubtful, NULL },
		{ "held", "", (double)health->jobs.held, NULL },
		{ "dead", "", (double)health->jobs.dead, NULL },
		{ "incidents", "", (double)health->jobs.live_incidents, NULL },
		{ "stale", "", (double)health->silence.count, NULL },
		{ "last_success", "s", (double)health->success_age_s, NULL },
		{ "pace", "", health->pace > 0 ? health->pace : -1, NULL },
		{ "database", "B", health->database, NULL },
	};
	size_t count = 0;

	for (size_t i = 0; i < METRICS; i++)
		if (all[i].value >= 0)
			out[count++] = (struct metric){ .label = all[i].label,
				.unit = all[i].unit,
				.value = all[i].value,
				.limits = all[i].limits,
				.limits_factor = 1,
				.has_min = true };
	return count;
}

static void
print_perfdata(const struct metric *metrics, size_t count)
{
	char text[1024] = "";

	for (size_t i = 0; i < count; i++)
		perfdata_add(text, sizeof(text), &metrics[i]);
	printf("%s%s\n", count > 0 ? " | " : "", text);
}

static void
print_json(enum state state, const char *text, const struct metric *metrics,
	size_t count)
{
	json_object *out = json_object_new_object();

	json_put_text(out, "state", state_name(state));
	json_put_text(out, "text", text);
	for (size_t i = 0; i < count; i++)
		json_object_object_add(out, metrics[i].label,
			metrics[i].value == (double)(int64_t)metrics[i].value
				? json_object_new_int64(
					  (int64_t)metrics[i].value)
				: json_object_new_double(metrics[i].value));
	json_print(out);
}

static bool
wants_json(const struct settings *settings)
{
	return opts_count(settings->opts, "json") > 0;
}

/* Without numbers when not all could be read. */
static void
print(const struct settings *settings, enum state state, const char *line,
	const struct health *health)
{
	const struct thresholds age = {
		.warning = { .is_set = true, .end = settings->warning_s },
		.critical = { .is_set = true, .end = settings->critical_s },
	};
	struct metric metrics[METRICS];
	size_t count = health == NULL ? 0 : measure(health, &age, metrics);
	char *clean = clean_text(line, strlen(line), CLEAN_PIPES);

	if (wants_json(settings)) {
		print_json(state, clean, metrics, count);
	} else {
		printf("OUTBOX %s: %s", state_name(state), clean);
		print_perfdata(metrics, count);
	}
	free(clean);
}

int
status_unknown(const struct settings *settings, const struct err *why)
{
	print(settings, STATE_UNKNOWN, why->text, NULL);
	return STATE_UNKNOWN;
}

enum state
status(const struct settings *settings, bool *waiting)
{
	struct health health;
	struct err why = { "" };
	char line[800];
	enum state state;
	bool whole = read_health(settings, &health, &why) == 0;

	*waiting = false;
	/* What keeps us from reading is often what an alert was lost by. */
	if (!whole && health.lost == NULL)
		return status_unknown(settings, &why);
	*waiting = health.spooled > 0 || health.jobs.pending > 0 ||
		   health.jobs.held > 0 || health.core.waiting > 0;
	state = judge(settings, &health, line, sizeof(line));
	if (!whole) {
		size_t used = strlen(line);

		snprintf(line + used, sizeof(line) - used, " (%s)", why.text);
	}
	print(settings, state, line, whole ? &health : NULL);
	free(health.hold);
	free(health.locked);
	return state;
}
