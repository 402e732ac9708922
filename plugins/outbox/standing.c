/* standing.c - what status is told of how the outbox gets on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/standing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

enum { NOTE_S = 60 }; /* status knows the last success to that */

int
standing_hold(struct standing *standing, struct store *store, const char *hold,
	bool locked, bool *is_news, struct err *why)
{
	*is_news = standing->hold == NULL || strcmp(standing->hold, hold) != 0;
	if (!*is_news)
		return 0;
	free(standing->hold);
	standing->hold = xstrdup(hold);
	if (store_set_text(store, "locked", locked ? "yes" : "", why) < 0)
		return -1;
	return store_set_text(store, "hold", hold, why);
}

int
standing_pace(struct standing *standing, struct store *store,
	const struct verdict *verdict, double rate, time_t now, struct err *why)
{
	char text[32];

	if (verdict->answer == DESK_DONE &&
		(now - standing->done >= NOTE_S || now < standing->done)) {
		standing->done = now;
		if (store_set_time(store, "done", now, why) < 0)
			return -1;
	} else if (verdict->answer != DESK_SLOW) {
		return 0;
	}
	snprintf(text, sizeof(text), "%g", rate);
	return store_set_text(store, "pace", text, why);
}

void
standing_forget(struct standing *standing)
{
	free(standing->hold);
	*standing = (struct standing){ 0 };
}
