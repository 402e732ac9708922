/* clock.h - time that nobody sets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_CLOCK_H
#define CHECK_CLOCK_H

/* Seconds since some moment, the same for the whole process. */
double clock_s(void);

#endif
