/* test_outcome.c - what an answer, or the lack of one, means */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"
#include "unit/unit.h"

enum { SENT = 500 };

START_TEST(a_failure_says_whether_the_server_may_have_acted)
{
	static const struct {
		const char *what;
		enum transport transport;
		int sent, status;
		enum body_kind body;
		bool errors;
		enum iiq_error error;
		enum iiq_certainty certainty;
	} cases[] = {
		{ "clean", TRANSPORT_OK, SENT, 200, BODY_JSON, false, IIQ_OK,
			IIQ_YES },
		{ "created", TRANSPORT_OK, SENT, 201, BODY_JSON, false, IIQ_OK,
			IIQ_YES },
		{ "no content", TRANSPORT_OK, SENT, 204, BODY_NONE, false,
			IIQ_OK, IIQ_YES },
		{ "Errors in 200", TRANSPORT_OK, SENT, 200, BODY_JSON, true,
			IIQ_ERR_API, IIQ_MAYBE },
		{ "empty 200", TRANSPORT_OK, SENT, 200, BODY_NONE, false,
			IIQ_ERR_FORMAT, IIQ_MAYBE },
		{ "HTML in 200", TRANSPORT_OK, SENT, 200, BODY_OTHER, false,
			IIQ_ERR_FORMAT, IIQ_MAYBE },
		{ "large 200", TRANSPORT_TOO_LARGE, SENT, 200, BODY_OTHER,
			false, IIQ_ERR_FORMAT, IIQ_MAYBE },
		{ "cut 200", TRANSPORT_BROKEN, SENT, 200, BODY_JSON, false,
			IIQ_ERR_NETWORK, IIQ_MAYBE },
		{ "slow 200", TRANSPORT_TIMEOUT, SENT, 200, BODY_NONE, false,
			IIQ_ERR_TIMEOUT, IIQ_MAYBE },
		{ "no memory for 200", TRANSPORT_MEMORY, SENT, 200, BODY_JSON,
			false, IIQ_ERR_MEMORY, IIQ_MAYBE },
		{ "redirect", TRANSPORT_OK, SENT, 302, BODY_NONE, false,
			IIQ_ERR_REDIRECT, IIQ_NO },
		{ "400", TRANSPORT_OK, SENT, 400, BODY_JSON, true,
			IIQ_ERR_REJECTED, IIQ_NO },
		{ "401", TRANSPORT_OK, SENT, 401, BODY_JSON, false,
			IIQ_ERR_AUTH, IIQ_NO },
		{ "403", TRANSPORT_OK, SENT, 403, BODY_JSON, false,
			IIQ_ERR_FORBIDDEN, IIQ_NO },
		{ "404", TRANSPORT_OK, SENT, 404, BODY_OTHER, false,
			IIQ_ERR_NOT_FOUND, IIQ_NO },
		{ "404 and cut", TRANSPORT_BROKEN, SENT, 404, BODY_OTHER, false,
			IIQ_ERR_NOT_FOUND, IIQ_NO },
		{ "408", TRANSPORT_OK, SENT, 408, BODY_NONE, false,
			IIQ_ERR_SERVER, IIQ_MAYBE },
		{ "409", TRANSPORT_OK, SENT, 409, BODY_JSON, false,
			IIQ_ERR_CONFLICT, IIQ_MAYBE },
		{ "413", TRANSPORT_OK, SENT, 413, BODY_NONE, false,
			IIQ_ERR_REJECTED, IIQ_NO },
		{ "422", TRANSPORT_OK, SENT, 422, BODY_JSON, false,
			IIQ_ERR_REJECTED, IIQ_NO },
		{ "425", TRANSPORT_OK, SENT, 425, BODY_NONE, false,
			IIQ_ERR_SERVER, IIQ_MAYBE },
		{ "429", TRANSPORT_OK, SENT, 429, BODY_OTHER, false,
			IIQ_ERR_RATE_LIMIT, IIQ_NO },
		{ "500", TRANSPORT_OK, SENT, 500, BODY_JSON, false,
			IIQ_ERR_SERVER, IIQ_MAYBE },
		{ "502 in HTML", TRANSPORT_OK, SENT, 502, BODY_OTHER, false,
			IIQ_ERR_SERVER, IIQ_MAYBE },
		{ "599", TRANSPORT_OK, SENT, 599, BODY_NONE, false,
			IIQ_ERR_SERVER, IIQ_MAYBE },
		{ "refused", TRANSPORT_CONNECT, 0, 0, BODY_NONE, false,
			IIQ_ERR_CONNECT, IIQ_NO },
		{ "no name", TRANSPORT_RESOLVE, 0, 0, BODY_NONE, false,
			IIQ_ERR_RESOLVE, IIQ_NO },
		{ "TLS", TRANSPORT_TLS, 0, 0, BODY_NONE, false, IIQ_ERR_TLS,
			IIQ_NO },
		{ "certificate", TRANSPORT_CERTIFICATE, 0, 0, BODY_NONE, false,
			IIQ_ERR_CERTIFICATE, IIQ_NO },
		{ "CA file", TRANSPORT_SETTING, 0, 0, BODY_NONE, false,
			IIQ_ERR_ARGUMENT, IIQ_NO },
		{ "timeout before", TRANSPORT_TIMEOUT, 0, 0, BODY_NONE, false,
			IIQ_ERR_TIMEOUT, IIQ_NO },
		{ "timeout after", TRANSPORT_TIMEOUT, SENT, 0, BODY_NONE, false,
			IIQ_ERR_TIMEOUT, IIQ_MAYBE },
		{ "one byte went", TRANSPORT_BROKEN, 1, 0, BODY_NONE, false,
			IIQ_ERR_NETWORK, IIQ_MAYBE },
		{ "nothing went", TRANSPORT_BROKEN, 0, 0, BODY_NONE, false,
			IIQ_ERR_NETWORK, IIQ_NO },
		{ "babble", TRANSPORT_NOT_HTTP, SENT, 0, BODY_NONE, false,
			IIQ_ERR_NETWORK, IIQ_MAYBE },
		{ "endless headers", TRANSPORT_TOO_LARGE, SENT, 0, BODY_NONE,
			false, IIQ_ERR_FORMAT, IIQ_MAYBE },
		/* What a TLS failure is called does not matter once bytes went.
		 */
		{ "TLS after", TRANSPORT_TLS, SENT, 0, BODY_NONE, false,
			IIQ_ERR_TLS, IIQ_MAYBE },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const struct facts facts = { cases[i].transport, cases[i].sent,
			cases[i].status, cases[i].body, cases[i].errors, -1,
			-1 };
		struct outcome outcome = outcome_of(&facts);

		ck_assert_msg(outcome.error == cases[i].error, "%s: %s",
			cases[i].what, iiq_strerror(outcome.error));
		ck_assert_msg(outcome.certainty == cases[i].certainty,
			"%s: certainty %d", cases[i].what, outcome.certainty);
		ck_assert_int_eq(outcome.retry_after_s, -1);
	}
}
END_TEST

START_TEST(nothing_sent_means_nothing_done_whatever_happened)
{
	for (int transport = TRANSPORT_OK; transport <= TRANSPORT_TOO_LARGE;
		transport++)
		for (int status = 0; status < 600; status += 50) {
			const struct facts facts = { (enum transport)transport,
				0, status, BODY_JSON, false, -1, -1 };

			ck_assert_int_eq(outcome_of(&facts).certainty, IIQ_NO);
		}
}
END_TEST

START_TEST(only_a_whole_answer_is_a_success)
{
	for (int transport = TRANSPORT_OK; transport <= TRANSPORT_TOO_LARGE;
		transport++)
		for (int status = 0; status < 600; status++) {
			const struct facts facts = { (enum transport)transport,
				SENT, status, BODY_JSON, false, -1, -1 };
			struct outcome outcome = outcome_of(&facts);
			bool good = transport == TRANSPORT_OK &&
				    status >= 200 && status < 300;

			ck_assert_int_eq(outcome.error == IIQ_OK, good);
			ck_assert_int_eq(outcome.certainty == IIQ_YES, good);
		}
}
END_TEST

START_TEST(the_body_says_better_than_the_header_when_to_come_again)
{
	static const struct {
		int64_t body, header, wait;
	} cases[] = { { -1, -1, -1 }, { 60, -1, 60 }, { -1, 30, 30 },
		{ 60, 30, 60 }, { 0, 30, 0 }, { 86401, -1, 86400 },
		{ -1, INT64_MAX, 86400 } };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const struct facts facts = { TRANSPORT_OK, SENT, 429, BODY_JSON,
			false, cases[i].body, cases[i].header };

		ck_assert_int_eq(
			outcome_of(&facts).retry_after_s, cases[i].wait);
	}
}
END_TEST

START_TEST(every_class_has_its_own_words)
{
	for (int a = IIQ_OK; a <= IIQ_ERR_API; a++) {
		ck_assert_str_ne(iiq_strerror((enum iiq_error)a), "");
		for (int b = IIQ_OK; b < a; b++)
			ck_assert_str_ne(iiq_strerror((enum iiq_error)a),
				iiq_strerror((enum iiq_error)b));
	}
	ck_assert_str_eq(iiq_strerror((enum iiq_error)99), "unknown error");
	ck_assert_str_eq(iiq_strerror((enum iiq_error) - 1), "unknown error");
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		a_failure_says_whether_the_server_may_have_acted,
		nothing_sent_means_nothing_done_whatever_happened,
		only_a_whole_answer_is_a_success,
		the_body_says_better_than_the_header_when_to_come_again,
		every_class_has_its_own_words
	};

	return unit_run("outcome", tests, UNIT_COUNT(tests));
}
