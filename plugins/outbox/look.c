/* look.c - is there a ticket that may have been opened? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/look.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "outbox/identity.h"

enum {
	SCAN_PAGES = 10,
	READS = 50, /* of candidates; all other work waits meanwhile */
	/* A ticket's date carries no zone: it may be off by a day either way.
	 */
	ZONE_MARGIN_S = 26 * 3600
};

/* Base32 has neither 0 nor 1. */
const char look_impossible[] = "iiq101010101010101010101010101";

/* What a ticket tells of itself: FOUND if it is the one, should it be ours. */
static enum look
weigh(const struct question *question, const struct ticket *ticket,
	struct finding *out)
{
	if (ticket->closed ||
		(ticket->body != NULL &&
			!identity_marks(ticket->body, question->marker)))
		return LOOK_ABSENT;
	if (ticket->body != NULL)
		return LOOK_FOUND;
	snprintf(out->verdict.text, sizeof(out->verdict.text),
		"ticket %s shows no description", ticket->number);
	return LOOK_INCONCLUSIVE;
}

/* The same, and whose it is. */
static enum look
judge(const struct helpdesk *desk, const struct question *question,
	struct ticket *ticket, struct finding *out)
{
	struct verdict verdict;

	if (weigh(question, ticket, out) == LOOK_ABSENT)
		return LOOK_ABSENT;
	verdict = desk->judge(desk->self, ticket);
	if (verdict.answer != DESK_DONE) {
		out->verdict = verdict;
		return LOOK_INCONCLUSIVE;
	}
	return ticket->foreign ? LOOK_ABSENT : weigh(question, ticket, out);
}

/* Reads a ticket that might be the one; true if it is, or if reading failed. */
static bool
is_ours(const struct helpdesk *desk, const struct question *question,
	const struct ticket *row, struct finding *out)
{
	struct ticket ticket = { 0 };
	enum look look;

	if (++out->reads > READS) {
		out->look = LOOK_INCONCLUSIVE;
		snprintf(out->verdict.text, sizeof(out->verdict.text),
			"more than %d tickets look like it", READS);
		return true;
	}
	out->verdict = desk->read(desk->self, row->id, &ticket);
	if (out->verdict.answer == DESK_GONE) {
		out->verdict = (struct verdict){ .answer = DESK_DONE };
		return false;
	}
	if (out->verdict.answer != DESK_DONE) {
		out->look = LOOK_INCONCLUSIVE;
		return true;
	}
	look = judge(desk, question, &ticket, out);
	if (look != LOOK_FOUND) {
		ticket_clear(&ticket);
		if (look == LOOK_INCONCLUSIVE)
			out->look = look;
		return look == LOOK_INCONCLUSIVE;
	}
	ticket_clear(&out->ticket);
	out->ticket = ticket;
	out->look = LOOK_FOUND;
	return true;
}

/*
 * Verifies rows until one is ours. Newest first, so of several the last stays:
 * the older ticket is the one that people have seen. One that no incident has
 * yet is preferred.
 */
static bool
verify(const struct helpdesk *desk, const struct question *question,
	const struct tickets *rows,
	bool (*fits)(const struct question *, const struct ticket *),
	struct finding *out)
{
	for (int known = 0; known <= 1; known++)
		for (size_t i = rows->count; i-- > 0;) {
			const struct ticket *row = &rows->rows[i];

			if (row->closed || !fits(question, row) ||
				question->is_known(question->arg, row->id) !=
					known)
				continue;
			if (is_ours(desk, question, row, out))
				return true;
		}
	return false;
}

static bool
any_fits(const struct question *question, const struct ticket *row)
{
	(void)question;
	(void)row;
	return true;
}

/* A subject may have been cut, or written without its accents. */
static bool
subject_fits(const struct question *question, const struct ticket *row)
{
	char start[64];
	size_t length = 0;

	while (length < sizeof(start) - 1 && question->name[length] >= ' ' &&
		question->name[length] <= '~') {
		start[length] = question->name[length];
		length++;
	}
	start[length] = '\0';
	return row->subject == NULL || strcasestr(row->subject, start) != NULL;
}

/* ---- the search, which must narrow and must find ---- */

static bool
search(const struct helpdesk *desk, const char *word, struct tickets *rows,
	struct finding *out)
{
	out->verdict = desk->search(desk->self, word, rows);
	return out->verdict.answer == DESK_DONE;
}

bool
look_narrows(const struct helpdesk *desk, struct verdict *verdict)
{
	struct tickets rows = { 0 };
	bool narrows;

	*verdict = desk->search(desk->self, look_impossible, &rows);
	narrows = verdict->answer == DESK_DONE && rows.count == 0 &&
		  rows.total <= 0;
	tickets_clear(&rows);
	return narrows;
}

static bool
search_finds(const struct helpdesk *desk, const struct question *question,
	struct finding *out)
{
	struct tickets rows = { 0 };
	bool finds = false;

	if (search(desk, question->control_marker, &rows, out))
		for (size_t i = 0; i < rows.count && !finds; i++)
			finds = strcasecmp(rows.rows[i].id,
					question->control_ticket) == 0;
	tickets_clear(&rows);
	return finds;
}

/* True when the search settled it. */
static bool
by_search(const struct helpdesk *desk, const struct question *question,
	struct finding *out)
{
	struct tickets rows = { 0 };
	bool settled, whole;

	if (!look_narrows(desk, &out->verdict) ||
		!search(desk, question->marker, &rows, out))
		return false;
	settled = verify(desk, question, &rows, any_fits, out);
	whole = rows.total < 0 ? rows.count < HELPDESK_PAGE_ROWS
			       : rows.total <= (int64_t)rows.count;
	tickets_clear(&rows);
	if (settled)
		return out->reads <= READS;
	if (out->verdict.answer != DESK_DONE || !whole)
		return false;
	/* Before there is a ticket of ours, no search can show that it looks
	 * where markers stand. */
	out->unproven = question->control_ticket[0] == '\0';
	if (out->unproven || !search_finds(desk, question, out))
		return false;
	out->look = LOOK_ABSENT;
	return true;
}

/* ---- the scan, which needs no search at all ---- */

/* How far the scan has come. */
struct scan {
	int64_t seen;
	time_t oldest; /* of the rows seen; 0 = none yet */
	bool sorted;   /* newest first, as was asked */
	bool whole;    /* nothing behind can be the one */
};

static void
scan_note(struct scan *scan, const struct tickets *rows, time_t sent)
{
	for (size_t i = 0; i < rows->count; i++) {
		time_t created = rows->rows[i].created;

		if (created == 0 ||
			(scan->oldest > 0 && created > scan->oldest))
			scan->sorted = false;
		scan->oldest = created;
	}
	scan->seen += (int64_t)rows->count;
	/* An empty page is the end only where nothing says how many there are:
	 * its rows may be such as nobody can read. */
	scan->whole = (rows->total < 0 ? rows->count == 0
				       : scan->seen >= rows->total) ||
		      (scan->sorted && scan->oldest > 0 &&
			      scan->oldest < sent - ZONE_MARGIN_S);
}

static void
by_scan(const struct helpdesk *desk, const struct question *question,
	struct finding *out)
{
	struct scan scan = { .sorted = true };

	out->reads = 0;
	for (unsigned page = 0; page < SCAN_PAGES; page++) {
		struct tickets rows = { 0 };
		bool settled;

		out->verdict = desk->newest(desk->self, page, &rows);
		if (out->verdict.answer != DESK_DONE)
			return;
		settled = verify(desk, question, &rows, subject_fits, out);
		scan_note(&scan, &rows, question->sent);
		tickets_clear(&rows);
		if (settled)
			return;
		if (scan.whole) {
			out->look = LOOK_ABSENT;
			return;
		}
	}
	/* Too many tickets to tell: the search's word is the best there is. */
	if (out->unproven) {
		out->look = LOOK_ABSENT;
		return;
	}
	snprintf(out->verdict.text, sizeof(out->verdict.text),
		"neither search nor the newest %d tickets tell whether it was "
		"opened",
		SCAN_PAGES * HELPDESK_PAGE_ROWS);
}

void
look_for(const struct helpdesk *desk, const struct question *question,
	struct finding *out)
{
	struct verdict search;

	memset(out, 0, sizeof(*out));
	out->look = LOOK_INCONCLUSIVE;
	if (by_search(desk, question, out))
		return;
	search = out->verdict;
	/* Whoever cannot be reached will not be reached by more requests. */
	if (out->verdict.answer == DESK_AWAY ||
		out->verdict.answer == DESK_SLOW ||
		out->verdict.answer == DESK_LOCKED)
		return;
	by_scan(desk, question, out);
	/* The scan saw no end: that the search failed is why. */
	if (out->look == LOOK_INCONCLUSIVE &&
		out->verdict.answer == DESK_DONE && search.answer != DESK_DONE)
		out->verdict = search;
}
