/* clock.c - time that nobody sets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/clock.h"

#include <time.h>

double
clock_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
