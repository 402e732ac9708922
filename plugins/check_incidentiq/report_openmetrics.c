/* report_openmetrics.c - a verdict as OpenMetrics text */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "check_incidentiq/measure.h"
#include "check_incidentiq/report.h"
#include "common/number.h"

/* "seconds" for "s": units are written out, and end the name. */
static const char *
unit_word(const char *unit)
{
	return strcmp(unit, "B") == 0 ? "bytes" : "seconds";
}

static void
print_states(const struct verdict *verdict, FILE *to)
{
	fprintf(to,
		"# TYPE incidentiq_state gauge\n"
		"# HELP incidentiq_state 0 OK, 1 WARNING, 2 CRITICAL, 3 "
		"UNKNOWN\n"
		"incidentiq_state %d\n"
		"# TYPE incidentiq_sub_check_state gauge\n"
		"# HELP incidentiq_sub_check_state The same of each "
		"sub-check\n",
		(int)verdict->state);
	/* Names and objects are our own words: nothing to escape. */
	for (size_t i = 0; i < verdict->count; i++)
		fprintf(to,
			"incidentiq_sub_check_state{name=\"%s\",object=\"%s\"} "
			"%d\n",
			verdict->finding[i].name, verdict->finding[i].object,
			(int)verdict->finding[i].state);
}

static void
print_metric(const struct metric *metric, const char *help, FILE *to)
{
	const char *unit = unit_word(metric->unit);
	char value[NUMBER_TEXT];

	number_format(metric->value, value);
	fprintf(to,
		"# TYPE incidentiq_%s_%s gauge\n"
		"# UNIT incidentiq_%s_%s %s\n"
		"# HELP incidentiq_%s_%s %s\n"
		"incidentiq_%s_%s %s\n",
		metric->label, unit, metric->label, unit, unit, metric->label,
		unit, help, metric->label, unit, value);
}

void
report_openmetrics(const struct verdict *verdict, const struct facts *facts,
	const struct policy *policy, FILE *to)
{
	struct metric metric;

	print_states(verdict, to);
	for (size_t i = 0; i < MEASURES; i++)
		if (measure(facts, policy, i, &metric))
			print_metric(&metric, measure_help[i], to);
	fputs("# EOF\n", to);
}
