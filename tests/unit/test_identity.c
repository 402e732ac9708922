/* test_identity.c - what tells objects, events and tickets apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/identity.h"

#include <string.h>

#include "unit/alert.h"
#include "unit/unit.h"

/*
 * Golden values, computed by another program. Tickets and databases out there
 * hold them: a test that fails here says that the code is wrong, never that the
 * value is out of date.
 */
static const struct {
	const char *instance, *host, *service;
	const char *object, *marker;
} objects[] = {
	{ "school", "web1", "",
		"97997e21084b27050efa519b83b5f374"
		"ba5671efd95c6429c2da4787c9eb56e7",
		"iiq1wsyt3x4gryhjyx4kih5c7ome6a" },
	{ "school", "web1", "disk /",
		"1a2f989cde0f3da304a25f000d79a9e1"
		"5be8487b94915a757589a4f2f0dd15e7",
		"iiq1m3ff4ic2mq6ss2nhy5lxqdwcfm" },
	{ "", "d\xc3\xbcsseldorf", "",
		"ebec92b6489f10347c33ee6a59eeefbf"
		"e4f18f65abaf859f1fd1448b7e7e9ebd",
		"iiq14xdkqx7r3vhruni54r5omrq2h2" },
};

static struct event
school_alert(enum event_type type, enum event_state state, const char *service)
{
	struct event event = alert(type, state, "web1", service);

	event_set_text(&event, EVENT_INSTANCE, "school");
	return event;
}

static void
check_event(struct event *event, const char *expected)
{
	char identity[IDENTITY_SIZE];

	identity_of_event(event, identity);
	ck_assert_str_eq(identity, expected);
}

static bool
same_event(const struct event *a, const struct event *b)
{
	char first[IDENTITY_SIZE], second[IDENTITY_SIZE];

	identity_of_event(a, first);
	identity_of_event(b, second);
	return strcmp(first, second) == 0;
}

START_TEST(an_object_and_its_marker_never_change)
{
	for (size_t i = 0; i < UNIT_COUNT(objects); i++) {
		struct event event = alert(EVENT_PROBLEM, EVENT_DOWN,
			objects[i].host, objects[i].service);
		char object[IDENTITY_SIZE], marker[MARKER_SIZE];

		event_set_text(&event, EVENT_INSTANCE, objects[i].instance);
		identity_of_object(&event, object);
		identity_marker(object, marker);
		ck_assert_str_eq(object, objects[i].object);
		ck_assert_str_eq(marker, objects[i].marker);
		event_free(&event);
	}
}
END_TEST

START_TEST(an_events_identity_never_changes)
{
	struct event problem = school_alert(EVENT_PROBLEM, EVENT_DOWN, "");
	struct event recovery =
		school_alert(EVENT_RECOVERY, EVENT_OK, "disk /");
	struct event note = school_alert(EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "");

	problem.state_time = 1700000000;
	recovery.state_time = 1700000060;
	note.received = 1700000123;
	event_set_text(&note, EVENT_AUTHOR, "alice");
	event_set_text(&note, EVENT_COMMENT, "on it");
	check_event(&problem, "9ef585a0d3a5c6a12d05a2afd358c464"
			      "6fa0756731ea4c65e213541e7e460ea7");
	check_event(&recovery, "87f64f578ffc4fbb696e209897e76be3"
			       "16cb679583839eb46d85990eb88bde85");
	check_event(&note, "8eb1fce47c7c23a092a6bdf3176178e9"
			   "c3d65cb74201076d6c643cc5fa2bf2cc");
	event_free(&problem);
	event_free(&recovery);
	event_free(&note);
}
END_TEST

START_TEST(a_uuid_never_changes_and_is_one)
{
	char uuid[UUID_SIZE], other[UUID_SIZE];

	identity_uuid(objects[0].object, 42, uuid);
	ck_assert_str_eq(uuid, "8964970e-2805-81dc-ba23-7d5176191fd6");
	identity_uuid(objects[0].object, 43, other);
	ck_assert_str_ne(uuid, other);
	identity_uuid(objects[1].object, 42, other);
	ck_assert_str_ne(uuid, other);
}
END_TEST

START_TEST(names_that_only_join_alike_are_different_objects)
{
	static const char *const names[][3] = { { "", "ab", "c" },
		{ "", "a", "bc" }, { "a", "b", "c" }, { "ab", "", "c" },
		{ "", "ab", "" }, { "", "AB", "" }, { "", "abc", "" } };
	char object[UNIT_COUNT(names)][IDENTITY_SIZE];

	for (size_t i = 0; i < UNIT_COUNT(names); i++) {
		struct event event = alert(
			EVENT_PROBLEM, EVENT_DOWN, names[i][1], names[i][2]);

		event_set_text(&event, EVENT_INSTANCE, names[i][0]);
		identity_of_object(&event, object[i]);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(object[i], object[k]);
		event_free(&event);
	}
}
END_TEST

START_TEST(a_second_contacts_copy_is_the_same_event)
{
	struct event first = school_alert(EVENT_PROBLEM, EVENT_DOWN, "");
	struct event copy = school_alert(EVENT_PROBLEM, EVENT_DOWN, "");

	first.state_time = copy.state_time = 1700000000;
	first.received = 1700000001;
	copy.received = 1700009999;
	event_set_text(&first, EVENT_CONTACT, "alice");
	event_set_text(&copy, EVENT_CONTACT, "bob");
	event_set_text(&copy, EVENT_OUTPUT, "checked a moment later");
	ck_assert(same_event(&first, &copy));
	copy.state_time++;
	ck_assert(!same_event(&first, &copy));
	copy.state_time--;
	copy.state = EVENT_UNREACHABLE;
	ck_assert(!same_event(&first, &copy));
	event_free(&first);
	event_free(&copy);
}
END_TEST

START_TEST(without_a_state_time_the_minute_of_receipt_decides)
{
	struct event first = school_alert(EVENT_PROBLEM, EVENT_DOWN, "");
	struct event copy = school_alert(EVENT_PROBLEM, EVENT_DOWN, "");

	first.received = 1700000040; /* a whole minute */
	copy.received = first.received + 59;
	ck_assert(same_event(&first, &copy));
	copy.received++;
	ck_assert(!same_event(&first, &copy));
	event_free(&first);
	event_free(&copy);
}
END_TEST

START_TEST(a_second_downtime_is_another_event)
{
	struct event first = school_alert(EVENT_DOWNTIMESTART, EVENT_UP, "");
	struct event second = school_alert(EVENT_DOWNTIMESTART, EVENT_UP, "");

	/* The state began long ago and has not changed since. */
	first.state_time = second.state_time = 1600000000;
	first.received = second.received = 1700000040;
	ck_assert(same_event(&first, &second));
	event_set_text(&second, EVENT_COMMENT, "another reason");
	ck_assert(!same_event(&first, &second));
	event_set_text(&second, EVENT_COMMENT, "");
	event_set_text(&second, EVENT_AUTHOR, "bob");
	ck_assert(!same_event(&first, &second));
	event_set_text(&second, EVENT_AUTHOR, "");
	second.received += 60;
	ck_assert(!same_event(&first, &second));
	event_free(&first);
	event_free(&second);
}
END_TEST

#define MARKER "iiq1wsyt3x4gryhjyx4kih5c7ome6a"

START_TEST(a_ticket_is_ours_if_the_marker_is_its_last_word)
{
	static const struct {
		const char *body;
		bool ours;
	} cases[] = {
		{ MARKER, true },
		{ "<p>down</p><p>" MARKER "</p>", true },
		{ "<p>" MARKER "</p><p>&nbsp;</p><br />\r\n", true },
		{ "<div><p>" MARKER "</p></div><!-- -->", true },
		{ "down." MARKER ".", true },
		{ "(" MARKER ")", true },
		{ "<p class=\"note\">" MARKER "</p>", true },
		{ "R&amp;D " MARKER, true },
		{ "a &lt; b &amp;" MARKER, true },
		/* quoted, and something after it */
		{ "<p>" MARKER "</p><p>see above</p>", false },
		{ "> " MARKER "\nIs that one the same?", false },
		{ "<p>" MARKER " 2</p>", false },
		/* another's, in part, in a tag, in other letters */
		{ "<p>" MARKER "</p><p>iiq1m3ff4ic2mq6ss2nhy5lxqdwcfm</p>",
			false },
		{ MARKER "x", false },
		{ "x" MARKER, false },
		{ "iiq1wsyt3x4gryhjyx4kih5c7ome6", false },
		{ "<p title=\"" MARKER "\"></p>", false },
		{ "IIQ1WSYT3X4GRYHJYX4KIH5C7OME6A", false },
		{ "iiq1wsyt3x4gry<br>hjyx4kih5c7ome6a", false },
		{ "", false },
		{ "<", false },
		{ "&", false },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(
			identity_marks(cases[i].body, MARKER) == cases[i].ours,
			"%s", cases[i].body);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { an_object_and_its_marker_never_change,
		an_events_identity_never_changes,
		a_uuid_never_changes_and_is_one,
		names_that_only_join_alike_are_different_objects,
		a_second_contacts_copy_is_the_same_event,
		without_a_state_time_the_minute_of_receipt_decides,
		a_second_downtime_is_another_event,
		a_ticket_is_ours_if_the_marker_is_its_last_word };

	return unit_run("identity", tests, UNIT_COUNT(tests));
}
