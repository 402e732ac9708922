/* chart.c - what doctor found, step by step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/chart.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/mem.h"
#include "outbox/print.h"

enum { LINE_BYTES = 800 };

struct chart {
	json_object *steps; /* NULL: as text */
	json_object *last;
	unsigned marks[MARK_FAILED + 1];
};

static const char *const mark_names[] = {
	[MARK_OK] = "ok",
	[MARK_WARNING] = "warning",
	[MARK_FAILED] = "failed",
};

struct chart *
chart_new(bool as_json)
{
	struct chart *chart = xcalloc(1, sizeof(*chart));

	if (as_json)
		chart->steps = json_object_new_array();
	return chart;
}

void
chart_add(struct chart *chart, enum mark mark, const char *step,
	const char *format, ...)
{
	char line[LINE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	chart->marks[mark]++;
	if (chart->steps == NULL) {
		printf("%-8s %-12s ", mark_names[mark], step);
		print_text(line);
		putchar('\n');
		fflush(stdout);
		return;
	}
	chart->last = json_object_new_object();
	json_put_text(chart->last, "step", step);
	json_put_text(chart->last, "mark", mark_names[mark]);
	json_put_text(chart->last, "text", line);
	json_put_text(chart->last, "advice", "");
	json_object_array_add(chart->steps, chart->last);
}

void
chart_advise(struct chart *chart, const char *format, ...)
{
	char line[LINE_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (chart->steps != NULL) {
		json_put_text(chart->last, "advice", line);
		return;
	}
	printf("%-21s -> ", "");
	print_text(line);
	putchar('\n');
	fflush(stdout);
}

bool
chart_close(struct chart *chart)
{
	unsigned warnings = chart->marks[MARK_WARNING];
	unsigned failed = chart->marks[MARK_FAILED];

	if (chart->steps == NULL) {
		printf("%u ok, %u warning%s, %u failed\n",
			chart->marks[MARK_OK], warnings,
			warnings == 1 ? "" : "s", failed);
	} else {
		json_object *whole = json_object_new_object();

		json_object_object_add(
			whole, "healthy", json_object_new_boolean(failed == 0));
		json_object_object_add(whole, "steps", chart->steps);
		json_print(whole);
	}
	free(chart);
	return failed == 0;
}
