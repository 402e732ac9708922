/* template.h - a text with fields: {host} is {state} */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_TEMPLATE_H
#define OUTBOX_TEMPLATE_H

#include <time.h>

#include "common/err.h"
#include "common/event.h"

/*
 * {name} stands for a value of the event, {name|else} for what follows the bar
 * where that is empty, {{ and }} for a brace. In HTML a value is escaped, and
 * the rest is a person's.
 */
enum template_kind { TEMPLATE_TEXT, TEMPLATE_HTML };

enum { TEMPLATE_MAX = 8 * 1024, TEMPLATE_FILLED_MAX = 128 * 1024 };

/* -1 with a sentence that says what is wrong, and where. */
int template_check(
	const char *template, enum template_kind kind, struct err *why);

/*
 * Fills one that was checked; free() it. Once it has grown to
 * TEMPLATE_FILLED_MAX, further fields are empty.
 */
char *template_fill(const char *template, enum template_kind kind,
	const struct event *event);

/* A time as fields have it, local and with its zone; "" for 0. free() it. */
char *template_time(time_t when);

#endif
