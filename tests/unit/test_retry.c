/* test_retry.c - when to try again, how fast, and when not at all */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "outbox/gate.h"
#include "outbox/pace.h"
#include "outbox/retry.h"
#include "unit/unit.h"

enum { NOW = 1700000000, HOUR = 3600 };

START_TEST(the_limit_of_the_wait_doubles_from_5_s_to_15_min)
{
	static const struct {
		unsigned n;
		time_t limit;
	} cases[] = { { 0, 5 }, { 1, 5 }, { 2, 10 }, { 3, 20 }, { 8, 640 },
		{ 9, 900 }, { 10, 900 }, { 4000000000U, 900 } };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		unsigned limit = (unsigned)cases[i].limit;

		ck_assert_int_eq(retry_at(NOW, cases[i].n, 0, 0), NOW + 1);
		ck_assert_int_eq(
			retry_at(NOW, cases[i].n, 0, limit - 1), NOW + limit);
		ck_assert_int_eq(retry_at(NOW, cases[i].n, 0, limit), NOW + 1);
	}
}
END_TEST

START_TEST(the_wait_is_never_shorter_than_the_server_asked)
{
	ck_assert_int_eq(retry_at(NOW, 1, 60, 3), NOW + 60);
	ck_assert_int_eq(retry_at(NOW, 9, 60, 899), NOW + 900);
	ck_assert_int_eq(retry_at(NOW, 1, -5, 0), NOW + 1);
	/* but an hour is all that it gets */
	ck_assert_int_eq(retry_at(NOW, 1, 86400, 0), NOW + HOUR);
}
END_TEST

START_TEST(a_hold_is_looked_at_in_1_to_5_minutes)
{
	static const time_t minutes[] = { 1, 1, 2, 3, 4, 5, 5 };

	for (unsigned n = 0; n < UNIT_COUNT(minutes); n++)
		ck_assert_int_eq(retry_hold(NOW, n), NOW + 60 * minutes[n]);
	ck_assert_int_eq(retry_hold(NOW, 4000000000U), NOW + 300);
}
END_TEST

/* ---- gate ---- */

static struct gate
heeded(struct gate gate, enum answer answer, long retry_after_s)
{
	struct verdict verdict = { answer, retry_after_s, "" };

	gate_heed(&gate, &verdict, NOW, 0);
	return gate;
}

START_TEST(an_answer_of_any_kind_opens_the_gate)
{
	const struct gate shut = {
		.opens = NOW, .failures = 7, .maybes = 2, .locked = true
	};
	static const enum answer answers[] = { DESK_DONE, DESK_REFUSED,
		DESK_GONE };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		struct gate gate = heeded(shut, answers[i], 0);

		ck_assert_int_eq(gate.opens, 0);
		ck_assert_uint_eq(gate.failures, 0);
		ck_assert_uint_eq(gate.maybes, 0);
		ck_assert(!gate.locked);
	}
}
END_TEST

START_TEST(the_third_doubt_in_a_row_shuts_it)
{
	struct gate gate = { 0 };

	for (int i = 0; i < 2; i++) {
		gate = heeded(gate, DESK_MAYBE, 0);
		ck_assert_int_eq(gate.opens, 0);
	}
	gate = heeded(gate, DESK_MAYBE, 0);
	ck_assert_int_eq(gate.opens, NOW + 1);
	gate = heeded(gate, DESK_DONE, 0);
	gate = heeded(gate, DESK_MAYBE, 0);
	ck_assert_int_eq(gate.opens, 0);
}
END_TEST

START_TEST(too_many_requests_shut_it_as_long_as_the_server_says)
{
	struct gate open = { 0 };

	ck_assert_int_eq(heeded(open, DESK_SLOW, 17).opens, NOW + 17);
	ck_assert_uint_eq(heeded(open, DESK_SLOW, 17).failures, 0);
	/* an hour at most, and a minute if it does not say */
	ck_assert_int_eq(heeded(open, DESK_SLOW, 1 << 30).opens, NOW + HOUR);
	ck_assert_int_eq(heeded(open, DESK_SLOW, 0).opens, NOW + 60);
}
END_TEST

START_TEST(a_desk_that_is_away_is_tried_less_and_less)
{
	struct gate gate = { 0 };

	gate = heeded(gate, DESK_AWAY, 0);
	ck_assert_int_eq(gate.opens, NOW + 1);
	ck_assert_uint_eq(gate.failures, 1);
	gate = heeded(gate, DESK_AWAY, 30);
	ck_assert_int_eq(gate.opens, NOW + 30);
	ck_assert_uint_eq(gate.failures, 2);
	ck_assert(!gate.locked);
	for (int n = 3; n <= 40; n++) {
		const struct verdict away = { DESK_AWAY, 0, "" };

		gate_heed(&gate, &away, NOW, 899);
		ck_assert_int_le(gate.opens, NOW + (n <= 12 ? 5 : 20));
	}
}
END_TEST

START_TEST(a_lock_out_asks_for_the_settings_to_be_read_again)
{
	struct gate gate = { 0 };

	for (int n = 1; n <= 6; n++) {
		gate = heeded(gate, DESK_LOCKED, 0);
		ck_assert_int_eq(gate.opens, NOW + 60 * (n < 5 ? n : 5));
		ck_assert(gate.locked);
	}
}
END_TEST

/* ---- pace ---- */

START_TEST(twenty_requests_are_free_and_then_the_rate_counts)
{
	struct pace pace;

	pace_init(&pace, 2, 100);
	for (int i = 0; i < 20; i++)
		ck_assert_double_eq(pace_take(&pace, 100), 0);
	ck_assert_double_eq_tol(pace_take(&pace, 100), 0.5, 1e-9);
	ck_assert_double_eq_tol(pace_take(&pace, 100), 1.0, 1e-9);
	/* both waits over, and one token more */
	ck_assert_double_eq(pace_take(&pace, 101.5), 0);
	/* a long rest fills the bucket, and no more than that */
	for (int i = 0; i < 20; i++)
		ck_assert_double_eq(pace_take(&pace, 10000), 0);
	ck_assert_double_gt(pace_take(&pace, 10000), 0);
}
END_TEST

START_TEST(no_pace_is_no_limit)
{
	struct pace pace;

	pace_init(&pace, 0, 0);
	for (int i = 0; i < 1000; i++)
		ck_assert_double_eq(pace_take(&pace, 0), 0);
	pace_slow(&pace);
	ck_assert_double_eq(pace_take(&pace, 0), 0);
}
END_TEST

START_TEST(another_pace_counts_at_once_and_forgives_nothing)
{
	struct pace pace;

	pace_init(&pace, 2, 0);
	for (int i = 0; i < 21; i++)
		pace_take(&pace, 0);
	pace_want(&pace, 4);
	ck_assert_double_eq_tol(pace_take(&pace, 0), 2 / 4.0, 1e-9);
	pace_want(&pace, 1);
	ck_assert_double_eq_tol(pace_take(&pace, 0), 3 / 1.0, 1e-9);
	pace_slow(&pace);
	pace_want(&pace, 10); /* the desk wants it slow all the same */
	ck_assert_double_eq_tol(pace_take(&pace, 0), 1 / (0.5 * 1.05), 1e-9);
	pace_want(&pace, 0);
	ck_assert_double_eq(pace_take(&pace, 0), 0);
	pace_want(&pace, 2);
	pace_take(&pace, 1);
	ck_assert_double_eq_tol(pace.rate, 2, 1e-9);
}
END_TEST

START_TEST(too_many_requests_halve_the_pace_and_it_creeps_back)
{
	struct pace pace;

	pace_init(&pace, 2, 0);
	pace_slow(&pace);
	ck_assert_double_eq(pace.rate, 1);
	ck_assert_double_gt(pace_take(&pace, 0), 0.9);
	for (int i = 0; i < 40; i++)
		pace_take(&pace, i);
	ck_assert_double_eq(pace.rate, 2);
	for (int i = 0; i < 40; i++)
		pace_slow(&pace);
	ck_assert_double_eq_tol(pace.rate, 1.0 / 60, 1e-12);
}
END_TEST

START_TEST(a_clock_that_is_set_back_gives_and_takes_nothing)
{
	struct pace pace;

	pace_init(&pace, 1, 1000);
	for (int i = 0; i < 20; i++)
		pace_take(&pace, 1000);
	ck_assert_double_eq_tol(pace_take(&pace, 10), 1, 1e-9);
	ck_assert_double_eq(pace_take(&pace, 12), 0);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		the_limit_of_the_wait_doubles_from_5_s_to_15_min,
		the_wait_is_never_shorter_than_the_server_asked,
		a_hold_is_looked_at_in_1_to_5_minutes,
		an_answer_of_any_kind_opens_the_gate,
		the_third_doubt_in_a_row_shuts_it,
		too_many_requests_shut_it_as_long_as_the_server_says,
		a_desk_that_is_away_is_tried_less_and_less,
		a_lock_out_asks_for_the_settings_to_be_read_again,
		twenty_requests_are_free_and_then_the_rate_counts,
		no_pace_is_no_limit,
		another_pace_counts_at_once_and_forgives_nothing,
		too_many_requests_halve_the_pace_and_it_creeps_back,
		a_clock_that_is_set_back_gives_and_takes_nothing
	};

	return unit_run("retry", tests, UNIT_COUNT(tests));
}
