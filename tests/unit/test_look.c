/* test_look.c - is there a ticket that may have been opened? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/look.h"

#include <stdio.h>
#include <string.h>

#include "unit/memory_desk.h"
#include "unit/unit.h"

enum { NOW = 1700000000, DAY = 86400 };

#define MARKER	     "iiq1wsyt3x4gryhjyx4kih5c7ome6a"
#define OTHER_MARKER "iiq1m3ff4ic2mq6ss2nhy5lxqdwcfm"
#define BODY	     "<p>down</p><p>" MARKER "</p>"
#define OTHER_BODY   "<p>down</p><p>" OTHER_MARKER "</p>"

static struct memory_desk desk;
static char control[40], known[40];

static void
setup(void)
{
	memory_desk_init(&desk, NOW);
	control[0] = known[0] = '\0';
}

static void
teardown(void)
{
	memory_desk_free(&desk);
}

/* A ticket of ours that any search that works would find. */
static void
add_control(void)
{
	strcpy(control, memory_desk_add(&desk, "web2 is DOWN", OTHER_BODY)->id);
}

static bool
is_known(void *arg, const char *ticket)
{
	(void)arg;
	return strcmp(ticket, known) == 0;
}

static struct finding
look(void)
{
	struct question question = { .marker = MARKER,
		.name = "web1",
		.sent = NOW,
		.control_ticket = control,
		.control_marker = control[0] == '\0' ? "" : OTHER_MARKER,
		.is_known = is_known };
	struct finding finding;

	look_for(&desk.ops, &question, &finding);
	return finding;
}

static void
expect(enum look expected)
{
	struct finding finding = look();

	ck_assert_int_eq(finding.look, expected);
	ticket_clear(&finding.ticket);
}

static void
expect_ticket(const char *id)
{
	struct finding finding = look();

	ck_assert_int_eq(finding.look, LOOK_FOUND);
	ck_assert_str_eq(finding.ticket.id, id);
	ticket_clear(&finding.ticket);
}

static void
expect_absent(void)
{
	struct finding finding = look();

	ck_assert_int_eq(finding.look, LOOK_ABSENT);
}

/* ---- the search ---- */

START_TEST(a_ticket_is_found_by_its_marker)
{
	char id[40];

	memory_desk_add_strangers(&desk, 150);
	strcpy(id, memory_desk_add(&desk, "web1 is DOWN", BODY)->id);
	memory_desk_add_strangers(&desk, 150);
	expect_ticket(id);
	ck_assert_uint_eq(desk.calls[MEMORY_NEWEST], 0);
	ck_assert_uint_eq(desk.calls[MEMORY_READ], 1);
}
END_TEST

START_TEST(absence_is_proved_by_a_canary_and_a_control)
{
	memory_desk_add_strangers(&desk, 3);
	add_control();
	expect_absent();
	ck_assert_uint_eq(desk.calls[MEMORY_SEARCH], 3);
	ck_assert_uint_eq(desk.calls[MEMORY_NEWEST], 0);
}
END_TEST

START_TEST(before_there_is_a_control_the_scan_has_the_word)
{
	char id[40];

	memory_desk_add_strangers(&desk, 3);
	expect_absent();
	ck_assert_uint_gt(desk.calls[MEMORY_NEWEST], 0);
	desk.skips_descriptions = true;
	strcpy(id, memory_desk_add(&desk, "web1 is DOWN", BODY)->id);
	expect_ticket(id);
}
END_TEST

START_TEST(before_there_is_a_control_a_long_list_leaves_it_to_the_search)
{
	memory_desk_add_strangers(&desk, 1100);
	expect_absent();
}
END_TEST

START_TEST(a_search_that_drops_facets_falls_to_the_scan)
{
	char id[40];

	desk.drops_facets = true;
	add_control();
	memory_desk_add_strangers(&desk, 250);
	strcpy(id, memory_desk_add(&desk, "web1 is DOWN", BODY)->id);
	memory_desk_add_strangers(&desk, 250);
	expect_ticket(id);
	/* Only what might be ours is read. */
	ck_assert_uint_eq(desk.calls[MEMORY_READ], 1);
}
END_TEST

START_TEST(a_strangers_ticket_is_never_taken_for_ours)
{
	desk.drops_facets = true;
	memory_desk_add_strangers(&desk, 300);
	memory_desk_add(&desk, "web1 is slow", "<p>since monday</p>");
	memory_desk_add(&desk, "web1 is DOWN", OTHER_BODY);
	memory_desk_add(&desk, "Re: web1 is DOWN", BODY "<p>this again?</p>");
	expect_absent();
	ck_assert_uint_eq(desk.calls[MEMORY_READ], 3);
}
END_TEST

START_TEST(a_quoted_marker_is_not_ours_for_the_search_either)
{
	add_control();
	memory_desk_add(&desk, "Re: web1 is DOWN", BODY "<p>this again?</p>");
	expect_absent();
}
END_TEST

START_TEST(a_search_that_misses_descriptions_is_found_out_by_the_control)
{
	desk.skips_descriptions = true;
	add_control();
	expect_absent();
	ck_assert_uint_eq(desk.calls[MEMORY_NEWEST], 1);
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	expect_ticket(desk.tickets[1].id);
}
END_TEST

START_TEST(a_search_that_lags_misses_what_is_young)
{
	add_control();
	desk.now += 1000;
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	desk.search_lag_s = 60;
	desk.now += 59;
	expect_absent(); /* its age is the caller's business */
	desk.now++;
	expect(LOOK_FOUND);
}
END_TEST

START_TEST(a_search_that_fails_is_not_absence_and_falls_to_the_scan)
{
	static const enum answer answers[] = { DESK_MAYBE, DESK_REFUSED,
		DESK_GONE };

	add_control();
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		desk.instead[MEMORY_SEARCH].answer = answers[i];
		expect_ticket(desk.tickets[1].id);
	}
}
END_TEST

START_TEST(a_desk_that_cannot_be_reached_is_asked_no_more)
{
	static const enum answer answers[] = { DESK_AWAY, DESK_SLOW,
		DESK_LOCKED };

	add_control();
	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		struct finding finding;

		desk.instead[MEMORY_SEARCH].answer = answers[i];
		finding = look();
		ck_assert_int_eq(finding.look, LOOK_INCONCLUSIVE);
		ck_assert_int_eq(finding.verdict.answer, answers[i]);
		ck_assert_uint_eq(memory_desk_calls(&desk), i + 1);
	}
}
END_TEST

START_TEST(a_search_that_hides_how_much_it_found_is_whole_if_a_page_is_not_full)
{
	desk.hides_totals = true;
	add_control();
	expect_absent();
	ck_assert_uint_eq(desk.calls[MEMORY_NEWEST], 0);
}
END_TEST

START_TEST(a_search_whose_rows_nobody_can_read_proves_nothing)
{
	desk.garbles_rows = true;
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	expect(LOOK_INCONCLUSIVE);
}
END_TEST

/* A hundred quotations of the marker: the hit may be on the second page. */
START_TEST(a_search_that_found_more_than_a_page_proves_nothing)
{
	for (int hidden = 0; hidden <= 1; hidden++) {
		desk.hides_totals = hidden == 1;
		add_control();
		desk.now += 3 * DAY;
		for (int i = 0; i < 101; i++)
			memory_desk_add(&desk, "projector is dark",
				BODY "<p>is it that?</p>");
		look();
		ck_assert_uint_gt(desk.calls[MEMORY_NEWEST], 0);
		desk.calls[MEMORY_NEWEST] = 0;
	}
}
END_TEST

/* ---- what is read ---- */

START_TEST(a_ticket_that_cannot_be_read_leaves_the_doubt)
{
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	desk.instead[MEMORY_READ] =
		(struct verdict){ DESK_MAYBE, 0, "HTTP 500" };
	expect(LOOK_INCONCLUSIVE);
	desk.drops_facets = true;
	expect(LOOK_INCONCLUSIVE);
}
END_TEST

START_TEST(a_ticket_that_is_gone_is_not_it)
{
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	desk.instead[MEMORY_READ].answer = DESK_GONE;
	expect_absent();
}
END_TEST

START_TEST(a_ticket_that_shows_no_description_leaves_the_doubt)
{
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	desk.hides_descriptions = true;
	expect(LOOK_INCONCLUSIVE);
}
END_TEST

START_TEST(a_closed_ticket_is_not_it)
{
	add_control();
	memory_desk_add(&desk, "web1 is DOWN", BODY)->closed = true;
	expect_absent();
	desk.drops_facets = true;
	expect_absent();
	ck_assert_uint_eq(desk.calls[MEMORY_READ], 0);
}
END_TEST

START_TEST(of_two_of_ours_the_older_is_taken)
{
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	expect_ticket(desk.tickets[0].id);
}
END_TEST

START_TEST(a_ticket_of_no_incident_is_preferred_to_one_of_another)
{
	strcpy(known, memory_desk_add(&desk, "web1 is DOWN", BODY)->id);
	expect_ticket(known);
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	expect_ticket(desk.tickets[1].id);
}
END_TEST

/* ---- the scan ---- */

START_TEST(a_scan_ends_where_tickets_are_older_than_the_doubt)
{
	desk.drops_facets = true;
	desk.hides_totals = true;
	desk.now = NOW - 3 * DAY;
	memory_desk_add_strangers(&desk, 2000);
	desk.now = NOW;
	memory_desk_add_strangers(&desk, 150);
	expect_absent();
	ck_assert_uint_eq(desk.calls[MEMORY_NEWEST], 2);
}
END_TEST

START_TEST(a_scan_that_is_cut_short_proves_nothing)
{
	struct finding finding;

	desk.drops_facets = true;
	memory_desk_add_strangers(&desk, 1001);
	finding = look();
	ck_assert_int_eq(finding.look, LOOK_INCONCLUSIVE);
	ck_assert_uint_eq(desk.calls[MEMORY_NEWEST], 10);
	ck_assert_ptr_nonnull(strstr(finding.verdict.text, "newest 1000"));
}
END_TEST

START_TEST(a_scan_that_fails_proves_nothing)
{
	struct finding finding;

	desk.drops_facets = true;
	memory_desk_add_strangers(&desk, 1);
	desk.instead[MEMORY_NEWEST] =
		(struct verdict){ DESK_MAYBE, 0, "HTTP 502" };
	finding = look();
	ck_assert_int_eq(finding.look, LOOK_INCONCLUSIVE);
	ck_assert_str_eq(finding.verdict.text, "HTTP 502");
}
END_TEST

/* A site that gives twenty rows however many are asked for. */
START_TEST(a_scan_counts_the_rows_it_was_given)
{
	memory_desk_add(&desk, "web1 is DOWN", BODY);
	memory_desk_add_strangers(&desk, 150);
	desk.drops_facets = true;
	desk.page_rows = 20;
	expect_ticket(desk.tickets[0].id);
	memory_desk_add_strangers(&desk, 60);
	expect(LOOK_INCONCLUSIVE);
}
END_TEST

START_TEST(a_subject_that_was_cut_or_stripped_of_accents_still_fits)
{
	static const struct {
		const char *name, *subject;
	} cases[] = {
		{ "d\xc3\xbcsseldorf", "dsseldorf is DOWN" },
		{ "web-d\xc3\xbcsseldorf", "web-dsseldorf is DOWN" },
		{ "WEB1", "web1 is DOWN" },
		{ "a-name-of-more-than-sixty-three-characters-that-goes-on-and-"
		  "on-and-on: disk",
			"a-name-of-more-than-sixty-three-characters-that-goes-"
			"on-and-on-an" },
	};

	desk.drops_facets = true;
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct question question = { .marker = MARKER,
			.name = cases[i].name,
			.sent = NOW,
			.control_ticket = "",
			.control_marker = "",
			.is_known = is_known };
		struct memory_ticket *ticket =
			memory_desk_add(&desk, cases[i].subject, BODY);
		struct finding finding;

		look_for(&desk.ops, &question, &finding);
		ck_assert_msg(finding.look == LOOK_FOUND, "%s", cases[i].name);
		ticket_clear(&finding.ticket);
		ticket->closed = true;
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_ticket_is_found_by_its_marker,
		absence_is_proved_by_a_canary_and_a_control,
		before_there_is_a_control_the_scan_has_the_word,
		before_there_is_a_control_a_long_list_leaves_it_to_the_search,
		a_search_that_drops_facets_falls_to_the_scan,
		a_strangers_ticket_is_never_taken_for_ours,
		a_quoted_marker_is_not_ours_for_the_search_either,
		a_search_that_misses_descriptions_is_found_out_by_the_control,
		a_search_that_lags_misses_what_is_young,
		a_search_that_fails_is_not_absence_and_falls_to_the_scan,
		a_desk_that_cannot_be_reached_is_asked_no_more,
		a_search_that_hides_how_much_it_found_is_whole_if_a_page_is_not_full,
		a_search_whose_rows_nobody_can_read_proves_nothing,
		a_search_that_found_more_than_a_page_proves_nothing,
		a_ticket_that_cannot_be_read_leaves_the_doubt,
		a_ticket_that_is_gone_is_not_it,
		a_ticket_that_shows_no_description_leaves_the_doubt,
		a_closed_ticket_is_not_it, of_two_of_ours_the_older_is_taken,
		a_ticket_of_no_incident_is_preferred_to_one_of_another,
		a_scan_ends_where_tickets_are_older_than_the_doubt,
		a_scan_that_is_cut_short_proves_nothing,
		a_scan_that_fails_proves_nothing,
		a_scan_counts_the_rows_it_was_given,
		a_subject_that_was_cut_or_stripped_of_accents_still_fits };

	return unit_run_with("look", tests, UNIT_COUNT(tests), setup, teardown);
}
