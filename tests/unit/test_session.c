/* test_session.c - settings, and what is wrong with them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "private.h"
#include "unit/unit.h"

static const char site[] = "6f1ec0de-51fe-4a11-9c3d-0123456789ab";

static iiq_session *
new_session(void)
{
	iiq_session *session = NULL;

	ck_assert_int_eq(iiq_session_new(&session), IIQ_OK);
	ck_assert_str_eq(iiq_session_error(session), "");
	return session;
}

static void
says(const iiq_session *session, const char *part)
{
	ck_assert_msg(strstr(iiq_session_error(session), part) != NULL,
		"\"%s\" lacks \"%s\"", iiq_session_error(session), part);
}

START_TEST(a_wrong_text_is_refused_with_its_name_and_a_reason)
{
	static const struct {
		enum iiq_text_option option;
		const char *value;
		enum iiq_error error;
		const char *part;
	} cases[] = {
		{ IIQ_URL, "http://school.example", IIQ_ERR_ARGUMENT,
			"URL \"http://school.example\": http:// is for" },
		{ IIQ_SITE_ID, "7", IIQ_ERR_ARGUMENT, "site id \"7\"" },
		{ IIQ_SITE_ID, "", IIQ_ERR_ARGUMENT, "UUID" },
		{ IIQ_SITE_ID, "6f1ec0de-51fe-4a11-9c3d-0123456789ab\r\nX: y",
			IIQ_ERR_ARGUMENT, "UUID" },
		{ IIQ_PRODUCT_ID, "6f1ec0de-51fe-4a11-9c3d_0123456789ab",
			IIQ_ERR_ARGUMENT, "product id" },
		{ IIQ_TOKEN, "a b", IIQ_ERR_TOKEN, "token: " },
		{ IIQ_CA, "/no/such/file", IIQ_ERR_ARGUMENT,
			"/no/such/file: No such file" },
		{ IIQ_TLS_MIN, "1.1", IIQ_ERR_ARGUMENT, "1.2 nor 1.3" },
		{ IIQ_USER_AGENT, "a\nb", IIQ_ERR_ARGUMENT, "user agent" },
		{ IIQ_PROXY, "http://p\r\n", IIQ_ERR_ARGUMENT, "proxy" },
		{ IIQ_API_FLAGS, "a\x01", IIQ_ERR_ARGUMENT, "API flags" },
		{ (enum iiq_text_option)99, "x", IIQ_ERR_ARGUMENT, "99" },
		{ (enum iiq_text_option) - 1, "x", IIQ_ERR_ARGUMENT, "-1" },
	};
	iiq_session *session = new_session();

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_int_eq(iiq_session_set(session, cases[i].option,
					 cases[i].value),
			cases[i].error);
		says(session, cases[i].part);
	}
	iiq_session_free(session);
}
END_TEST

START_TEST(a_good_text_is_taken_and_null_takes_it_back)
{
	static const struct {
		enum iiq_text_option option;
		const char *value;
	} cases[] = { { IIQ_URL, "school.example" }, { IIQ_SITE_ID, site },
		{ IIQ_PRODUCT_ID, "88DF910C-91aa-e711-80c2-0004ffa00010" },
		{ IIQ_TOKEN, "abc.def" }, { IIQ_PROXY, "http://proxy:3128" },
		{ IIQ_PROXY, "" }, { IIQ_NO_PROXY, "*.example" },
		{ IIQ_CA, "/" }, { IIQ_TLS_MIN, "1.3" },
		{ IIQ_USER_AGENT, "test/1" },
		{ IIQ_API_FLAGS, "OnlySetMappedProperties" } };
	iiq_session *session = new_session();

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		enum iiq_text_option option = cases[i].option;

		ck_assert_int_eq(
			iiq_session_set(session, option, cases[i].value),
			IIQ_OK);
		ck_assert_ptr_nonnull(session->text[option]);
		ck_assert_ptr_ne(session->text[option], cases[i].value);
		ck_assert_int_eq(
			iiq_session_set(session, option, NULL), IIQ_OK);
		ck_assert_ptr_null(session->text[option]);
	}
	iiq_session_free(session);
}
END_TEST

START_TEST(a_password_in_a_url_is_not_repeated)
{
	iiq_session *session = new_session();

	ck_assert_int_eq(iiq_session_set(session, IIQ_URL,
				 "https://me:hunter2@school.example"),
		IIQ_ERR_ARGUMENT);
	ck_assert_ptr_null(strstr(iiq_session_error(session), "hunter2"));
	iiq_session_free(session);
}
END_TEST

START_TEST(numbers_have_limits)
{
	static const struct {
		enum iiq_number_option option;
		long value;
		bool good;
	} cases[] = { { IIQ_TIMEOUT_MS, 1, true },
		{ IIQ_TIMEOUT_MS, 3600000, true }, { IIQ_TIMEOUT_MS, 0, false },
		{ IIQ_TIMEOUT_MS, 3600001, false },
		{ IIQ_TIMEOUT_MS, -1, false },
		{ IIQ_MAX_BODY_BYTES, 1023, false },
		{ IIQ_MAX_BODY_BYTES, 1024, true },
		{ IIQ_ADDRESS_FAMILY, 0, true },
		{ IIQ_ADDRESS_FAMILY, 4, true },
		{ IIQ_ADDRESS_FAMILY, 5, false },
		{ IIQ_ADDRESS_FAMILY, 6, true },
		{ IIQ_ADDRESS_FAMILY, 7, false },
		{ (enum iiq_number_option)9, 1, false } };
	iiq_session *session = new_session();

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_int_eq(iiq_session_set_number(session,
					 cases[i].option, cases[i].value),
			cases[i].good ? IIQ_OK : IIQ_ERR_ARGUMENT);
	iiq_session_free(session);
}
END_TEST

START_TEST(a_call_needs_address_site_token_and_sound_arguments)
{
	static const struct {
		const char *method, *path, *query, *body, *part;
	} cases[] = {
		{ "HEAD", "/x", NULL, NULL, "method \"HEAD\"" },
		{ "get", "/x", NULL, NULL, "method" },
		{ NULL, "/x", NULL, NULL, "no method" },
		{ "GET", NULL, NULL, NULL, "no path" },
		{ "GET", "x", NULL, NULL, "path \"x\"" },
		{ "GET", "/x y", NULL, NULL, "percent" },
		{ "GET", "/x", "a b", NULL, "percent" },
		{ "GET", "/x", NULL, "{}", "no body" },
	};
	iiq_session *session = new_session();
	iiq_reply *reply = (iiq_reply *)session;

	ck_assert_int_eq(iiq_call(session, "GET", "/x", NULL, NULL, &reply),
		IIQ_ERR_ARGUMENT);
	ck_assert_ptr_null(reply);
	says(session, "no URL");
	iiq_session_set(session, IIQ_URL, "http://127.0.0.1:1");
	iiq_call(session, "GET", "/x", NULL, NULL, NULL);
	says(session, "no site id");
	iiq_session_set(session, IIQ_SITE_ID, site);
	ck_assert_int_eq(iiq_call(session, "GET", "/x", NULL, NULL, NULL),
		IIQ_ERR_TOKEN);
	says(session, "no token");
	iiq_session_set(session, IIQ_TOKEN, "abc.def");
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_int_eq(
			iiq_call(session, cases[i].method, cases[i].path,
				cases[i].query, cases[i].body, &reply),
			IIQ_ERR_ARGUMENT);
		ck_assert_ptr_null(reply);
		says(session, cases[i].part);
	}
	iiq_session_free(session);
}
END_TEST

START_TEST(no_session_is_borne)
{
	struct iiq_claims claims;

	iiq_session_free(NULL);
	ck_assert_str_eq(iiq_session_error(NULL), "");
	ck_assert_int_eq(iiq_session_set(NULL, IIQ_URL, "x"), IIQ_ERR_ARGUMENT);
	ck_assert_int_eq(iiq_session_set_number(NULL, IIQ_TIMEOUT_MS, 1),
		IIQ_ERR_ARGUMENT);
	ck_assert_int_eq(
		iiq_session_set_log(NULL, 1, NULL, NULL), IIQ_ERR_ARGUMENT);
	ck_assert_int_eq(iiq_session_find_token(NULL), IIQ_ERR_ARGUMENT);
	ck_assert_int_eq(iiq_session_claims(NULL, &claims), IIQ_ERR_ARGUMENT);
	ck_assert_int_eq(iiq_call(NULL, "GET", "/x", NULL, NULL, NULL),
		IIQ_ERR_ARGUMENT);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		a_wrong_text_is_refused_with_its_name_and_a_reason,
		a_good_text_is_taken_and_null_takes_it_back,
		a_password_in_a_url_is_not_repeated, numbers_have_limits,
		a_call_needs_address_site_token_and_sound_arguments,
		no_session_is_borne
	};

	return unit_run("session", tests, UNIT_COUNT(tests));
}
