/* log.c - the system log: for what nobody reads on a terminal */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <syslog.h>

static bool is_open;

void
log_open(const char *program)
{
	/* Opens no socket yet: most runs have nothing to say. */
	openlog(program, LOG_PID, LOG_DAEMON);
	is_open = true;
}

static void __attribute__((format(printf, 2, 0)))
log_line(int priority, const char *format, va_list args)
{
	if (is_open)
		vsyslog(priority, format, args);
}

void
log_alert(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_ALERT, format, args);
	va_end(args);
}

void
log_warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_WARNING, format, args);
	va_end(args);
}

void
log_info(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(LOG_INFO, format, args);
	va_end(args);
}
