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
	expect("expiry", STATE_OK, "token expiry unknown (it names no date)");
	all_is_well();
	facts.claims.expires = NAN;
	expect("expiry", STATE_OK, "token expiry unknown (it names no date)");
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

START_TEST(states_of_failures_can_be_chosen)
{
	static const struct {
		enum iiq_error error;
		int status;
		enum state state;
	} cases[] = {
		{ IIQ_ERR_TIMEOUT, -1, STATE_WARNING },
		{ IIQ_ERR_RESOLVE, -1, STATE_UNKNOWN },
		{ IIQ_ERR_CONNECT, -1, STATE_UNKNOWN },
		{ IIQ_ERR_TLS, -1, STATE_UNKNOWN },
		{ IIQ_ERR_NETWORK, -1, STATE_UNKNOWN },
		{ IIQ_ERR_CERTIFICATE, -1, STATE_CRITICAL },
		{ IIQ_ERR_RATE_LIMIT, 429, STATE_OK },
		{ IIQ_ERR_AUTH, 401, STATE_WARNING },
		{ IIQ_ERR_FORBIDDEN, 403, STATE_WARNING },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		failed(cases[i].error, cases[i].status, "");
		policy.timeout = STATE_WARNING;
		policy.unreachable = STATE_UNKNOWN;
		policy.rate_limit = STATE_OK;
		policy.auth = STATE_WARNING;
		judge(&facts, &policy, &verdict);
		ck_assert_int_eq(verdict.state, cases[i].state);
	}
	all_is_well();
	policy.auth = STATE_WARNING;
	facts.claims.expires = (double)noon - day;
	expect("expiry", STATE_WARNING, "token expired on 2026-06-30");
}
END_TEST

START_TEST(a_certificate_is_judged_by_the_earliest_end_and_the_servers_clock)
{
	all_is_well();
	ck_assert_ptr_null(finding("certificate"));
	answer->number[IIQ_CERTIFICATE_END] = noon + 61 * SECONDS_OF_DAY;
	expect("certificate", STATE_OK, "certificate 61d");
	answer->number[IIQ_CERTIFICATE_END] = noon + 20 * SECONDS_OF_DAY;
	expect("certificate", STATE_WARNING,
		"certificate expires in 20d on 2026-07-21 (warning 21:)");
	answer->number[IIQ_SERVER_DATE] = noon + 14 * SECONDS_OF_DAY;
	expect("certificate", STATE_CRITICAL,
		"certificate expires in 6d on 2026-07-21 (critical 7:)");
	answer->number[IIQ_SERVER_DATE] = noon + 20 * SECONDS_OF_DAY;
	expect("certificate", STATE_CRITICAL,
		"certificate expired on 2026-07-21 (critical 7:)");
}
END_TEST

START_TEST(a_certificate_is_told_by_the_first_request_alone)
{
	all_is_well();
	answered(ANSWER_ALIVE, IIQ_OK, 200)->number[IIQ_CERTIFICATE_END] =
		noon + 61 * SECONDS_OF_DAY;
	expect("certificate", STATE_OK, "certificate 61d");
}
END_TEST

START_TEST(clocks_may_differ_by_so_much_and_no_more)
{
	static const struct {
		int ahead;
		enum state state;
		const char *brief;
	} cases[] = {
		{ 300, STATE_OK, "" },
		{ -300, STATE_OK, "" },
		{ 301, STATE_WARNING,
			"own clock 301s ahead of the server's (at most 300s)" },
		{ -301, STATE_WARNING,
			"own clock 301s behind the server's (at most 300s)" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		all_is_well();
		answer->ended = noon + cases[i].ahead;
		expect("clock", cases[i].state, cases[i].brief);
	}
	all_is_well();
	answer->ended = noon - 5;
	ck_assert_str_eq(finding("clock")->detail, "5s behind the server's");
	answer->number[IIQ_SERVER_DATE] = -1;
	ck_assert_ptr_null(finding("clock"));
}
END_TEST

START_TEST(a_token_from_the_future_tells_of_a_wrong_clock)
{
	all_is_well();
	facts.claims.has_issued = true;
	facts.claims.issued = (double)noon + 300;
	expect("clock", STATE_OK, "");
	answer->number[IIQ_SERVER_DATE] = -1;
	ck_assert_str_eq(
		finding("clock")->detail, "token issued on 2026-07-01");
	answer->number[IIQ_SERVER_DATE] = noon;
	facts.claims.issued = (double)noon + 2 * day;
	expect("clock", STATE_WARNING,
		"token issued in the future, on 2026-07-03");
	facts.answer[ANSWER_TOKEN].asked = false;
	expect("clock", STATE_WARNING,
		"token issued in the future, on 2026-07-03");
}
END_TEST

START_TEST(another_site_is_named)
{
	static const char other[] = "00000000-51fe-4a11-9c3d-0123456789ab";
	static const char same[] = "6F1EC0DE-51FE-4A11-9C3D-0123456789AB";

	all_is_well();
	ck_assert_ptr_null(finding("site"));
	strcpy(answer->site, same);
	strcpy(facts.claims.issuer, same);
	expect("site", STATE_OK, "");
	strcpy(facts.claims.issuer, other);
	expect("site", STATE_WARNING,
		"token is of site 00000000-51fe-4a11-9c3d-0123456789ab, not "
		"6f1ec0de-51fe-4a11-9c3d-0123456789ab");
	strcpy(answer->site, other);
	expect("site", STATE_CRITICAL,
		"answered for site 00000000-51fe-4a11-9c3d-0123456789ab, not "
		"6f1ec0de-51fe-4a11-9c3d-0123456789ab");
	policy.site_id = NULL;
	expect("site", STATE_OK, "");
	all_is_well();
	strcpy(answer->site, "00000000-0000-0000-0000-000000000000");
	expect("site", STATE_OK, "");
	all_is_well();
	strcpy(facts.claims.issuer, "https://district.incidentiq.com");
	ck_assert_ptr_null(finding("site"));
	snprintf(facts.claims.issuer, sizeof(facts.claims.issuer),
		"https://district.incidentiq.com/{%s}", other);
	expect("site", STATE_WARNING,
		"token is of site 00000000-51fe-4a11-9c3d-0123456789ab, not "
		"6f1ec0de-51fe-4a11-9c3d-0123456789ab");
}
END_TEST

START_TEST(an_issuer_that_is_no_site_says_nothing)
{
	all_is_well();
	strcpy(facts.claims.issuer, "https://id.example/of/thirty-six/x/y");
	ck_assert_uint_eq(strlen(facts.claims.issuer), 36);
	ck_assert_ptr_null(finding("site"));
	memset(facts.claims.issuer, '-', 36);
	ck_assert_ptr_null(finding("site"));
}
END_TEST

START_TEST(what_befell_every_request_is_told_once)
{
	failed(IIQ_ERR_SERVER, 503, "HTTP 503");
	answered(ANSWER_ALIVE, IIQ_ERR_SERVER, 503);
	expect("alive", STATE_CRITICAL, "");
	answered(ANSWER_TOKEN, IIQ_OK, 200);
	strcpy(facts.answer[ANSWER_ALIVE].sentence, "GET /a: HTTP 503");
	expect("alive", STATE_CRITICAL, "not alive: HTTP 503");
}
END_TEST

START_TEST(a_failure_that_only_the_body_tells_is_told_as_well)
{
	all_is_well();
	answer->number[IIQ_BODY_STATUS] = 200;
	expect("token", STATE_OK, "");
	answer->number[IIQ_BODY_STATUS] = 401;
	expect("token", STATE_WARNING,
		"token answered HTTP 200, but with StatusCode 401");
	ck_assert_str_eq(finding("token")->detail, "");
	answer->number[IIQ_BODY_STATUS] = 4000000000000;
	expect("token", STATE_WARNING,
		"token answered HTTP 200, but with StatusCode 4000000000000");
	answered(ANSWER_PERMISSION + 2, IIQ_OK, 200);
	facts.answer[ANSWER_PERMISSION + 2].number[IIQ_BODY_STATUS] = 403;
	expect("permissions", STATE_OK, "0/1 permissions");
	expect("permission", STATE_WARNING,
		"users answered HTTP 200, but with StatusCode 403");
	answered(ANSWER_ALIVE, IIQ_OK, 200);
	strcpy(facts.answer[ANSWER_ALIVE].message, "DOWN");
	expect("alive", STATE_OK, "");
	ck_assert_str_eq(
		finding("alive")->detail, "GET /sites/isalive says DOWN");
	facts.answer[ANSWER_ALIVE].number[IIQ_BODY_STATUS] = 500;
	expect("alive", STATE_WARNING,
		"alive answered HTTP 200, but with StatusCode 500: DOWN");
}
END_TEST

START_TEST(silence_at_the_first_request_is_told_as_reach)
{
	all_is_well();
	*answer = (struct answer){ .asked = false };
	answered(ANSWER_ALIVE, IIQ_ERR_TIMEOUT, -1);
	strcpy(facts.answer[ANSWER_ALIVE].sentence, "GET /a: no answer");
	expect("reach", STATE_CRITICAL, "no answer");
	ck_assert_ptr_null(finding("alive"));
	ck_assert_ptr_null(finding("token"));
	ck_assert_ptr_null(finding("time"));
}
END_TEST

START_TEST(nothing_asked_leaves_the_token_alone)
{
	all_is_well();
	*answer = (struct answer){ .asked = false };
	expect("expiry", STATE_OK, "token valid 412d");
	ck_assert_uint_eq(verdict.count, 1);
}
END_TEST

START_TEST(a_permission_is_required_or_wanted)
{
	const int tickets = ANSWER_PERMISSION, users = ANSWER_PERMISSION + 2;

	all_is_well();
	policy.required = 1;
	policy.wanted = 1 | 4;
	answered(tickets, IIQ_OK, 200);
	answered(users, IIQ_ERR_AUTH, 401);
	expect("permissions", STATE_OK, "1/2 permissions");
	expect("permission", STATE_WARNING,
		"no permission to read users (HTTP 401)");
	answered(tickets, IIQ_ERR_FORBIDDEN, 403);
	expect("permission", STATE_CRITICAL,
		"no permission to read tickets (HTTP 403)");
	ck_assert_str_eq(finding("permission")->object, "tickets");
	answered(tickets, IIQ_ERR_NOT_FOUND, 404);
	expect("permission", STATE_CRITICAL,
		"tickets cannot be read: there is no POST /tickets");
	answered(tickets, IIQ_OK, 200);
	answered(users, IIQ_ERR_SERVER, 500);
	expect("permission", STATE_CRITICAL, "users: ");
	answered(tickets, IIQ_ERR_TIMEOUT, -1);
	answered(users, IIQ_OK, 200);
	policy.timeout = STATE_UNKNOWN;
	expect("permission", STATE_UNKNOWN, "tickets: ");
	ck_assert_ptr_null(finding("time"));
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
		the_worst_comes_first_and_equals_keep_their_order,
		states_of_failures_can_be_chosen,
		a_certificate_is_judged_by_the_earliest_end_and_the_servers_clock,
		a_certificate_is_told_by_the_first_request_alone,
		clocks_may_differ_by_so_much_and_no_more,
		a_token_from_the_future_tells_of_a_wrong_clock,
		another_site_is_named, an_issuer_that_is_no_site_says_nothing,
		what_befell_every_request_is_told_once,
		a_failure_that_only_the_body_tells_is_told_as_well,
		silence_at_the_first_request_is_told_as_reach,
		nothing_asked_leaves_the_token_alone,
		a_permission_is_required_or_wanted };

	return unit_run("judge", tests, UNIT_COUNT(tests));
}
