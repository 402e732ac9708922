/* habits.c - names, defaults and values of the fake's habits */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/habits.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	long fallback;
} known[HABITS] = {
	[HABIT_SEARCH_LAG] = { "search-lag", 0 },
	[HABIT_DROPPED_FACETS] = { "dropped-facets", 0 },
	[HABIT_DROPPED_TICKETSTATE] = { "dropped-ticketstate", 0 },
	[HABIT_KEYWORD_IGNORES_DESCRIPTION] = { "keyword-ignores-description",
		0 },
	[HABIT_NO_PAGING] = { "no-paging", 0 },
	[HABIT_STRANGERS] = { "strangers", 0 },
	[HABIT_HIDDEN] = { "hidden", 0 },
	[HABIT_ERRORS_IN_200] = { "errors-in-200", 0 },
	[HABIT_ERRORS_IN_200_CREATED] = { "errors-in-200-created", 0 },
	[HABIT_STEP_ERRORS_IN_200] = { "step-errors-in-200", 0 },
	[HABIT_LOSE_ANSWER] = { "lose-answer", 0 },
	[HABIT_LOSE_REQUEST] = { "lose-request", 0 },
	[HABIT_LOSE_NEXT] = { "lose-next", 0 },
	[HABIT_LOSE_NEXT_COMMENT] = { "lose-next-comment", 0 },
	[HABIT_LOSE_NEXT_STEP] = { "lose-next-step", 0 },
	[HABIT_STATUS] = { "status", 0 },
	[HABIT_STATUS_COUNT] = { "status-count", 0 },
	[HABIT_ALIVE_STATUS] = { "alive-status", 0 },
	[HABIT_LOGIN_STATUS] = { "login-status", 0 },
	[HABIT_LIST_STATUS] = { "list-status", 0 },
	[HABIT_FILTERS_STATUS] = { "filters-status", 0 },
	[HABIT_SEARCH_STATUS] = { "search-status", 0 },
	[HABIT_CREATE_STATUS] = { "create-status", 0 },
	[HABIT_READ_STATUS] = { "read-status", 0 },
	[HABIT_COMMENT_STATUS] = { "comment-status", 0 },
	[HABIT_STEP_STATUS] = { "step-status", 0 },
	[HABIT_RATE_LIMIT] = { "rate-limit", 0 },
	[HABIT_RETRY_AFTER] = { "retry-after", 60 },
	[HABIT_RETRY_HEADER] = { "retry-header", 0 },
	[HABIT_HTML_502] = { "html-502", 0 },
	[HABIT_HTML_200] = { "html-200", 0 },
	[HABIT_DELAY_MS] = { "delay-ms", 0 },
	[HABIT_COMMIT_DELAY_MS] = { "commit-delay-ms", 0 },
	[HABIT_HANG] = { "hang", 0 },
	[HABIT_DROP] = { "drop", 0 },
	[HABIT_NO_ALIVE] = { "no-alive", 0 },
	[HABIT_REVOKED] = { "revoked", 0 },
	[HABIT_EXPIRE_IN] = { "expire-in", 0 },
	[HABIT_OTHER_USER] = { "other-user", 0 },
	[HABIT_LOCATION_REQUIRED] = { "location-required", 0 },
	[HABIT_MORE_TEAMS] = { "more-teams", 0 },
	[HABIT_REFUSE_CLOSE] = { "refuse-close", 0 },
	[HABIT_REFUSE_STEPS] = { "refuse-steps", 0 },
	[HABIT_REFUSE_REOPEN] = { "refuse-reopen", 0 },
	[HABIT_RULES] = { "rules", 1 },
	[HABIT_MAX_BODY] = { "max-body", 0 },
	[HABIT_PADDING_KB] = { "padding-kb", 0 },
	[HABIT_DATE_OFFSET] = { "date-offset", 0 },
	[HABIT_TICKET_DATE_OFFSET] = { "ticket-date-offset", 0 },
	[HABIT_SEED] = { "seed", 1 },
};

void
habits_reset(struct habits *habits)
{
	for (int i = 0; i < HABITS; i++)
		habits->value[i] = known[i].fallback;
}

long
habit(const struct habits *habits, enum habit which)
{
	return habits->value[which];
}

bool
habit_use(struct habits *habits, enum habit which)
{
	if (habits->value[which] <= 0)
		return false;
	habits->value[which]--;
	return true;
}

int
habit_set(struct habits *habits, const char *name, const char *value,
	enum habit *which, struct err *why)
{
	char *end;
	long number;
	int i;

	for (i = 0; i < HABITS && strcmp(known[i].name, name) != 0; i++)
		;
	if (i == HABITS)
		return err_set(why, "there is no habit \"%s\"", name);
	errno = 0;
	number = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0)
		return err_set(why, "%s: \"%s\" is no number", name, value);
	habits->value[i] = number;
	*which = (enum habit)i;
	return 0;
}

struct json_object *
habits_json(const struct habits *habits)
{
	struct json_object *all = json_object_new_object();

	for (int i = 0; i < HABITS; i++)
		json_object_object_add(all, known[i].name,
			json_object_new_int64(habits->value[i]));
	return all;
}
