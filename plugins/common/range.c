/* range.c - thresholds as monitoring plugins write them: [@]start:end */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/range.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/number.h"

static int
start_read(const char **text, double *out)
{
	if (**text == '~') {
		*out = -INFINITY;
		++*text;
		return 0;
	}
	*out = 0;
	return **text == ':' ? 0 : number_read(text, out);
}

static int
ends_read(const char *text, struct range *range)
{
	if (strchr(text, ':') == NULL)
		range->start = 0;
	else if (start_read(&text, &range->start) < 0 || *text++ != ':')
		return -1;
	else if (*text == '\0') {
		range->end = INFINITY;
		return 0;
	}
	return number_read(&text, &range->end) < 0 || *text != '\0' ? -1 : 0;
}

int
range_parse(const char *text, struct range *out, struct err *why)
{
	struct range range = { .is_set = true, .inside = *text == '@' };

	*out = (struct range){ .is_set = false };
	if (ends_read(text + range.inside, &range) < 0)
		return err_set(why,
			"\"%.40s\" is not a range: write [@]start:end, "
			"as in 5, 10: or 10:20",
			text);
	if (range.start > range.end)
		return err_set(why,
			"\"%.40s\" is not a range: it starts above its end",
			text);
	*out = range;
	return 0;
}

bool
range_alerts(const struct range *range, double value)
{
	bool within = value >= range->start && value <= range->end;

	return range->is_set && within == range->inside;
}

void
range_format(const struct range *range, double factor, char text[RANGE_TEXT])
{
	char start[NUMBER_TEXT] = "~", end[NUMBER_TEXT] = "";
	const char *at = range->inside ? "@" : "";

	text[0] = '\0';
	if (!range->is_set)
		return;
	if (isfinite(range->start))
		number_format(range->start * factor, start);
	if (isfinite(range->end))
		number_format(range->end * factor, end);
	/* Icinga draws only plain numbers, so "0:10" is written "10". */
	if (range->start == 0 && isfinite(range->end))
		snprintf(text, RANGE_TEXT, "%s%s", at, end);
	else
		snprintf(text, RANGE_TEXT, "%s%s:%s", at, start, end);
}

enum state
thresholds_judge(const struct thresholds *limits, double value)
{
	if (range_alerts(&limits->critical, value))
		return STATE_CRITICAL;
	if (range_alerts(&limits->warning, value))
		return STATE_WARNING;
	return STATE_OK;
}
