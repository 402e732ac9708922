/* test_quiet.c - flapping and downtime keep tickets quiet, not for ever */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "unit/rig.h"
#include "unit/alert.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static struct rig rig;
static struct memory_desk *const desk = &rig.desk;

static void
setup(void)
{
	rig_open(&rig);
}

static void
teardown(void)
{
	rig_close(&rig);
}

static void
tell(enum event_type type, enum event_state state)
{
	rig_tell(&rig, type, state, "web1", "");
	rig_pass(&rig, MINUTE, MINUTE);
}

static size_t
open_tickets(void)
{
	return memory_desk_open(desk, "web1");
}

/* ---- a ticket that is open ---- */

START_TEST(flapping_is_told_once_and_so_is_its_end)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	for (int i = 0; i < 5; i++) {
		tell(EVENT_FLAPPINGSTART, EVENT_DOWN);
		tell(EVENT_DOWNTIMESTART, EVENT_DOWN);
	}
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 2);
	tell(EVENT_FLAPPINGEND, EVENT_DOWN);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 3);
	tell(EVENT_FLAPPINGSTART, EVENT_DOWN);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 4);
	tell(EVENT_DOWNTIMEEND, EVENT_UP);
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(what_people_write_is_told_all_the_same)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	tell(EVENT_DOWNTIMESTART, EVENT_DOWN);
	tell(EVENT_ACKNOWLEDGEMENT, EVENT_DOWN);
	tell(EVENT_CUSTOM, EVENT_DOWN);
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 3);
}
END_TEST

/* ---- a resolve that waits ---- */

/* It recovered a minute ago, and flaps. */
static void
flap_after_a_recovery(void)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	tell(EVENT_RECOVERY, EVENT_UP);
	tell(EVENT_FLAPPINGSTART, EVENT_UP);
	rig_pass(&rig, 3 * HOUR, MINUTE);
	ck_assert_uint_eq(open_tickets(), 1);
	ck_assert_str_eq(desk->tickets[0].comments, "");
}

START_TEST(a_resolve_waits_until_flapping_ends)
{
	static const struct {
		enum event_type type;
		enum event_state state;
		size_t open;
	} ends[] = {
		{ EVENT_FLAPPINGEND, EVENT_UP, 0 },
		{ EVENT_FLAPPINGEND, EVENT_DOWN, 1 },
		/* that end was swallowed */
		{ EVENT_RECOVERY, EVENT_UP, 0 },
		{ EVENT_PROBLEM, EVENT_DOWN, 1 },
		/* says nothing of it */
		{ EVENT_CUSTOM, EVENT_UP, 1 },
	};

	for (size_t i = 0; i < UNIT_COUNT(ends); i++) {
		flap_after_a_recovery();
		tell(ends[i].type, ends[i].state);
		rig_pass(&rig, HOUR, MINUTE);
		ck_assert_msg(open_tickets() == ends[i].open, "case %zu", i);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(no_resolve_waits_longer_than_a_day)
{
	flap_after_a_recovery();
	rig_pass(&rig, DAY, HOUR);
	ck_assert_uint_eq(open_tickets(), 0);
}
END_TEST

/* ---- a ticket that waits ---- */

/* While the desk is away it goes down, and a downtime starts. */
static void
wait_in_a_downtime(void)
{
	rig_refuse_all(&rig, DESK_AWAY);
	rig_down(&rig, "web1");
	rig_pass(&rig, MINUTE, MINUTE);
	tell(EVENT_DOWNTIMESTART, EVENT_DOWN);
	rig_refuse_all(&rig, DESK_DONE);
	rig_pass(&rig, 3 * HOUR, MINUTE);
	ck_assert_uint_eq(desk->count, 0);
}

START_TEST(a_ticket_waits_until_the_downtime_ends)
{
	static const struct {
		enum event_type type;
		enum event_state state;
		size_t open, all;
	} ends[] = {
		{ EVENT_DOWNTIMEEND, EVENT_UP, 0, 0 },
		{ EVENT_DOWNTIMEEND, EVENT_DOWN, 1, 1 },
		{ EVENT_DOWNTIMECANCELLED, EVENT_DOWN, 1, 1 },
		/* that end was swallowed */
		{ EVENT_PROBLEM, EVENT_DOWN, 1, 1 },
		{ EVENT_RECOVERY, EVENT_UP, 0, 0 },
		/* the downtime lasts */
		{ EVENT_FLAPPINGEND, EVENT_DOWN, 0, 0 },
	};

	for (size_t i = 0; i < UNIT_COUNT(ends); i++) {
		wait_in_a_downtime();
		tell(ends[i].type, ends[i].state);
		rig_pass(&rig, HOUR, MINUTE);
		ck_assert_msg(open_tickets() == ends[i].open &&
				      desk->count == ends[i].all,
			"case %zu", i);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(no_ticket_waits_longer_than_a_day)
{
	wait_in_a_downtime();
	rig_pass(&rig, DAY, HOUR);
	ck_assert_uint_eq(open_tickets(), 1);
}
END_TEST

/* ---- order ---- */

START_TEST(a_reminder_shows_that_a_downtime_is_over)
{
	struct event event = alert(EVENT_PROBLEM, EVENT_DOWN, "web1", "");

	event.state_time = rig.now;
	wait_in_a_downtime();
	event.received = rig.now;
	rig_take(&rig, &event);
	event_free(&event);
	rig_pass(&rig, MINUTE, MINUTE);
	ck_assert_uint_eq(open_tickets(), 1);
}
END_TEST

START_TEST(a_start_that_was_overtaken_by_its_end_holds_nothing)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig.now += 10;
	rig_tell(&rig, EVENT_FLAPPINGEND, EVENT_UP, "web1", "");
	rig.now -= 5;
	rig_tell(&rig, EVENT_FLAPPINGSTART, EVENT_UP, "web1", "");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_uint_eq(open_tickets(), 0);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { flapping_is_told_once_and_so_is_its_end,
		what_people_write_is_told_all_the_same,
		a_resolve_waits_until_flapping_ends,
		no_resolve_waits_longer_than_a_day,
		a_ticket_waits_until_the_downtime_ends,
		no_ticket_waits_longer_than_a_day,
		a_reminder_shows_that_a_downtime_is_over,
		a_start_that_was_overtaken_by_its_end_holds_nothing };

	return unit_run_with(
		"quiet", tests, UNIT_COUNT(tests), setup, teardown);
}
