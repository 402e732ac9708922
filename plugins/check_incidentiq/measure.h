/* measure.h - the numbers of a check, whatever prints them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_MEASURE_H
#define CHECK_MEASURE_H

#include "check_incidentiq/judge.h"
#include "common/perfdata.h"

enum { MEASURES = 11 };

/* What the n-th number is, in words. */
extern const char *const measure_help[MEASURES];

/* The n-th number; false when it was not measured, or is too absurd to be
 * drawn: then its label and unit are told all the same. */
bool measure(const struct facts *facts, const struct policy *policy, size_t n,
	struct metric *out);

#endif
