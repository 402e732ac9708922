/* test_call.c - one request against a server that does its worst */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "fake/scripted.h"
#include "incidentiq.h"
#include "unit/unit.h"

#define OK_JSON                                                                \
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"                \
	"Content-Length: 18\r\n\r\n{\"StatusCode\":200}"

static const char site[] = "6f1ec0de-51fe-4a11-9c3d-0123456789ab";
static const char token[] = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.canary-canary";

static iiq_session *
open_session(const char *url)
{
	iiq_session *session = NULL;

	ck_assert_int_eq(iiq_session_new(&session), IIQ_OK);
	ck_assert_int_eq(iiq_session_set(session, IIQ_URL, url), IIQ_OK);
	ck_assert_int_eq(iiq_session_set(session, IIQ_SITE_ID, site), IIQ_OK);
	ck_assert_int_eq(iiq_session_set(session, IIQ_TOKEN, token), IIQ_OK);
	iiq_session_set_number(session, IIQ_TIMEOUT_MS, 20000);
	return session;
}

static void
says(const iiq_session *session, const char *part)
{
	ck_assert_msg(strstr(iiq_session_error(session), part) != NULL,
		"\"%s\" lacks \"%s\"", iiq_session_error(session), part);
}

/* ---- What goes out ---- */

START_TEST(a_get_carries_exactly_the_headers_of_the_api)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	char wanted[1024];

	iiq_session_set(session, IIQ_USER_AGENT, "test/1");
	ck_assert_int_eq(iiq_call(session, "GET", "/tickets/statuses", "$s=1",
				 NULL, NULL),
		IIQ_OK);
	ck_assert_str_eq(iiq_session_error(session), "");
	snprintf(wanted, sizeof wanted,
		"GET /api/v1.0/tickets/statuses?$s=1 HTTP/1.1\r\n"
		"Host: %s\r\nUser-Agent: test/1\r\n"
		"Authorization: Bearer %s\r\nSiteId: %s\r\n"
		"Client: ApiClient\r\nAccept: application/json\r\n\r\n",
		scripted_url(server) + strlen("http://"), token, site);
	ck_assert_str_eq(scripted_request(server, 0), wanted);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

START_TEST(a_post_names_its_type_only_when_it_has_a_body)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	const char *text;
	size_t connections;

	iiq_session_set(session, IIQ_PRODUCT_ID, site);
	iiq_session_set(session, IIQ_API_FLAGS, "OnlySetMappedProperties");
	ck_assert_int_eq(
		iiq_call(session, "POST", "/a", NULL, "{\"b\":1}", NULL),
		IIQ_OK);
	ck_assert_int_eq(
		iiq_call(session, "POST", "/c", NULL, NULL, NULL), IIQ_OK);
	ck_assert_int_eq(
		iiq_call(session, "DELETE", "/d", NULL, NULL, NULL), IIQ_OK);
	ck_assert_int_eq(
		iiq_call(session, "PUT", "/e", NULL, "[]", NULL), IIQ_OK);

	text = scripted_request(server, 0);
	ck_assert_ptr_nonnull(
		strstr(text, "\r\nContent-Type: application/json\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "\r\n\r\n{\"b\":1}"));
	ck_assert_ptr_nonnull(strstr(text, "\r\nProductId: 6f1ec0de"));
	ck_assert_ptr_nonnull(
		strstr(text, "\r\nApiFlags: OnlySetMappedProperties\r\n"));
	ck_assert_ptr_null(strstr(text, "Expect"));
	text = scripted_request(server, 1);
	ck_assert_ptr_nonnull(strstr(text, "POST /api/v1.0/c HTTP"));
	ck_assert_ptr_nonnull(strstr(text, "\r\nContent-Length: 0\r\n"));
	ck_assert_ptr_null(strstr(text, "Content-Type"));
	text = scripted_request(server, 2);
	ck_assert_ptr_nonnull(strstr(text, "DELETE /api/v1.0/d HTTP"));
	ck_assert_ptr_null(strstr(text, "Content-"));
	ck_assert_ptr_nonnull(
		strstr(scripted_request(server, 3), "PUT /api/v1.0/e HTTP"));
	iiq_session_free(session);
	scripted_stop(server, NULL, &connections);
	ck_assert_uint_eq(connections, 1);
}
END_TEST

START_TEST(a_large_body_goes_out_whole_and_without_asking)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	/* Above 1 MiB libcurl would ask "Expect: 100-continue" first. */
	static char body[1200001];
	iiq_reply *reply;

	memset(body, ' ', sizeof body - 1);
	body[0] = '[';
	body[sizeof body - 2] = ']';
	ck_assert_int_eq(
		iiq_call(session, "POST", "/a", NULL, body, &reply), IIQ_OK);
	ck_assert_ptr_nonnull(strstr(scripted_request(server, 0), body));
	ck_assert_ptr_null(strstr(scripted_request(server, 0), "Expect"));
	ck_assert_int_gt(
		iiq_reply_number(reply, IIQ_BYTES_SENT), sizeof body - 1);
	iiq_reply_free(reply);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

/* ---- What comes back ---- */

#define HTTP(status, fields, body)                                             \
	"HTTP/1.1 " status "\r\n" fields "Connection: close\r\n\r\n" body

START_TEST(every_answer_is_judged)
{
	static const struct {
		const char *answer;
		enum scripted_action after;
		enum iiq_error error;
		enum iiq_certainty certainty;
		int status;
		const char *sentence;
	} cases[] = {
		{ HTTP("200 OK", "", "{\"Message\":\"OK\"}"), SCRIPTED_CLOSE,
			IIQ_OK, IIQ_YES, 200, "" },
		{ HTTP("204 No Content", "", ""), SCRIPTED_CLOSE, IIQ_OK,
			IIQ_YES, 204, "" },
		{ "HTTP/1.1 100 Continue\r\n\r\n" HTTP("201 Created", "", "{}"),
			SCRIPTED_CLOSE, IIQ_OK, IIQ_YES, 201, "" },
		{ HTTP("200 OK", "Content-Length: 0\r\n", ""), SCRIPTED_CLOSE,
			IIQ_ERR_FORMAT, IIQ_MAYBE, 200, "the body is empty" },
		{ HTTP("200 OK", "", "<html>hello</html>"), SCRIPTED_CLOSE,
			IIQ_ERR_FORMAT, IIQ_MAYBE, 200,
			"POST /t: HTTP 200, but the body is not JSON" },
		{ HTTP("200 OK", "", "{\"a\":"), SCRIPTED_CLOSE, IIQ_ERR_FORMAT,
			IIQ_MAYBE, 200, "not JSON" },
		{ HTTP("200 OK", "",
			  "{\"Errors\":[{\"Field\":\"F\",\"Message\":\"m\"}]}"),
			SCRIPTED_CLOSE, IIQ_ERR_API, IIQ_MAYBE, 200,
			"POST /t: HTTP 200 with errors: F: m" },
		{ HTTP("302 Found", "Location: https://sso.example/x?y\r\n",
			  ""),
			SCRIPTED_CLOSE, IIQ_ERR_REDIRECT, IIQ_NO, 302,
			"POST /t: HTTP 302: redirect to sso.example is not" },
		{ HTTP("304 Not Modified", "", ""), SCRIPTED_CLOSE,
			IIQ_ERR_REDIRECT, IIQ_NO, 304, "HTTP 304" },
		{ HTTP("400 Bad Request", "",
			  "{\"Message\":\"Wrong\",\"Errors\":"
			  "{\"Subject\":[\"Subject is required\"]}}"),
			SCRIPTED_CLOSE, IIQ_ERR_REJECTED, IIQ_NO, 400,
			"POST /t: HTTP 400: Wrong (Subject: Subject is "
			"required)" },
		{ HTTP("401 Unauthorized", "",
			  "{\"Message\":\"Invalid or expired token\"}"),
			SCRIPTED_CLOSE, IIQ_ERR_AUTH, IIQ_NO, 401,
			"POST /t: HTTP 401: Invalid or expired token" },
		{ HTTP("403 Forbidden", "", ""), SCRIPTED_CLOSE,
			IIQ_ERR_FORBIDDEN, IIQ_NO, 403,
			"POST /t: HTTP 403: Forbidden" },
		{ HTTP("404", "", ""), SCRIPTED_CLOSE, IIQ_ERR_NOT_FOUND,
			IIQ_NO, 404, "POST /t: HTTP 404" },
		{ HTTP("409 Conflict", "", "{\"ErrorKey\":\"IN_USE\"}"),
			SCRIPTED_CLOSE, IIQ_ERR_CONFLICT, IIQ_MAYBE, 409,
			"HTTP 409: Conflict" },
		{ HTTP("429 Too Many", "", "slow down"), SCRIPTED_CLOSE,
			IIQ_ERR_RATE_LIMIT, IIQ_NO, 429, "HTTP 429: Too Many" },
		{ HTTP("500 Internal Server Error", "", "<html>"),
			SCRIPTED_CLOSE, IIQ_ERR_SERVER, IIQ_MAYBE, 500,
			"POST /t: HTTP 500: Internal Server Error" },
		/* Bytes that lie. */
		{ "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}",
			SCRIPTED_CLOSE, IIQ_ERR_NETWORK, IIQ_MAYBE, 200,
			"broke in the body" },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}",
			SCRIPTED_RESET, IIQ_ERR_NETWORK, IIQ_MAYBE, 200,
			"broke in the body" },
		{ "HTTP/1.1 404 Not Found\r\nContent-Length: 50\r\n\r\nx",
			SCRIPTED_CLOSE, IIQ_ERR_NOT_FOUND, IIQ_NO, 404,
			"HTTP 404: Not Found" },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}",
			SCRIPTED_CLOSE, IIQ_ERR_FORMAT, IIQ_MAYBE, 200,
			"not JSON" },
		{ "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
			SCRIPTED_CLOSE, IIQ_ERR_NETWORK, IIQ_MAYBE, -1, "" },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "zz\r\n",
			SCRIPTED_CLOSE, IIQ_ERR_NETWORK, IIQ_MAYBE, 200, "" },
		{ "HTTP/1.1 200 OK\r\nContent-Ty", SCRIPTED_CLOSE,
			IIQ_ERR_NETWORK, IIQ_MAYBE, -1, "" },
		{ "HTTP/1.1 404 Not Found\r\nContent-Ty", SCRIPTED_RESET,
			IIQ_ERR_NETWORK, IIQ_MAYBE, -1, "broke in the header" },
		{ "HTTP/1.1 100 Continue\r\n\r\n", SCRIPTED_CLOSE,
			IIQ_ERR_NETWORK, IIQ_MAYBE, -1, "in the header" },
		{ "", SCRIPTED_CLOSE, IIQ_ERR_NETWORK, IIQ_MAYBE, -1,
			"broke before the answer" },
		{ "", SCRIPTED_RESET, IIQ_ERR_NETWORK, IIQ_MAYBE, -1,
			"broke before the answer" },
		{ "220 mail.example ESMTP\r\n", SCRIPTED_CLOSE, IIQ_ERR_NETWORK,
			IIQ_MAYBE, -1, "is not HTTP" },
		{ "HTTP/9.9 abc\r\n\r\n", SCRIPTED_CLOSE, IIQ_ERR_NETWORK,
			IIQ_MAYBE, -1, "" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const struct scripted_step steps[] = {
			{ SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, cases[i].answer },
			{ cases[i].after, NULL }, { SCRIPTED_ACCEPT, NULL },
			{ SCRIPTED_READ, NULL }, { SCRIPTED_END, NULL }
		};
		struct scripted *server = scripted_start(steps);
		iiq_session *session = open_session(scripted_url(server));
		iiq_reply *reply = NULL;
		enum iiq_error error =
			iiq_call(session, "POST", "/t", NULL, "{}", &reply);
		size_t requests;

		ck_assert_msg(error == cases[i].error, "%s: %s: %s",
			cases[i].answer, iiq_strerror(error),
			iiq_session_error(session));
		ck_assert_msg(iiq_certainty(reply) == cases[i].certainty,
			"%s: certainty %d", cases[i].answer,
			iiq_certainty(reply));
		ck_assert_msg(
			iiq_reply_number(reply, IIQ_STATUS) == cases[i].status,
			"%s", cases[i].answer);
		says(session, cases[i].sentence);
		if (error == IIQ_OK)
			ck_assert_str_eq(iiq_session_error(session), "");
		ck_assert_int_gt(iiq_reply_number(reply, IIQ_BYTES_SENT), 100);
		iiq_reply_free(reply);
		iiq_session_free(session);
		scripted_stop(server, &requests, NULL);
		ck_assert_msg(requests == 1, "%s: sent %zu times",
			cases[i].answer, requests);
	}
}
END_TEST

START_TEST(a_flood_is_cut_off)
{
	static char line[1025];
	static const struct {
		const char *start, *sentence;
		enum iiq_error error;
		enum iiq_certainty certainty;
	} cases[] = {
		{ "HTTP/1.1 200 OK\r\n", "headers of the answer exceed",
			IIQ_ERR_FORMAT, IIQ_MAYBE },
		{ "HTTP/1.1 200 OK\r\n\r\n", "the body exceeds 4096 bytes",
			IIQ_ERR_FORMAT, IIQ_MAYBE },
		{ "HTTP/1.1 404 Not Found\r\n\r\n", "HTTP 404: Not Found",
			IIQ_ERR_NOT_FOUND, IIQ_NO },
		{ "HTTP/1.1 500 Oops\r\n\r\n", "HTTP 500: Oops", IIQ_ERR_SERVER,
			IIQ_MAYBE },
	};

	memset(line, 'a', sizeof line - 1);
	memcpy(line, "X: ", 3);
	memcpy(line + sizeof line - 3, "\r\n", 2);
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const struct scripted_step steps[] = {
			{ SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, cases[i].start },
			{ SCRIPTED_FLOOD, line }, { SCRIPTED_END, NULL }
		};
		struct scripted *server = scripted_start(steps);
		iiq_session *session = open_session(scripted_url(server));
		iiq_reply *reply;

		iiq_session_set_number(session, IIQ_MAX_BODY_BYTES, 4096);
		ck_assert_int_eq(
			iiq_call(session, "POST", "/t", NULL, "{}", &reply),
			cases[i].error);
		ck_assert_int_eq(iiq_certainty(reply), cases[i].certainty);
		says(session, cases[i].sentence);
		ck_assert_int_le(iiq_reply_number(reply, IIQ_BODY_BYTES), 4096);
		iiq_reply_free(reply);
		iiq_session_free(session);
		scripted_stop(server, NULL, NULL);
	}
}
END_TEST

START_TEST(the_deadline_holds_and_names_the_phase)
{
	static const struct {
		struct scripted_step steps[4];
		bool tls;
		const char *sentence;
		enum iiq_certainty certainty;
	} cases[] = {
		{ { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_SILENCE, NULL } },
			true, "TLS handshake timed out after 300 ms with 127.",
			IIQ_NO },
		{ { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_SILENCE, NULL } },
			false, "GET /t: no answer from 127.0.0.1:", IIQ_MAYBE },
		{ { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			  { SCRIPTED_DRIP, "HTTP/1.1 200 OK\r\nX: 12345678" } },
			false, "within 300 ms", IIQ_MAYBE },
		{ { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			  { SCRIPTED_SEND, "HTTP/1.1 200 OK\r\n\r\n{" },
			  { SCRIPTED_SILENCE, NULL } },
			false, "was not complete within 300 ms", IIQ_MAYBE },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct scripted_step steps[6] = { { SCRIPTED_END, NULL } };
		struct scripted *server;
		iiq_session *session;
		iiq_reply *reply;
		char url[80];

		memcpy(steps, cases[i].steps, sizeof cases[i].steps);
		server = scripted_start(steps);
		snprintf(url, sizeof url, "%s%s",
			cases[i].tls ? "https" : "http",
			scripted_url(server) + strlen("http"));
		session = open_session(url);
		iiq_session_set_number(session, IIQ_TIMEOUT_MS, 300);
		ck_assert_int_eq(
			iiq_call(session, "GET", "/t", NULL, NULL, &reply),
			IIQ_ERR_TIMEOUT);
		says(session, cases[i].sentence);
		ck_assert_int_eq(iiq_certainty(reply), cases[i].certainty);
		ck_assert_int_ge(
			iiq_reply_number(reply, IIQ_TIME_TOTAL_US), 250000);
		ck_assert_int_lt(
			iiq_reply_number(reply, IIQ_TIME_TOTAL_US), 5000000);
		iiq_reply_free(reply);
		iiq_session_free(session);
		scripted_stop(server, NULL, NULL);
	}
}
END_TEST

START_TEST(what_never_left_was_not_done)
{
	static const struct scripted_step babble[] = { { SCRIPTED_ACCEPT,
							       NULL },
		{ SCRIPTED_SEND, "220 mail.example ESMTP\r\n" },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	static const struct scripted_step reset[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_RESET, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *talker = scripted_start(babble);
	struct scripted *resetter = scripted_start(reset);
	char refused[64], babbling[64], resetting[64];
	const struct {
		const char *url;
		enum iiq_error error;
		const char *sentence;
	} cases[] = {
		{ scripted_refused_url(refused, sizeof refused),
			IIQ_ERR_CONNECT, "cannot connect to 127.0.0.1:" },
		{ "https://no-such-host.invalid", IIQ_ERR_RESOLVE,
			"POST /t: name resolution failed: " },
		{ babbling, IIQ_ERR_TLS, "TLS handshake with 127.0.0.1:" },
		/* As soon as that may strike before connect() or after it. */
		{ resetting, IIQ_OK, "127.0.0.1:" },
	};

	snprintf(babbling, sizeof babbling, "https%s",
		scripted_url(talker) + strlen("http"));
	snprintf(resetting, sizeof resetting, "https%s",
		scripted_url(resetter) + strlen("http"));
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		iiq_session *session = open_session(cases[i].url);
		iiq_reply *reply = NULL;
		enum iiq_error error =
			iiq_call(session, "POST", "/t", NULL, "{}", &reply);

		ck_assert_msg(
			error == cases[i].error ||
				(cases[i].error == IIQ_OK &&
					(error == IIQ_ERR_TLS ||
						error == IIQ_ERR_CONNECT)),
			"%s: %s", cases[i].url, iiq_session_error(session));
		says(session, cases[i].sentence);
		ck_assert_ptr_nonnull(reply);
		ck_assert_int_eq(iiq_certainty(reply), IIQ_NO);
		ck_assert_int_eq(iiq_reply_number(reply, IIQ_BYTES_SENT), 0);
		ck_assert_int_eq(iiq_reply_number(reply, IIQ_STATUS), -1);
		iiq_reply_free(reply);
		iiq_session_free(session);
	}
	scripted_stop(talker, NULL, NULL);
	scripted_stop(resetter, NULL, NULL);
}
END_TEST

/* ---- One connection, and what its death means ---- */

START_TEST(a_post_is_not_repeated_when_a_kept_connection_dies)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		/* The server takes the POST, and then is gone. */
		{ SCRIPTED_READ, NULL }, { SCRIPTED_CLOSE, NULL },
		{ SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
		{ SCRIPTED_SEND, OK_JSON }, { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	iiq_reply *reply;
	size_t requests;

	ck_assert_int_eq(
		iiq_call(session, "GET", "/a", NULL, NULL, NULL), IIQ_OK);
	ck_assert_int_eq(
		iiq_call(session, "POST", "/tickets/new", NULL, NULL, &reply),
		IIQ_ERR_NETWORK);
	ck_assert_int_eq(iiq_certainty(reply), IIQ_MAYBE);
	ck_assert_int_gt(iiq_reply_number(reply, IIQ_BYTES_SENT), 0);
	says(session, "not repeated");
	iiq_reply_free(reply);
	ck_assert_int_eq(
		iiq_call(session, "GET", "/b", NULL, NULL, NULL), IIQ_OK);
	iiq_session_free(session);
	scripted_stop(server, &requests, NULL);
	ck_assert_uint_eq(requests, 3);
}
END_TEST

START_TEST(a_get_goes_out_again_when_a_kept_connection_dies)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_CLOSE, NULL },
		{ SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
		{ SCRIPTED_SEND, OK_JSON }, { SCRIPTED_SILENCE, NULL },
		{ SCRIPTED_END, NULL } };
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));

	ck_assert_int_eq(
		iiq_call(session, "GET", "/a", NULL, NULL, NULL), IIQ_OK);
	ck_assert_int_eq(
		iiq_call(session, "GET", "/b", NULL, NULL, NULL), IIQ_OK);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

START_TEST(a_reused_connection_skips_its_phases)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	iiq_reply *first, *second;

	iiq_call(session, "GET", "/a", NULL, NULL, &first);
	iiq_call(session, "GET", "/b", NULL, NULL, &second);
	ck_assert_int_gt(iiq_reply_number(first, IIQ_TIME_CONNECT_US), 0);
	ck_assert_int_eq(iiq_reply_number(first, IIQ_TIME_TLS_US), -1);
	ck_assert_int_eq(iiq_reply_number(second, IIQ_TIME_RESOLVE_US), 0);
	ck_assert_int_eq(iiq_reply_number(second, IIQ_TIME_CONNECT_US), 0);
	ck_assert_int_gt(iiq_reply_number(second, IIQ_TIME_TOTAL_US), 0);
	ck_assert_int_eq(iiq_reply_number(second, IIQ_CERTIFICATE_END), -1);
	ck_assert_str_eq(iiq_reply_text(second, IIQ_PEER),
		scripted_url(server) + strlen("http://"));
	iiq_reply_free(first);
	iiq_reply_free(second);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

/* ---- Retry-After ---- */

START_TEST(retry_after_is_read_from_body_or_header)
{
	static const struct {
		const char *answer;
		int64_t wait;
	} cases[] = {
		{ HTTP("429 x", "", "{\"RetryAfter\":60}"), 60 },
		{ HTTP("429 x", "Retry-After: 30\r\n", ""), 30 },
		{ HTTP("429 x", "retry-after:  7 \r\n", "{\"RetryAfter\":60}"),
			60 },
		{ HTTP("503 x",
			  "Date: Wed, 21 Oct 2015 07:28:00 GMT\r\n"
			  "Retry-After: Wed, 21 Oct 2015 07:30:00 GMT\r\n",
			  ""),
			120 },
		{ HTTP("503 x",
			  "Date: Wed, 21 Oct 2015 07:28:00 GMT\r\n"
			  "Retry-After: Wed, 21 Oct 2015 07:20:00 GMT\r\n",
			  ""),
			0 },
		/* By our clock, where the server names no time of its own. */
		{ HTTP("503 x",
			  "Retry-After: Wed, 21 Oct 2015 07:30:00 GMT\r\n", ""),
			0 },
		{ HTTP("429 x", "Retry-After: 99999999999999999999\r\n", ""),
			86400 },
		{ HTTP("429 x", "Retry-After: -5\r\n", ""), -1 },
		{ HTTP("429 x", "Retry-After: soon\r\n", ""), -1 },
		{ HTTP("429 x", "Retry-After:\r\n", ""), -1 },
		{ HTTP("429 x", "", "{\"RetryAfter\":-1}"), -1 },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const struct scripted_step steps[] = {
			{ SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, cases[i].answer },
			{ SCRIPTED_END, NULL }
		};
		struct scripted *server = scripted_start(steps);
		iiq_session *session = open_session(scripted_url(server));
		iiq_reply *reply;

		iiq_call(session, "GET", "/t", NULL, NULL, &reply);
		ck_assert_msg(iiq_reply_number(reply, IIQ_RETRY_AFTER_S) ==
				      cases[i].wait,
			"%s: %lld", cases[i].answer,
			(long long)iiq_reply_number(reply, IIQ_RETRY_AFTER_S));
		iiq_reply_free(reply);
		iiq_session_free(session);
		scripted_stop(server, NULL, NULL);
	}
}
END_TEST

/* ---- Secrets ---- */

struct lines {
	char text[64 * 1024];
	size_t count;
};

static void
keep_line(void *arg, int level, const char *line)
{
	struct lines *lines = arg;

	(void)level;
	lines->count++;
	ck_assert_ptr_null(strchr(line, '\n'));
	strncat(lines->text, line,
		sizeof lines->text - strlen(lines->text) - 1);
	strncat(lines->text, "\n",
		sizeof lines->text - strlen(lines->text) - 1);
}

START_TEST(no_secret_reaches_log_sentence_or_text)
{
	static const char answer[] = HTTP("500 Oops canary-canary",
		"Set-Cookie: sid=canary2\r\nX-Echo: "
		"eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.canary-canary\r\n",
		"{\"Message\":\"bad token "
		"eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.canary-canary\","
		"\"UserToken\":\"canary3\",\"Errors\":"
		"[\"Authorization: canary4\"]}");
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, answer },
		{ SCRIPTED_END, NULL } };
	static const char *const canaries[] = { "eyJexp", "eyJhb", "canary2",
		"canary3", "canary4" };
	static struct lines lines;
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	iiq_reply *reply;

	ck_assert_int_eq(
		iiq_session_set_log(session, 2, keep_line, &lines), IIQ_OK);
	ck_assert_int_eq(iiq_call(session, "POST", "/t", NULL,
				 "{\"JwtToken\":\"canary2\"}", &reply),
		IIQ_ERR_SERVER);
	for (size_t i = 0; i < UNIT_COUNT(canaries); i++) {
		ck_assert_msg(strstr(lines.text, canaries[i]) == NULL, "%s",
			lines.text);
		ck_assert_msg(
			strstr(iiq_session_error(session), canaries[i]) == NULL,
			"%s", iiq_session_error(session));
		ck_assert_ptr_null(strstr(
			iiq_reply_text(reply, IIQ_MESSAGE), canaries[i]));
		ck_assert_ptr_null(
			strstr(iiq_reply_text(reply, IIQ_ERRORS), canaries[i]));
	}
	ck_assert_ptr_nonnull(strstr(lines.text, "> POST http://127.0.0.1:"));
	ck_assert_ptr_nonnull(
		strstr(lines.text, "> Authorization: [redacted]\n"));
	/* libcurl's own view of the request, which comes in pieces. */
	ck_assert_ptr_null(strstr(lines.text, "* POST"));
	ck_assert_ptr_null(strstr(lines.text, "(null)"));
	ck_assert_ptr_nonnull(strstr(lines.text, "< HTTP/1.1 500"));
	ck_assert_ptr_nonnull(strstr(lines.text, " ms: resolve "));
	iiq_reply_free(reply);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

/* What a log shows of an answer with such a body. */
static const char *
shown_of(const char *body)
{
	static char answer[2048];
	static struct lines lines;
	struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, answer },
		{ SCRIPTED_END, NULL } };
	struct scripted *server;
	iiq_session *session;

	snprintf(answer, sizeof answer,
		"HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
		strlen(body), body);
	server = scripted_start(steps);
	session = open_session(scripted_url(server));
	lines.text[0] = '\0';
	iiq_session_set_log(session, 2, keep_line, &lines);
	iiq_call(session, "GET", "/t", NULL, NULL, NULL);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
	return strstr(lines.text, "< {");
}

START_TEST(no_secret_hides_behind_json_or_the_cut)
{
	char text[1024];
	const char *shown;

	/* The token begins within the first 512 bytes and ends behind them. */
	snprintf(text, sizeof text, "{\"a\":\"%*s %s\",\"z\":1}", 493, "",
		token);
	shown = shown_of(text);
	ck_assert_ptr_nonnull(shown);
	ck_assert_ptr_null(strstr(shown, "eyJ"));
	shown = shown_of("{\"a\":\"\\u0065yJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9."
			 "canary\\u002dcanary\"}");
	ck_assert_ptr_nonnull(strstr(shown, "{\"a\":\"[redacted]\"}"));
	shown = shown_of("{\"User\\u0054oken\"\n:\n\"canary\",\"b\":2}");
	ck_assert_ptr_nonnull(
		strstr(shown, "{\"UserToken\":[redacted],\"b\":2}"));
	/* So .NET writes JSON within JSON. */
	shown = shown_of("{\"Message\":\"{\\u0022UserToken\\u0022:"
			 "\\u0022canary\\u0022}\"}");
	ck_assert_ptr_nonnull(shown);
	ck_assert_ptr_null(strstr(shown, "canary"));
}
END_TEST

START_TEST(level_1_is_one_line_a_request)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	static struct lines lines;
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));

	ck_assert_int_eq(iiq_session_set_log(session, 3, keep_line, &lines),
		IIQ_ERR_ARGUMENT);
	iiq_session_set_log(session, 1, keep_line, &lines);
	iiq_call(session, "GET", "/t", NULL, NULL, NULL);
	ck_assert_uint_eq(lines.count, 1);
	ck_assert_ptr_nonnull(
		strstr(lines.text, "GET /t: HTTP 200, 18 bytes ("));
	/* http:// has no handshake that could have taken no time. */
	ck_assert_ptr_nonnull(strstr(lines.text, " ms: resolve 0, connect "));
	ck_assert_ptr_null(strstr(lines.text, "TLS"));
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

START_TEST(level_2_shows_the_first_512_bytes_of_bodies)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	static struct lines lines;
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	char body[600] = "";
	const char *shown;

	memset(body, '7', sizeof body - 1);
	iiq_session_set_log(session, 2, keep_line, &lines);
	iiq_call(session, "POST", "/t", NULL, body, NULL);
	shown = strstr(lines.text, "> 777");
	ck_assert_ptr_nonnull(shown);
	ck_assert_uint_eq(strspn(shown + 2, "7"), 512);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

START_TEST(a_proxy_of_the_environment_never_sees_plain_http)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, OK_JSON },
		{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *server = scripted_start(steps);
	iiq_session *session = open_session(scripted_url(server));
	char refused[64];

	setenv("http_proxy", scripted_refused_url(refused, sizeof refused), 1);
	setenv("all_proxy", refused, 1);
	ck_assert_int_eq(
		iiq_call(session, "GET", "/t", NULL, NULL, NULL), IIQ_OK);
	iiq_session_free(session);
	scripted_stop(server, NULL, NULL);
}
END_TEST

/* Speaks with a proxy only, so the server behind it need not exist. */
static iiq_session *
open_behind(const struct scripted *proxy)
{
	iiq_session *session = open_session("https://school.example");

	ck_assert_int_eq(
		iiq_session_set(session, IIQ_PROXY, scripted_url(proxy)),
		IIQ_OK);
	iiq_session_set_number(session, IIQ_TIMEOUT_MS, 300);
	return session;
}

START_TEST(what_a_proxy_got_was_not_sent_to_the_server)
{
	static const struct {
		const char *answer;
		enum iiq_error error;
	} cases[] = {
		{ "HTTP/1.1 407 Proxy Authentication Required\r\n"
		  "Content-Length: 0\r\n\r\n",
			IIQ_ERR_CONNECT },
		{ "HTTP/1.1 502 Bad Gateway\r\n\r\n", IIQ_ERR_CONNECT },
		{ "HTTP/1.1 200 Connection established\r\n\r\n",
			IIQ_ERR_TIMEOUT },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const struct scripted_step steps[] = {
			{ SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, cases[i].answer },
			{ SCRIPTED_SILENCE, NULL }, { SCRIPTED_END, NULL }
		};
		struct scripted *proxy = scripted_start(steps);
		iiq_session *session = open_behind(proxy);
		const char *request;
		iiq_reply *reply;

		ck_assert_int_eq(
			iiq_call(session, "POST", "/t", NULL, "{}", &reply),
			cases[i].error);
		ck_assert_int_eq(iiq_certainty(reply), IIQ_NO);
		ck_assert_int_eq(iiq_reply_number(reply, IIQ_BYTES_SENT), 0);
		ck_assert_int_eq(iiq_reply_number(reply, IIQ_STATUS), -1);
		request = scripted_request(proxy, 0);
		ck_assert_ptr_nonnull(
			strstr(request, "CONNECT school.example:443 HTTP"));
		ck_assert_ptr_null(strstr(request, "eyJ"));
		ck_assert_ptr_null(strstr(request, "SiteId"));
		iiq_reply_free(reply);
		iiq_session_free(session);
		scripted_stop(proxy, NULL, NULL);
	}
}
END_TEST

START_TEST(a_wrong_proxy_is_told_without_its_password)
{
	static const char *const urls[] = { "http://bob:P@canary@127.0.0.1:1",
		"http://bob:P canary@127.0.0.1:1",
		"http://bob:canary@127.0.0.1:99999", "http://bob:canary@[::1",
		"foo://bob:canary@127.0.0.1:1", "bob:P#canary@127.0.0.1:1",
		"http://bob:canary", "http://bob:canary@127.0.0.1:1" };

	for (size_t i = 0; i < 2 * UNIT_COUNT(urls); i++) {
		iiq_session *session = open_session("https://school.example");
		const char *url = urls[i / 2];
		bool refuses = i / 2 == UNIT_COUNT(urls) - 1;
		static struct lines lines;

		lines.text[0] = '\0';
		iiq_session_set_log(session, 2, keep_line, &lines);
		if (i % 2 == 0)
			iiq_session_set(session, IIQ_PROXY, url);
		else
			setenv("https_proxy", url, 1);
		ck_assert_int_eq(
			iiq_call(session, "GET", "/t", NULL, NULL, NULL),
			refuses ? IIQ_ERR_CONNECT : IIQ_ERR_ARGUMENT);
		says(session, refuses ? "no way through the proxy 127.0.0.1:1: "
					"Connection refused"
				      : "the proxy is not [http://]");
		ck_assert_ptr_null(
			strstr(iiq_session_error(session), "canary"));
		ck_assert_ptr_null(strstr(lines.text, "canary"));
		unsetenv("https_proxy");
		iiq_session_free(session);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_get_carries_exactly_the_headers_of_the_api,
		a_post_names_its_type_only_when_it_has_a_body,
		a_large_body_goes_out_whole_and_without_asking,
		every_answer_is_judged, a_flood_is_cut_off,
		the_deadline_holds_and_names_the_phase,
		what_never_left_was_not_done,
		a_post_is_not_repeated_when_a_kept_connection_dies,
		a_get_goes_out_again_when_a_kept_connection_dies,
		a_reused_connection_skips_its_phases,
		retry_after_is_read_from_body_or_header,
		no_secret_reaches_log_sentence_or_text,
		no_secret_hides_behind_json_or_the_cut,
		level_1_is_one_line_a_request,
		level_2_shows_the_first_512_bytes_of_bodies,
		a_proxy_of_the_environment_never_sees_plain_http,
		what_a_proxy_got_was_not_sent_to_the_server,
		a_wrong_proxy_is_told_without_its_password };

	return unit_run("call", tests, UNIT_COUNT(tests));
}
