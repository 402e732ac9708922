/* test_notice.c - what the core is asked to show, and when again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/incident.h"
#include "outbox/notice.h"
#include "outbox/sql.h"
#include "unit/rig.h"
#include "unit/trace.h"
#include "unit/unit.h"

enum { MINUTE = 60 };

/* A core that does what the test says, and writes down what it was asked. */
static struct {
	enum core_answer answer;
	const char *ill; /* the host that it fails with, whatever else */
	char asked[400];
} memory_core;
static char said[NOTICE_LINE_SIZE];

static enum core_answer
note(const char *verb, struct notice *notice, time_t now, struct err *why)
{
	size_t used = strlen(memory_core.asked);

	if (memory_core.answer == CORE_SOON)
		notice->asked = now;

	snprintf(memory_core.asked + used, sizeof(memory_core.asked) - used,
		"%s %s!%s; ", verb, notice->host, notice->service);
	/* It may say so though it did what was asked in another way. */
	err_set(why, "no core");
	return memory_core.ill != NULL &&
			       strcmp(memory_core.ill, notice->host) == 0
		       ? CORE_LATER
		       : memory_core.answer;
}

static enum core_answer
show(void *self, struct notice *notice, time_t now, struct err *why)
{
	(void)self;
	return note("show", notice, now, why);
}

static enum core_answer
hide(void *self, struct notice *notice, time_t now, struct err *why)
{
	(void)self;
	return note("hide", notice, now, why);
}

static const struct core core = {
	.self = &memory_core, .show = show, .hide = hide
};
static struct rig rig;

/* What the questions after notices cost SQLite. */
static struct {
	int statements, scanned, sorted;
} cost;

static void
on_statement(const struct trace *trace)
{
	if (strstr(trace->sql, "ORDER BY notice_due") == NULL)
		return;
	cost.statements++;
	cost.scanned += trace->scanned;
	cost.sorted += trace->sorted;
}

static void
setup(void)
{
	trace_begin();
	rig_open(&rig);
	rig.rules.reopen_window_s = 0;
	memset(&memory_core, 0, sizeof(memory_core));
}

static void
teardown(void)
{
	rig_close(&rig);
}

static char *
link_of(const char *url, const char *ticket)
{
	return xasprintf("%s/%s", url, ticket);
}

/* What the core was asked until nothing is due. */
static const char *
asked(void)
{
	const struct notice_pass pass = { .store = rig.store,
		.core = &core,
		.url = "https://example.incidentiq.com",
		.link = link_of,
		.now = rig.now,
		.dice = rig.dice };
	struct err why = { "" };
	char line[NOTICE_LINE_SIZE];
	bool any;

	memory_core.asked[0] = said[0] = '\0';
	do {
		ck_assert_msg(notice_next(&pass, &any, line, &why) == 0, "%s",
			why.text);
		if (line[0] != '\0')
			strcpy(said, line);
	} while (any);
	return memory_core.asked;
}

static time_t
due(void)
{
	struct err why;
	time_t out;

	ck_assert_int_eq(notice_next_due(rig.store, &out, &why), 0);
	return out;
}

/* How often the core failed in a row. */
static int
failures(void)
{
	struct notice_trouble trouble;
	struct err why;

	ck_assert_int_eq(notice_trouble(rig.store, &trouble, &why), 0);
	ck_assert_str_eq(trouble.error, trouble.failures > 0 ? "no core" : "");
	ck_assert_int_eq(trouble.since > 0, trouble.failures > 0);
	return trouble.failures;
}

START_TEST(a_ticket_is_shown_as_long_as_it_is_open)
{
	ck_assert_str_eq(asked(), "");
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "a", "disk");
	ck_assert_str_eq(asked(), "");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!disk; ");
	ck_assert_int_eq(due(), 0);
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "a", "disk");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "");
	rig_tell(&rig, EVENT_RECOVERY, EVENT_OK, "a", "disk");
	ck_assert_str_eq(asked(), "");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	ck_assert_str_eq(asked(), "hide a!disk; ");
	ck_assert_str_eq(asked(), "");
	ck_assert_int_eq(due(), 0);
}
END_TEST

START_TEST(what_was_never_shown_is_not_hidden)
{
	memory_core.answer = CORE_NEVER;
	rig_down(&rig, "a");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!; ");
	ck_assert_int_eq(due(), 0);
	rig_up(&rig, "a");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	ck_assert_str_eq(asked(), "");
}
END_TEST

/* What hides takes every comment of ours away. */
START_TEST(the_old_one_goes_before_the_new_one_comes)
{
	rig_down(&rig, "a");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!; ");
	rig_up(&rig, "a");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	memory_core.answer = CORE_LATER;
	ck_assert_str_eq(asked(), "hide a!; ");
	rig_down(&rig, "a");
	rig_down(&rig, "b");
	rig_settle(&rig);
	memory_core.answer = CORE_DONE;
	rig.now += MINUTE;
	ck_assert_str_eq(asked(), "show b!; hide a!; show a!; ");
}
END_TEST

START_TEST(what_fails_is_tried_again_and_named)
{
	struct err why;

	memory_core.answer = CORE_LATER;
	rig_down(&rig, "a");
	rig_settle(&rig);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(failures(), i);
		ck_assert_str_eq(asked(), "show a!; ");
		ck_assert_int_gt(due(), rig.now);
		ck_assert_str_eq(asked(), "");
		rig.now = due();
	}
	ck_assert_int_eq(failures(), 3);
	ck_assert_str_eq(asked(), "show a!; ");
	ck_assert_int_eq(notice_hasten(rig.store, &why), 0);
	memory_core.answer = CORE_DONE;
	ck_assert_str_eq(asked(), "show a!; ");
	ck_assert_int_eq(failures(), 0);
}
END_TEST

/* Each may cost the time that a core is waited for. */
START_TEST(a_core_that_failed_is_asked_nothing_for_a_while)
{
	memory_core.answer = CORE_LATER;
	rig_down(&rig, "a");
	rig_down(&rig, "b");
	rig_down(&rig, "c");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!; ");
	rig.now = due();
	ck_assert_str_eq(asked(), "show b!; ");
	rig.now = due();
	memory_core.answer = CORE_DONE;
	ck_assert_str_eq(asked(), "show c!; show a!; show b!; ");
	ck_assert_int_eq(due(), 0);
}
END_TEST

START_TEST(what_the_core_did_not_know_is_asked_again_when_a_person_says)
{
	struct err why;

	memory_core.answer = CORE_NEVER;
	rig_down(&rig, "a");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!; ");
	memory_core.answer = CORE_DONE;
	rig.now += 86400;
	ck_assert_str_eq(asked(), "");
	ck_assert_int_eq(notice_hasten(rig.store, &why), 0);
	ck_assert_str_eq(asked(), "show a!; ");
}
END_TEST

/* As when its ticket was folded into an older one. */
START_TEST(another_ticket_is_shown_anew)
{
	struct err why;

	rig_down(&rig, "a");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!; ");
	ck_assert_int_eq(
		incident_set_ticket(rig.store, 1, "other", "77", &why), 0);
	ck_assert_str_eq(asked(), "hide a!; show a!; ");
	ck_assert_int_eq(due(), 0);
}
END_TEST

START_TEST(to_wait_for_the_core_is_no_trouble)
{
	rig_down(&rig, "a");
	rig_settle(&rig);
	asked();
	rig_up(&rig, "a");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	memory_core.answer = CORE_SOON;
	for (int i = 0; i < 9; i++) {
		ck_assert_str_eq(asked(), "hide a!; ");
		ck_assert_int_eq(due(), rig.now + 3);
		rig.now = due();
	}
	ck_assert_int_eq(failures(), 0);
}
END_TEST

/* It may have taken it, or take it still. */
START_TEST(what_the_core_was_asked_to_show_and_never_seen_to_is_hidden)
{
	struct err why;

	memory_core.answer = CORE_SOON;
	rig_down(&rig, "a");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!; ");
	rig.now = due();
	ck_assert_int_eq(
		incident_set_ticket(rig.store, 1, "other", "77", &why), 0);
	memory_core.answer = CORE_DONE;
	ck_assert_str_eq(asked(), "hide a!; show a!; ");
	ck_assert_int_eq(due(), 0);
	memory_core.answer = CORE_SOON;
	rig_down(&rig, "b");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show b!; ");
	rig_up(&rig, "b");
	rig_pass(&rig, 10 * MINUTE, MINUTE);
	memory_core.answer = CORE_DONE;
	ck_assert_str_eq(asked(), "hide b!; ");
	ck_assert_int_eq(due(), 0);
}
END_TEST

START_TEST(only_what_is_wrong_is_told_and_of_which_object)
{
	rig_tell(&rig, EVENT_PROBLEM, EVENT_CRITICAL, "a", "disk");
	rig_settle(&rig);
	memory_core.answer = CORE_LATER;
	asked();
	ck_assert_str_eq(said, "a: disk: comment in the core: no core");
	rig.now = due();
	asked();
	ck_assert_str_eq(said, ""); /* once */
	rig.now = due();
	memory_core.answer = CORE_DONE;
	asked();
	ck_assert_str_eq(said, "");
	rig_down(&rig, "b");
	rig_settle(&rig);
	memory_core.answer = CORE_NEVER;
	asked();
	ck_assert_str_eq(said, "b: comment in the core: no core");
}
END_TEST

START_TEST(one_that_fails_alone_waits_longer_and_holds_up_nobody)
{
	int tries = 0, told = 0;

	rig.dice = 28799; /* all that may be waited */
	memory_core.ill = "a";
	rig_down(&rig, "a");
	rig_settle(&rig);
	ck_assert_str_eq(asked(), "show a!; ");
	for (int i = 0; i < 60; i++) {
		char name[16], show[32];

		snprintf(name, sizeof(name), "host%d", i);
		snprintf(show, sizeof(show), "show %s!; ", name);
		rig_down(&rig, name);
		rig_settle(&rig);
		rig.now += MINUTE; /* longer than the core is let alone */
		ck_assert_ptr_nonnull(strstr(asked(), show));
		tries += strstr(memory_core.asked, " a!") != NULL;
		told += said[0] != '\0';
	}
	ck_assert_int_gt(tries, 3);
	ck_assert_int_lt(tries, 30);
	ck_assert_int_eq(told, 0); /* once, before */
}
END_TEST

/* What it was asked and is not yet seen to do tells nothing. */
START_TEST(to_ask_again_and_again_is_trouble)
{
	rig_down(&rig, "a");
	rig_settle(&rig);
	for (int i = 1; i <= 3; i++) {
		memory_core.answer = CORE_LATER;
		asked();
		rig.now = due();
		memory_core.answer = CORE_SOON;
		asked();
		rig.now = due();
		ck_assert_int_eq(failures(), i);
	}
}
END_TEST

START_TEST(nothing_else_is_read_to_find_the_next)
{
	for (int i = 0; i < 30; i++) {
		char name[16];

		snprintf(name, sizeof(name), "host%d", i);
		rig_down(&rig, name);
	}
	rig_settle(&rig);
	asked();
	cost.statements = cost.scanned = cost.sorted = 0;
	ck_assert_int_eq(due(), 0);
	ck_assert_str_eq(asked(), "");
	ck_assert_int_eq(cost.statements, 2);
	ck_assert_int_eq(cost.sorted, 0);
	ck_assert_int_eq(cost.scanned, 0);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_ticket_is_shown_as_long_as_it_is_open,
		what_was_never_shown_is_not_hidden,
		the_old_one_goes_before_the_new_one_comes,
		what_fails_is_tried_again_and_named,
		a_core_that_failed_is_asked_nothing_for_a_while,
		what_the_core_did_not_know_is_asked_again_when_a_person_says,
		another_ticket_is_shown_anew,
		to_wait_for_the_core_is_no_trouble,
		what_the_core_was_asked_to_show_and_never_seen_to_is_hidden,
		only_what_is_wrong_is_told_and_of_which_object,
		one_that_fails_alone_waits_longer_and_holds_up_nobody,
		to_ask_again_and_again_is_trouble,
		nothing_else_is_read_to_find_the_next };

	return unit_run_with(
		"notice", tests, UNIT_COUNT(tests), setup, teardown);
}
