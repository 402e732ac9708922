/* perfdata.c - numbers as monitoring cores read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/perfdata.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/number.h"

enum { LABEL_MAX = 19 };

/*
 * Letters and digits need no quotes, which each reader takes in another way:
 * Monitoring::Plugin loses a label that holds one, Icinga does not halve two.
 */
static void
label_format(const char *label, char text[LABEL_MAX + 1])
{
	snprintf(text, LABEL_MAX + 1, "%s", label);
	for (; *text != '\0'; text++)
		if (!isalnum((unsigned char)*text))
			*text = '_';
}

size_t
perfdata_add(char *text, size_t size, const struct metric *metric)
{
	const struct thresholds *limits = metric->limits;
	char label[LABEL_MAX + 1], value[NUMBER_TEXT];
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
