/* test_plan.c - what an event means for an object's ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/plan.h"

#include <string.h>

#include "unit/alert.h"
#include "unit/unit.h"

enum { NOW = 1700000000, SHORT_S = 900, STAGES = STAGE_RESOLVE_SENT + 1 };

static const struct plan_rules rules = {
	1U << EVENT_DOWN | 1U << EVENT_CRITICAL, SHORT_S
};

/* One row an event, one column a stage; told is CRITICAL, and the incident is
 * younger than a short outage. */
static const struct row {
	enum event_type type;
	enum event_state state;
	enum step steps[STAGES];
} rows[] = {
	/* none, queued, doubtful, open, recovered, resolve sent */
	{ EVENT_PROBLEM, EVENT_CRITICAL,
		{ STEP_OPEN, STEP_REWRITE, STEP_COUNT, STEP_COUNT, STEP_STAY,
			STEP_RELAPSE } },
	{ EVENT_PROBLEM, EVENT_WARNING,
		{ STEP_RECORD, STEP_REWRITE, STEP_COUNT, STEP_COUNT, STEP_KEEP,
			STEP_RECORD } },
	{ EVENT_PROBLEM, EVENT_UNKNOWN,
		{ STEP_RECORD, STEP_REWRITE, STEP_COUNT, STEP_COUNT, STEP_KEEP,
			STEP_RECORD } },
	{ EVENT_RECOVERY, EVENT_OK,
		{ STEP_RECORD, STEP_WITHDRAW, STEP_RESOLVE, STEP_RESOLVE,
			STEP_RECORD, STEP_SETTLE } },
	/* the cores swallow the recovery there: the state counts */
	{ EVENT_FLAPPINGEND, EVENT_OK,
		{ STEP_RECORD, STEP_WITHDRAW, STEP_RESOLVE, STEP_RESOLVE,
			STEP_RECORD, STEP_SETTLE } },
	{ EVENT_FLAPPINGDISABLED, EVENT_OK,
		{ STEP_RECORD, STEP_WITHDRAW, STEP_RESOLVE, STEP_RESOLVE,
			STEP_RECORD, STEP_SETTLE } },
	{ EVENT_DOWNTIMEEND, EVENT_UP,
		{ STEP_RECORD, STEP_WITHDRAW, STEP_RESOLVE, STEP_RESOLVE,
			STEP_RECORD, STEP_SETTLE } },
	{ EVENT_DOWNTIMECANCELLED, EVENT_UP,
		{ STEP_RECORD, STEP_WITHDRAW, STEP_RESOLVE, STEP_RESOLVE,
			STEP_RECORD, STEP_SETTLE } },
	{ EVENT_FLAPPINGEND, EVENT_CRITICAL,
		{ STEP_OPEN, STEP_REWRITE, STEP_COMMENT, STEP_COMMENT,
			STEP_STAY, STEP_RELAPSE } },
	{ EVENT_DOWNTIMEEND, EVENT_DOWN,
		{ STEP_OPEN, STEP_REWRITE, STEP_COMMENT, STEP_COMMENT,
			STEP_STAY, STEP_RELAPSE } },
	/* notes say nothing of the state */
	{ EVENT_ACKNOWLEDGEMENT, EVENT_CRITICAL,
		{ STEP_RECORD, STEP_COMMENT, STEP_COMMENT, STEP_COMMENT,
			STEP_COMMENT, STEP_COMMENT } },
	{ EVENT_DOWNTIMESTART, EVENT_CRITICAL,
		{ STEP_RECORD, STEP_HOLD, STEP_COMMENT, STEP_COMMENT,
			STEP_RECORD, STEP_RECORD } },
	{ EVENT_CUSTOM, EVENT_CRITICAL,
		{ STEP_RECORD, STEP_COMMENT, STEP_COMMENT, STEP_COMMENT,
			STEP_COMMENT, STEP_COMMENT } },
	{ EVENT_CUSTOM, EVENT_OK,
		{ STEP_RECORD, STEP_COMMENT, STEP_COMMENT, STEP_COMMENT,
			STEP_COMMENT, STEP_COMMENT } },
	/* flapping may be all that is ever told of a problem */
	{ EVENT_FLAPPINGSTART, EVENT_CRITICAL,
		{ STEP_OPEN, STEP_RECORD, STEP_COMMENT, STEP_COMMENT, STEP_HOLD,
			STEP_RECORD } },
	{ EVENT_FLAPPINGSTART, EVENT_WARNING,
		{ STEP_RECORD, STEP_RECORD, STEP_COMMENT, STEP_COMMENT,
			STEP_HOLD, STEP_RECORD } },
	{ EVENT_FLAPPINGSTART, EVENT_OK,
		{ STEP_RECORD, STEP_RECORD, STEP_COMMENT, STEP_COMMENT,
			STEP_HOLD, STEP_RECORD } },
};

static enum step
planned(enum event_type type, enum event_state state, struct facts facts,
	const struct plan_rules *with)
{
	struct event event = alert(type, state, "web1", "");
	enum step step;

	event.received = NOW;
	step = plan_for(&event, &facts, with);
	event_free(&event);
	return step;
}

START_TEST(every_cell_of_the_table_is_as_designed)
{
	for (size_t i = 0; i < UNIT_COUNT(rows); i++)
		for (int stage = 0; stage < STAGES; stage++) {
			struct facts facts = { .stage = (enum stage)stage,
				.told = EVENT_CRITICAL,
				.opened = NOW - 60 };

			ck_assert_msg(
				planned(rows[i].type, rows[i].state, facts,
					&rules) == rows[i].steps[stage],
				"%s %s at stage %d",
				event_type_name(rows[i].type),
				event_state_name(rows[i].state), stage);
		}
}
END_TEST

START_TEST(a_problem_after_a_recovery_is_another_one)
{
	static const struct {
		enum event_state told;
		time_t known, anchor; /* before now */
		enum step step;
	} cases[] = {
		{ EVENT_CRITICAL, 0, 0, STEP_COUNT },
		/* well before it began, as for any problem */
		{ EVENT_CRITICAL, 0, 3700, STEP_COUNT },
		/* the same moment by another clock */
		{ EVENT_CRITICAL, 0, 3600 - 120, STEP_COUNT },
		{ EVENT_CRITICAL, 0, 3600 - 121, STEP_RETURN },
		/* that recovery was accounted for */
		{ EVENT_CRITICAL, 600, 600, STEP_COUNT },
		{ EVENT_CRITICAL, 600, 300, STEP_RETURN },
		{ EVENT_OK, 0, 0, STEP_RETURN },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		for (int stage = STAGE_DOUBTFUL; stage <= STAGE_OPEN; stage++) {
			struct event event = alert(
				EVENT_PROBLEM, EVENT_CRITICAL, "web1", "disk");
			struct facts facts = { .stage = (enum stage)stage,
				.told = cases[i].told,
				.opened = NOW - 3600 };

			event.received = NOW;
			if (cases[i].anchor > 0)
				event.anchor = NOW - cases[i].anchor;
			if (cases[i].known > 0)
				facts.anchor = NOW - cases[i].known;
			ck_assert_msg(plan_for(&event, &facts, &rules) ==
					      cases[i].step,
				"case %zu at stage %d", i, stage);
			event_free(&event);
		}
}
END_TEST

/* ---- flapping and downtime ---- */

enum { F = PLAN_FLAPPING, D = PLAN_DOWNTIME, AGE = PLAN_FLAGS_S };

START_TEST(flags_last_until_their_end_or_a_sign_that_it_was_lost)
{
	static const struct {
		enum event_type type;
		enum event_state state;
		unsigned flags, then;
	} cases[] = {
		{ EVENT_FLAPPINGSTART, EVENT_CRITICAL, 0, F },
		{ EVENT_FLAPPINGSTART, EVENT_OK, D, F | D },
		{ EVENT_DOWNTIMESTART, EVENT_CRITICAL, 0, D },
		{ EVENT_DOWNTIMESTART, EVENT_UP, F, F | D },
		{ EVENT_FLAPPINGEND, EVENT_CRITICAL, F | D, D },
		{ EVENT_FLAPPINGDISABLED, EVENT_WARNING, F, 0 },
		{ EVENT_DOWNTIMEEND, EVENT_DOWN, F | D, F },
		{ EVENT_DOWNTIMECANCELLED, EVENT_DOWN, D, 0 },
		/* all is well */
		{ EVENT_FLAPPINGEND, EVENT_OK, F | D, 0 },
		{ EVENT_DOWNTIMEEND, EVENT_UP, F | D, 0 },
		/* neither core sends these meanwhile */
		{ EVENT_PROBLEM, EVENT_CRITICAL, F | D, 0 },
		{ EVENT_PROBLEM, EVENT_WARNING, F | D, 0 },
		{ EVENT_RECOVERY, EVENT_OK, F | D, 0 },
		{ EVENT_ACKNOWLEDGEMENT, EVENT_CRITICAL, F | D, F | D },
		{ EVENT_CUSTOM, EVENT_CRITICAL, F, F },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct event event = { .type = cases[i].type,
			.state = cases[i].state,
			.received = NOW };
		struct facts facts = { .flags = cases[i].flags,
			.flagged = NOW - AGE + 1 };

		ck_assert_msg(plan_flags(&event, &facts) == cases[i].then,
			"case %zu", i);
	}
	ck_assert_uint_eq(plan_flags(&(struct event){ .type = EVENT_CUSTOM,
					     .received = NOW },
				  &(struct facts){ .flags = F | D,
					  .flagged = NOW - AGE }),
		0);
}
END_TEST

START_TEST(a_second_start_is_not_told)
{
	static const struct {
		enum event_type type;
		unsigned flags;
		time_t age;
		enum step step;
	} cases[] = {
		{ EVENT_FLAPPINGSTART, F, 60, STEP_RECORD },
		{ EVENT_FLAPPINGSTART, D, 60, STEP_COMMENT },
		{ EVENT_FLAPPINGSTART, F, AGE, STEP_COMMENT },
		{ EVENT_DOWNTIMESTART, D | F, 60, STEP_RECORD },
		{ EVENT_DOWNTIMESTART, F, 60, STEP_COMMENT },
		{ EVENT_ACKNOWLEDGEMENT, D | F, 60, STEP_COMMENT },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(planned(cases[i].type, EVENT_CRITICAL,
				      (struct facts){ .stage = STAGE_OPEN,
					      .told = EVENT_CRITICAL,
					      .opened = NOW - 60,
					      .flags = cases[i].flags,
					      .flagged = NOW - cases[i].age },
				      &rules) == cases[i].step,
			"case %zu", i);
}
END_TEST

START_TEST(what_ends_within_its_downtime_has_no_ticket)
{
	struct facts facts = { .stage = STAGE_QUEUED,
		.opened = NOW - 2 * SHORT_S,
		.flags = D,
		.flagged = NOW - 60 };

	ck_assert_int_eq(planned(EVENT_DOWNTIMEEND, EVENT_OK, facts, &rules),
		STEP_WITHDRAW);
	facts.flags = F;
	ck_assert_int_eq(planned(EVENT_FLAPPINGEND, EVENT_OK, facts, &rules),
		STEP_RESOLVE);
}
END_TEST

START_TEST(the_same_problem_is_looked_at_once_a_day)
{
	static const struct {
		enum event_type type;
		enum event_state state;
		enum stage stage;
		time_t opened, looked; /* before now */
		enum step step;
	} cases[] = {
		{ EVENT_PROBLEM, EVENT_DOWN, STAGE_OPEN, AGE, 0, STEP_REMIND },
		{ EVENT_PROBLEM, EVENT_DOWN, STAGE_OPEN, AGE - 1, 0,
			STEP_COUNT },
		{ EVENT_PROBLEM, EVENT_DOWN, STAGE_OPEN, 9 * AGE, AGE,
			STEP_REMIND },
		{ EVENT_PROBLEM, EVENT_DOWN, STAGE_OPEN, 9 * AGE, AGE - 1,
			STEP_COUNT },
		{ EVENT_PROBLEM, EVENT_DOWN, STAGE_DOUBTFUL, AGE, 0,
			STEP_COUNT },
		{ EVENT_PROBLEM, EVENT_UNREACHABLE, STAGE_OPEN, AGE, 0,
			STEP_COUNT },
		{ EVENT_CUSTOM, EVENT_DOWN, STAGE_OPEN, AGE, 0, STEP_COMMENT },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(
			planned(cases[i].type, cases[i].state,
				(struct facts){ .stage = cases[i].stage,
					.told = EVENT_DOWN,
					.opened = NOW - cases[i].opened,
					.looked =
						cases[i].looked == 0
							? 0
							: NOW - cases[i].looked },
				&rules) == cases[i].step,
			"case %zu", i);
}
END_TEST

START_TEST(only_what_is_worse_than_the_ticket_tells_is_a_comment)
{
	static const struct {
		enum event_state told, now;
		enum step step;
	} cases[] = {
		{ EVENT_WARNING, EVENT_WARNING, STEP_COUNT },
		{ EVENT_WARNING, EVENT_UNKNOWN, STEP_COMMENT },
		{ EVENT_WARNING, EVENT_CRITICAL, STEP_COMMENT },
		{ EVENT_UNKNOWN, EVENT_WARNING, STEP_COUNT },
		{ EVENT_UNKNOWN, EVENT_CRITICAL, STEP_COMMENT },
		{ EVENT_CRITICAL, EVENT_CRITICAL, STEP_COUNT },
		{ EVENT_CRITICAL, EVENT_UNKNOWN, STEP_COUNT },
		{ EVENT_UNREACHABLE, EVENT_DOWN, STEP_COMMENT },
		{ EVENT_DOWN, EVENT_UNREACHABLE, STEP_COUNT },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		for (int stage = STAGE_DOUBTFUL; stage <= STAGE_OPEN; stage++)
			ck_assert_msg(
				planned(EVENT_PROBLEM, cases[i].now,
					(struct facts){
						.stage = (enum stage)stage,
						.opened = NOW - 60,
						.told = cases[i].told },
					&rules) == cases[i].step,
				"case %zu", i);
}
END_TEST

START_TEST(an_outage_is_short_up_to_the_limit)
{
	struct facts facts = { .stage = STAGE_QUEUED };

	facts.opened = NOW - SHORT_S + 1;
	ck_assert_int_eq(planned(EVENT_RECOVERY, EVENT_OK, facts, &rules),
		STEP_WITHDRAW);
	facts.opened = NOW - SHORT_S;
	ck_assert_int_eq(
		planned(EVENT_RECOVERY, EVENT_OK, facts, &rules), STEP_RESOLVE);
	ck_assert_int_eq(
		planned(EVENT_RECOVERY, EVENT_OK,
			(struct facts){ .stage = STAGE_QUEUED, .opened = NOW },
			&(struct plan_rules){ rules.open_on, 0 }),
		STEP_RESOLVE);
}
END_TEST

START_TEST(open_on_says_which_states_open_a_ticket)
{
	struct plan_rules wide = { 0, SHORT_S };

	ck_assert_int_eq(
		plan_read_states("down, Unreachable,WARNING", &wide.open_on),
		0);
	for (int i = EVENT_DOWN; i <= EVENT_UNKNOWN; i++) {
		enum event_state state = (enum event_state)i;
		bool opens = state == EVENT_DOWN ||
			     state == EVENT_UNREACHABLE ||
			     state == EVENT_WARNING;

		if (!event_state_is_good(state))
			ck_assert_int_eq(planned(EVENT_PROBLEM, state,
						 (struct facts){ 0 }, &wide),
				opens ? STEP_OPEN : STEP_RECORD);
	}
}
END_TEST

START_TEST(what_is_ignored_opens_nothing)
{
	static const struct {
		const char *word;
		enum event_type type;
		enum stage stage;
		enum step step;
	} cases[] = {
		{ "yes", EVENT_PROBLEM, STAGE_NONE, STEP_RECORD },
		{ "yes", EVENT_PROBLEM, STAGE_DOUBTFUL, STEP_COUNT },
		{ "yes", EVENT_PROBLEM, STAGE_OPEN, STEP_COUNT },
		{ "yes", EVENT_CUSTOM, STAGE_OPEN, STEP_COMMENT },
		{ "yes", EVENT_PROBLEM, STAGE_RECOVERED, STEP_STAY },
		/* and what would have opened one is forgotten */
		{ "yes", EVENT_PROBLEM, STAGE_QUEUED, STEP_WITHDRAW },
		{ "yes", EVENT_CUSTOM, STAGE_QUEUED, STEP_WITHDRAW },
		{ "yes", EVENT_DOWNTIMESTART, STAGE_QUEUED, STEP_WITHDRAW },
		{ "yes", EVENT_PROBLEM, STAGE_RESOLVE_SENT, STEP_SETTLE },
		{ "no", EVENT_PROBLEM, STAGE_NONE, STEP_OPEN },
		{ "no", EVENT_PROBLEM, STAGE_QUEUED, STEP_REWRITE },
		{ "perhaps", EVENT_PROBLEM, STAGE_NONE, STEP_OPEN },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct event event =
			alert(cases[i].type, EVENT_CRITICAL, "web1", "");
		struct facts facts = { .stage = cases[i].stage,
			.told = EVENT_CRITICAL,
			.opened = NOW - 60 };

		event.received = NOW;
		event_set_text(&event, EVENT_IGNORE, cases[i].word);
		ck_assert_msg(plan_for(&event, &facts, &rules) == cases[i].step,
			"case %zu", i);
		event_free(&event);
	}
}
END_TEST

START_TEST(a_list_of_states_is_read_or_refused)
{
	static const struct {
		const char *list;
		int rc;
		unsigned bits;
	} cases[] = {
		{ "DOWN,CRITICAL", 0, 1U << EVENT_DOWN | 1U << EVENT_CRITICAL },
		{ "warning", 0, 1U << EVENT_WARNING },
		{ "DOWN DOWN, DOWN,", 0, 1U << EVENT_DOWN },
		{ ",,UNKNOWN", -1, 0 },
		{ "", -1, 0 },
		{ " , ", -1, 0 },
		{ "OK", -1, 0 },
		{ "DOWN,UP", -1, 0 },
		{ "DOWNX", -1, 0 },
		{ "DOW", -1, 0 },
		{ "DOWN;CRITICAL", -1, 0 },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		unsigned bits = 12345;

		ck_assert_msg(
			plan_read_states(cases[i].list, &bits) == cases[i].rc,
			"\"%s\"", cases[i].list);
		if (cases[i].rc == 0)
			ck_assert_uint_eq(bits, cases[i].bits);
	}
}
END_TEST

START_TEST(state_times_decide_only_within_two_minutes_of_receipt)
{
	static const struct {
		time_t state_time, received; /* NOW and 1000 are known */
		bool stale;
	} cases[] = {
		{ 999, NOW, true }, { 999, NOW + 120, true },
		{ 999, NOW - 120, true }, { 999, NOW + 121, false },
		{ 999, NOW - 121, false }, { 1000, NOW, false },
		{ 1001, NOW, false }, { 0, NOW, false }, /* nobody knows */
	};
	struct facts facts = { .object_state_time = 1000,
		.object_received = NOW };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct event event = { .state_time = cases[i].state_time,
			.received = cases[i].received };

		ck_assert_msg(plan_is_stale(&event, &facts) == cases[i].stale,
			"case %zu", i);
	}
	ck_assert(!plan_is_stale(
		&(struct event){ .state_time = 5, .received = 10 },
		&(struct facts){ .stage = STAGE_NONE }));
}
END_TEST

START_TEST(what_was_received_first_came_first_where_the_clock_was_set)
{
	enum { BOOT = 0x45e0a37a, UP = 5000 };
	/* Against 1000, received at NOW when the machine had been up UP. */
	static const struct {
		time_t state_time, received;
		unsigned boot;
		time_t uptime;
		bool stale;
	} cases[] = {
		/* it was not set */
		{ 999, NOW + 60, BOOT, UP + 60, true },
		{ 999, NOW - 1, BOOT, UP + 1, true },
		{ 1001, NOW + 1, BOOT, UP - 1, false },
		/* back, by 63 s and by 3 s */
		{ 940, NOW - 60, BOOT, UP + 3, false },
		{ 999, NOW, BOOT, UP + 3, false },
		/* what came before that lay in the spool behind it */
		{ 1060, NOW + 60, BOOT, UP - 3, true },
		{ 1000, NOW + 9999, BOOT, UP - 1, true },
		/* within the same second: the order of the spool */
		{ 999, NOW - 60, BOOT, UP, false },
		/* forward */
		{ 999, NOW + 66, BOOT, UP + 60, false },
		/* of another start of the machine, or unknown */
		{ 999, NOW + 60, BOOT + 1, 9, true },
		{ 1001, NOW + 60, BOOT + 1, 9, false },
		{ 999, NOW + 60, 0, 0, true },
	};
	struct facts facts = { .object_state_time = 1000,
		.object_received = NOW,
		.object_boot = BOOT,
		.object_uptime = UP };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct event event = { .state_time = cases[i].state_time,
			.received = cases[i].received,
			.boot = cases[i].boot,
			.uptime = cases[i].uptime };

		ck_assert_msg(plan_is_stale(&event, &facts) == cases[i].stale,
			"case %zu", i);
	}
}
END_TEST

START_TEST(the_same_once_more_is_news_where_the_clock_was_set_or_is_unknown)
{
	static const struct {
		enum event_type type;
		enum event_state state;
		time_t state_time, uptime;
		enum stage stage;
		bool is;
	} cases[] = {
		{ EVENT_PROBLEM, EVENT_DOWN, 0, 60, STAGE_NONE, true },
		{ EVENT_PROBLEM, EVENT_DOWN, 1000, 60, STAGE_NONE, false },
		{ EVENT_PROBLEM, EVENT_DOWN, 1000, 90, STAGE_NONE, true },
		{ EVENT_PROBLEM, EVENT_DOWN, 1000, 90, STAGE_RECOVERED, true },
		{ EVENT_PROBLEM, EVENT_DOWN, 1000, 90, STAGE_OPEN, false },
		{ EVENT_RECOVERY, EVENT_UP, 1000, 90, STAGE_OPEN, true },
		{ EVENT_RECOVERY, EVENT_UP, 1000, 60, STAGE_OPEN, false },
		{ EVENT_RECOVERY, EVENT_UP, 1000, 90, STAGE_NONE, false },
		{ EVENT_CUSTOM, EVENT_UP, 1000, 90, STAGE_OPEN, false },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct event event = { .type = cases[i].type,
			.state = cases[i].state,
			.state_time = cases[i].state_time,
			.received = NOW + 60,
			.boot = 1,
			.uptime = 1000 + cases[i].uptime };
		struct facts facts = { .stage = cases[i].stage,
			.object_received = NOW,
			.object_boot = 1,
			.object_uptime = 1000 };

		ck_assert_msg(plan_is_news(&event, &facts) == cases[i].is,
			"case %zu", i);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		every_cell_of_the_table_is_as_designed,
		a_problem_after_a_recovery_is_another_one,
		flags_last_until_their_end_or_a_sign_that_it_was_lost,
		a_second_start_is_not_told,
		what_ends_within_its_downtime_has_no_ticket,
		the_same_problem_is_looked_at_once_a_day,
		only_what_is_worse_than_the_ticket_tells_is_a_comment,
		an_outage_is_short_up_to_the_limit,
		open_on_says_which_states_open_a_ticket,
		what_is_ignored_opens_nothing,
		a_list_of_states_is_read_or_refused,
		state_times_decide_only_within_two_minutes_of_receipt,
		what_was_received_first_came_first_where_the_clock_was_set,
		the_same_once_more_is_news_where_the_clock_was_set_or_is_unknown
	};

	return unit_run("plan", tests, UNIT_COUNT(tests));
}
