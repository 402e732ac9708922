/* watchdog.h - the plugin ends itself with a line, whatever hangs or crashes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_WATCHDOG_H
#define CHECK_WATCHDOG_H

/* Catches the end of time, and crashes; once, before all else. */
void watchdog_init(void);

/*
 * The process has timeout_s from watchdog_init() on, and a grace in which the
 * library should have given up by itself. Then it prints the text and exits
 * with the code; with UNKNOWN when it crashes. The text is copied, up to 2 KiB.
 */
void watchdog_start(double timeout_s, const char *text, int code);

/* The result is being printed: from now on a late end is a silent one. */
void watchdog_hush(void);

#endif
