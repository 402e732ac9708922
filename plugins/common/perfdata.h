/* perfdata.h - numbers as monitoring cores read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_PERFDATA_H
#define COMMON_PERFDATA_H

#include <stdbool.h>
#include <stddef.h>

#include "common/range.h"

/* One measured number. A metric that was not measured is not made. */
struct metric {
	const char *label; /* letters, digits, _; 19 at most; else made so */
	const char *unit;  /* "", "s", "B", "%" or "c" */
	double value;
	const struct thresholds *limits; /* NULL = none */
	double limits_factor;		 /* of the limits to the unit */
	bool has_min;			 /* it cannot be below zero */
};

/*
 * Appends label=value[unit];[warn];[crit];[min], after a blank unless it is
 * the first; a metric that does not fit, has no label or is no number is left
 * out whole. Returns the new length.
 */
size_t perfdata_add(char *text, size_t size, const struct metric *metric);

#endif
