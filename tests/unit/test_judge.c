/* test_judge.c - what the facts of a request mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/judge.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "unit/unit.h"

/* 2026-07-01, noon */
static const time_t noon = 1782907200;
static const double day = SECONDS_OF_DAY;

static struct policy policy;
static struct facts facts;
static struct answer *const answer = &facts.answer[ANSWER_TOKEN];
static struct verdict verdict;

/* A request was answered so; -1: it was not. */
static struct answer *
answered(int which, enum iiq_error error, int status)
{
	struct answer *out = &facts.answer[which];

	*out = (struct answer){
		.asked = true, .error = error, .peer = "192.0.2.7:443"
	};
	for (int i = 0; i < ANSWER_NUMBERS; i++)
		out->number[i] = -1;
	out->number[IIQ_STATUS] = status;
	out->ended = noon;
	if (status < 0)
		out->peer[0] = '\0';
	else
		out->number[IIQ_SERVER_DATE] = noon;
	return out;
}

/* An answer of a quarter second, a token for 412 days. */
static void
all_is_well(void)
{
	policy = (struct policy){
		.token_days = { .warning = { true, false, 90, INFINITY },
			.critical = { true, false, 30, INFINITY } },
		.certificate_days = { .warning = { true, false, 21, INFINITY },
			.critical = { true, false, 7, INFINITY } },
		.timeout = STATE_CRITICAL,
		.unreachable = STATE_CRITICAL,
		.auth = STATE_CRITICAL,
		.rate_limit = STATE_WARNING,
		.max_skew_s = 300,
		.site_id = "6f1ec0de-51fe-4a11-9c3d-0123456789ab",
	};
	facts = (struct facts){ .now = noon,
		.elapsed_s = 0.214,
		.claims = { .is_jwt = true,
			.has_expires = true,
			.expires = (double)noon + 412.5 * day } };
	answered(ANSWER_TOKEN, IIQ_OK, 200);
}

/* A request that failed; without an answer for status -1. */
static void
failed(enum iiq_error error, int status, const char *said)
{
	all_is_well();
	answered(ANSWER_TOKEN, error, status);
	snprintf(answer->sentence, sizeof(answer->sentence), "GET /path: %s",
		said);
}

static const struct finding *
finding(const char *name)
{
	judge(&facts, &policy, &verdict);
	for (size_t i = 0; i < verdict.count; i++)
		if (strcmp(verdict.finding[i].name, name) == 0)
			return &verdict.finding[i];
	return NULL;
}

static void
expect(const char *name, enum state state, const char *brief)
{
	const struct finding *found = finding(name);

	ck_assert_msg(found != NULL, "no finding %s", name);
	ck_assert_str_eq(found->brief, brief);
	ck_assert_int_eq(found->state, state);
}

START_TEST(a_good_answer_is_ok_and_says_how_good)
{
	all_is_well();
	expect("reach", STATE_OK, "");
	expect("time", STATE_OK, "API 0.214s");
	expect("token", STATE_OK, "");
	expect("expiry", STATE_OK, "token valid 412d");
	expect("clock", STATE_OK, "");
	ck_assert_int_eq(verdict.state, STATE_OK);
	ck_assert_uint_eq(verdict.count, 5);
}
END_TEST

START_TEST(each_failure_has_its_state_and_its_words)
{
	static const struct {
		enum iiq_error error;
		int status;
		const char *said, *name;
		enum state state;
		const char *brief;
	} cases[] = {
		{ IIQ_ERR_RESOLVE, -1, "no such name", "reach", STATE_CRITICAL,
			"no such name" },
		{ IIQ_ERR_CONNECT, -1, "refused: now", "reach", STATE_CRITICAL,
			"refused: now" },
		{ IIQ_ERR_TLS, -1, "handshake", "reach", STATE_CRITICAL,
			"handshake" },
		{ IIQ_ERR_CERTIFICATE, -1, "self-signed", "reach",
			STATE_CRITICAL, "self-signed" },
		{ IIQ_ERR_NETWORK, -1, "reset", "reach", STATE_CRITICAL,
			"reset" },
		{ IIQ_ERR_FORMAT, 200, "not JSON", "reach", STATE_CRITICAL,
			"not JSON" },
		{ IIQ_ERR_NOT_FOUND, 404, "no such path", "reach",
			STATE_CRITICAL, "GET /path: no such path" },
		{ IIQ_ERR_REJECTED, 400, "HTTP or not", "reach", STATE_CRITICAL,
			"HTTP or not" },
		{ IIQ_ERR_CONFLICT, 409, "HTTP or not", "reach", STATE_CRITICAL,
			"HTTP or not" },
		{ IIQ_ERR_SERVER, 502, "HTTP or not", "reach", STATE_CRITICAL,
			"HTTP or not" },
		{ IIQ_ERR_API, 200, "HTTP or not", "reach", STATE_CRITICAL,
			"HTTP or not" },
		{ IIQ_ERR_REDIRECT, 302, "HTTP or not", "reach", STATE_CRITICAL,
			"HTTP or not" },
		{ IIQ_ERR_TIMEOUT, -1, "HTTP or not", "reach", STATE_CRITICAL,
			"HTTP or not" },
		{ IIQ_ERR_RATE_LIMIT, 429, "HTTP or not", "reach",
			STATE_WARNING, "HTTP or not" },
		{ IIQ_ERR_FORBIDDEN, 403, "", "token", STATE_CRITICAL,
			"the token's user lacks the permission" },
		{ IIQ_ERR_AUTH, 401, "", "token", STATE_CRITICAL,
			"token rejected: revoked, malformed, or its user lacks "
			"the permission" },
		{ IIQ_ERR_ARGUMENT, -1, "a bad path", "reach", STATE_UNKNOWN,
			"a bad path" },
		{ IIQ_ERR_TOKEN, -1, "no token", "reach", STATE_UNKNOWN,
			"no token" },
		{ IIQ_ERR_MEMORY, -1, "no memory", "reach", STATE_UNKNOWN,
			"no memory" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		failed(cases[i].error, cases[i].status, cases[i].said);
		expect(cases[i].name, cases[i].state, cases[i].brief);
		ck_assert_int_eq(verdict.state, cases[i].state);
		ck_assert_str_eq(verdict.finding[0].name, cases[i].name);
		expect("expiry", STATE_OK,
			cases[i].error == IIQ_ERR_AUTH
				? "token not expired, 412d left"
				: "token valid 412d");
	}
}
END_TEST

START_TEST(a_sentence_is_told_without_the_request_it_is_about)
{
	static const char *const whole[] = { "name: of: host", "GET x: y",
		"GET /no colon", "" };

	failed(IIQ_ERR_CONNECT, -1, "cannot connect to host: refused");
	expect("reach", STATE_CRITICAL, "cannot connect to host: refused");
	for (size_t i = 0; i < UNIT_COUNT(whole); i++) {
		strcpy(answer->sentence, whole[i]);
		expect("reach", STATE_CRITICAL, whole[i]);
	}
}
END_TEST

START_TEST(without_an_answer_there_is_no_response_time)
{
	failed(IIQ_ERR_CONNECT, -1, "refused");
	policy.time_s.critical = (struct range){ true, false, 0, 0.1 };
	ck_assert_ptr_null(finding("time"));
	failed(IIQ_ERR_SERVER, 500, "");
	policy.time_s.critical = (struct range){ true, false, 0, 0.1 };
	expect("time", STATE_CRITICAL, "API 0.214s (critical 0.1)");
}
END_TEST

START_TEST(a_slow_answer_names_the_limit_it_broke)
{
	all_is_well();
	policy.time_s.warning = (struct range){ true, false, 0, 0.2 };
	policy.time_s.critical = (struct range){ true, false, 0, 5 };
	expect("time", STATE_WARNING, "API 0.214s (warning 0.2)");
	ck_assert_int_eq(verdict.state, STATE_WARNING);
	ck_assert_str_eq(verdict.finding[0].name, "time");
}
END_TEST

START_TEST(an_expiry_is_judged_in_days)
{
	static const struct {
		double days;
		enum state state;
		const char *brief;
	} cases[] = {
		{ 91, STATE_OK, "token valid 91d" },
		{ 90, STATE_OK, "token valid 90d" },
		{ 89.9, STATE_WARNING,
			"token expires in 89d on 2026-09-29 (warning 90:)" },
		{ 30, STATE_WARNING,
			"token expires in 30d on 2026-07-31 (warning 90:)" },
		{ 29.9, STATE_CRITICAL,
			"token expires in 29d on 2026-07-31 (critical 30:)" },
		{ 1.5, STATE_CRITICAL,
			"token expires in 36h on 2026-07-03 (critical 30:)" },
		{ 0.01, STATE_CRITICAL,
			"token expires in 14m on 2026-07-01 (critical 30:)" },
		{ 0, STATE_CRITICAL, "token expired on 2026-07-01" },
		{ -365, STATE_CRITICAL, "token expired on 2025-07-01" },
		{ 1e300, STATE_OK, "token valid 999999d" },
		{ -1e300, STATE_CRITICAL, "token expired on 1-01-01" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		all_is_well();
		facts.claims.expires = (double)noon + cases[i].days * day;
		expect("expiry", cases[i].state, cases[i].brief);
	}
}
END_TEST

START_TEST(expired_is_critical_whatever_the_limits_say)
{
	all_is_well();
	policy.token_days = (struct thresholds){ .warning = { false } };
	facts.claims.expires = (double)noon - 0.5;
	expect("expiry", STATE_CRITICAL, "token expired on 2026-07-01");
}
END_TEST

START_TEST(the_servers_clock_beats_our_own)
{
	double ttl_s;

	all_is_well();
	facts.now = noon - 400 * SECONDS_OF_DAY;
	expect("expiry", STATE_OK, "token valid 412d");
	answer->number[IIQ_SERVER_DATE] = -1;
	expect("expiry", STATE_OK, "token valid 812d");
	ck_assert(judge_token_ttl(&facts, &ttl_s));
	ck_assert_double_eq(ttl_s, 812.5 * day);
}
END_TEST

START_TEST(a_token_without_expiry_is_fine_and_said_so)
{
	all_is_well();
	facts.claims = (struct iiq_claims){ .why_opaque = "two segments" };
	expect("expiry", STATE_OK, "token expiry unknown (opaque token)");
	ck_assert_str_eq(finding("expiry")->detail, "two segments");
	all_is_well();
	facts.claims.has_expires = false;
	expect("expiry", STATE_OK, "token expiry unknown (it names none)");
	all_is_well();
	facts.claims.expires = NAN;
	expect("expiry", STATE_OK, "token expiry unknown (it names none)");
}
END_TEST

START_TEST(a_refused_token_that_has_expired_is_told_once)
{
	failed(IIQ_ERR_AUTH, 401, "HTTP 401");
	facts.claims.expires = (double)noon - day;
	expect("token", STATE_CRITICAL, "");
	expect("expiry", STATE_CRITICAL, "token expired on 2026-06-30");
	ck_assert_str_eq(finding("token")->detail, "HTTP 401");
	facts.claims.expires = (double)noon;
	expect("token", STATE_CRITICAL, "");
}
END_TEST

START_TEST(a_token_that_was_not_tried_is_not_judged)
{
	failed(IIQ_ERR_SERVER, 500, "");
	ck_assert_ptr_null(finding("token"));
}
END_TEST

START_TEST(the_worst_comes_first_and_equals_keep_their_order)
{
	static const char *const order[] = { "reach", "expiry", "time",
		"clock" };

	failed(IIQ_ERR_SERVER, 500, "");
	facts.claims.expires = (double)noon - day;
	policy.time_s.warning = (struct range){ true, false, 0, 0.1 };
	judge(&facts, &policy, &verdict);
	ck_assert_uint_eq(verdict.count, UNIT_COUNT(order));
	for (size_t i = 0; i < UNIT_COUNT(order); i++)
		ck_assert_str_eq(verdict.finding[i].name, order[i]);
	ck_assert_int_eq(verdict.state, STATE_CRITICAL);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_good_answer_is_ok_and_says_how_good,
		each_failure_has_its_state_and_its_words,
		a_sentence_is_told_without_the_request_it_is_about,
		without_an_answer_there_is_no_response_time,
		a_slow_answer_names_the_limit_it_broke,
		an_expiry_is_judged_in_days,
		expired_is_critical_whatever_the_limits_say,
		the_servers_clock_beats_our_own,
		a_token_without_expiry_is_fine_and_said_so,
		a_refused_token_that_has_expired_is_told_once,
		a_token_that_was_not_tried_is_not_judged,
		the_worst_comes_first_and_equals_keep_their_order };

	return unit_run("judge", tests, UNIT_COUNT(tests));
}
