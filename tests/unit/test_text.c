/* test_text.c - what people read in a ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/text.h"

#include <stdio.h>
#include <string.h>

#include "outbox/markup.h"
#include "unit/alert.h"
#include "unit/unit.h"

static void
check(char *text, const char *expected)
{
	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(nothing_from_outside_is_markup)
{
	check(text_html("<script>\"R&D\"</script>\nb"),
		"&lt;script&gt;&quot;R&amp;D&quot;&lt;/script&gt;<br>b");
	check(text_html(""), "");
	check(text_html("d\xc3\xbcsseldorf"), "d\xc3\xbcsseldorf");
}
END_TEST

START_TEST(half_a_markup_is_whole)
{
	static const struct {
		const char *whole, *half;
	} cases[] = {
		{ "<p>abcd</p>", "<p>ab</p>" },
		{ "<p>ab</p><p>cd</p>", "<p>ab</p><p></p>" },
		{ "<p><b>abcd</b>ef</p>", "<p><b>abc</b></p>" },
		{ "<a href=\"https://x/>y\">abcd</a>",
			"<a href=\"https://x/>y\">ab</a>" },
		/* Nothing is cut within, and nothing behind a cut is kept. */
		{ "a&amp;bcdefg", "a&amp;" },
		{ "abc&quot;de", "abc" },
		{ "a & b; cd", "a & " },
		{ "a\xc3\xbc"
		  "b",
			"a" },
		{ "ab<br>cdef<br>gh", "ab<br>cd" },
		{ "a<br>", "a" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char text[80];

		snprintf(text, sizeof(text), "%s", cases[i].whole);
		ck_assert(markup_halve(text));
		ck_assert_str_eq(text, cases[i].half);
	}
}
END_TEST

START_TEST(what_holds_hardly_any_text_has_no_half)
{
	static const char *const cases[] = { "", "<p></p>", "<p>a</p>", "<br>",
		"<p", "\xc3\xbc" };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char text[80];

		snprintf(text, sizeof(text), "%s", cases[i]);
		ck_assert(!markup_halve(text));
	}
}
END_TEST

START_TEST(a_subject_names_object_and_state)
{
	struct event host = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");
	struct event service =
		alert(EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk /");

	check(text_subject(&host, NULL), "web1 is DOWN");
	check(text_subject(&service, NULL), "web1: disk / is CRITICAL");
	check(text_plain_subject(&service), "web1: disk / is CRITICAL");
	event_free(&host);
	event_free(&service);
}
END_TEST

START_TEST(a_subject_is_cut_between_characters)
{
	/* "a" and 150 times u umlaut: byte 200 is inside a character. */
	char host[302] = "a";
	struct event event;
	char *subject;

	for (size_t i = 1; i < 301; i += 2)
		memcpy(host + i, "\xc3\xbc", 3);
	event = alert(EVENT_PROBLEM, EVENT_DOWN, host, "");
	subject = text_subject(&event, NULL);
	ck_assert_uint_eq(strlen(subject), 199);
	ck_assert_str_eq(subject + 197, "\xc3\xbc");
	free(subject);
	event_free(&event);
}
END_TEST

START_TEST(a_plain_subject_is_printable_ascii)
{
	struct event event =
		alert(EVENT_PROBLEM, EVENT_DOWN, "d\xc3\xbcsseldorf", "");

	check(text_plain_subject(&event), "dsseldorf is DOWN");
	event_free(&event);
	event = alert(EVENT_PROBLEM, EVENT_DOWN, "\xc3\xbc", "");
	check(text_plain_subject(&event), " is DOWN");
	event_free(&event);
}
END_TEST

START_TEST(a_body_tells_what_is_known_and_escapes_it)
{
	struct event event =
		alert(EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");

	event_set_text(&event, EVENT_ALIAS, "web1");
	event_set_text(&event, EVENT_OUTPUT, "5 < 10 % free");
	event_set_text(&event, EVENT_LONG_OUTPUT, "/var\n/tmp");
	check(text_body(&event, NULL),
		"<p><b>Host:</b> web1<br><b>Service:</b> disk<br>"
		"<b>State:</b> CRITICAL<br></p>"
		"<p>5 &lt; 10 % free</p><p>/var<br>/tmp</p>");
	event_free(&event);
}
END_TEST

START_TEST(a_body_holds_times_only_where_they_are_known)
{
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");
	char *body;

	event.state_time = 86400 * 365;
	body = text_body(&event, NULL);
	ck_assert_ptr_nonnull(strstr(body, "<b>Since:</b> 197"));
	ck_assert_ptr_null(strstr(body, "Last well"));
	free(body);
	event_free(&event);
}
END_TEST

START_TEST(a_comment_says_who_said_what_and_when)
{
	struct event event =
		alert(EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	char *comment;

	event_set_text(&event, EVENT_AUTHOR, "R&D");
	event_set_text(&event, EVENT_COMMENT, "<on it>");
	event_set_text(&event, EVENT_OUTPUT, "no answer");
	check(text_comment(&event, NULL),
		"<p><b>Acknowledged</b> by R&amp;D, state DOWN</p>"
		"<p>&lt;on it&gt;</p><p>no answer</p>");
	event.received = 86400 * 365;
	comment = text_comment(&event, NULL);
	ck_assert_ptr_nonnull(strstr(comment, ", state DOWN, 197"));
	free(comment);
	event_free(&event);
}
END_TEST

START_TEST(every_type_has_a_phrase_of_its_own)
{
	char *seen[EVENT_CUSTOM + 1];

	for (int type = EVENT_PROBLEM; type <= EVENT_CUSTOM; type++) {
		struct event event =
			alert((enum event_type)type, EVENT_DOWN, "web1", "");

		seen[type] = text_comment(&event, NULL);
		for (int k = 0; k < type; k++)
			ck_assert_str_ne(seen[type], seen[k]);
		event_free(&event);
	}
	for (int type = EVENT_PROBLEM; type <= EVENT_CUSTOM; type++)
		free(seen[type]);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { nothing_from_outside_is_markup,
		half_a_markup_is_whole, what_holds_hardly_any_text_has_no_half,
		a_subject_names_object_and_state,
		a_subject_is_cut_between_characters,
		a_plain_subject_is_printable_ascii,
		a_body_tells_what_is_known_and_escapes_it,
		a_body_holds_times_only_where_they_are_known,
		a_comment_says_who_said_what_and_when,
		every_type_has_a_phrase_of_its_own };

	return unit_run("text", tests, UNIT_COUNT(tests));
}
