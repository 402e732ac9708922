/* test_converge.c - whatever happens, in the end ticket and object agree */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "outbox/job.h"
#include "unit/alert.h"
#include "unit/rig.h"
#include "unit/unit.h"

enum {
	OBJECTS = 5,
	RUNS = 15,
	ROUNDS = 40,
	ROUND_EVENTS = 12,
	COPIES = 5,
	ROUND_S = 100, /* events this close may arrive in any order */
	HOUR = 3600,
	DAY = 86400
};

static struct rig rig;
static unsigned seed, start_seed;

/* Below limit, evenly enough. */
static unsigned throw(unsigned limit)
{
	return (unsigned)rand_r(&seed) % limit;
}

/*
 * The model: an object is a name and the state that was told of it last, by the
 * order of state times. It knows nothing of incidents, jobs or tickets.
 */
static struct model {
	char name[16];
	bool is_host;
	enum event_state state;
	time_t since;
	bool told_end; /* one in a round: a copy in a minute is the same */
} objects[OBJECTS];

static const struct model *
model_change(struct model *object, time_t when)
{
	static const enum event_state hosts[] = { EVENT_UP, EVENT_DOWN,
		EVENT_UNREACHABLE };
	static const enum event_state services[] = { EVENT_OK, EVENT_CRITICAL,
		EVENT_WARNING, EVENT_UNKNOWN };

	object->state = object->is_host ? hosts[throw(3)] : services[throw(4)];
	object->since = when;
	return object;
}

static enum event_type
type_for(struct model *object)
{
	static const enum event_type ends[] = { EVENT_FLAPPINGEND,
		EVENT_DOWNTIMEEND, EVENT_DOWNTIMECANCELLED,
		EVENT_FLAPPINGDISABLED };

	if (!object->told_end && throw(8) == 0) {
		object->told_end = true;
		return ends[throw(4)];
	}
	return event_state_is_good(object->state) ? EVENT_RECOVERY
						  : EVENT_PROBLEM;
}

static struct event
event_of(struct model *object, enum event_type type)
{
	struct event event = alert(type, object->state,
		object->is_host ? object->name : "web",
		object->is_host ? "" : object->name);

	event.state_time = object->since;
	return event;
}

/* What happens within a round, in its true order: mostly changes of state. */
static size_t
make_events(struct event events[])
{
	static const enum event_type notes[] = { EVENT_ACKNOWLEDGEMENT,
		EVENT_CUSTOM, EVENT_FLAPPINGSTART, EVENT_DOWNTIMESTART };
	size_t count = 0;

	for (int i = 0; i < OBJECTS; i++)
		objects[i].told_end = false;
	for (time_t i = 0; i < ROUND_EVENTS; i++) {
		struct model *object = &objects[throw(OBJECTS)];
		enum event_type type = notes[throw(4)];

		if (throw(5) > 0) {
			model_change(object, rig.now + i);
			type = type_for(object);
		}
		for (unsigned copies = 1 + throw(COPIES); copies > 0; copies--)
			events[count++] = event_of(object, type);
	}
	return count;
}

/* ---- what the outbox goes through ---- */

static void
shuffle(struct event events[], size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t k = throw((unsigned)i);
		struct event other = events[k];

		events[k] = events[i - 1];
		events[i - 1] = other;
	}
}

/* Killed: between two jobs, or right after it committed to send one. */
static void
crash(void)
{
	struct err why;
	struct job job;

	if (throw(2) == 0 && job_claim(rig.store, rig.now, &job, &why) == 1)
		job_free(&job);
	rig_restart(&rig);
}

/* Mostly so far that what happens next seems to be before the last round. */
static void
set_clock_back(void)
{
	rig_set_back(&rig, 2 * ROUND_S + throw(3 * ROUND_S));
}

static void
play_round(void)
{
	struct event events[ROUND_EVENTS * COPIES];
	size_t count = make_events(events);
	unsigned left = ROUND_S;

	shuffle(events, count);
	for (size_t i = 0; i < count; i++) {
		unsigned step = throw(4);

		rig.dice = throw(1000);
		rig_receive(&rig, &events[i]);
		rig_take(&rig, &events[i]);
		event_free(&events[i]);
		if (throw(4) == 0)
			rig_settle(&rig);
		if (throw(20) == 0)
			crash();
		if (step <= left) {
			rig_pass(&rig, step, step);
			left -= step;
		}
	}
	if (throw(3) == 0)
		rig_sweep(&rig);
	rig_pass(&rig, ROUND_S + 121 + throw(2) * throw(2 * HOUR), 60);
	if (throw(4) == 0)
		set_clock_back();
}

static void
begin(void)
{
	rig_open(&rig);
	rig.rules.reopen_window_s = throw(2) * throw(2 * HOUR);
	rig.desk.one_in = 3 + throw(10);
	rig.desk.seed = throw(1U << 30);
	rig.desk.search_lag_s = throw(120);
	rig.desk.drops_facets = throw(3) == 0;
	rig.desk.skips_descriptions = throw(3) == 0;
	rig.desk.hides_totals = throw(3) == 0;
	memory_desk_add_strangers(&rig.desk, throw(150));
	/* It may open a double, which the sweep can fold where it can search.
	 */
	rig.rules.ambiguous_max_s =
		rig.desk.drops_facets || rig.desk.skips_descriptions
			? 0
			: throw(2) * 1800;
	for (int i = 0; i < OBJECTS; i++) {
		objects[i] = (struct model){ .is_host = i % 2 == 0 };
		snprintf(objects[i].name, sizeof(objects[i].name), "%c%d",
			i % 2 == 0 ? 'h' : 's', i);
	}
}

/* The last word on each object is one that opens a ticket, or closes it. */
static void
say_last_word(void)
{
	for (int i = 0; i < OBJECTS; i++) {
		struct model *object = &objects[i];
		struct event event;

		do
			model_change(object, rig.now);
		while (object->state != EVENT_DOWN &&
			object->state != EVENT_CRITICAL &&
			!event_state_is_good(object->state));
		event = event_of(object, event_state_is_good(object->state)
						 ? EVENT_RECOVERY
						 : EVENT_PROBLEM);
		rig_receive(&rig, &event);
		rig_take(&rig, &event);
		event_free(&event);
	}
}

static void
check_agreement(void)
{
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM job"
					  " WHERE state <> 'done'"),
		0);
	for (int i = 0; i < OBJECTS; i++) {
		size_t wanted = event_state_is_good(objects[i].state) ? 0 : 1;
		char subject[32];

		snprintf(subject, sizeof(subject),
			objects[i].is_host ? "%s is" : "web: %s is",
			objects[i].name);
		ck_assert_msg(memory_desk_open(&rig.desk, subject) == wanted,
			"seed %u: %zu tickets for %s, which is %s", start_seed,
			memory_desk_open(&rig.desk, subject), objects[i].name,
			event_state_name(objects[i].state));
	}
	ck_assert_int_eq(rig_number(&rig, "SELECT count(*) FROM incident"
					  " WHERE ended IS NULL"),
		(long)memory_desk_open(&rig.desk, " is ") -
			(long)memory_desk_open(&rig.desk, "projector"));
}

static void
play(void)
{
	begin();
	for (int i = 0; i < ROUNDS * unit_long(); i++)
		play_round();
	set_clock_back();
	say_last_word();
	rig.desk.one_in = 0;
	/* A ticket that may exist is looked for a day long. */
	rig_pass(&rig, 2 * DAY, 300);
	rig_sweep(&rig);
	check_agreement();
	rig_close(&rig);
}

START_TEST(in_the_end_a_ticket_is_open_if_its_object_is_down)
{
	const char *given = getenv("SEED");

	start_seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
				   : (unsigned)time(NULL);
	for (int i = 0; i < (given != NULL ? 1 : RUNS); i++, start_seed++) {
		printf("seed %u\n", start_seed);
		fflush(stdout);
		seed = start_seed;
		play();
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		in_the_end_a_ticket_is_open_if_its_object_is_down
	};

	return unit_run("converge", tests, UNIT_COUNT(tests));
}
