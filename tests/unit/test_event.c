/* test_event.c - what a notification means */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/event.h"

#include <string.h>

#include "unit/unit.h"

START_TEST(types_are_known_in_every_spelling_of_either_core)
{
	static const struct {
		const char *word;
		enum event_type type;
	} cases[] = {
		{ "PROBLEM", EVENT_PROBLEM },
		{ "Problem", EVENT_PROBLEM },
		{ "RECOVERY", EVENT_RECOVERY },
		{ "Recovery", EVENT_RECOVERY },
		{ "ACKNOWLEDGEMENT", EVENT_ACKNOWLEDGEMENT },
		{ "Acknowledgement", EVENT_ACKNOWLEDGEMENT },
		{ "FLAPPINGSTART", EVENT_FLAPPINGSTART },
		{ "FlappingStart", EVENT_FLAPPINGSTART },
		{ "FLAPPINGSTOP", EVENT_FLAPPINGEND },
		{ "FLAPPINGEND", EVENT_FLAPPINGEND },
		{ "FlappingEnd", EVENT_FLAPPINGEND },
		{ "FLAPPINGDISABLED", EVENT_FLAPPINGDISABLED },
		{ "DOWNTIMESTART", EVENT_DOWNTIMESTART },
		{ "DowntimeStart", EVENT_DOWNTIMESTART },
		{ "DOWNTIMEEND", EVENT_DOWNTIMEEND },
		{ "DowntimeEnd", EVENT_DOWNTIMEEND },
		{ "DOWNTIMECANCELLED", EVENT_DOWNTIMECANCELLED },
		{ "DowntimeRemoved", EVENT_DOWNTIMECANCELLED },
		{ "CUSTOM", EVENT_CUSTOM },
		{ "Custom", EVENT_CUSTOM },
		{ "", EVENT_CUSTOM },
		{ "PROBLEMS", EVENT_CUSTOM },
		{ "$NOTIFICATIONTYPE$", EVENT_CUSTOM },
		{ NULL, EVENT_CUSTOM },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(event_type_read(cases[i].word) == cases[i].type,
			"%s", cases[i].word);
}
END_TEST

START_TEST(a_type_and_a_state_are_read_back_by_their_names)
{
	for (int i = EVENT_PROBLEM; i <= EVENT_CUSTOM; i++)
		ck_assert_int_eq(i,
			event_type_read(event_type_name((enum event_type)i)));
	for (int i = EVENT_UP; i <= EVENT_UNKNOWN; i++)
		ck_assert_int_eq(i,
			event_state_read(event_state_name((enum event_state)i),
				EVENT_CUSTOM, false));
}
END_TEST

START_TEST(a_state_is_a_word_or_a_digit_or_what_the_type_says)
{
	static const struct {
		const char *word;
		enum event_type type;
		bool is_host;
		enum event_state state;
	} cases[] = {
		{ "down", EVENT_PROBLEM, true, EVENT_DOWN },
		{ "Critical", EVENT_PROBLEM, false, EVENT_CRITICAL },
		{ "UNREACHABLE", EVENT_PROBLEM, true, EVENT_UNREACHABLE },
		{ "0", EVENT_CUSTOM, true, EVENT_UP },
		{ "1", EVENT_CUSTOM, true, EVENT_DOWN },
		{ "2", EVENT_CUSTOM, true, EVENT_UNREACHABLE },
		{ "3", EVENT_CUSTOM, true, EVENT_UNKNOWN },
		{ "0", EVENT_CUSTOM, false, EVENT_OK },
		{ "1", EVENT_CUSTOM, false, EVENT_WARNING },
		{ "2", EVENT_CUSTOM, false, EVENT_CRITICAL },
		{ "3", EVENT_CUSTOM, false, EVENT_UNKNOWN },
		{ "9", EVENT_CUSTOM, false, EVENT_UNKNOWN },
		{ "-", EVENT_CUSTOM, false, EVENT_UNKNOWN },
		{ "10", EVENT_CUSTOM, false, EVENT_UNKNOWN },
		{ "", EVENT_PROBLEM, true, EVENT_DOWN },
		{ "", EVENT_PROBLEM, false, EVENT_CRITICAL },
		{ "", EVENT_RECOVERY, true, EVENT_UP },
		{ "", EVENT_RECOVERY, false, EVENT_OK },
		{ NULL, EVENT_PROBLEM, true, EVENT_DOWN },
		{ "$", EVENT_PROBLEM, true, EVENT_DOWN },
		{ "", EVENT_CUSTOM, true, EVENT_UNKNOWN },
		{ "gone", EVENT_PROBLEM, true, EVENT_UNKNOWN },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(event_state_read(cases[i].word, cases[i].type,
				      cases[i].is_host) == cases[i].state,
			"case %zu: %s", i, cases[i].word);
}
END_TEST

START_TEST(only_up_and_ok_are_good)
{
	for (int i = EVENT_UP; i <= EVENT_UNKNOWN; i++)
		ck_assert_int_eq(event_state_is_good((enum event_state)i),
			i == EVENT_UP || i == EVENT_OK);
}
END_TEST

START_TEST(a_macro_nobody_filled_in_is_empty)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ NULL, "" },
		{ "$", "" },
		{ "$_HOSTIIQ_ASSET$", "" },
		{ "$_$", "" },
		{ "$$", "$$" },
		{ "$5", "$5" },
		{ "$_A$ and $_B$", "$_A$ and $_B$" },
		{ "$_HOSTIIQ_ASSET", "$_HOSTIIQ_ASSET" },
	};
	struct event event;

	event_init(&event);
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		event_set_text(&event, EVENT_ASSET, cases[i].in);
		ck_assert_str_eq(event.text[EVENT_ASSET], cases[i].out);
	}
	event_free(&event);
}
END_TEST

START_TEST(each_text_has_its_name_and_its_bound)
{
	char big[20 * 1024];
	struct event event;

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	event_init(&event);
	for (int i = 0; i < EVENT_TEXTS; i++) {
		size_t most = i == EVENT_OUTPUT	       ? 8192
			      : i == EVENT_LONG_OUTPUT ? 16384
			      : i == EVENT_IGNORE      ? 16
						       : 1024;

		ck_assert_str_eq(event.text[i], "");
		event_set_text(&event, (enum event_text)i, big);
		ck_assert_uint_eq(strlen(event.text[i]), most);
		ck_assert_ptr_nonnull(event_text_name((enum event_text)i));
	}
	event_free(&event);
}
END_TEST

START_TEST(lines_stay_in_the_texts_that_have_lines)
{
	struct event event;

	event_init(&event);
	event_set_text(&event, EVENT_LONG_OUTPUT, "one\\ntwo");
	ck_assert_str_eq(event.text[EVENT_LONG_OUTPUT], "one\ntwo");
	event_set_text(&event, EVENT_HOST, "one\\ntwo");
	ck_assert_str_eq(event.text[EVENT_HOST], "one\\ntwo");
	event_set_text(&event, EVENT_HOST, "one\ntwo");
	ck_assert_str_eq(event.text[EVENT_HOST], "one two");
	event_free(&event);
}
END_TEST

START_TEST(an_alert_without_a_service_is_the_hosts)
{
	struct event event;

	event_init(&event);
	ck_assert(event_is_host(&event));
	event_set_text(&event, EVENT_SERVICE, "disk");
	ck_assert(!event_is_host(&event));
	event_set_text(&event, EVENT_SERVICE, " \t");
	ck_assert(event_is_host(&event));
	event_free(&event);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		types_are_known_in_every_spelling_of_either_core,
		a_type_and_a_state_are_read_back_by_their_names,
		a_state_is_a_word_or_a_digit_or_what_the_type_says,
		only_up_and_ok_are_good,
		a_macro_nobody_filled_in_is_empty,
		each_text_has_its_name_and_its_bound,
		lines_stay_in_the_texts_that_have_lines,
		an_alert_without_a_service_is_the_hosts,
	};

	return unit_run("event", tests, UNIT_COUNT(tests));
}
