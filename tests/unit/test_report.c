/* test_report.c - a verdict as a monitoring core reads it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "unit/unit.h"

static const double day = SECONDS_OF_DAY;

static struct policy policy = {
	.time_s = { .warning = { true, false, 0, 2 },
		.critical = { true, false, 0, 5 } },
	.token_days = { .warning = { true, false, 90, INFINITY },
		.critical = { true, false, 30, INFINITY } },
	.certificate_days = { .warning = { true, false, 21, INFINITY },
		.critical = { true, false, 7, INFINITY } },
};
static struct facts facts;
static struct answer *const answer = &facts.answer[ANSWER_TOKEN];
static struct verdict verdict;
static char line[REPORT_LINE];

static void
nothing_is_known(void)
{
	facts = (struct facts){ .now = 0 };
	answer->asked = true;
	for (int i = 0; i < ANSWER_NUMBERS; i++)
		answer->number[i] = -1;
	verdict = (struct verdict){ .state = STATE_OK };
}

static void
everything_is_known(void)
{
	nothing_is_known();
	facts.claims = (struct iiq_claims){
		.is_jwt = true, .has_expires = true, .expires = 412 * day + 0.5
	};
	answer->number[IIQ_STATUS] = 200;
	answer->number[IIQ_SERVER_DATE] = 0;
	answer->number[IIQ_TIME_RESOLVE_US] = 1000;
	answer->number[IIQ_TIME_CONNECT_US] = 2000;
	answer->number[IIQ_TIME_TLS_US] = 30000;
	answer->number[IIQ_TIME_PROCESSING_US] = 4;
	answer->number[IIQ_TIME_TRANSFER_US] = 0;
	facts.elapsed_s = 0.214;
	answer->number[IIQ_CERTIFICATE_END] = 61 * SECONDS_OF_DAY;
	answer->ended = -3;
	answer->number[IIQ_BODY_BYTES] = 1234;
	answer->number[IIQ_EXECUTION_MS] = 12;
}

static void
add_finding(const char *name, enum state state, const char *brief)
{
	struct finding *finding = &verdict.finding[verdict.count++];

	*finding =
		(struct finding){ .name = name, .object = "", .state = state };
	snprintf(finding->brief, sizeof(finding->brief), "%s", brief);
	verdict.state = state_worse(verdict.state, state);
}

START_TEST(the_first_line_says_state_findings_and_numbers)
{
	everything_is_known();
	add_finding("reach", STATE_OK, "");
	add_finding("time", STATE_OK, "API 0.214s");
	add_finding("expiry", STATE_OK, "token valid 412d");
	report_verdict(&verdict, &facts, &policy, line);
	ck_assert_str_eq(line,
		"INCIDENTIQ OK: API 0.214s, token valid 412d | "
		"time=0.214s;2;5;0 time_resolve=0.001s time_connect=0.002s "
		"time_tls=0.03s time_processing=0.000004s time_transfer=0s "
		"size=1234B token_ttl=35596800s;7776000:;2592000: "
		"cert_ttl=5270400s;1814400:;604800: clock_skew=-3s "
		"server_time=0.012s\n");
}
END_TEST

START_TEST(what_was_not_measured_is_left_out)
{
	nothing_is_known();
	add_finding("reach", STATE_CRITICAL, "no answer");
	report_verdict(&verdict, &facts, &policy, line);
	ck_assert_str_eq(line, "INCIDENTIQ CRITICAL: no answer\n");
}
END_TEST

START_TEST(a_refused_connection_has_phases_but_no_response_time)
{
	nothing_is_known();
	answer->number[IIQ_TIME_RESOLVE_US] = 1000;
	facts.elapsed_s = 0.002;
	answer->number[IIQ_BODY_BYTES] = 0;
	add_finding("reach", STATE_CRITICAL, "refused");
	report_verdict(&verdict, &facts, &policy, line);
	ck_assert_str_eq(
		line, "INCIDENTIQ CRITICAL: refused | time_resolve=0.001s\n");
}
END_TEST

START_TEST(an_expired_token_has_a_negative_ttl_and_an_absurd_one_none)
{
	nothing_is_known();
	facts.claims =
		(struct iiq_claims){ .has_expires = true, .expires = -2.5 };
	report_verdict(&verdict, &facts, &policy, line);
	ck_assert_ptr_nonnull(strstr(line, "| token_ttl=-2s;7776000:;"));
	facts.claims.expires = 1e300;
	report_verdict(&verdict, &facts, &policy, line);
	ck_assert_ptr_null(strstr(line, "token_ttl"));
}
END_TEST

START_TEST(foreign_text_cannot_forge_perfdata_or_lines)
{
	everything_is_known();
	add_finding("reach", STATE_CRITICAL,
		"a|b=1\nc\r\033[31md\xff | time=9s;;;");
	report_verdict(&verdict, &facts, &policy, line);
	ck_assert_ptr_eq(strchr(line, '|'), strrchr(line, '|'));
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
	ck_assert_ptr_null(strchr(line, '\033'));
	ck_assert_ptr_null(strstr(line, "\xff"));
	report_finding(&verdict.finding[0], line);
	ck_assert_ptr_null(strchr(line, '|'));
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
}
END_TEST

/* The longest of everything: the numbers are whole, the text is cut. */
START_TEST(the_first_line_fits_into_one_kilobyte)
{
	static const struct range wide = { true, true, -999999999999999.5,
		999999999999999.5 };
	struct policy widest = { .time_s = { wide, wide },
		.token_days = { wide, wide },
		.certificate_days = { wide, wide } };
	char text[256];

	everything_is_known();
	for (int i = 0; i < ANSWER_NUMBERS; i++)
		answer->number[i] = INT64_MAX;
	facts.claims.expires = -1e15;
	answer->number[IIQ_SERVER_DATE] = 0;
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		strcpy(text + i, "\xc3\xa9");
	for (int i = 0; i < JUDGE_MAX; i++)
		add_finding("reach", STATE_CRITICAL, text);
	report_verdict(&verdict, &facts, &widest, line);
	ck_assert_uint_lt(strlen(line), REPORT_LINE);
	ck_assert_str_eq(line + strlen(line) - 2, "s\n");
	ck_assert_ptr_nonnull(strstr(line, " server_time="));
	ck_assert_ptr_nonnull(strstr(line, "\xc3\xa9 | time="));
}
END_TEST

START_TEST(a_finding_says_what_is_known_beyond_its_first_words)
{
	struct finding finding = { "token", "", STATE_OK, "", "accepted" };

	report_finding(&finding, line);
	ck_assert_str_eq(line, "token OK: accepted\n");
	strcpy(finding.brief, "fine");
	report_finding(&finding, line);
	ck_assert_str_eq(line, "token OK: fine, accepted\n");
	finding.detail[0] = '\0';
	report_finding(&finding, line);
	ck_assert_str_eq(line, "token OK: fine\n");
	finding.object = "bucket";
	report_finding(&finding, line);
	ck_assert_str_eq(line, "token bucket OK: fine\n");
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { the_first_line_says_state_findings_and_numbers,
		what_was_not_measured_is_left_out,
		a_refused_connection_has_phases_but_no_response_time,
		an_expired_token_has_a_negative_ttl_and_an_absurd_one_none,
		foreign_text_cannot_forge_perfdata_or_lines,
		the_first_line_fits_into_one_kilobyte,
		a_finding_says_what_is_known_beyond_its_first_words };

	return unit_run("report", tests, UNIT_COUNT(tests));
}
