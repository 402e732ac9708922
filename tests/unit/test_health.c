/* test_health.c - what status says first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/health.h"

#include <string.h>

#include "unit/unit.h"

static char nothing[] = "", yes[] = "yes", token[] = "the token",
	    away[] = "away";

/* All that can be wrong at once. */
static const struct health worst = {
	.lost = "/spool",
	.bad = "/spool",
	.spooled = 1,
	.jobs = { .dead = 1, .held = 1, .error = "why" },
	.hold = token,
	.locked = yes,
	.age_s = 100,
	.warning_s = 60,
	.critical_s = 100,
	.silence = { .count = 1, .names = "web1" },
	.stale_after = "14 days",
	.core_unset = { "no such file" },
	.core = { .waiting = 1, .failures = 3, .error = "away" },
	.core_age_s = 180,
};

static enum state
judged(const struct health *health, const char *part)
{
	char line[HEALTH_LINE_SIZE];
	enum state state = health_judge(health, line);

	ck_assert_msg(strstr(line, part) != NULL, "%s: %s", part, line);
	return state;
}

/* What was put right uncovers the next. */
START_TEST(the_worst_is_said_first)
{
	struct health health = worst;

	ck_assert_int_eq(judged(&health, "could not be stored"), 2);
	health.lost = NULL;
	ck_assert_int_eq(judged(&health, "could not be read"), 2);
	health.bad = NULL;
	ck_assert_int_eq(judged(&health, "1 refused for good: why"), 2);
	health.jobs.dead = 0;
	ck_assert_int_eq(judged(&health, "2 waiting: the token"), 2);
	health.hold = nothing;
	ck_assert_int_eq(judged(&health, "2 waiting, 0 open"), 2);
	health.age_s = 99;
	ck_assert_int_eq(judged(&health, "2 waiting, 0 open"), 1);
	health.age_s = 59;
	ck_assert_int_eq(judged(&health, "1 held: why"), 1);
	health.jobs.held = 0;
	ck_assert_int_eq(judged(&health, "of 1 for 14 days: web1"), 1);
	health.silence.count = 0;
	ck_assert_int_eq(judged(&health, "no ticket: no such file"), 1);
	health.core_unset.text[0] = '\0';
	ck_assert_int_eq(judged(&health, "for 3 min: away"), 1);
	health.core.failures = 2;
	ck_assert_int_eq(
		judged(&health, "1 waiting, 0 open incidents: why"), 0);
}
END_TEST

/* A busy API delays, and is no more than that for a while. */
START_TEST(what_needs_nobody_is_a_warning_until_it_lasts)
{
	struct health health = { .spooled = 1,
		.hold = away,
		.locked = nothing,
		.age_s = 59,
		.warning_s = 60,
		.critical_s = 600 };

	ck_assert_int_eq(judged(&health, "1 waiting: away"), 1);
	health.age_s = 60;
	ck_assert_int_eq(judged(&health, "1 waiting: away"), 2);
	health.spooled = 0;
	health.age_s = 0;
	ck_assert_int_eq(judged(&health, "0 waiting, 0 open incidents"), 0);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { the_worst_is_said_first,
		what_needs_nobody_is_a_warning_until_it_lasts };

	return unit_run("health", tests, UNIT_COUNT(tests));
}
