/* test_property.c - what holds for every range, duration and number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/number.h"
#include "common/opt.h"
#include "common/perfdata.h"
#include "unit/unit.h"

enum { ROUNDS = 200000 };

/* SEED=N in the environment does a run again. */
static unsigned seed;

static unsigned
dice(unsigned sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

/* A number of at most three decimals, small ones more often. */
static double
number(void)
{
	static const double sizes[] = { 10, 100, 10000, 1e9 };
	double whole = (double)dice(1000000) / 1000000 * sizes[dice(4)];
	double sign = dice(2) == 0 ? -1 : 1;

	return sign * floor(whole * 1000) / 1000;
}

static struct range
some_range(void)
{
	double a = number(), b = number();
	struct range range = { true, dice(3) == 0, fmin(a, b), fmax(a, b) };

	if (dice(4) == 0)
		range.start = -INFINITY;
	if (dice(4) == 0)
		range.end = INFINITY;
	if (dice(4) == 0 && range.end >= 0)
		range.start = 0;
	return range;
}

/* By the words of the guidelines, apart from range.c. */
static bool
is_outside(const struct range *range, double value)
{
	return value < range->start || value > range->end;
}

START_TEST(a_range_that_is_printed_and_read_alerts_alike)
{
	char text[RANGE_TEXT];
	struct range again;
	struct err why;

	for (int i = 0; i < ROUNDS; i++) {
		struct range range = some_range();
		double values[] = { number(), range.start, range.end };

		range_format(&range, 1, text);
		ck_assert_msg(range_parse(text, &again, &why) == 0, "%s: %s",
			text, why.text);
		for (size_t n = 0; n < UNIT_COUNT(values); n++) {
			bool alerts =
				is_outside(&range, values[n]) != range.inside;

			ck_assert_msg(range_alerts(&range, values[n]) == alerts,
				"%s and %f", text, values[n]);
			ck_assert_msg(range_alerts(&again, values[n]) == alerts,
				"%s, read again, and %f", text, values[n]);
		}
	}
}
END_TEST

START_TEST(critical_is_judged_before_warning)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct thresholds limits = { some_range(), some_range() };
		double value = number();
		enum state state = thresholds_judge(&limits, value);

		if (range_alerts(&limits.critical, value))
			ck_assert_int_eq(state, STATE_CRITICAL);
		else
			ck_assert_int_eq(state == STATE_WARNING,
				range_alerts(&limits.warning, value));
	}
}
END_TEST

START_TEST(a_number_that_is_printed_is_read_as_it_was)
{
	char text[NUMBER_TEXT];

	for (int i = 0; i < ROUNDS; i++) {
		double value = number(), again;
		const char *rest = text;

		number_format(value, text);
		ck_assert_int_eq(number_read(&rest, &again), 0);
		ck_assert_str_eq(rest, "");
		ck_assert_double_eq_tol(again, value, 1e-6);
		ck_assert_ptr_null(strpbrk(text, "eE+"));
	}
}
END_TEST

START_TEST(a_duration_is_its_number_times_its_unit)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 },
		{ "d", 86400 } };
	char text[NUMBER_TEXT + 2];

	for (int i = 0; i < ROUNDS; i++) {
		size_t unit = dice(UNIT_COUNT(units));
		double value = fabs(number()), seconds;

		number_format(value, text);
		strcat(text, units[unit].unit);
		ck_assert_int_eq(opt_duration(text, &seconds), 0);
		ck_assert_double_eq_tol(
			seconds, value * units[unit].seconds, 0.1);
	}
}
END_TEST

START_TEST(a_metric_is_added_whole_or_not_at_all)
{
	for (int i = 0; i < ROUNDS / 10; i++) {
		struct thresholds limits = { some_range(), some_range() };
		struct metric metric = { .label = "label",
			.unit = dice(2) == 0 ? "s" : "",
			.value = number(),
			.limits = &limits,
			.limits_factor = 1 + dice(86400),
			.has_min = dice(2) == 0 };
		char whole[256] = "", text[256] = "";
		size_t length = perfdata_add(whole, sizeof(whole), &metric);
		size_t size = 1 + dice(sizeof(text) - 1);

		ck_assert_uint_eq(length, strlen(whole));
		perfdata_add(text, size, &metric);
		ck_assert_str_eq(text, size > length ? whole : "");
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_range_that_is_printed_and_read_alerts_alike,
		critical_is_judged_before_warning,
		a_number_that_is_printed_is_read_as_it_was,
		a_duration_is_its_number_times_its_unit,
		a_metric_is_added_whole_or_not_at_all };
	const char *given = getenv("SEED");

	seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
			     : (unsigned)time(NULL);
	printf("SEED=%u\n", seed);
	fflush(stdout);
	return unit_run("property", tests, UNIT_COUNT(tests));
}
