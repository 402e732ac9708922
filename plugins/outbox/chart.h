/* chart.h - what doctor found, step by step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_CHART_H
#define OUTBOX_CHART_H

#include <stdbool.h>

enum mark { MARK_OK, MARK_WARNING, MARK_FAILED };

/* Steps are printed as they come, or as JSON at the end. */
struct chart;
struct chart *chart_new(bool as_json);

/* What to do about it follows by chart_advise(), if there is anything. */
void chart_add(struct chart *chart, enum mark mark, const char *step,
	const char *format, ...) __attribute__((format(printf, 4, 5)));
void chart_advise(struct chart *chart, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints what is left to print and frees it; true if nothing failed. */
bool chart_close(struct chart *chart);

#endif
