/* test_reply.c - the envelope of an answer, and text made fit to print */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json.h>
#include <stdio.h>
#include <string.h>

#include "private.h"
#include "unit/unit.h"

static const char secret[] = "s3cret-token";

static iiq_reply *
read_bytes(const char *body, size_t len)
{
	iiq_reply *reply = reply_new(1024 * 1024);

	ck_assert_ptr_nonnull(reply);
	ck_assert_int_eq(buf_add(&reply->body, body, len), 0);
	ck_assert_int_eq(reply_read(reply, secret), 0);
	return reply;
}

static iiq_reply *
read_text(const char *body)
{
	return read_bytes(body, strlen(body));
}

static void
same(const char *got, const char *wanted)
{
	if (wanted == NULL)
		ck_assert_msg(got == NULL, "got \"%s\"", got);
	else
		ck_assert_msg(got != NULL && strcmp(got, wanted) == 0,
			"got \"%s\", wanted \"%s\"", got, wanted);
}

START_TEST(every_field_of_the_envelope_is_found)
{
	iiq_reply *r = read_text(
		"{\"StatusCode\":201,\"Message\":\"made\",\"ErrorKey\":\"K\","
		"\"ItemCount\":2,\"Paging\":{\"TotalRows\":40,\"PageIndex\":0,"
		"\"PageCount\":2,\"PageSize\":20},\"ExecutionTime\":12.7,"
		"\"Uid\":\"u-1\",\"RetryAfter\":\"60\",\"SiteId\":\"s-1\","
		"\"Items\":[{\"a\":1},{}],\"UserToken\":\"x\"}");

	ck_assert_int_eq(iiq_reply_number(r, IIQ_BODY_STATUS), 201);
	ck_assert_int_eq(iiq_reply_number(r, IIQ_ITEM_COUNT), 2);
	ck_assert_int_eq(iiq_reply_number(r, IIQ_TOTAL_ROWS), 40);
	ck_assert_int_eq(iiq_reply_number(r, IIQ_PAGE_INDEX), 0);
	ck_assert_int_eq(iiq_reply_number(r, IIQ_PAGE_COUNT), 2);
	ck_assert_int_eq(iiq_reply_number(r, IIQ_EXECUTION_MS), 12);
	ck_assert_int_eq(iiq_reply_number(r, IIQ_RETRY_AFTER_S), 60);
	same(iiq_reply_text(r, IIQ_MESSAGE), "made");
	same(iiq_reply_text(r, IIQ_ERROR_KEY), "K");
	same(iiq_reply_text(r, IIQ_UID), "u-1");
	same(iiq_reply_text(r, IIQ_SITE_OF_REPLY), "s-1");
	ck_assert_uint_eq(
		json_object_array_length(iiq_reply_part(r, IIQ_ITEMS)), 2);
	ck_assert_ptr_null(iiq_reply_part(r, IIQ_ITEM));
	ck_assert_ptr_nonnull(iiq_reply_part(r, IIQ_JSON));
	iiq_reply_free(r);
}
END_TEST

START_TEST(the_site_is_told_by_the_whole_the_item_or_the_first_item)
{
	static const struct {
		const char *text, *site;
	} cases[] = {
		{ "{\"SiteId\":\"a\",\"Item\":{\"SiteId\":\"b\"}}", "a" },
		{ "{\"Item\":{\"SiteId\":\"b\"}}", "b" },
		{ "{\"TicketId\":\"t\",\"SiteId\":\"c\"}", "c" },
		{ "{\"Items\":[{\"SiteId\":\"d\"},{\"SiteId\":\"e\"}]}", "d" },
		{ "[{\"SiteId\":\"f\"}]", "f" },
		{ "{\"Items\":[]}", NULL },
		{ "{\"Items\":[7]}", NULL },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		iiq_reply *r = read_text(cases[i].text);

		same(iiq_reply_text(r, IIQ_SITE_OF_REPLY), cases[i].site);
		iiq_reply_free(r);
	}
}
END_TEST

START_TEST(every_field_of_the_envelope_may_be_absent_or_odd)
{
	static const char null[] = "{\"Item\":null}";
	static const char wrong[] =
		"{\"StatusCode\":\"x\",\"Message\":5,\"ErrorKey\":[],"
		"\"ItemCount\":-1,\"Paging\":7,\"ExecutionTime\":\"7 ms\","
		"\"Uid\":{},\"RetryAfter\":\"soon\",\"Items\":{},"
		"\"Errors\":null}";
	static const char wild[] =
		"{\"StatusCode\":1e40,\"ItemCount\":NaN,\"Paging\":[],"
		"\"RetryAfter\":-3,\"ExecutionTime\":\"\",\"Message\":\"\"}";
	static const char *const bodies[] = { null, wrong, wild };

	for (size_t i = 0; i < UNIT_COUNT(bodies); i++) {
		iiq_reply *r = read_text(bodies[i]);

		ck_assert_int_eq(r->kind, BODY_JSON);
		ck_assert(!r->has_errors);
		for (int n = 0; n < NUMBERS; n++)
			ck_assert_int_eq(
				iiq_reply_number(r, (enum iiq_number)n), -1);
		for (int t = 0; t < TEXTS; t++)
			same(iiq_reply_text(r, (enum iiq_text)t), NULL);
		ck_assert_ptr_null(iiq_reply_part(r, IIQ_ITEM));
		ck_assert_ptr_null(iiq_reply_part(r, IIQ_ITEMS));
		iiq_reply_free(r);
	}
}
END_TEST

START_TEST(a_thing_without_envelope_is_the_item)
{
	static const struct {
		const char *body, *item, *items;
	} cases[] = {
		{ "{\"TicketId\":\"t\"}", "{\"TicketId\":\"t\"}", NULL },
		{ "{\"Item\":{\"a\":1},\"StatusCode\":200}", "{\"a\":1}",
			NULL },
		{ "{\"Message\":\"OK\"}", NULL, NULL },
		{ "[1,2]", NULL, "[1,2]" },
		{ "{\"Items\":[]}", NULL, "[]" },
		{ "{}", "{}", NULL },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		iiq_reply *r = read_text(cases[i].body);
		struct json_object *item = iiq_reply_part(r, IIQ_ITEM);
		struct json_object *items = iiq_reply_part(r, IIQ_ITEMS);

		same(item != NULL ? json_object_to_json_string_ext(item, 0)
				  : NULL,
			cases[i].item);
		same(items != NULL ? json_object_to_json_string_ext(items, 0)
				   : NULL,
			cases[i].items);
		iiq_reply_free(r);
	}
}
END_TEST

START_TEST(errors_are_told_in_one_line_whatever_their_form)
{
	static const struct {
		const char *errors, *line;
		bool has;
	} cases[] = {
		{ "[]", NULL, false },
		{ "{}", NULL, false },
		{ "null", NULL, false },
		{ "\"\"", NULL, false },
		{ "\"broken\"", "broken", true },
		{ "[\"a\",\"b\"]", "a; b", true },
		{ "[{\"Field\":\"Subject\",\"Message\":\"is required\","
		  "\"ErrorKey\":\"R\"},{\"Message\":\"no\"}]",
			"Subject: is required; no", true },
		{ "{\"Subject\":[\"is required\",\"twice\"],\"X\":\"y\"}",
			"Subject: is required; X: y", true },
		{ "{\"Subject\":[]}", "Subject", true },
		{ "[{}]", NULL, true },
		{ "[5]", NULL, true },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char body[256];
		iiq_reply *r;

		snprintf(body, sizeof body, "{\"Errors\":%s}", cases[i].errors);
		r = read_text(body);
		ck_assert_msg(r->has_errors == cases[i].has, "%s", body);
		same(iiq_reply_text(r, IIQ_ERRORS), cases[i].line);
		iiq_reply_free(r);
	}
}
END_TEST

START_TEST(the_first_error_lends_its_key)
{
	iiq_reply *r = read_text("{\"Errors\":[{\"ErrorKey\":\"IN_USE\"}]}");

	same(iiq_reply_text(r, IIQ_ERROR_KEY), "IN_USE");
	iiq_reply_free(r);
}
END_TEST

START_TEST(what_is_no_json_of_this_api_is_not_read)
{
	static const struct {
		const char *body;
		size_t len;
		enum body_kind kind;
	} cases[] = {
		{ "", 0, BODY_NONE },
		{ "<html>", 6, BODY_OTHER },
		{ "{\"a\":1", 6, BODY_OTHER },
		{ "{\"a\":1}}", 8, BODY_OTHER },
		{ "{\"a\":1} x", 9, BODY_OTHER },
		{ "{\"a\":1,}", 8, BODY_OTHER },
		{ "{\"a\":\"\xff\"}", 9, BODY_OTHER },
		{ "{\"a\":\"\xc3\"}", 9, BODY_OTHER },
		{ "{}\0{}", 5, BODY_OTHER },
		{ "5", 1, BODY_OTHER },
		{ "\"text\"", 6, BODY_OTHER },
		{ "null", 4, BODY_OTHER },
		{ "\xef\xbb\xbf", 3, BODY_OTHER },
		{ "{}\r\n ", 5, BODY_JSON },
		{ " \n{}", 4, BODY_JSON },
		{ "\xef\xbb\xbf{}", 5, BODY_JSON },
		/* The last one wins, as everywhere. */
		{ "{\"a\":1,\"a\":2}", 13, BODY_JSON },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		iiq_reply *r = read_bytes(cases[i].body, cases[i].len);

		ck_assert_msg(r->kind == cases[i].kind, "%s: %d", cases[i].body,
			r->kind);
		ck_assert_int_eq(iiq_reply_part(r, IIQ_JSON) != NULL,
			cases[i].kind == BODY_JSON);
		iiq_reply_free(r);
	}
}
END_TEST

START_TEST(ten_thousand_nested_arrays_are_refused)
{
	static char deep[20001];
	iiq_reply *r;

	memset(deep, '[', 10000);
	memset(deep + 10000, ']', 10000);
	r = read_text(deep);
	ck_assert_int_eq(r->kind, BODY_OTHER);
	iiq_reply_free(r);
	memset(deep, '[', 60);
	memset(deep + 60, ']', 60);
	r = read_bytes(deep, 120);
	ck_assert_int_eq(r->kind, BODY_JSON);
	iiq_reply_free(r);
}
END_TEST

START_TEST(accessors_bear_what_is_not_there)
{
	ck_assert_int_eq(iiq_reply_number(NULL, IIQ_STATUS), -1);
	ck_assert_ptr_null(iiq_reply_text(NULL, IIQ_MESSAGE));
	ck_assert_ptr_null(iiq_reply_part(NULL, IIQ_JSON));
	ck_assert_int_eq(iiq_certainty(NULL), IIQ_NO);
	iiq_reply_free(NULL);
}
END_TEST

START_TEST(text_from_outside_is_made_fit_to_print)
{
	static const struct {
		const char *text, *fit;
	} cases[] = {
		{ "plain \xc3\xbc \xf0\x9f\x98\x80",
			"plain \xc3\xbc \xf0\x9f\x98\x80" },
		{ "a\r\nb\tc\x1b[31m\x7f", "a  b c [31m " },
		{ "\xff|\xc3|\xe2\x82|\xc0\xaf|\xed\xa0\x80", "?|?|??|??|???" },
		{ "\xf5\x80\x80\x80", "????" },
		{ "\xe0\x80\xaf|\xf0\x80\x80\xaf", "???|????" },
		{ "a\xc2\x85z\xe2\x80\xa8z\xe2\x80\xaez", "a z z z" },
		{ "is s3cret-token ours", "is [redacted] ours" },
		{ "t=eyJhbGciOiJIUzI1NiJ9.e30.c2ln!", "t=[redacted]!" },
		{ "eyJust a word among others", "eyJust a word among others" },
		{ "Authorization: Bearer abc\nNext: 1",
			"Authorization: [redacted] Next: 1" },
		{ "Set-Cookie: a=b; c\r", "Set-Cookie: [redacted]" },
		{ "{\"UserToken\":\"a\\\"b\",\"c\":1}",
			"{\"UserToken\":[redacted],\"c\":1}" },
		{ "{\"JwtToken\" : \"cut", "{\"JwtToken\" : [redacted]" },
		{ "{\"UserToken\"\n\t:\r\n \"a\"}",
			"{\"UserToken\"  :   [redacted]}" },
		{ "X-XSRF-TOKEN: a b\r", "X-XSRF-TOKEN: [redacted]" },
		{ "User-Token=a", "User-Token=[redacted]" },
		{ "{\"user_token\":\"a\"}", "{\"user_token\":[redacted]}" },
		{ "{\"JwtToken\": [\n\"a\",\n\"b\"]}",
			"{\"JwtToken\": [redacted]" },
		{ "to ?t=s3cret%2Dtoken&x", "to ?t=[redacted]&x" },
		{ "{\"xsrftoken\":\"a\"}", "{\"xsrftoken\":[redacted]}" },
		{ "Bearer 0123456789abcdef rest", "Bearer [redacted] rest" },
		{ "the bearer token has expired",
			"the bearer token has expired" },
		{ "Authorization has been denied",
			"Authorization has been denied" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char fit[128];

		text_fit(fit, sizeof fit, cases[i].text, strlen(cases[i].text),
			secret);
		ck_assert_str_eq(fit, cases[i].fit);
	}
}
END_TEST

START_TEST(text_is_cut_at_a_whole_character)
{
	char fit[8];

	text_fit(fit, sizeof fit, "abcdef\xc3\xbcz", 9, NULL);
	ck_assert_str_eq(fit, "abcdef");
	text_fit(fit, sizeof fit, "abcdefgh", 8, NULL);
	ck_assert_str_eq(fit, "abcdefg");
	text_fit(fit, sizeof fit, "s3cret-token", 12, secret);
	ck_assert_str_eq(fit, "");
	text_fit(fit, sizeof fit, "a\0b", 3, NULL);
	ck_assert_str_eq(fit, "a b");
}
END_TEST

START_TEST(random_bytes_become_printable_text)
{
	unsigned seed = 7;
	char text[96], fit[64], again[64];

	for (int i = 0; i < 20000; i++) {
		size_t len = (size_t)rand_r(&seed) % sizeof text;

		for (size_t k = 0; k < len; k++)
			text[k] = (char)rand_r(&seed);
		text_fit(fit, sizeof fit, text, len, secret);
		for (const char *p = fit; *p != '\0'; p++)
			ck_assert((unsigned char)*p >= ' ' && *p != 0x7f);
		text_fit(again, sizeof again, fit, strlen(fit), secret);
		ck_assert_str_eq(again, fit);
	}
}
END_TEST

START_TEST(a_buffer_refuses_what_is_over_its_limit)
{
	struct buf buf = { .max = 3000 };
	struct buf endless = { .max = 0 };
	static const char block[1500];

	ck_assert_int_eq(buf_add(&buf, block, 1500), 0);
	ck_assert_int_eq(buf_add(&buf, block, 1500), 0);
	ck_assert(!buf.full);
	ck_assert_int_eq(buf_add(&buf, block, 1), -1);
	ck_assert(buf.full);
	ck_assert_uint_eq(buf.len, 3000);
	buf_free(&buf);
	ck_assert_int_eq(buf_add(&endless, block, SIZE_MAX), -1);
	ck_assert_int_eq(buf_add(&endless, block, SIZE_MAX - 1), -1);
	ck_assert_int_eq(buf_puts(&buf, "abc"), 0);
	ck_assert_str_eq(buf.data, "abc");
	buf_free(&buf);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { every_field_of_the_envelope_is_found,
		the_site_is_told_by_the_whole_the_item_or_the_first_item,
		every_field_of_the_envelope_may_be_absent_or_odd,
		a_thing_without_envelope_is_the_item,
		errors_are_told_in_one_line_whatever_their_form,
		the_first_error_lends_its_key,
		what_is_no_json_of_this_api_is_not_read,
		ten_thousand_nested_arrays_are_refused,
		accessors_bear_what_is_not_there,
		text_from_outside_is_made_fit_to_print,
		text_is_cut_at_a_whole_character,
		random_bytes_become_printable_text,
		a_buffer_refuses_what_is_over_its_limit };

	return unit_run("reply", tests, UNIT_COUNT(tests));
}
