/* rig.c - the outbox at work: a real database, a help desk in memory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/rig.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "outbox/sql.h"
#include "outbox/sweep.h"
#include "unit/alert.h"

enum { MOST_JOBS = 100000 }; /* so many in a row are a loop without end */

static void
open_store(struct rig *rig)
{
	struct err why;

	ck_assert_msg(
		store_open(&rig->store, rig->path, &why) == 0, "%s", why.text);
	/* Whether it reaches the disk is not what is tested here. */
	ck_assert_int_eq(
		sql_run(rig->store, "PRAGMA synchronous = OFF", NULL, 0, &why),
		0);
}

void
rig_open(struct rig *rig)
{
	const char *tmp = getenv("TMPDIR");

	*rig = (struct rig){ .now = RIG_NOW };
	snprintf(rig->dir, sizeof(rig->dir), "%s/outboxXXXXXX",
		tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(rig->dir));
	snprintf(rig->path, sizeof(rig->path), "%s/db", rig->dir);
	open_store(rig);
	memory_desk_init(&rig->desk, rig->now);
	rig->ingest.plan.open_on = 1U << EVENT_DOWN | 1U << EVENT_CRITICAL;
	rig->ingest.plan.short_outage_s = 900;
	rig->ingest.resolve_delay_s = 300;
	rig->rules.search_lag_s = 120;
	rig->rules.ambiguous_max_s = 1800;
}

void
rig_close(struct rig *rig)
{
	static const char *const endings[] = { "", "-wal", "-shm" };

	store_close(rig->store);
	for (size_t i = 0; i < 3; i++) {
		char path[100];

		snprintf(path, sizeof(path), "%s%s", rig->path, endings[i]);
		unlink(path);
	}
	rmdir(rig->dir);
	memory_desk_free(&rig->desk);
}

void
rig_restart(struct rig *rig)
{
	store_close(rig->store);
	open_store(rig);
}

/* ---- alerts ---- */

void
rig_take(struct rig *rig, const struct event *event)
{
	struct err why = { "" };

	ck_assert_int_eq(store_begin(rig->store, &why), 0);
	ck_assert_msg(ingest_event(rig->store, event, &rig->ingest, rig->now,
			      &why) == 0,
		"%s", why.text);
	ck_assert_int_eq(store_end(rig->store, 0, &why), 0);
}

void
rig_receive(const struct rig *rig, struct event *event)
{
	event->received = rig->now;
	event->boot = 1;
	event->uptime = rig->now + rig->set_back;
}

void
rig_note(struct rig *rig, const char *host, const char *text)
{
	struct event event = alert(EVENT_CUSTOM, EVENT_DOWN, host, "");

	rig_receive(rig, &event);
	event_set_text(&event, EVENT_AUTHOR, "Jo");
	event_set_text(&event, EVENT_COMMENT, text);
	rig_take(rig, &event);
	event_free(&event);
}

void
rig_set_back(struct rig *rig, unsigned seconds)
{
	rig->now -= seconds;
	rig->set_back += seconds;
	rig->desk.now = rig->now;
}

void
rig_tell(struct rig *rig, enum event_type type, enum event_state state,
	const char *host, const char *service)
{
	struct event event = alert(type, state, host, service);

	rig_receive(rig, &event);
	event.state_time = rig->now;
	rig_take(rig, &event);
	event_free(&event);
}

void
rig_down(struct rig *rig, const char *host)
{
	rig_tell(rig, EVENT_PROBLEM, EVENT_DOWN, host, "");
}

void
rig_up(struct rig *rig, const char *host)
{
	rig_tell(rig, EVENT_RECOVERY, EVENT_UP, host, "");
}

/* ---- time ---- */

void
rig_settle(struct rig *rig)
{
	struct delivery at = { .store = rig->store,
		.desk = &rig->desk.ops,
		.rules = &rig->rules,
		.user = rig->user,
		.now = rig->now,
		.dice = rig->dice };
	struct err why = { "" };

	for (int i = 0; rig->gate.opens <= rig->now; i++) {
		struct delivered done;

		ck_assert_msg(i < MOST_JOBS, "it never ends");
		ck_assert_msg(
			deliver_next(&at, &done, &why) == 0, "%s", why.text);
		if (!done.any)
			return;
		rig->last = done;
		gate_heed(&rig->gate, &done.verdict, rig->now, rig->dice);
	}
}

static void
ignore_line(void *arg, const char *line)
{
	(void)arg;
	(void)line;
}

static bool
has_time(void *arg)
{
	struct rig *rig = arg;

	return rig->sweep_for == 0 || --rig->sweep_for > 0;
}

void
rig_sweep(struct rig *rig)
{
	struct delivery at = { .store = rig->store,
		.desk = &rig->desk.ops,
		.rules = &rig->rules,
		.now = rig->now,
		.dice = rig->dice };
	const struct sweep_host host = { ignore_line, has_time, rig };
	struct verdict verdict;
	struct err why = { "" };

	if (rig->gate.opens > rig->now)
		return;
	ck_assert_msg(sweep(&at, &host, &verdict, &why) == 0, "%s", why.text);
	gate_heed(&rig->gate, &verdict, rig->now, rig->dice);
}

void
rig_pass(struct rig *rig, unsigned seconds, unsigned step_s)
{
	while (seconds > 0) {
		unsigned step = seconds < step_s ? seconds : step_s;

		rig->now += step;
		rig->desk.now = rig->now;
		seconds -= step;
		rig_settle(rig);
	}
}

time_t
rig_wait_for(struct rig *rig, enum memory_call call, unsigned times,
	unsigned limit_s)
{
	time_t start = rig->now;

	while (rig->desk.calls[call] < times &&
		rig->now < start + (time_t)limit_s)
		rig_pass(rig, 1, 1);
	ck_assert_uint_eq(rig->desk.calls[call], times);
	return rig->now - start;
}

/* ---- the desk ---- */

void
rig_refuse(struct rig *rig, enum memory_call call, enum answer answer)
{
	rig->desk.instead[call] = (struct verdict){ answer, 0, "no" };
}

void
rig_refuse_all(struct rig *rig, enum answer answer)
{
	for (int call = 0; call < MEMORY_CALLS; call++)
		rig_refuse(rig, (enum memory_call)call, answer);
}

void
rig_expect_tickets(
	struct rig *rig, const char *subject, size_t open, size_t all)
{
	ck_assert_uint_eq(memory_desk_open(&rig->desk, subject), open);
	ck_assert_uint_eq(memory_desk_all(&rig->desk, subject), all);
}

/* ---- what the database says ---- */

static void
ask(struct rig *rig, const char *sql, char *out, size_t size)
{
	struct err why = { "" };
	sqlite3_stmt *row = sql_prepare(rig->store, sql, NULL, 0, &why);
	char *text;

	ck_assert_msg(row != NULL, "%s", why.text);
	ck_assert_int_eq(sql_step(rig->store, row, &why), 1);
	text = sql_text(row, 0);
	snprintf(out, size, "%s", text);
	free(text);
	sql_end(row);
}

const char *
rig_jobs(struct rig *rig)
{
	ask(rig,
		"SELECT group_concat(action || ' ' || state, ', ')"
		" FROM (SELECT action, state FROM job ORDER BY id)",
		rig->jobs, sizeof(rig->jobs));
	return rig->jobs;
}

long
rig_number(struct rig *rig, const char *sql)
{
	char text[32];

	ask(rig, sql, text, sizeof(text));
	return strtol(text, NULL, 10);
}
