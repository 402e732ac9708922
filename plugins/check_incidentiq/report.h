/* report.h - a verdict as a monitoring core reads it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include <stdio.h>

#include "check_incidentiq/judge.h"

/* With its newline, perfdata and end it fits what NRPE version 2 passes on. */
enum { REPORT_LINE = 1024 };

/*
 * "INCIDENTIQ OK: text | perfdata\n". The text is made fit to be printed and is
 * cut where it would be too long; perfdata never is.
 */
void report_line(enum state state, const char *text, const char *perfdata,
	char line[REPORT_LINE]);

/* What the first line says of a verdict, fit to be printed. */
void report_summary(const struct verdict *verdict, char text[REPORT_LINE]);

/* The first line of a verdict. */
void report_verdict(const struct verdict *verdict, const struct facts *facts,
	const struct policy *policy, char line[REPORT_LINE]);

/* All of it as one JSON object, and as OpenMetrics: see check_incidentiq(1).
 * -1 for lack of memory. */
int report_json(const struct verdict *verdict, const struct facts *facts,
	const struct policy *policy, FILE *to);
void report_openmetrics(const struct verdict *verdict,
	const struct facts *facts, const struct policy *policy, FILE *to);

/* "token OK: accepted\n": the line of one sub-check. */
void report_finding(const struct finding *finding, char line[REPORT_LINE]);

#endif
