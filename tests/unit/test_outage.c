/* test_outage.c - IncidentIQ is away for six hours, and nothing is lost */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600, HOSTS = 36 };

static struct rig rig;

/* How the desk is away. */
static const struct outage {
	const char *name;
	enum answer answer;
	bool acts; /* every change is made, and its answer lost */
} outages[] = {
	{ "it cannot be reached", .answer = DESK_AWAY },
	{ "it answers HTTP 500", .answer = DESK_MAYBE },
	{ "it asks to slow down", .answer = DESK_SLOW },
	{ "the token is refused", .answer = DESK_LOCKED },
	{ "its answers are lost", .acts = true },
};

static const char *
name_of(int host)
{
	static char name[16];

	snprintf(name, sizeof(name), "web-%02d", host);
	return name;
}

static void
break_desk(const struct outage *outage)
{
	static const enum memory_call changes[] = { MEMORY_OPEN, MEMORY_COMMENT,
		MEMORY_RESOLVE };

	if (outage == NULL)
		return;
	rig_refuse_all(&rig, outage->answer);
	for (size_t i = 0; outage->acts && i < UNIT_COUNT(changes); i++)
		rig.desk.loses[changes[i]] = 1000000;
}

static void
mend_desk(void)
{
	rig_refuse_all(&rig, DESK_DONE);
	memset(rig.desk.loses, 0, sizeof(rig.desk.loses));
}

/* Hosts go down all the time, from before the outage on, are acknowledged, and
 * every other one is back half an hour later. */
static void
play_day(const struct outage *outage)
{
	rig_open(&rig);
	rig.desk.search_lag_s = 90;
	rig.dice = 77;
	memory_desk_add_strangers(&rig.desk, 50);
	for (int ten = 0; ten < HOSTS + 3; ten++) {
		if (ten == 3)
			break_desk(outage);
		if (ten < HOSTS)
			rig_down(&rig, name_of(ten));
		if (ten > 0 && ten <= HOSTS)
			rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN,
				name_of(ten - 1), "");
		if (ten >= 3 && ten % 2 == 1)
			rig_up(&rig, name_of(ten - 3));
		rig_pass(&rig, 10 * MINUTE, MINUTE);
	}
	mend_desk();
	/* What may have been opened for a host that is well again is looked for
	 * a day long. */
	rig_pass(&rig, 26 * HOUR, 5 * MINUTE);
	rig_sweep(&rig);
}

/* What may have been sent is not opened once its host is well again. */
static void
check_host(const struct outage *outage, int host)
{
	size_t all = memory_desk_all(&rig.desk, name_of(host));
	size_t open = memory_desk_open(&rig.desk, name_of(host));
	bool is_down = host % 2 == 1;
	bool is_well = open == (is_down ? 1 : 0) &&
		       (all == 1 || (all == 0 && !is_down && outage != NULL &&
					    outage->answer == DESK_MAYBE));

	ck_assert_msg(is_well, "%s: %s has %zu tickets, %zu of them open",
		outage == NULL ? "no outage" : outage->name, name_of(host), all,
		open);
}

static void
check_day(const struct outage *outage)
{
	play_day(outage);
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		0);
	for (int host = 0; host < HOSTS; host++)
		check_host(outage, host);
	rig_close(&rig);
}

START_TEST(the_tickets_are_those_of_a_day_without_outage)
{
	check_day(NULL);
	for (size_t i = 0; i < UNIT_COUNT(outages); i++)
		check_day(&outages[i]);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		the_tickets_are_those_of_a_day_without_outage
	};

	return unit_run("outage", tests, UNIT_COUNT(tests));
}
