/* report.c - a verdict as a monitoring core reads it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clean.h"
#include "common/number.h"
#include "common/perfdata.h"

void
report_line(enum state state, const char *text, const char *perfdata,
	char line[REPORT_LINE])
{
	/* "INCIDENTIQ CRITICAL: " and " | " and the newline */
	size_t room = REPORT_LINE - 1 - 21 - 3 - 1 - strlen(perfdata);
	char *clean = clean_text(text, room, CLEAN_PIPES);

	snprintf(line, REPORT_LINE, "INCIDENTIQ %s: %s%s%s\n",
		state_name(state), clean, perfdata[0] ? " | " : "", perfdata);
	free(clean);
}

/* Numbers beyond those of enum iiq_number. */
enum { TOKEN_TTL = PROBE_NUMBERS };

static const struct {
	const char *label, *unit;
	int what; /* enum iiq_number, or one of ours */
	double factor;
} numbers[] = {
	{ "time", "s", IIQ_TIME_TOTAL_US, 1e-6 },
	{ "time_resolve", "s", IIQ_TIME_RESOLVE_US, 1e-6 },
	{ "time_connect", "s", IIQ_TIME_CONNECT_US, 1e-6 },
	{ "time_tls", "s", IIQ_TIME_TLS_US, 1e-6 },
	{ "time_processing", "s", IIQ_TIME_PROCESSING_US, 1e-6 },
	{ "time_transfer", "s", IIQ_TIME_TRANSFER_US, 1e-6 },
	{ "size", "B", IIQ_BODY_BYTES, 1 },
	{ "token_ttl", "s", TOKEN_TTL, 1 },
	{ "server_time", "s", IIQ_EXECUTION_MS, 1e-3 },
};

/* False when it was not measured, or is too absurd to be drawn. */
static bool
measured(const struct facts *facts, int what, double *out)
{
	if (what == TOKEN_TTL) {
		if (!judge_token_ttl(facts, out) || fabs(*out) > NUMBER_LIMIT)
			return false;
		*out = (double)(int64_t)*out; /* whole seconds */
		return true;
	}
	/* The whole, and what came, are facts about an answer. */
	if ((what == IIQ_TIME_TOTAL_US || what == IIQ_BODY_BYTES) &&
		facts->number[IIQ_STATUS] < 0)
		return false;
	*out = (double)facts->number[what];
	return *out >= 0;
}

static void
perfdata_of(const struct facts *facts, const struct policy *policy, char *text,
	size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct metric metric = { .label = numbers[i].label,
			.unit = numbers[i].unit,
			.limits_factor = 1 };
		int what = numbers[i].what;

		if (!measured(facts, what, &metric.value))
			continue;
		metric.value *= numbers[i].factor;
		metric.has_min = what == IIQ_TIME_TOTAL_US;
		if (what == IIQ_TIME_TOTAL_US)
			metric.limits = &policy->time_s;
		if (what == TOKEN_TTL) {
			metric.limits = &policy->token_days;
			metric.limits_factor = SECONDS_OF_DAY;
		}
		perfdata_add(text, size, &metric);
	}
}

void
report_verdict(const struct verdict *verdict, const struct facts *facts,
	const struct policy *policy, char line[REPORT_LINE])
{
	char perfdata[REPORT_LINE - 300], text[REPORT_LINE];
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < verdict->count; i++) {
		const char *brief = verdict->finding[i].brief;

		if (brief[0] == '\0' || used >= sizeof(text))
			continue;
		used += (size_t)snprintf(text + used, sizeof(text) - used,
			"%s%s", used > 0 ? ", " : "", brief);
	}
	perfdata_of(facts, policy, perfdata, sizeof(perfdata));
	report_line(verdict->state, text, perfdata, line);
}

void
report_finding(const struct finding *finding, char line[REPORT_LINE])
{
	bool has_both = finding->brief[0] != '\0' && finding->detail[0] != '\0';
	char text[REPORT_LINE], *clean;

	snprintf(text, sizeof(text), "%s %s: %s%s%s", finding->name,
		state_name(finding->state), finding->brief,
		has_both ? ", " : "", finding->detail);
	clean = clean_text(text, REPORT_LINE - 2, CLEAN_PIPES);
	snprintf(line, REPORT_LINE, "%s\n", clean);
	free(clean);
}
