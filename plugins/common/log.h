/* log.h - the system log: for what nobody reads on a terminal */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_LOG_H
#define COMMON_LOG_H

/* Sets the name that lines carry; without it, nothing is logged. */
void log_open(const char *program);

/* LOG_ALERT: an alert that could not be stored. */
void log_alert(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* LOG_WARNING, LOG_INFO: what the outbox does while nobody watches. */
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
