/* report.c - a verdict as a monitoring core reads it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_incidentiq/measure.h"
#include "common/clean.h"
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

static void
perfdata_of(const struct facts *facts, const struct policy *policy, char *text,
	size_t size)
{
	struct metric metric;

	text[0] = '\0';
	for (size_t i = 0; i < MEASURES; i++)
		if (measure(facts, policy, i, &metric))
			perfdata_add(text, size, &metric);
}

void
report_summary(const struct verdict *verdict, char text[REPORT_LINE])
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < verdict->count && used < REPORT_LINE; i++) {
		const char *brief = verdict->finding[i].brief;

		if (brief[0] != '\0')
			used += (size_t)snprintf(text + used,
				REPORT_LINE - used, "%s%s",
				used > 0 ? ", " : "", brief);
	}
}

void
report_verdict(const struct verdict *verdict, const struct facts *facts,
	const struct policy *policy, char line[REPORT_LINE])
{
	char perfdata[REPORT_LINE - 300], text[REPORT_LINE];

	report_summary(verdict, text);
	perfdata_of(facts, policy, perfdata, sizeof(perfdata));
	report_line(verdict->state, text, perfdata, line);
}

void
report_finding(const struct finding *finding, char line[REPORT_LINE])
{
	bool has_both = finding->brief[0] != '\0' && finding->detail[0] != '\0';
	char text[2 * REPORT_LINE], *clean;

	snprintf(text, sizeof(text), "%s%s%s %s: %s%s%s", finding->name,
		finding->object[0] != '\0' ? " " : "", finding->object,
		state_name(finding->state), finding->brief,
		has_both ? ", " : "", finding->detail);
	clean = clean_text(text, REPORT_LINE - 2, CLEAN_PIPES);
	snprintf(line, REPORT_LINE, "%s\n", clean);
	free(clean);
}
