/* test_people.c - what people did to a ticket is respected */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static struct rig rig;
static struct memory_desk *const desk = &rig.desk;

static void
setup(void)
{
	rig_open(&rig);
	rig.ingest.plan.open_on |= 1U << EVENT_WARNING;
}

static void
teardown(void)
{
	rig_close(&rig);
}

static void
close_all(void)
{
	for (size_t i = 0; i < desk->count; i++)
		desk->tickets[i].closed = true;
}

/* A service is WARNING, and a person closes its ticket. */
static void
close_a_ticket(void)
{
	rig_tell(&rig, EVENT_PROBLEM, EVENT_WARNING, "web1", "disk");
	rig_settle(&rig);
	close_all();
}

START_TEST(a_closed_ticket_is_not_told_that_it_got_worse)
{
	close_a_ticket();
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(desk->tickets[0].comments, "");
	ck_assert_str_eq(rig_jobs(&rig), "create done, comment done");
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

START_TEST(a_closed_ticket_is_told_what_people_write)
{
	close_a_ticket();
	rig_tell(&rig, EVENT_DOWNTIMESTART, EVENT_WARNING, "web1", "disk");
	rig_tell(&rig, EVENT_FLAPPINGSTART, EVENT_WARNING, "web1", "disk");
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_WARNING, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_ptr_nonnull(
		strstr(desk->tickets[0].comments, "Acknowledged"));
	ck_assert_uint_eq(desk->calls[MEMORY_COMMENT], 1);
	ck_assert_int_eq(
		rig_number(&rig, "SELECT closed FROM incident"), RIG_NOW + 60);
}
END_TEST

START_TEST(a_ticket_that_a_person_opens_again_is_told_all_again)
{
	close_a_ticket();
	rig_tell(&rig, EVENT_CUSTOM, EVENT_WARNING, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	desk->tickets[0].closed = false;
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_ptr_nonnull(
		strstr(desk->tickets[0].comments, "state CRITICAL"));
	ck_assert_int_eq(rig_number(&rig, "SELECT closed FROM incident"), 0);
	rig_tell(&rig, EVENT_RECOVERY, EVENT_OK, "web1", "disk");
	rig_pass(&rig, HOUR, MINUTE);
	rig_expect_tickets(&rig, "web1", 0, 1);
}
END_TEST

static void
is_faster(struct memory_desk *self, enum memory_call call)
{
	(void)self;
	if (call == MEMORY_RESOLVE)
		close_all();
}

START_TEST(a_person_who_closes_it_a_moment_before_us_was_first)
{
	rig_down(&rig, "web1");
	rig_settle(&rig);
	desk->person = is_faster;
	rig_up(&rig, "web1");
	rig_pass(&rig, HOUR, MINUTE);
	ck_assert_str_eq(rig_jobs(&rig), "create done, resolve done");
	ck_assert_uint_eq(desk->calls[MEMORY_RESOLVE], 1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_closed_ticket_is_not_told_that_it_got_worse,
		a_closed_ticket_is_told_what_people_write,
		a_ticket_that_a_person_opens_again_is_told_all_again,
		a_person_who_closes_it_a_moment_before_us_was_first };

	return unit_run_with(
		"people", tests, UNIT_COUNT(tests), setup, teardown);
}
