/* health.c - how the outbox is, read from spool and database */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/health.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "common/mem.h"
#include "common/spool.h"
#include "outbox/core.h"
#include "outbox/instance.h"

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
	out->core_age_s = now - out->core.since;
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

int
health_read(const struct settings *settings, time_t now, struct health *out,
	struct err *why)
{
	const char *second = opts_text(settings->opts, "spool-2");
	int rc = 0;

	*out = (struct health){ .success_age_s = -1,
		.pace = settings->pace,
		.warning_s = settings->warning_s,
		.critical_s = settings->critical_s,
		.stale_after = opts_text(settings->opts, "stale-after") };
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

void
health_free(struct health *health)
{
	free(health->hold);
	free(health->locked);
	health->hold = health->locked = NULL;
}
