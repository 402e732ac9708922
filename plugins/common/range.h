/* range.h - thresholds as monitoring plugins write them: [@]start:end */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_RANGE_H
#define COMMON_RANGE_H

#include <stdbool.h>

#include "common/err.h"
#include "common/state.h"

/* Both ends belong to the range. A zeroed range was not set: never alerts. */
struct range {
	bool is_set;
	bool inside;  /* "@": alert within instead of outside */
	double start; /* -INFINITY for "~" */
	double end;   /* INFINITY when left out */
};

/* Reads a range whose numbers are within +-1e15, so that no printed one needs
 * an exponent. -1 with a sentence if the text is none; *out is then unset. */
int range_parse(const char *text, struct range *out, struct err *why);

bool range_alerts(const struct range *range, double value);

/* The range as text, its numbers multiplied: days become seconds. "" when it
 * is not set. */
#define RANGE_TEXT 68
void range_format(
	const struct range *range, double factor, char text[RANGE_TEXT]);

struct thresholds {
	struct range warning;
	struct range critical;
};

/* Critical is judged before warning. */
enum state thresholds_judge(const struct thresholds *limits, double value);

#endif
