/* test_model.c - the state machine, a million events long, against a model */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "outbox/plan.h"
#include "unit/unit.h"

enum {
	OBJECTS = 5,
	EVENTS = 1000000,
	ROUND_EVENTS = 12,
	COPIES = 5,
	CONCURRENT_S = 120,
	MINUTE = 60,
	HOUR = 3600,
	DAY = 86400
};

static unsigned seed, start_seed;
static time_t now;	/* by the clock on the wall, which may be set back */
static time_t set_back; /* how far it was */
static const struct plan_rules rules = {
	1U << EVENT_DOWN | 1U << EVENT_CRITICAL, 15 * MINUTE
};

/* Below limit, evenly enough. */
static unsigned throw(unsigned limit)
{
	return (unsigned)rand_r(&seed) % limit;
}

/* ---- the model: it knows no incident, no job and no stage ---- */

struct model {
	enum event_state truth; /* what the object is, and since when */
	time_t since;
	time_t newest; /* state time of what was told last */
	time_t received;
	time_t uptime, clock; /* then, and how far the clock was set back */
	bool down;	      /* as it was told last */
	bool is_sure;	      /* that was a word that opens or closes tickets */
};

/* How far back the clock was when an event came. */
static time_t
model_clock(const struct event *event)
{
	return event->uptime - event->received;
}

/* An event that is older than what is known, by clocks that may be compared. */
static bool
model_is_old(const struct model *model, const struct event *event)
{
	if (event->type == EVENT_ACKNOWLEDGEMENT || event->type == EVENT_CUSTOM)
		return false;
	if (model->received > 0 && model->clock != model_clock(event))
		return event->uptime < model->uptime;
	return event->state_time < model->newest &&
	       labs((long)(event->received - model->received)) <= CONCURRENT_S;
}

static void
model_take(struct model *model, const struct event *event)
{
	bool bad = event->state == EVENT_DOWN || event->state == EVENT_CRITICAL;
	bool good = event->state == EVENT_UP || event->state == EVENT_OK;

	if (event->type == EVENT_ACKNOWLEDGEMENT ||
		event->type == EVENT_CUSTOM ||
		event->type == EVENT_DOWNTIMESTART ||
		event->type == EVENT_FLAPPINGSTART)
		return;
	model->newest = event->state_time;
	model->received = event->received;
	model->uptime = event->uptime;
	model->clock = model_clock(event);
	model->down = bad;
	model->is_sure = bad || good;
}

/* ---- what the steps do: jobs that happen when they like ---- */

enum progress { NOT_WANTED, WAITS, SENT, DONE };

struct object {
	struct model model;
	struct facts facts;
	enum progress create, resolve; /* create NOT_WANTED: no incident */
	bool ticket;
	bool relapse;
	time_t create_held, resolve_held;
	struct event seen[64]; /* so that a copy is known for one */
	size_t seen_count;
	time_t late; /* its events in this round */
};

static enum stage
stage_of(const struct object *object)
{
	if (object->create == NOT_WANTED)
		return STAGE_NONE;
	if (object->resolve == SENT)
		return STAGE_RESOLVE_SENT;
	if (object->resolve == WAITS)
		return STAGE_RECOVERED;
	if (object->create == DONE)
		return STAGE_OPEN;
	return object->create == SENT ? STAGE_DOUBTFUL : STAGE_QUEUED;
}

static void
begin(struct object *object, enum event_state state)
{
	ck_assert_int_eq(object->create, NOT_WANTED);
	ck_assert(!object->ticket);
	object->create = WAITS;
	object->facts.told = state;
	object->facts.opened = now;
	object->facts.anchor = object->facts.looked = 0;
	object->create_held = object->resolve_held = 0;
}

static void
end(struct object *object)
{
	object->create = object->resolve = NOT_WANTED;
	if (object->relapse)
		begin(object, EVENT_CRITICAL);
	object->relapse = false;
}

/* One job goes on; false if none can. */
static bool
go_on(struct object *object)
{
	if (object->create == WAITS && object->create_held <= now) {
		object->create = SENT;
	} else if (object->create == SENT) {
		object->create = DONE;
		object->ticket = true;
	} else if (object->create == DONE && object->resolve == WAITS &&
		   object->resolve_held <= now) {
		object->resolve = SENT;
	} else if (object->resolve == SENT) {
		object->ticket = false;
		end(object);
	} else {
		return false;
	}
	return true;
}

static void
turn(struct object *object, const struct event *event)
{
	object->facts.told = event->state;
	if (event->anchor > object->facts.anchor)
		object->facts.anchor = event->anchor;
}

/* Which stages a step makes sense in, as bits. */
#define IN(stage) (1U << STAGE_##stage)
static const unsigned allowed[] = {
	[STEP_RECORD] = ~0U,
	[STEP_OPEN] = IN(NONE),
	[STEP_REWRITE] = IN(QUEUED),
	[STEP_COUNT] = IN(DOUBTFUL) | IN(OPEN),
	[STEP_REMIND] = IN(OPEN),
	[STEP_COMMENT] = IN(QUEUED) | IN(DOUBTFUL) | IN(OPEN) | IN(RECOVERED) |
			 IN(RESOLVE_SENT),
	[STEP_HOLD] = IN(QUEUED) | IN(RECOVERED),
	[STEP_RETURN] = IN(DOUBTFUL) | IN(OPEN),
	[STEP_RESOLVE] = IN(QUEUED) | IN(DOUBTFUL) | IN(OPEN),
	[STEP_WITHDRAW] = IN(QUEUED),
	[STEP_KEEP] = IN(RECOVERED),
	[STEP_STAY] = IN(RECOVERED),
	[STEP_RELAPSE] = IN(RESOLVE_SENT),
	[STEP_SETTLE] = IN(RESOLVE_SENT),
};

static void
do_step(struct object *object, enum step step, const struct event *event)
{
	ck_assert_msg(allowed[step] & 1U << object->facts.stage,
		"seed %u: step %d at stage %d", start_seed, (int)step,
		(int)object->facts.stage);
	switch (step) {
	case STEP_RECORD:
	case STEP_COUNT:
		break;
	case STEP_OPEN:
		begin(object, event->state);
		break;
	case STEP_REWRITE:
		object->facts.told = event->state;
		break;
	case STEP_REMIND:
		object->facts.looked = event->received;
		break;
	case STEP_COMMENT:
		if (plan_tells_state(event) &&
			plan_is_worse(event->state, object->facts.told))
			object->facts.told = event->state;
		break;
	case STEP_HOLD:
		*(object->facts.stage == STAGE_QUEUED ? &object->create_held
						      : &object->resolve_held) =
			now + PLAN_FLAGS_S;
		break;
	case STEP_RETURN:
		turn(object, event);
		break;
	case STEP_RESOLVE:
		turn(object, event);
		object->resolve = WAITS;
		break;
	case STEP_WITHDRAW:
		end(object);
		break;
	case STEP_KEEP:
		object->resolve = NOT_WANTED;
		break;
	case STEP_STAY:
		object->resolve = NOT_WANTED;
		turn(object, event);
		break;
	case STEP_RELAPSE:
	case STEP_SETTLE:
		object->relapse = step == STEP_RELAPSE;
		break;
	}
}

static void
set_flags(struct object *object, const struct event *event, unsigned flags)
{
	if (!(flags & PLAN_DOWNTIME))
		object->create_held = 0;
	if (!(flags & PLAN_FLAPPING))
		object->resolve_held = 0;
	if (flags & ~object->facts.flags)
		object->facts.flagged = event->received;
	object->facts.flags = flags;
}

static bool
was_seen(struct object *object, const struct event *event)
{
	for (size_t i = 0; i < object->seen_count; i++)
		if (object->seen[i].type == event->type &&
			object->seen[i].state == event->state &&
			object->seen[i].state_time == event->state_time)
			return true;
	object->seen[object->seen_count++] = *event;
	return false;
}

static void
take(struct object *object, const struct event *event)
{
	struct facts *facts = &object->facts;
	unsigned flags = plan_flags(event, facts);
	enum step step;

	facts->stage = stage_of(object);
	step = plan_for(event, facts, &rules);
	if (was_seen(object, event) && !plan_is_news(event, facts))
		return;
	ck_assert_msg((!plan_is_note(event) && plan_is_stale(event, facts)) ==
			      model_is_old(&object->model, event),
		"seed %u: stale or not", start_seed);
	if (model_is_old(&object->model, event))
		return;
	if (plan_tells_state(event) || step == STEP_OPEN) {
		facts->object_state_time = event->state_time;
		facts->object_received = event->received;
		facts->object_boot = event->boot;
		facts->object_uptime = event->uptime;
	}
	do_step(object, step, event);
	set_flags(object, event, flags);
	model_take(&object->model, event);
}

/* ---- what happens ---- */

static struct event
make_event(struct model *model, bool is_host, time_t round)
{
	static const enum event_state hosts[] = { EVENT_UP, EVENT_DOWN,
		EVENT_UNREACHABLE };
	static const enum event_state services[] = { EVENT_OK, EVENT_CRITICAL,
		EVENT_WARNING, EVENT_UNKNOWN };
	static const enum event_type others[] = { EVENT_FLAPPINGEND,
		EVENT_FLAPPINGDISABLED, EVENT_DOWNTIMEEND,
		EVENT_DOWNTIMECANCELLED, EVENT_ACKNOWLEDGEMENT, EVENT_CUSTOM,
		EVENT_FLAPPINGSTART, EVENT_DOWNTIMESTART };
	static char none[] = "";
	struct event event = { 0 };

	for (int i = 0; i < EVENT_TEXTS; i++)
		event.text[i] = none;
	if (throw(4) > 0) {
		model->truth = is_host ? hosts[throw(3)] : services[throw(4)];
		model->since = now;
	}
	event.state = model->truth;
	event.state_time = model->since;
	event.type = event_state_is_good(event.state) ? EVENT_RECOVERY
						      : EVENT_PROBLEM;
	/* A change of state is told, whatever else is. */
	if (model->since != now || throw(8) == 0)
		event.type = others[throw(model->since != now ? 8 : 4)];
	/* It flaps only after it was told to be down. */
	if (event.type == EVENT_FLAPPINGSTART &&
		(model->since >= round || !model->down))
		event.type = EVENT_CUSTOM;
	event.anchor = throw(10) == 0 ? now - throw(HOUR) : 0;
	return event;
}

struct arrival {
	struct event event;
	struct object *object;
};

static size_t
make_round(struct object objects[], struct arrival arrivals[])
{
	size_t count = 0;
	time_t round = now;

	for (int i = 0; i < OBJECTS; i++)
		objects[i].late = throw(8) == 0 ? 40 * (time_t) throw(9) : 0;
	for (int i = 0; i < ROUND_EVENTS; i++) {
		unsigned k = throw(OBJECTS);
		struct event event =
			make_event(&objects[k].model, k % 2 == 0, round);

		for (unsigned copies = 1 + throw(COPIES); copies > 0; copies--)
			arrivals[count++] =
				(struct arrival){ event, &objects[k] };
		now++;
	}
	for (size_t i = count; i > 1; i--) {
		size_t k = throw((unsigned)i);
		struct arrival other = arrivals[k];

		arrivals[k] = arrivals[i - 1];
		arrivals[i - 1] = other;
	}
	return count;
}

/* All jobs are done, held ones too: nothing is held for ever. */
static void
check(struct object *object)
{
	while (go_on(object))
		;
	if (object->model.is_sure)
		ck_assert_msg(object->ticket == object->model.down,
			"seed %u: its ticket is %s", start_seed,
			object->ticket ? "open" : "closed");
}

static void
set_clock_back(time_t seconds)
{
	now -= seconds;
	set_back += seconds;
}

/* What is late lay in the spool while the clock was set back. */
static void
receive(struct arrival *arrival)
{
	struct event *event = &arrival->event;

	event->boot = 1;
	event->received = now + arrival->object->late / 2;
	event->uptime = now + set_back - arrival->object->late / 2;
}

static void
play_round(struct object objects[], size_t *events)
{
	struct arrival arrivals[ROUND_EVENTS * COPIES];
	size_t count = make_round(objects, arrivals);

	for (size_t i = 0; i < count; i++) {
		receive(&arrivals[i]);
		take(arrivals[i].object, &arrivals[i].event);
		now += throw(3) == 0;
		for (unsigned k = throw(3); k > 0; k--)
			go_on(&objects[throw(OBJECTS)]);
	}
	*events += count;
	now += CONCURRENT_S + 1 + throw(2) * throw(HOUR);
	if (throw(4) == 0)
		now += 2 * DAY;
	if (throw(4) == 0)
		set_clock_back(10 * (1 + (time_t) throw(36)));
	for (int i = 0; i < OBJECTS; i++) {
		objects[i].seen_count = 0;
		if (throw(4) == 0 || now % 3 == 0)
			go_on(&objects[i]);
	}
}

START_TEST(after_a_million_events_each_ticket_stands_as_its_object)
{
	const char *given = getenv("SEED");
	struct object objects[OBJECTS] = { 0 };
	size_t events = 0;

	start_seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
				   : (unsigned)time(NULL);
	printf("seed %u\n", start_seed);
	fflush(stdout);
	seed = start_seed;
	now = 1700000000;
	set_back = 0;
	for (int i = 0; i < OBJECTS; i++)
		objects[i].model.since = now - HOUR;
	while (events < (size_t)EVENTS * (size_t)unit_long()) {
		play_round(objects, &events);
		if (throw(4) > 0)
			continue;
		now += 2 * DAY;
		for (int i = 0; i < OBJECTS; i++)
			check(&objects[i]);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		after_a_million_events_each_ticket_stands_as_its_object
	};

	return unit_run("model", tests, UNIT_COUNT(tests));
}
