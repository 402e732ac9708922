/* test_url.c - base URLs, paths and percent-encoding */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "private.h"
#include "unit/unit.h"

START_TEST(a_base_url_is_completed)
{
	static const struct {
		const char *value, *base;
	} cases[] = {
		{ "https://school.incidentiq.com",
			"https://school.incidentiq.com/api/v1.0" },
		{ "https://school.incidentiq.com/",
			"https://school.incidentiq.com/api/v1.0" },
		{ "https://my-school.incidentiq.com/api/v1.0",
			"https://my-school.incidentiq.com/api/v1.0" },
		{ "https://school.incidentiq.com/api/v1.0///",
			"https://school.incidentiq.com/api/v1.0" },
		{ "school.incidentiq.com",
			"https://school.incidentiq.com/api/v1.0" },
		{ "school.incidentiq.com:8443",
			"https://school.incidentiq.com:8443/api/v1.0" },
		{ "HTTPS://School.IncidentIQ.com",
			"https://School.IncidentIQ.com/api/v1.0" },
		{ "https://gate.example/iiq", "https://gate.example/iiq" },
		{ "https://[2001:db8::1]:8443",
			"https://[2001:db8::1]:8443/api/v1.0" },
		{ "http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v1.0" },
		{ "http://127.9.8.7", "http://127.9.8.7/api/v1.0" },
		{ "http://[::1]:1", "http://[::1]:1/api/v1.0" },
		{ "http://LOCALHOST", "http://LOCALHOST/api/v1.0" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const char *wrong = "unset";
		char *base = url_base(cases[i].value, &wrong);

		ck_assert_msg(base != NULL, "%s: %s", cases[i].value, wrong);
		ck_assert_str_eq(base, cases[i].base);
		ck_assert_ptr_null(wrong);
		free(base);
	}
}
END_TEST

START_TEST(what_is_no_base_url_is_refused_with_a_reason)
{
	static const struct {
		const char *value, *reason;
	} cases[] = {
		{ "", "host name" },
		{ "https://", "host name" },
		{ "https:///api/v1.0", "host name" },
		{ "https://-school.example", "host name" },
		{ "https://.example", "host name" },
		{ "https://a!b.example", "host name" },
		{ "https://[::1", "host name" },
		{ "https://[school]", "host name" },
		{ "https://[::1]x", "port" },
		{ "https://school.example:", "port" },
		{ "https://school.example:0", "port" },
		{ "https://school.example:65536", "port" },
		{ "https://school.example:99999999999999999999", "port" },
		{ "https://school.example:8a", "port" },
		{ "ftp://school.example", "neither https" },
		{ "file:///etc/passwd", "neither https" },
		{ "httpsx://school.example", "neither https" },
		{ "https://user:word@school.example", "password" },
		{ "https://school.example?x=1", "without ? or #" },
		{ "https://school.example/#top", "without ? or #" },
		{ "https://school.example/a b", "percent-encoded" },
		{ "https://school.example\r\nX: y", "percent-encoded" },
		{ "https://sch\xc3\xb6ol.example", "percent-encoded" },
		{ "https://school.example/%zz", "hexadecimal" },
		{ "https://school.example/../x", "segment" },
		{ "http://school.example", "use https" },
		{ "http://127.example.org", "use https" },
		{ "http://127.0.0.1.example.org", "use https" },
		{ "http://0.0.0.0", "use https" },
		{ "http://[::2]", "use https" },
		{ "http://localhost.example", "use https" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const char *wrong = NULL;
		char *base = url_base(cases[i].value, &wrong);

		ck_assert_msg(base == NULL, "%s", cases[i].value);
		ck_assert_msg(
			wrong != NULL && strstr(wrong, cases[i].reason) != NULL,
			"%s: %s", cases[i].value, wrong);
	}
}
END_TEST

START_TEST(a_url_without_end_is_refused)
{
	char value[4096] = "https://school.example/";
	const char *wrong;

	memset(value + strlen(value), 'a', sizeof value - strlen(value) - 1);
	value[sizeof value - 1] = '\0';
	ck_assert_ptr_null(url_base(value, &wrong));
	ck_assert_str_eq(wrong, "it is too long");
}
END_TEST

START_TEST(a_path_says_exactly_what_is_asked_for)
{
	static const struct {
		const char *path, *query;
		bool good;
	} cases[] = {
		{ "/tickets/statuses", NULL, true },
		{ "/tickets", "$p=0&$s=25&$o=TicketCreatedDate%20desc", true },
		{ "/assets/assettag/A%2FB", "", true },
		{ "/a.b/..c/...", NULL, true },
		{ "tickets", NULL, false },
		{ "", NULL, false },
		{ "/tickets?$p=0", NULL, false },
		{ "/tickets#a", NULL, false },
		{ "/assets/assettag/..", NULL, false },
		{ "/./tickets", NULL, false },
		{ "/a b", NULL, false },
		{ "/a\r\nX: y", NULL, false },
		{ "/a\\b", NULL, false },
		{ "/a%2", NULL, false },
		{ "/a", "b c", false },
		{ "/a", "b\n", false },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const char *wrong = url_fault(cases[i].path, cases[i].query);

		ck_assert_msg((wrong == NULL) == cases[i].good, "%s %s: %s",
			cases[i].path, cases[i].query, wrong);
	}
}
END_TEST

START_TEST(foreign_text_is_percent_encoded)
{
	static const struct {
		const char *text, *encoded;
	} cases[] = {
		{ "", "" },
		{ "core-sw_01.x~", "core-sw_01.x~" },
		{ "A/B?c=d&e#f %", "A%2FB%3Fc%3Dd%26e%23f%20%25" },
		{ "\xc3\xbc\r\n", "%C3%BC%0D%0A" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char *encoded = iiq_escape(cases[i].text);

		ck_assert_str_eq(encoded, cases[i].encoded);
		free(encoded);
	}
}
END_TEST

START_TEST(the_host_of_a_redirect_is_named_without_path_and_password)
{
	static const struct {
		const char *url, *host;
	} cases[] = {
		{ "https://sso.example/login?next=x", "sso.example" },
		{ "http://u:p@sso.example:81/", "sso.example:81" },
		{ "//other.example", "other.example" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char host[64];

		url_host(cases[i].url, host, sizeof host);
		ck_assert_str_eq(host, cases[i].host);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_base_url_is_completed,
		what_is_no_base_url_is_refused_with_a_reason,
		a_url_without_end_is_refused,
		a_path_says_exactly_what_is_asked_for,
		foreign_text_is_percent_encoded,
		the_host_of_a_redirect_is_named_without_path_and_password };

	return unit_run("url", tests, UNIT_COUNT(tests));
}
