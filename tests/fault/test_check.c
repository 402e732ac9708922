/* test_check.c - check_incidentiq against a server that does its worst */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fake/scripted.h"
#include "fault/run.h"
#include "unit/unit.h"

enum { OK, WARNING, CRITICAL, UNKNOWN };
enum { STEPS = 12, BOMB_ROUNDS = 8000, NESTED = 10000 };

#define HTTP(status, fields, body)                                             \
	"HTTP/1.1 " status "\r\n" fields "Connection: close\r\n\r\n" body
#define KEPT(body)                                                             \
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"                \
	"2\r\n" body "\r\n0\r\n\r\n"

/* A ServerHello, which chooses this version of TLS and this suite of ciphers,
 * and has the one extension that OpenSSL insists on. */
#define HELLO(version, suite)                                                  \
	"16" version "00310200002d" version                                    \
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"     \
	"00" suite "000005ff01000100"

/* 16 MB of zeros in 100 kB: gzip's header, a block that begins with one match,
 * then rounds of eight, each of 258 bytes. */
#define BOMB_START "1f8b0800000000000003621805"
#define BOMB_ROUND "a360148c8251300a46c1281805"
static char bomb[sizeof(BOMB_START) + BOMB_ROUNDS * (sizeof(BOMB_ROUND) - 1)];

/* A list of a million empty objects, for which json-c would take 1 GB. */
enum { OBJECTS = 1000 * 1000 };
static char bloated[sizeof(HTTP("200 OK", "", "")) + 3 * OBJECTS];

static char nested[sizeof(HTTP("200 OK", "", "")) + 2 * NESTED];

static void
make_bodies(void)
{
	char *end = stpcpy(bomb, BOMB_START);

	for (int i = 0; i < BOMB_ROUNDS; i++)
		end = stpcpy(end, BOMB_ROUND);
	end = stpcpy(bloated, HTTP("200 OK", "", "["));
	for (int i = 0; i < OBJECTS - 1; i++)
		end = stpcpy(end, "{},");
	stpcpy(end, "0]");
	end = stpcpy(nested, HTTP("200 OK", "", ""));
	memset(end, '[', NESTED);
	memset(end + NESTED, ']', NESTED);
}

enum way { PLAIN, TLS, THROUGH_PROXY };

static const struct row {
	const char *name;
	const char *answer; /* to the request, and that is all; or NULL and */
	struct scripted_step steps[STEPS]; /* SCRIPTED_END is 0 */
	int state;
	const char *words;
	enum way way;
	double timeout_s; /* 0: one that need not pass */
	bool all;
} rows[] = {
	{ "all is well", .answer = HTTP("200 OK", "", "{\"Items\":[]}"),
		.state = OK, .words = "API 0." },
	{ "reset before the answer",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_RESET, NULL } },
		.state = CRITICAL, .words = " broke before the answer: " },
	{ "reset inside the header",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, "HTTP/1.1 200 OK\r\nContent-Ty" },
			{ SCRIPTED_RESET, NULL } },
		.state = CRITICAL,
		.words = " broke in the header of the answer: " },
	{ "reset inside the body",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND,
				HTTP("200 OK", "Content-Length: 50\r\n",
					"{\"Items\":[") },
			{ SCRIPTED_RESET, NULL } },
		.state = CRITICAL,
		.words = " broke in the body of the answer: " },
	{ "silence after the connection",
		.steps = { { SCRIPTED_ACCEPT, NULL },
			{ SCRIPTED_SILENCE, NULL } },
		.state = CRITICAL,
		.words = "no answer from 127.0.0.1:", .timeout_s = 0.5 },
	{ "silence after the connection, with TLS",
		.steps = { { SCRIPTED_ACCEPT, NULL },
			{ SCRIPTED_SILENCE, NULL } },
		.state = CRITICAL, .words = "TLS handshake timed out after ",
		.way = TLS, .timeout_s = 0.5 },
	{ "silence after the hello of TLS",
		.steps = { { SCRIPTED_ACCEPT, NULL },
			{ SCRIPTED_HEX, HELLO("0303", "c02f") },
			{ SCRIPTED_SILENCE, NULL } },
		.state = CRITICAL, .words = "TLS handshake timed out after ",
		.way = TLS, .timeout_s = 0.5 },
	{ "one byte a second",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, "HTTP/1.1 200 OK\r\n" },
			{ SCRIPTED_TRICKLE, "\r\n{\"Items\":[]}" } },
		.state = CRITICAL, .words = " was not complete within ",
		.timeout_s = 1.5 },
	{ "a byte every 20 ms",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, "HTTP/1.1 200 OK\r\n" },
			{ SCRIPTED_DRIP, "X-More: and more, but slowly\r\n" } },
		.state = CRITICAL, .words = " was not complete within ",
		.timeout_s = 0.5 },
	{ "endless headers",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, "HTTP/1.1 200 OK\r\n" },
			{ SCRIPTED_FLOOD, "X-More: and more\r\n" } },
		.state = CRITICAL,
		.words = "the headers of the answer exceed " },
	{ "an endless header",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, "HTTP/1.1 200 OK\r\nX-More: " },
			{ SCRIPTED_FLOOD, "and more " } },
		.state = CRITICAL,
		.words = "the headers of the answer exceed " },
	{ "an endless body",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, HTTP("200 OK", "", "") },
			{ SCRIPTED_FLOOD, "{\"Items\":[{},{},{},{},{},{}]}" } },
		.state = CRITICAL,
		.words = "HTTP 200, but the body exceeds 4194304 bytes" },
	{ "a gzip bomb",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND,
				HTTP("200 OK", "Content-Encoding: gzip\r\n",
					"") },
			{ SCRIPTED_HEX, bomb }, { SCRIPTED_CLOSE, NULL } },
		.state = CRITICAL,
		.words = "HTTP 200, but the body is not JSON" },
	{ "a Content-Length that is too long",
		.answer = HTTP(
			"200 OK", "Content-Length: 50\r\n", "{\"Items\":[]}"),
		.state = CRITICAL,
		.words = " broke in the body of the answer: " },
	{ "a Content-Length that is too short",
		.answer = HTTP(
			"200 OK", "Content-Length: 5\r\n", "{\"Items\":[]}"),
		.state = CRITICAL,
		.words = "HTTP 200, but the body is not JSON" },
	{ "a negative Content-Length",
		.answer = HTTP(
			"200 OK", "Content-Length: -5\r\n", "{\"Items\":[]}"),
		.state = CRITICAL, .words = " is not HTTP" },
	{ "babble before HTTP/1", .answer = "220 mail.example ESMTP\r\n",
		.state = CRITICAL, .words = " is not HTTP" },
	{ "an answer of HTTP/0.9", .answer = "<html>hello</html>",
		.state = CRITICAL, .words = " is not HTTP" },
	{ "204", .answer = HTTP("204 No Content", "", ""), .state = CRITICAL,
		.words = "HTTP 204, but the body is empty" },
	{ "an empty 200", .answer = HTTP("200 OK", "Content-Length: 0\r\n", ""),
		.state = CRITICAL, .words = "HTTP 200, but the body is empty" },
	{ "a 200 with HTML",
		.answer = HTTP("200 OK", "Content-Type: text/html\r\n",
			"<!DOCTYPE html><title>Log in</title>"),
		.state = CRITICAL,
		.words = "HTTP 200, but the body is not JSON" },
	{ "a million empty objects", .answer = bloated, .state = CRITICAL,
		.words = "HTTP 200, but the body is of too many parts" },
	{ "an object of somebody else",
		.answer = HTTP("200 OK", "", "{\"login\":\"please\"}"),
		.state = CRITICAL,
		.words = "HTTP 200, but the body is none of IncidentIQ's" },
	{ "10,000 nested arrays", .answer = nested, .state = CRITICAL,
		.words = "HTTP 200, but the body is not JSON" },
	{ "huge numbers",
		.answer = HTTP("200 OK", "",
			"{\"Items\":[1e999,-1e999],\"ExecutionTime\":1e400,"
			"\"ItemCount\":99999999999999999999999999,"
			"\"StatusCode\":-99999999999999999999999999}"),
		.state = OK, .words = "API 0." },
	{ "huge numbers in the header",
		.answer = HTTP("429 Slow down",
			"Retry-After: 99999999999999999999999\r\n"
			"Date: Fri, 31 Dec 999999999 23:59:59 GMT\r\n",
			"{\"RetryAfter\":1e300}"),
		.state = WARNING, .words = "HTTP 429: Slow down" },
	{ "invalid UTF-8 in the body",
		.answer = HTTP("200 OK", "", "{\"Message\":\"\xc3(\xff\"}"),
		.state = CRITICAL,
		.words = "HTTP 200, but the body is not JSON" },
	{ "invalid UTF-8 in the status line",
		.answer = HTTP("500 \xc3(\xff|a=1\x1b[31m", "", ""),
		.state = CRITICAL, .words = "HTTP 500: " },
	{ "duplicate keys, and no errors",
		.answer = HTTP("200 OK", "",
			"{\"StatusCode\":500,\"Items\":[],\"Items\":[],"
			"\"StatusCode\":200}"),
		.state = OK, .words = "API 0." },
	{ "duplicate keys, the second with errors",
		.answer = HTTP("200 OK", "",
			"{\"Errors\":[],\"Errors\":[{\"Message\":\"no\"}]}"),
		.state = CRITICAL, .words = "HTTP 200 with errors: no" },
	{ "Errors in a 200",
		.answer = HTTP("200 OK", "",
			"{\"Errors\":[{\"Field\":\"F\",\"Message\":\"m\"}]}"),
		.state = CRITICAL, .words = "HTTP 200 with errors: F: m" },
	{ "TLS 1.0 alone",
		.steps = { { SCRIPTED_ACCEPT, NULL },
			{ SCRIPTED_HEX, HELLO("0301", "c013") },
			{ SCRIPTED_SILENCE, NULL } },
		.state = CRITICAL,
		.words = "TLS handshake with 127.0.0.1:", .way = TLS },
	{ "a redirect to another host",
		.answer = HTTP("302 Found",
			"Location: https://sso.example/login?x\r\n", ""),
		.state = CRITICAL,
		.words = "HTTP 302: redirect to sso.example is not followed" },
	{ "a proxy that refuses",
		.answer = HTTP("403 Forbidden", "Content-Length: 0\r\n", ""),
		.state = CRITICAL, .words = "no way through the proxy 127.",
		.way = THROUGH_PROXY },
	{ "a proxy that wants a password",
		.answer = HTTP("407 Proxy Authentication Required",
			"Content-Length: 0\r\n", ""),
		.state = CRITICAL, .words = "no way through the proxy 127.",
		.way = THROUGH_PROXY },
	{ "a proxy that says nothing",
		.steps = { { SCRIPTED_ACCEPT, NULL },
			{ SCRIPTED_SILENCE, NULL } },
		.state = CRITICAL,
		.words = "no answer from the proxy 127.0.0.1:",
		.way = THROUGH_PROXY, .timeout_s = 0.5 },
	/* The same in the middle of several requests. */
	{ "reset at the second request",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, KEPT("{}") }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, "HTTP/1.1 200 OK\r\nContent-Ty" },
			{ SCRIPTED_RESET, NULL } },
		.state = CRITICAL,
		.words = " broke in the header of the answer: ", .all = true },
	{ "silence at the third request",
		.steps = { { SCRIPTED_ACCEPT, NULL }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, KEPT("{}") }, { SCRIPTED_READ, NULL },
			{ SCRIPTED_SEND, KEPT("[]") },
			{ SCRIPTED_SILENCE, NULL } },
		.state = CRITICAL, .words = "no answer from 127.0.0.1:",
		.timeout_s = 0.5, .all = true },
};

static void
survives(const struct row *row)
{
	static const char *const ways[] = { "http", "https", "http" };
	const struct scripted_step answer[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, row->answer },
		{ SCRIPTED_CLOSE, NULL }, { SCRIPTED_END, NULL } };
	struct scripted *server =
		scripted_start(row->answer != NULL ? answer : row->steps);
	struct run run = { .name = row->name,
		.timeout_s = row->timeout_s > 0 ? row->timeout_s : 5,
		.all = row->all };
	const char *const proxied[] = { "--proxy", scripted_url(server), NULL };
	char url[80];

	snprintf(url, sizeof(url), "%s%s", ways[row->way],
		scripted_url(server) + strlen("http"));
	run.url = url;
	if (row->way == THROUGH_PROXY) {
		run.url = "https://school.example";
		run.args = proxied;
	}
	run_check(&run);
	run_says(&run, row->state, row->words);
	scripted_stop(server, NULL, NULL);
}

START_TEST(every_fault_of_the_server_is_told_in_one_line_and_in_time)
{
	make_bodies();
	for (size_t i = 0; i < UNIT_COUNT(rows); i++)
		survives(&rows[i]);
}
END_TEST

START_TEST(a_refusal_names_who_refused)
{
	char url[64], words[128];
	const char *const proxied[] = { "--proxy",
		scripted_refused_url(url, sizeof(url)), NULL };
	struct run runs[] = { { .name = "refused", .url = url, .timeout_s = 5 },
		{ .name = "a proxy that is not there",
			.url = "https://school.example",
			.args = proxied,
			.timeout_s = 5 } };

	for (size_t i = 0; i < UNIT_COUNT(runs); i++) {
		snprintf(words, sizeof(words), "%s %s: Connection refused",
			i == 0 ? "cannot connect to"
			       : "no way through the proxy",
			url + strlen("http://"));
		run_check(&runs[i]);
		run_says(&runs[i], CRITICAL, words);
	}
}
END_TEST

/* ---- how it was started ---- */

static const struct scripted_step well[] = { { SCRIPTED_ACCEPT, NULL },
	{ SCRIPTED_READ, NULL },
	{ SCRIPTED_SEND,
		HTTP("200 OK", "Content-Length: 12\r\n", "{\"Items\":[]}") },
	{ SCRIPTED_READ, NULL }, { SCRIPTED_END, NULL } };

static unsigned closed; /* a set of descriptors */

static void
close_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (closed >> fd & 1)
			close(fd);
}

START_TEST(closed_descriptors_do_not_turn_the_socket_into_standard_output)
{
	for (closed = 1; closed < 8; closed++) {
		struct scripted *server = scripted_start(well);
		struct run run = { .name = "closed descriptors",
			.url = scripted_url(server),
			.timeout_s = 5,
			.prepare = close_descriptors };
		size_t requests;

		run_check(&run);
		if (closed & 2)
			ck_assert_str_eq(run.out, "");
		else
			run_says(&run, OK, "API 0.");
		ck_assert_int_eq(run.exit_code, OK);
		ck_assert_str_eq(run.err, "");
		/* What is no request would be read as one. */
		ck_assert_ptr_null(
			strstr(scripted_request(server, 0), "INCIDENTIQ"));
		scripted_stop(server, &requests, NULL);
		ck_assert_uint_eq(requests, 1);
	}
}
END_TEST

static void
ignore_sigpipe(void)
{
	signal(SIGPIPE, SIG_IGN);
}

static void
lose_reader(void)
{
	int ends[2];

	if (pipe(ends) == 0)
		dup2(ends[1], STDOUT_FILENO);
	close(ends[0]);
}

static void
lose_reader_unnoticed(void)
{
	lose_reader();
	ignore_sigpipe();
}

START_TEST(a_reader_that_is_gone_changes_no_state)
{
	static const struct {
		const char *name;
		void (*prepare)(void);
		bool heard;
	} cases[] = {
		{ "SIGPIPE ignored", ignore_sigpipe, true },
		{ "no reader", lose_reader, false },
		{ "no reader, SIGPIPE ignored", lose_reader_unnoticed, false },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct scripted *server = scripted_start(well);
		struct run run = { .name = cases[i].name,
			.url = scripted_url(server),
			.timeout_s = 5,
			.prepare = cases[i].prepare };

		run_check(&run);
		ck_assert_int_eq(run.exit_code, OK);
		ck_assert_str_eq(run.err, "");
		if (cases[i].heard)
			run_says(&run, OK, "API 0.");
		scripted_stop(server, NULL, NULL);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		every_fault_of_the_server_is_told_in_one_line_and_in_time,
		a_refusal_names_who_refused,
		closed_descriptors_do_not_turn_the_socket_into_standard_output,
		a_reader_that_is_gone_changes_no_state
	};

	return unit_run("check", tests, UNIT_COUNT(tests));
}