/* progress.c - what a person at a terminal sees of a drain */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/progress.h"

#include <stdio.h>

#include "outbox/print.h"

/* Blanks, which every terminal knows. */
static void
clear(struct progress *progress)
{
	if (progress->columns > 0)
		printf("\r%*s\r", progress->columns, "");
	progress->columns = 0;
}

void
progress_say(struct progress *progress, const char *line)
{
	if (!progress->is_terminal)
		return;
	clear(progress);
	print_text(line);
	putchar('\n');
	fflush(stdout);
}

bool
progress_is_due(const struct progress *progress, time_t now)
{
	return progress->is_terminal && progress->shown != now;
}

void
progress_show(struct progress *progress, long waiting, time_t next, time_t now)
{
	progress->shown = now;
	clear(progress);
	progress->columns = printf(
		"%lu delivered, %ld waiting", progress->delivered, waiting);
	if (next > now)
		progress->columns +=
			printf(", next try in %ld s", (long)(next - now));
	fflush(stdout);
}

void
progress_end(struct progress *progress)
{
	clear(progress);
	fflush(stdout);
}
