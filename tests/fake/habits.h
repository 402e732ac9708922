/* habits.h - how the fake misbehaves, switchable while it runs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_HABITS_H
#define FAKE_HABITS_H

#include <stdbool.h>

#include "common/err.h"

struct json_object;

/* What each does is said in README.md, in this order. */
enum habit {
	HABIT_SEARCH_LAG,
	HABIT_DROPPED_FACETS,
	HABIT_DROPPED_TICKETSTATE,
	HABIT_KEYWORD_IGNORES_DESCRIPTION,
	HABIT_NO_PAGING,
	HABIT_STRANGERS,
	HABIT_HIDDEN,
	HABIT_ERRORS_IN_200,
	HABIT_ERRORS_IN_200_CREATED,
	HABIT_STEP_ERRORS_IN_200,
	HABIT_LOSE_ANSWER,
	HABIT_LOSE_REQUEST,
	HABIT_LOSE_NEXT,
	HABIT_LOSE_NEXT_COMMENT,
	HABIT_LOSE_NEXT_STEP,
	HABIT_STATUS,
	HABIT_STATUS_COUNT,
	HABIT_ALIVE_STATUS,
	HABIT_LOGIN_STATUS,
	HABIT_LIST_STATUS,
	HABIT_FILTERS_STATUS,
	HABIT_SEARCH_STATUS,
	HABIT_CREATE_STATUS,
	HABIT_READ_STATUS,
	HABIT_COMMENT_STATUS,
	HABIT_STEP_STATUS,
	HABIT_RATE_LIMIT,
	HABIT_RETRY_AFTER,
	HABIT_RETRY_HEADER,
	HABIT_HTML_502,
	HABIT_HTML_200,
	HABIT_DELAY_MS,
	HABIT_COMMIT_DELAY_MS,
	HABIT_HANG,
	HABIT_DROP,
	HABIT_NO_ALIVE,
	HABIT_REVOKED,
	HABIT_EXPIRE_IN,
	HABIT_OTHER_USER,
	HABIT_LOCATION_REQUIRED,
	HABIT_MORE_TEAMS,
	HABIT_REFUSE_CLOSE,
	HABIT_REFUSE_STEPS,
	HABIT_REFUSE_REOPEN,
	HABIT_RULES,
	HABIT_MAX_BODY,
	HABIT_PADDING_KB,
	HABIT_DATE_OFFSET,
	HABIT_TICKET_DATE_OFFSET,
	HABIT_SEED,
	HABITS
};

struct habits {
	long value[HABITS];
};

void habits_reset(struct habits *habits);

long habit(const struct habits *habits, enum habit which);

/* One of "the next N": true, and one less is left; false when none is. */
bool habit_use(struct habits *habits, enum habit which);

/* Sets one by name; -1 with a sentence for a name or value that is none.
 * *which is the habit that was set. */
int habit_set(struct habits *habits, const char *name, const char *value,
	enum habit *which, struct err *why);

/* {"search-lag": 0, ...}; the caller's to put. */
struct json_object *habits_json(const struct habits *habits);

#endif
