/* test_ids.c - the ids that a ticket refers to, for the words that name them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/ids.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "unit/alert.h"
#include "unit/rig.h"
#include "unit/unit.h"

#define ID_1 "0a1b2c3d-0000-4000-8000-00000000000a"
#define ID_2 "0a1b2c3d-0000-4000-8000-00000000000b"
#define ID_3 "0a1b2c3d-0000-4000-8000-00000000000c"
#define ID_4 "0a1b2c3d-0000-4000-8000-00000000000d"

static struct rig rig;
static struct memory_desk *desk = &rig.desk;
static struct mapping said, fallback;
static struct ids ids;
static struct verdict verdict;

static void
set_up(void)
{
	rig_open(&rig);
	memset(&said, 0, sizeof(said));
	memset(&fallback, 0, sizeof(fallback));
}

static void
tear_down(void)
{
	rig_close(&rig);
}

static struct entry
entry(const char *id, const char *name)
{
	struct entry made = { .name = (char *)(uintptr_t)name };

	snprintf(made.id, sizeof(made.id), "%s", id);
	return made;
}

/* What is found for what is said; missed is a part of the note, or NULL. */
static void
find(const char *missed)
{
	struct err why;

	ck_assert_int_eq(ids_find(&(struct ids_question){ .store = rig.store,
					  .desk = &desk->ops,
					  .now = rig.now,
					  .alert = &said,
					  .fallback = &fallback },
				 &ids, &verdict, &why),
		0);
	if (missed == NULL)
		ck_assert_ptr_null(ids.missed);
	else
		ck_assert_msg(ids.missed != NULL &&
				      strstr(ids.missed, missed) != NULL,
			"%s", ids.missed == NULL ? "nothing" : ids.missed);
	ids_free(&ids);
}

START_TEST(a_name_is_asked_for_once_a_day)
{
	desk->entries[0] = entry(ID_1, "Network");
	said.word[THING_TEAM] = "network";
	for (int i = 0; i < 3; i++) {
		find(NULL);
		ck_assert_str_eq(ids.id[THING_TEAM], ID_1);
	}
	ck_assert_uint_eq(desk->calls[MEMORY_LOOKUP], 1);
	rig.now += 86399;
	find(NULL);
	ck_assert_uint_eq(desk->calls[MEMORY_LOOKUP], 1);
	rig.now += 1;
	desk->entries[0] = entry(ID_2, "Network");
	find(NULL);
	ck_assert_uint_eq(desk->calls[MEMORY_LOOKUP], 2);
	ck_assert_str_eq(ids.id[THING_TEAM], ID_2);
	rig.now -= 3600; /* the clock is put back */
	find(NULL);
	ck_assert_uint_eq(desk->calls[MEMORY_LOOKUP], 3);
}
END_TEST

START_TEST(a_wrong_name_gives_way_to_the_default_and_is_asked_for_again_soon)
{
	said.word[THING_TEAM] = "net<work";
	fallback.word[THING_TEAM] = ID_3;
	for (int i = 0; i < 2; i++) {
		find("<p>team net&lt;work not found</p>");
		ck_assert_str_eq(ids.id[THING_TEAM], ID_3);
	}
	ck_assert_uint_eq(desk->calls[MEMORY_LOOKUP], 1);
	rig.now += 600;
	desk->entries[0] = entry(ID_1, "net<work");
	find(NULL);
	ck_assert_str_eq(ids.id[THING_TEAM], ID_1);
}
END_TEST

START_TEST(a_name_that_two_have_is_none)
{
	desk->entries[0] = entry(ID_1, "A-1009");
	desk->entries[1] = entry(ID_2, "a-1009");
	said.word[THING_ASSET] = "A-1009";
	find("<p>asset tag A-1009 is there more than once</p>");
	ck_assert_str_eq(ids.id[THING_ASSET], "");
}
END_TEST

START_TEST(a_name_is_taken_only_if_it_is_the_whole_name)
{
	desk->entries[0] = entry(ID_1, "Network 2");
	desk->entries[1] = entry(ID_2, "Network");
	said.word[THING_TEAM] = "Network";
	find(NULL);
	ck_assert_str_eq(ids.id[THING_TEAM], ID_2);
	said.word[THING_TEAM] = "Net";
	find("team Net not found");
	desk->entries[0].other = (char *)(uintptr_t) "a@x";
	said = (struct mapping){ .word = { [THING_REQUESTER] = "A@x" } };
	find(NULL);
	ck_assert_str_eq(ids.id[THING_REQUESTER], ID_1);
}
END_TEST

static void
place_asset(void)
{
	desk->entries[0] = entry(ID_1, "A-1");
	snprintf(desk->entries[0].location, DESK_ID_SIZE, ID_2);
	snprintf(desk->entries[0].room, DESK_ID_SIZE, ID_3);
	said.word[THING_ASSET] = "A-1";
	fallback.word[THING_LOCATION] = ID_4;
	fallback.word[THING_ROOM] = ID_4;
}

START_TEST(an_asset_lends_its_place_where_the_alert_has_none)
{
	static const struct {
		const char *location, *room; /* said */
		const char *got_location, *got_room;
	} cases[] = {
		{ "", "", ID_2, ID_3 },
		{ ID_2, "", ID_2, ID_3 },
		{ ID_4, "", ID_4, "" },
		{ "", ID_4, ID_2, ID_4 },
	};

	place_asset();
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		said.word[THING_LOCATION] = cases[i].location;
		said.word[THING_ROOM] = cases[i].room;
		find(NULL);
		ck_assert_str_eq(ids.id[THING_ASSET], ID_1);
		ck_assert_str_eq(ids.id[THING_LOCATION], cases[i].got_location);
		ck_assert_str_eq(ids.id[THING_ROOM], cases[i].got_room);
	}
}
END_TEST

START_TEST(a_default_room_goes_with_the_default_location_only)
{
	fallback.word[THING_LOCATION] = ID_1;
	fallback.word[THING_ROOM] = ID_2;
	find(NULL);
	ck_assert_str_eq(ids.id[THING_ROOM], ID_2);
	said.word[THING_LOCATION] = ID_3;
	find(NULL);
	ck_assert_str_eq(ids.id[THING_ROOM], "");
}
END_TEST

START_TEST(a_room_is_looked_for_in_its_location)
{
	desk->entries[0] = entry(ID_1, "Library");
	said.word[THING_ROOM] = "Library";
	fallback.word[THING_LOCATION] = ID_4;
	find(NULL);
	ck_assert_str_eq(desk->within, ID_4);
	ck_assert_str_eq(ids.id[THING_ROOM], ID_1);
	said.word[THING_LOCATION] = ID_3;
	find(NULL);
	ck_assert_str_eq(desk->within, ID_3);
	ck_assert_uint_eq(desk->calls[MEMORY_LOOKUP], 2);
}
END_TEST

START_TEST(a_desk_that_cannot_be_asked_blocks)
{
	static const enum answer answers[] = { DESK_AWAY, DESK_SLOW,
		DESK_LOCKED, DESK_MAYBE };

	said.word[THING_TEAM] = "network";
	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		rig_refuse_all(&rig, answers[i]);
		find(NULL);
		ck_assert_int_eq(verdict.answer, answers[i]);
	}
}
END_TEST

START_TEST(a_name_that_alone_cannot_be_asked_for_does_not)
{
	static const struct {
		enum answer answer;
		unsigned calls;
	} cases[] = {
		{ DESK_AWAY, 2 },
		{ DESK_MAYBE, 2 },
		{ DESK_REFUSED, 1 },
	};

	said.word[THING_TEAM] = "network";
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		desk->calls[MEMORY_LOOKUP] = 0;
		rig_refuse(&rig, MEMORY_LOOKUP, cases[i].answer);
		/* Ten minutes later it is asked for again. */
		for (int k = 0; k < 2; k++) {
			find("team network could not be looked up");
			ck_assert_int_eq(verdict.answer, DESK_DONE);
		}
		ck_assert_uint_eq(desk->calls[MEMORY_LOOKUP], cases[i].calls);
		rig.now += 3600;
	}
}
END_TEST

START_TEST(too_many_requests_are_no_answer_to_a_name)
{
	said.word[THING_TEAM] = "network";
	rig_refuse(&rig, MEMORY_LOOKUP, DESK_SLOW);
	find(NULL);
	ck_assert_int_eq(verdict.answer, DESK_SLOW);
	ck_assert_uint_eq(desk->calls[MEMORY_PROBE], 0);
}
END_TEST

START_TEST(a_name_that_is_found_the_second_time_is_used)
{
	desk->entries[0] = entry(ID_1, "network");
	said.word[THING_TEAM] = "network";
	desk->loses[MEMORY_LOOKUP] = 1;
	find(NULL);
	ck_assert_str_eq(ids.id[THING_TEAM], ID_1);
}
END_TEST

START_TEST(names_are_forgotten_when_a_ticket_is_refused)
{
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	desk->entries[0] = entry(ID_1, "network");
	event.received = event.state_time = rig.now;
	event_set_text(&event, EVENT_TEAM, "network");
	desk->refuses_full_drafts = true;
	rig_take(&rig, &event);
	rig_pass(&rig, 60, 60);
	ck_assert_uint_eq(desk->count, 1);
	ck_assert_str_eq(desk->draft_ids[THING_TEAM], "");
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM name"), 0);
	event_free(&event);
}
END_TEST

START_TEST(without_a_desk_only_ids_are_known)
{
	said = (struct mapping){ .word = { [THING_TEAM] = "network",
					 [THING_LOCATION] = ID_1,
					 [THING_ASSET] = "A-1" } };
	fallback = (struct mapping){ .word = { [THING_TEAM] = ID_2,
					     [THING_ROOM] = ID_3,
					     [THING_ISSUE] = "down" } };
	ids_guess(&said, &fallback, &ids);
	ck_assert_str_eq(ids.id[THING_TEAM], ID_2);
	ck_assert_str_eq(ids.id[THING_LOCATION], ID_1);
	ck_assert_str_eq(ids.id[THING_ROOM], "");
	ck_assert_str_eq(ids.id[THING_ISSUE], "");
	ck_assert_str_eq(ids.id[THING_ASSET], "");
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_name_is_asked_for_once_a_day,
		a_wrong_name_gives_way_to_the_default_and_is_asked_for_again_soon,
		a_name_that_two_have_is_none,
		a_name_is_taken_only_if_it_is_the_whole_name,
		an_asset_lends_its_place_where_the_alert_has_none,
		a_default_room_goes_with_the_default_location_only,
		a_room_is_looked_for_in_its_location,
		a_desk_that_cannot_be_asked_blocks,
		a_name_that_alone_cannot_be_asked_for_does_not,
		too_many_requests_are_no_answer_to_a_name,
		a_name_that_is_found_the_second_time_is_used,
		names_are_forgotten_when_a_ticket_is_refused,
		without_a_desk_only_ids_are_known };

	return unit_run_with(
		"ids", tests, UNIT_COUNT(tests), set_up, tear_down);
}
