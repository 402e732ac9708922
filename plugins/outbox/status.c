/* status.c - how the outbox is, as a plugin says it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/status.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/clean.h"
#include "common/mem.h"
#include "common/perfdata.h"
#include "outbox/health.h"
#include "outbox/print.h"

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
	char line[HEALTH_LINE_SIZE];
	enum state state;
	bool whole = health_read(settings, time(NULL), &health, &why) == 0;

	*waiting = false;
	/* What keeps us from reading is often what an alert was lost by. */
	if (!whole && health.lost == NULL) {
		health_free(&health);
		return status_unknown(settings, &why);
	}
	*waiting = health.spooled > 0 || health.jobs.pending > 0 ||
		   health.jobs.held > 0 || health.core.waiting > 0;
	state = health_judge(&health, line);
	if (!whole) {
		size_t used = strlen(line);

		snprintf(line + used, sizeof(line) - used, " (%s)", why.text);
	}
	print(settings, state, line, whole ? &health : NULL);
	health_free(&health);
	return state;
}
