/* perfdata.c - numbers as monitoring cores read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/perfdata.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/number.h"

enum { LABEL_MAX = 19 };

/*
 * Plain where it can be; else quoted, with quotes doubled. Nagios and Icinga
 * split at the last '=', Monitoring::Plugin at the first: none is let in.
 */
static void
label_format(const char *label, char text[2 * LABEL_MAX + 3])
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t length = strnlen(label, LABEL_MAX);

	if (strspn(label, plain) >= length) {
		snprintf(text, LABEL_MAX + 1, "%s", label);
		return;
	}
	*text++ = '\'';
	for (size_t i = 0; i < length; i++) {
		char c = label[i];

		if (c == '\'')
			*text++ = c;
		*text++ = c < ' ' || c > '~' || c == '=' || c == '|' ? '_' : c;
	}
	strcpy(text, "'");
}

size_t
perfdata_add(char *text, size_t size, const struct metric *metric)
{
	const struct thresholds *limits = metric->limits;
	char label[2 * LABEL_MAX + 3], value[NUMBER_TEXT];
	char warn[RANGE_TEXT] = "", crit[RANGE_TEXT] = "", one[256];
	size_t used = strlen(text), length;

	if (metric->label[0] == '\0' || !isfinite(metric->value))
		return used;
	label_format(metric->label, label);
	number_format(metric->value, value);
	if (limits != NULL) {
		range_format(&limits->warning, metric->limits_factor, warn);
		range_format(&limits->critical, metric->limits_factor, crit);
	}
	length = (size_t)snprintf(one, sizeof(one), "%s%s=%s%s;%s;%s;%s",
		used > 0 ? " " : "", label, value, metric->unit, warn, crit,
		metric->has_min ? "0" : "");
	while (one[length - 1] == ';')
		one[--length] = '\0';
	if (used + length >= size)
		return used;
	strcpy(text + used, one);
	return used + length;
}
