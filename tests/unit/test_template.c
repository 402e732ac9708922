/* test_template.c - a text with fields: {host} is {state} */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/template.h"

#include <string.h>

#include "unit/alert.h"
#include "unit/unit.h"

static struct event event;

static void
set_up(void)
{
	setenv("TZ", "UTC", 1);
	event = alert(EVENT_PROBLEM, EVENT_CRITICAL, "web<1>", "disk");
	event.received = 1700000000;
	event.state_time = event.received - 7260;
	event_set_text(&event, EVENT_OUTPUT, "95 % \"full\"\n& slow");
}

static void
tear_down(void)
{
	event_free(&event);
}

static void
check_filled(const char *template, enum template_kind kind, const char *wanted)
{
	struct err why;
	char *got;

	ck_assert_msg(template_check(template, kind, &why) == 0, "%s: %s",
		template, why.text);
	got = template_fill(template, kind, &event);
	ck_assert_str_eq(got, wanted);
	free(got);
}

START_TEST(fields_are_filled)
{
	static const struct {
		const char *template, *text, *html;
	} cases[] = {
		{ "", "", "" },
		{ "plain", "plain", "plain" },
		{ "{host} is {state}", "web<1> is CRITICAL",
			"web&lt;1&gt; is CRITICAL" },
		{ "{name}", "web<1>: disk", "web&lt;1&gt;: disk" },
		{ "{output}", "95 % \"full\" & slow",
			"95 % &quot;full&quot;<br>&amp; slow" },
		{ "{asset|none}", "none", "none" },
		{ "{asset}", "", "" },
		{ "{host|none}", "web<1>", "web&lt;1&gt;" },
		{ "{asset|}x", "x", "x" },
		{ "{asset|a|b}", "a|b", "a|b" },
		{ "{{host}}", "{host}", "{host}" },
		{ "{{{type}}}", "{PROBLEM}", "{PROBLEM}" },
		{ "{duration}", "2 h 1 min", "2 h 1 min" },
		{ "{received}", "2023-11-14 22:13:20 UTC",
			"2023-11-14 22:13:20 UTC" },
		{ "{last-well|never}", "never", "never" },
		{ "{long-output}{group}{alias}", "", "" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		check_filled(cases[i].template, TEMPLATE_TEXT, cases[i].text);
		check_filled(cases[i].template, TEMPLATE_HTML, cases[i].html);
	}
}
END_TEST

START_TEST(a_duration_is_told_in_two_units)
{
	static const struct {
		long seconds;
		const char *text;
	} cases[] = { { 0, "0 s" }, { 59, "59 s" }, { 60, "1 min" },
		{ 3599, "59 min" }, { 3600, "1 h 0 min" },
		{ 86399, "23 h 59 min" }, { 86400, "1 d 0 h" },
		{ 400 * 86400L, "400 d 0 h" }, { -5, "" } };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		event.state_time = event.received - cases[i].seconds;
		check_filled("{duration}", TEMPLATE_TEXT, cases[i].text);
	}
	event.state_time = 0;
	check_filled("{duration}", TEMPLATE_TEXT, "");
}
END_TEST

START_TEST(html_stays_as_it_was_written)
{
	static const struct {
		const char *template, *html;
	} cases[] = {
		{ "<p><b>{state}</b><br/></p>", "<p><b>CRITICAL</b><br/></p>" },
		{ "<a href=\"https://wiki/{host}\">x</a>",
			"<a href=\"https://wiki/web&lt;1&gt;\">x</a>" },
		{ "<a href=\"http://wiki\" title=\"{output}\">x</a>",
			"<a href=\"http://wiki\" title=\"95 % "
			"&quot;full&quot;<br>&amp; slow\">x</a>" },
		{ "{asset|<i>no asset</i>}", "<i>no asset</i>" },
		{ "1 &lt; 2 > 1", "1 &lt; 2 > 1" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		check_filled(cases[i].template, TEMPLATE_HTML, cases[i].html);
}
END_TEST

START_TEST(a_mistake_is_named)
{
	static const struct {
		const char *template;
		enum template_kind kind;
		const char *why;
	} cases[] = {
		{ "{hots}", TEMPLATE_TEXT, "there is no field {hots}" },
		{ "{}", TEMPLATE_TEXT, "there is no field {}" },
		{ "{Host}", TEMPLATE_TEXT, "there is no field {Host}" },
		{ "{hos}", TEMPLATE_TEXT, "there is no field {hos}" },
		{ "a {host", TEMPLATE_TEXT, "\"{host\": a field is written" },
		{ "{host {state}", TEMPLATE_TEXT, "a field is written" },
		{ "host}", TEMPLATE_TEXT, "a } without {" },
		{ "a {", TEMPLATE_TEXT, "a field is written" },
		{ "<p", TEMPLATE_HTML, "the last tag has no >" },
		{ "<a href=\"http://x", TEMPLATE_HTML, "the last tag" },
		{ "1 < 2", TEMPLATE_HTML, "is written &lt;" },
		{ "<!-- {host}", TEMPLATE_HTML, "is written &lt;" },
		{ "<b {host}>", TEMPLATE_HTML, "between quotes" },
		{ "<{host}>", TEMPLATE_HTML, "between quotes" },
		{ "<a href='http://x'>", TEMPLATE_HTML, "write href=\"...\"" },
		{ "<a href={address}>", TEMPLATE_HTML, "between quotes" },
		{ "<a href=\"javascript:x\">", TEMPLATE_HTML,
			"a link begins with http:// or https://" },
		{ "<a HREF=\"/x\">", TEMPLATE_HTML, "a link begins with" },
		{ "<a href=\"{output}\">", TEMPLATE_HTML, "a link begins" },
		{ "<a href=\"http:{output}\">", TEMPLATE_HTML,
			"a link begins" },
		{ "<img src=\"data:x\">", TEMPLATE_HTML, "a link begins" },
		{ "<b onclick=\"x\">", TEMPLATE_HTML, "would be a script" },
		{ "<script>", TEMPLATE_HTML, "<script> has no place here" },
		{ "<STYLE type=\"x\">", TEMPLATE_HTML, "<STYLE> has no place" },
		{ "<script/x>", TEMPLATE_HTML, "<script> has no place here" },
		{ "{asset|<b}", TEMPLATE_HTML, "leaves a tag open" },
		{ "{asset|<}", TEMPLATE_HTML, "leaves a tag open" },
		{ "<p title=\"{asset|\">}\">", TEMPLATE_HTML,
			"leaves a tag open" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct err why = { "" };

		ck_assert_msg(template_check(cases[i].template, cases[i].kind,
				      &why) < 0,
			"%s", cases[i].template);
		ck_assert_msg(strstr(why.text, cases[i].why) != NULL, "%s: %s",
			cases[i].template, why.text);
	}
}
END_TEST

START_TEST(what_is_filled_in_is_bounded)
{
	char template[TEMPLATE_MAX + 2], big[16 * 1024], *got;
	struct err why;

	memset(big, '"', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	event_set_text(&event, EVENT_LONG_OUTPUT, big);
	template[0] = '\0';
	while (strlen(template) + 14 < sizeof(template))
		memcpy(template + strlen(template), "{long-output}", 14);
	ck_assert_int_eq(template_check(template, TEMPLATE_HTML, &why), 0);
	got = template_fill(template, TEMPLATE_HTML, &event);
	ck_assert_uint_gt(strlen(got), 80 * 1024);
	ck_assert_uint_lt(strlen(got), TEMPLATE_FILLED_MAX + 6 * sizeof(big));
	free(got);
	memset(template, 'x', TEMPLATE_MAX + 1);
	template[TEMPLATE_MAX + 1] = '\0';
	ck_assert_int_eq(template_check(template, TEMPLATE_TEXT, &why), -1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { fields_are_filled,
		a_duration_is_told_in_two_units, html_stays_as_it_was_written,
		a_mistake_is_named, what_is_filled_in_is_bounded };

	return unit_run_with(
		"template", tests, UNIT_COUNT(tests), set_up, tear_down);
}
