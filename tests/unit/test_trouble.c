/* test_trouble.c - each answer to each operation, and no alert is lost */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "outbox/job.h"
#include "unit/alert.h"
#include "unit/http_answer.h"
#include "unit/rig.h"
#include "unit/unit.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, MOST_TIMES = 20 };

static struct rig rig;
static struct memory_desk *const desk = &rig.desk;

static const struct http_answer answers[] = {
	{ "200 with Errors", .status = 200, .has_errors = true },
	{ "200 in HTML", .status = 200, .is_html = true },
	{ "302", .status = 302 },
	{ "400", .status = 400 },
	{ "401", .status = 401 },
	{ "403", .status = 403 },
	{ "404", .status = 404 },
	{ "408", .status = 408 },
	{ "409", .status = 409 },
	{ "413", .status = 413 },
	{ "422", .status = 422 },
	{ "425", .status = 425 },
	{ "429", .status = 429 },
	{ "500", .status = 500 },
	{ "502 in HTML", .status = 502, .is_html = true },
	{ "503", .status = 503 },
	{ "a broken connection", .status = 0 },
};

/* ---- what an object goes through, and how it ends ---- */

struct ending {
	size_t all, open;
	size_t comments;
	bool died; /* a person had to say retry */
};

/* The desk's trouble: so many calls get this, acted on or not. */
static struct trouble {
	enum memory_call call;
	enum answer answer;
	unsigned times;
	bool acts; /* and only then the answer is lost */
} trouble;

static void
make_trouble(struct memory_desk *self, enum memory_call call)
{
	self->instead[call].answer = DESK_DONE;
	/* To IncidentIQ a scan is a search. */
	if (call != trouble.call &&
		!(call == MEMORY_NEWEST && trouble.call == MEMORY_SEARCH))
		return;
	if (trouble.times == 0)
		return;
	trouble.times--;
	if (trouble.acts)
		self->loses[call] = 1;
	else
		self->instead[call] =
			(struct verdict){ trouble.answer, 0, "no" };
}

/* A quarter of a day goes by, and the sweep looks around. */
static void
pass_quarter(void)
{
	for (int i = 0; i < 2; i++) {
		rig_pass(&rig, 3 * HOUR, 15 * MINUTE);
		rig_sweep(&rig);
	}
}

/* What dies is tried again by a person, as often as need be. */
static void
pass(struct ending *ending)
{
	struct job_counts counts;
	struct err why;
	int revived;

	for (int left = MOST_TIMES + 1; left > 0; left--) {
		pass_quarter();
		ck_assert_int_eq(
			job_count(rig.store, rig.now, 0, &counts, &why), 0);
		if (counts.dead == 0)
			return;
		ending->died = true;
		ck_assert_int_eq(
			job_revive(rig.store, rig.now, &revived, &why), 0);
	}
	ck_abort_msg("what died stays dead");
}

static size_t
count_in(const char *text)
{
	size_t found = 0;

	while ((text = strstr(text, "mine")) != NULL) {
		found++;
		text++;
	}
	return found;
}

/* In comments, and in the description of a ticket that was opened late. */
static size_t
count_comments(const char *subject)
{
	size_t found = 0;

	for (size_t i = 0; i < desk->count; i++)
		if (strstr(desk->tickets[i].subject, subject) != NULL)
			found += count_in(desk->tickets[i].comments) +
				 count_in(desk->tickets[i].body);
	return found;
}

static void
acknowledge(const char *host)
{
	struct event event = alert(EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, host, "");

	event.received = event.state_time = rig.now;
	event_set_text(&event, EVENT_COMMENT, "mine");
	rig_take(&rig, &event);
	event_free(&event);
}

/* Down, acknowledged, up, down again soon and up: every operation is used. */
static struct ending
live(const struct trouble *wanted)
{
	struct ending ending = { 0 };

	rig_open(&rig);
	rig.rules.reopen_window_s = 10 * DAY;
	rig.dice = 123;
	rig_down(&rig, "control");
	rig_pass(&rig, HOUR, HOUR);
	trouble = *wanted;
	desk->person = make_trouble;
	/* What was lost is searched for. */
	if (trouble.call == MEMORY_SEARCH)
		desk->loses[MEMORY_OPEN] = 1;
	rig_down(&rig, "web1");
	pass(&ending);
	acknowledge("web1");
	pass(&ending);
	rig_up(&rig, "web1");
	pass(&ending);
	rig_down(&rig, "web1");
	pass(&ending);
	rig_up(&rig, "web1");
	pass(&ending);
	/* At last all is well. */
	trouble.times = 0;
	pass(&ending);
	rig_expect_tickets(&rig, "control", 1, 1);
	ending.all = memory_desk_all(desk, "web1");
	ending.open = memory_desk_open(desk, "web1");
	ending.comments = count_comments("web1");
	rig_close(&rig);
	return ending;
}

/* ---- what the rules allow ---- */

enum {
	BIT_AWAY = 1U << DESK_AWAY,
	BIT_SLOW = 1U << DESK_SLOW,
	BIT_LOCKED = 1U << DESK_LOCKED,
	BIT_REFUSED = 1U << DESK_REFUSED,
	BIT_GONE = 1U << DESK_GONE,
	BIT_MAYBE = 1U << DESK_MAYBE
};

/* Where an object does not end with its one ticket, closed, and one comment. */
static const struct exception {
	enum memory_call call;
	unsigned answers; /* as bits */
	unsigned times;	  /* at least */
	bool acts;
	struct ending ending;
} exceptions[] = {
	/* Once more with defaults only; then a person must act. */
	{ MEMORY_OPEN, BIT_REFUSED, 2, false, { 1, 0, 1, true } },
	{ MEMORY_COMMENT, BIT_REFUSED, 1, false, { 1, 0, 1, true } },
	/* What the workflow does not let us close is told, and people do. */
	{ MEMORY_RESOLVE, BIT_REFUSED, 4, false, { 1, 1, 1, false } },
	{ MEMORY_READ, BIT_REFUSED, MOST_TIMES, false, { 1, 0, 1, true } },
	/* A ticket that is not there takes no comment, and no other is opened
	 * for the same problem. */
	{ MEMORY_COMMENT, BIT_GONE, 1, false, { 1, 0, 0, false } },
	{ MEMORY_READ, BIT_GONE, MOST_TIMES, false, { 2, 0, 0, false } },
	/* Looking fails for good, so the alert is told once more. */
	{ MEMORY_SEARCH, ~BIT_SLOW, MOST_TIMES, false, { 2, 0, 1, false } },
	{ MEMORY_SEARCH, BIT_LOCKED | BIT_AWAY, 4, false, { 2, 0, 1, false } },
	/* Who closed it, we or a person? Then the next problem has its own. */
	{ MEMORY_RESOLVE, BIT_MAYBE, 1, true, { 2, 0, 1, false } },
	/* What cannot be opened again is followed by another ticket. */
	{ MEMORY_REOPEN, BIT_REFUSED | BIT_LOCKED | BIT_GONE, 1, false,
		{ 2, 0, 1, false } },
	{ MEMORY_REOPEN, BIT_MAYBE, 3, false, { 2, 0, 1, false } },
};

static struct ending
expected(const struct trouble *of)
{
	for (size_t i = 0; i < UNIT_COUNT(exceptions); i++) {
		const struct exception *one = &exceptions[i];

		if (one->call == of->call && one->acts == of->acts &&
			one->answers & 1U << of->answer &&
			one->times <= of->times)
			return one->ending;
	}
	return (struct ending){ 1, 0, 1, false };
}

static void
check(const char *name, const struct trouble *of)
{
	struct ending want = expected(of), got = live(of);

	ck_assert_msg(got.all == want.all && got.open == want.open &&
			      got.comments == want.comments &&
			      got.died == want.died,
		"%u times %s%s: %zu tickets, %zu open, %zu comments%s",
		of->times, name, of->acts ? ", and acted on" : "", got.all,
		got.open, got.comments, got.died ? ", died" : "");
}

static void
meet_all_answers(enum memory_call call, struct iiq_request request)
{
	static const unsigned times[] = { 1, 4, MOST_TIMES };

	for (size_t i = 0; i < UNIT_COUNT(answers); i++)
		for (size_t k = 0; k < UNIT_COUNT(times); k++) {
			struct trouble of = { .call = call,
				.answer = http_answer(&answers[i], &request),
				.times = times[k] };

			check(answers[i].name, &of);
			of.acts = true;
			if (of.answer == DESK_MAYBE && !request.is_read)
				check(answers[i].name, &of);
		}
}

START_TEST(no_answer_to_a_create_loses_or_doubles_a_ticket)
{
	meet_all_answers(MEMORY_OPEN, (struct iiq_request){ false, false });
}
END_TEST

START_TEST(no_answer_to_a_comment_does)
{
	meet_all_answers(MEMORY_COMMENT, (struct iiq_request){ false, true });
}
END_TEST

START_TEST(no_answer_to_a_resolve_does)
{
	meet_all_answers(MEMORY_RESOLVE, (struct iiq_request){ false, true });
}
END_TEST

START_TEST(no_answer_to_a_reopening_does)
{
	meet_all_answers(MEMORY_REOPEN, (struct iiq_request){ false, true });
}
END_TEST

START_TEST(no_answer_to_a_read_does)
{
	meet_all_answers(MEMORY_READ, (struct iiq_request){ true, true });
}
END_TEST

START_TEST(no_answer_to_a_search_does)
{
	meet_all_answers(MEMORY_SEARCH, (struct iiq_request){ true, false });
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		no_answer_to_a_create_loses_or_doubles_a_ticket,
		no_answer_to_a_comment_does,
		no_answer_to_a_resolve_does,
		no_answer_to_a_reopening_does,
		no_answer_to_a_read_does,
		no_answer_to_a_search_does,
	};

	return unit_run("trouble", tests, UNIT_COUNT(tests));
}
