/* test_range.c - which values a threshold alerts about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/range.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "unit/unit.h"

static struct range
read_range(const char *text)
{
	struct range range;
	struct err why = { "" };

	ck_assert_msg(range_parse(text, &range, &why) == 0, "%s", why.text);
	return range;
}

static const struct {
	const char *text;
	double alerts[4], is_fine[4];
	size_t alert_count, fine_count;
} vectors[] = {
	{ "10", { -1, 10.1 }, { 0, 10 }, 2, 2 },
	{ "10:", { 9.9 }, { 10, 1e15 }, 1, 2 },
	{ "~:10", { 10.1 }, { -1e9, 10 }, 1, 2 },
	{ "10:20", { 9.9, 20.1 }, { 10, 20 }, 2, 2 },
	{ "@10:20", { 10, 15, 20 }, { 9.9, 20.1 }, 3, 2 },
	{ "-7:23", { -7.1, 23.1 }, { -7, 23 }, 2, 2 },
	{ "~:-95.99", { -95.989, 0 }, { -95.99, -1000 }, 2, 2 },
	{ "@1:1", { 1 }, { 0.5, 1.5 }, 1, 2 },
	/* what the rows above do not say */
	{ ":5", { -0.1, 5.1 }, { 0, 5 }, 2, 2 },
	{ ":", { -0.1 }, { 0, 1e15 }, 1, 2 },
	{ "~:", { 0 }, { -1e300, 1e300 }, 0, 2 },
	{ "@~:5", { -1e9, 5 }, { 5.1 }, 2, 1 },
	{ "@5:", { 5, 1e300 }, { 4.9 }, 2, 1 },
	{ "@10", { 0, 10 }, { -0.1, 10.1 }, 2, 2 },
	{ "010", { 10.1 }, { 9, 10 }, 1, 2 },
	{ "0:0", { 0.1, -0.1 }, { 0, -0.0 }, 2, 2 },
	{ ".5:1.5", { 0.49, 1.51 }, { 0.5, 1.5 }, 2, 2 },
	{ "-0.5:-0.25", { -0.51, -0.24 }, { -0.5, -0.25 }, 2, 2 },
	{ "1000000000000000", { 1.1e15 }, { 1e15 }, 1, 1 },
};

START_TEST(a_value_alerts_as_the_guideline_says)
{
	for (size_t i = 0; i < UNIT_COUNT(vectors); i++) {
		struct range range = read_range(vectors[i].text);

		for (size_t k = 0; k < vectors[i].alert_count; k++)
			ck_assert_msg(
				range_alerts(&range, vectors[i].alerts[k]),
				"%s is silent at %f", vectors[i].text,
				vectors[i].alerts[k]);
		for (size_t k = 0; k < vectors[i].fine_count; k++)
			ck_assert_msg(
				!range_alerts(&range, vectors[i].is_fine[k]),
				"%s alerts at %f", vectors[i].text,
				vectors[i].is_fine[k]);
	}
}
END_TEST

START_TEST(what_is_no_range_is_refused_with_a_sentence)
{
	static const char *const wrong[] = { "", "abc", "12abc", "10:20x", "5%",
		"10:20%", "20:10", "2:1", "-5", "1:~", "~", "@", "@@1", "1:2:3",
		"::", " 10", "10 ", "1 :2", "0x10", "1e3", "1:1e3", "inf",
		"nan", "~:nan", "+5", "-", ".", "5.", "-:5", "1,5",
		"--1:", "1000000000000001", "~:1e999", "~~:1", "10:@20",
		"99999999999999999999999999999999999999999999" };

	for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
		struct range range = { .is_set = true };
		struct err why = { "" };

		ck_assert_msg(range_parse(wrong[i], &range, &why) == -1,
			"\"%s\" was taken", wrong[i]);
		ck_assert(!range.is_set);
		ck_assert_ptr_nonnull(strstr(why.text, "is not a range"));
	}
}
END_TEST

START_TEST(critical_is_judged_before_warning_and_either_may_be_missing)
{
	struct thresholds both = { read_range("2"), read_range("5") };
	struct thresholds warning = { .warning = read_range("2") };
	struct thresholds critical = { .critical = read_range("5") };
	struct thresholds none = { .warning = { .is_set = false } };

	ck_assert_int_eq(thresholds_judge(&both, 1), STATE_OK);
	ck_assert_int_eq(thresholds_judge(&both, 3), STATE_WARNING);
	ck_assert_int_eq(thresholds_judge(&both, 6), STATE_CRITICAL);
	ck_assert_int_eq(thresholds_judge(&warning, 6), STATE_WARNING);
	ck_assert_int_eq(thresholds_judge(&critical, 3), STATE_OK);
	ck_assert_int_eq(thresholds_judge(&critical, 6), STATE_CRITICAL);
	ck_assert_int_eq(thresholds_judge(&none, 1e300), STATE_OK);
}
END_TEST

START_TEST(a_range_is_printed_as_short_as_it_can_be_read)
{
	static const struct {
		const char *text, *printed;
	} cases[] = { { "10", "10" }, { "0:10", "10" }, { ":10", "10" },
		{ "10:", "10:" }, { "~:10", "~:10" }, { ":", "0:" },
		{ "~:", "~:" }, { "@10:20", "@10:20" }, { "@0:5", "@5" },
		{ "-7:23", "-7:23" }, { "0.50:1.250", "0.5:1.25" },
		{ "-0:-0", "0" } };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct range range = read_range(cases[i].text);
		char text[RANGE_TEXT];

		range_format(&range, 1, text);
		ck_assert_str_eq(text, cases[i].printed);
	}
}
END_TEST

START_TEST(days_are_printed_as_seconds)
{
	struct range range = read_range("30:"), unset = { .is_set = false };
	char text[RANGE_TEXT];

	range_format(&range, 86400, text);
	ck_assert_str_eq(text, "2592000:");
	range = read_range("-1:2");
	range_format(&range, 86400, text);
	ck_assert_str_eq(text, "-86400:172800");
	range = read_range("@-999999999999999.5:999999999999999.5");
	range_format(&range, 86400, text);
	ck_assert_ptr_null(strchr(text, 'e'));
	range_format(&unset, 1, text);
	ck_assert_str_eq(text, "");
}
END_TEST

/* Every printed range alerts as the one that was read. */
START_TEST(a_printed_range_means_the_same)
{
	unsigned seed = (unsigned)time(NULL);

	printf("seed %u\n", seed);
	srand(seed);
	for (int i = 0; i < 20000; i++) {
		double a = (rand() % 2001 - 1000) / 8.0;
		double b = a + (rand() % 100) / 8.0;
		double value = (rand() % 2201 - 1100) / 8.0;
		struct range range = { true, rand() % 2 == 0,
			rand() % 8 == 0 ? -INFINITY : a,
			rand() % 8 == 0 ? INFINITY : b };
		struct range again;
		char text[RANGE_TEXT];

		range_format(&range, 1, text);
		again = read_range(text);
		ck_assert_msg(range_alerts(&range, value) ==
				      range_alerts(&again, value),
			"%s at %f", text, value);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_value_alerts_as_the_guideline_says,
		what_is_no_range_is_refused_with_a_sentence,
		critical_is_judged_before_warning_and_either_may_be_missing,
		a_range_is_printed_as_short_as_it_can_be_read,
		days_are_printed_as_seconds, a_printed_range_means_the_same };

	return unit_run("range", tests, UNIT_COUNT(tests));
}
