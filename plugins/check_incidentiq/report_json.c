/* report_json.c - a verdict as one JSON object */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "check_incidentiq/measure.h"
#include "check_incidentiq/report.h"
#include "common/clean.h"
#include "common/number.h"

/* Adds a member, whose ownership goes over; -1 for lack of memory. */
static int
add(struct json_object *to, const char *key, struct json_object *value)
{
	if (value != NULL && json_object_object_add(to, key, value) == 0)
		return 0;
	json_object_put(value);
	return -1;
}

static int
add_text(struct json_object *to, const char *key, const char *text)
{
	char *clean = clean_text(text, REPORT_LINE, 0);
	int rc = add(to, key, json_object_new_string(clean));

	free(clean);
	return rc;
}

static struct json_object *
finding_json(const struct finding *finding)
{
	struct json_object *out = json_object_new_object();

	if (out != NULL && add_text(out, "name", finding->name) == 0 &&
		(finding->object[0] == '\0' ||
			add_text(out, "object", finding->object) == 0) &&
		add_text(out, "state", state_name(finding->state)) == 0 &&
		add_text(out, "summary", finding->brief) == 0 &&
		add_text(out, "detail", finding->detail) == 0)
		return out;
	json_object_put(out);
	return NULL;
}

static struct json_object *
findings_json(const struct verdict *verdict)
{
	struct json_object *out = json_object_new_array();

	for (size_t i = 0; out != NULL && i < verdict->count; i++) {
		struct json_object *row = finding_json(&verdict->finding[i]);

		if (row != NULL && json_object_array_add(out, row) == 0)
			continue;
		json_object_put(row);
		json_object_put(out);
		return NULL;
	}
	return out;
}

static struct json_object *
number_json(double value)
{
	char text[NUMBER_TEXT];

	number_format(value, text);
	return json_object_new_double_s(value, text);
}

static int
add_range(struct json_object *to, const char *key, const struct range *range,
	double factor)
{
	char text[RANGE_TEXT];

	if (!range->is_set)
		return 0;
	range_format(range, factor, text);
	return add_text(to, key, text);
}

static struct json_object *
metric_json(const struct metric *metric)
{
	struct json_object *out = json_object_new_object();
	const struct thresholds *limits = metric->limits;
	double factor = metric->limits_factor;

	if (out != NULL && add(out, "value", number_json(metric->value)) == 0 &&
		add_text(out, "unit", metric->unit) == 0 &&
		(limits == NULL ||
			(add_range(out, "warning", &limits->warning, factor) ==
					0 &&
				add_range(out, "critical", &limits->critical,
					factor) == 0)))
		return out;
	json_object_put(out);
	return NULL;
}

static struct json_object *
metrics_json(const struct facts *facts, const struct policy *policy)
{
	struct json_object *out = json_object_new_object();
	struct metric metric;

	for (size_t i = 0; out != NULL && i < MEASURES; i++)
		if (measure(facts, policy, i, &metric) &&
			add(out, metric.label, metric_json(&metric)) < 0) {
			json_object_put(out);
			return NULL;
		}
	return out;
}

static const char *
text_of(struct json_object *json)
{
	return json_object_to_json_string_ext(
		json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
			      JSON_C_TO_STRING_NOSLASHESCAPE);
}

/* json-c leaves out of a text what it lacks memory for, and does not say so:
 * what was read from it must print the same. */
static bool
is_whole(const char *text)
{
	struct json_object *again = json_tokener_parse(text);
	const char *twice = again != NULL ? text_of(again) : NULL;
	bool same = twice != NULL && strcmp(text, twice) == 0;

	json_object_put(again);
	return same;
}

int
report_json(const struct verdict *verdict, const struct facts *facts,
	const struct policy *policy, FILE *to)
{
	struct json_object *out = json_object_new_object();
	char summary[REPORT_LINE];
	const char *text = NULL;
	int rc = -1;

	report_summary(verdict, summary);
	if (out != NULL &&
		add_text(out, "state", state_name(verdict->state)) == 0 &&
		add_text(out, "summary", summary) == 0 &&
		add(out, "sub_checks", findings_json(verdict)) == 0 &&
		add(out, "metrics", metrics_json(facts, policy)) == 0)
		text = text_of(out);
	if (text != NULL && is_whole(text)) {
		fprintf(to, "%s\n", text);
		rc = 0;
	}
	json_object_put(out);
	return rc;
}
