/* watchdog.h - the plugin ends itself with a line, whatever hangs or crashes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_WATCHDOG_H
#define CHECK_WATCHDOG_H

#include "common/state.h"

/* Catches the end of time, and crashes; once, before all else. */
void watchdog_init(void);

/*
 * From now on the process has timeout_s, and a grace in which the library
 * should have given up by itself. Then it says so on standard output and exits
 * with that state; with UNKNOWN when it crashes.
 */
void watchdog_start(double timeout_s, enum state state);

/* The result is being printed: from now on a late end is a silent one. */
void watchdog_hush(void);

#endif
