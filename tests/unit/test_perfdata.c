/* test_perfdata.c - numbers as monitoring cores read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/perfdata.h"

#include <math.h>
#include <string.h>

#include "common/number.h"
#include "unit/unit.h"

START_TEST(numbers_have_no_exponent_and_no_needless_zeros)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = { { 0, "0" }, { -0.0, "0" }, { -1e-9, "0" }, { 1, "1" },
		{ 10, "10" }, { 100, "100" }, { 0.25, "0.25" },
		{ 0.214123, "0.214123" }, { 0.0000014, "0.000001" },
		{ -7.5, "-7.5" }, { 1e15, "1000000000000000" },
		{ 1e300, "100000000000000000000" },
		{ -1e300, "-100000000000000000000" } };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char text[NUMBER_TEXT];

		number_format(cases[i].value, text);
		ck_assert_str_eq(text, cases[i].text);
	}
}
END_TEST

START_TEST(a_number_is_read_up_to_its_end_and_no_further)
{
	static const struct {
		const char *text;
		double value;
		const char *rest;
	} cases[] = { { "12", 12, "" }, { "-1.5:", -1.5, ":" },
		{ "010", 10, "" }, { ".5s", 0.5, "s" }, { "1e3", 1, "e3" },
		{ "0x10", 0, "x10" }, { "1.2.3", 1.2, ".3" } };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const char *text = cases[i].text;
		double value;

		ck_assert_int_eq(number_read(&text, &value), 0);
		ck_assert_double_eq(value, cases[i].value);
		ck_assert_str_eq(text, cases[i].rest);
	}
}
END_TEST

static const struct thresholds two_and_five = {
	.warning = { .is_set = true, .end = 2 },
	.critical = { .is_set = true, .start = 5, .end = INFINITY },
};

START_TEST(a_metric_is_printed_with_its_limits)
{
	static const struct {
		struct metric metric;
		const char *text;
	} cases[] = {
		{ { .label = "time",
			  .unit = "s",
			  .value = 0.214,
			  .limits = &two_and_five,
			  .limits_factor = 1,
			  .has_min = true },
			"time=0.214s;2;5:;0" },
		{ { .label = "ttl",
			  .unit = "s",
			  .value = -3,
			  .limits = &two_and_five,
			  .limits_factor = 86400 },
			"ttl=-3s;172800;432000:" },
		{ { .label = "size", .unit = "B", .value = 9, .has_min = true },
			"size=9B;;;0" },
		{ { .label = "n", .unit = "", .value = 9 }, "n=9" },
		{ { .label = "it's", .unit = "", .value = 1 }, "it_s=1" },
		{ { .label = "a b|c=d\n\xc3\x7f", .unit = "", .value = 1 },
			"a_b_c_d___=1" },
		{ { .label = "a_label_of_19_chars_and_more",
			  .unit = "",
			  .value = 1 },
			"a_label_of_19_chars=1" },
		{ { .label = "", .unit = "", .value = 1 }, "" },
		{ { .label = "nan", .unit = "", .value = NAN }, "" },
		{ { .label = "inf", .unit = "", .value = INFINITY }, "" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char text[128] = "";
		size_t length =
			perfdata_add(text, sizeof(text), &cases[i].metric);

		ck_assert_str_eq(text, cases[i].text);
		ck_assert_uint_eq(length, strlen(text));
	}
}
END_TEST

START_TEST(metrics_are_separated_by_one_blank_and_left_out_whole)
{
	struct metric metric = { .label = "n", .unit = "", .value = 12 };
	char text[10] = "";

	perfdata_add(text, sizeof(text), &metric);
	perfdata_add(text, sizeof(text), &metric);
	ck_assert_str_eq(text, "n=12 n=12");
	ck_assert_uint_eq(perfdata_add(text, sizeof(text), &metric), 9);
	ck_assert_str_eq(text, "n=12 n=12");
	text[4] = '\0';
	ck_assert_uint_eq(perfdata_add(text, sizeof(text) - 1, &metric), 4);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { numbers_have_no_exponent_and_no_needless_zeros,
		a_number_is_read_up_to_its_end_and_no_further,
		a_metric_is_printed_with_its_limits,
		metrics_are_separated_by_one_blank_and_left_out_whole };

	return unit_run("perfdata", tests, UNIT_COUNT(tests));
}
