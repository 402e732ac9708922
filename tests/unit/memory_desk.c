/* memory_desk.c - a help desk in memory, with habits good and bad */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/memory_desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

static const struct verdict done = { .answer = DESK_DONE };
static const struct verdict lost = { DESK_MAYBE, 0, "the answer was lost" };

/* ---- trouble ---- */

/* What a call gets before it is acted on; DONE: it is acted on. */
static struct verdict
before(struct memory_desk *desk, enum memory_call call)
{
	static const struct verdict troubles[] = {
		{ DESK_AWAY, 0, "no connection" },
		{ DESK_SLOW, 7, "too many requests" },
		{ DESK_LOCKED, 0, "Attempted an unauthorized operation" },
		{ DESK_MAYBE, 0, "the connection broke" },
	};

	if (desk->person != NULL)
		desk->person(desk, call);
	desk->calls[call]++;
	if (desk->instead[call].answer != DESK_DONE)
		return desk->instead[call];
	if (desk->one_in == 0 || rand_r(&desk->seed) % desk->one_in != 0)
		return done;
	return troubles[rand_r(&desk->seed) % 4];
}

/* What a call gets that was acted on. */
static struct verdict
after(struct memory_desk *desk, enum memory_call call)
{
	if (desk->loses[call] > 0) {
		desk->loses[call]--;
		return lost;
	}
	if (desk->one_in > 0 && rand_r(&desk->seed) % desk->one_in == 0)
		return lost;
	return done;
}

/* ---- tickets ---- */

static struct memory_ticket *
find(struct memory_desk *desk, const char *id)
{
	for (size_t i = 0; i < desk->count; i++)
		if (strcmp(desk->tickets[i].id, id) == 0)
			return desk->hides_ours && !desk->tickets[i].stranger
				       ? NULL
				       : &desk->tickets[i];
	return NULL;
}

static void
show(const struct memory_ticket *from, bool whole, struct ticket *to)
{
	*to = (struct ticket){ .subject = xstrdup(from->subject),
		.body = whole ? xstrdup(from->body) : NULL,
		.closed = from->closed,
		.taken = from->taken,
		.created = from->created };
	snprintf(to->id, sizeof(to->id), "%s", from->id);
	snprintf(to->step, sizeof(to->step), "%s",
		from->closed ? "closed" : from->step);
	snprintf(to->number, sizeof(to->number), "T-%.4s", from->id);
	if (from->closings > 0)
		snprintf(to->closed_on, sizeof(to->closed_on), "%u",
			from->closings);
}

static struct verdict
gone(const char *id)
{
	struct verdict verdict = { .answer = DESK_GONE };

	snprintf(verdict.text, sizeof(verdict.text), "Ticket %s was not found.",
		id);
	return verdict;
}

struct memory_ticket *
memory_desk_add(struct memory_desk *desk, const char *subject, const char *body)
{
	struct memory_ticket *ticket;

	desk->tickets = xrealloc(
		desk->tickets, (desk->count + 1) * sizeof(*desk->tickets));
	ticket = &desk->tickets[desk->count++];
	*ticket = (struct memory_ticket){ .subject = xstrdup(subject),
		.body = xstrdup(body),
		.comments = xstrdup(""),
		.step = "new",
		.created = desk->now };
	snprintf(ticket->id, sizeof(ticket->id),
		"%04zu0000-0000-4000-8000-000000000000", desk->count);
	return ticket;
}

void
memory_desk_add_strangers(struct memory_desk *desk, size_t count)
{
	for (size_t i = 0; i < count; i++)
		memory_desk_add(desk, "projector is dark", "<p>help</p>")
			->stranger = true;
}

/* ---- calls ---- */

static struct verdict
probe(void *self)
{
	struct verdict verdict = before(self, MEMORY_PROBE);

	return verdict.answer == DESK_DONE ? after(self, MEMORY_PROBE)
					   : verdict;
}

/* True if a draft asks for more than the defaults. */
static bool
is_full(const struct draft *draft)
{
	return draft->urgent || draft->id[THING_ASSET][0] != '\0' ||
	       draft->id[THING_TEAM][0] != '\0';
}

static struct verdict
open_ticket(void *self, const struct draft *draft, struct ticket *out)
{
	struct memory_desk *desk = self;
	struct verdict verdict = before(desk, MEMORY_OPEN);
	struct memory_ticket *ticket;
	char *body;

	memset(out, 0, sizeof(*out));
	if (verdict.answer != DESK_DONE)
		return verdict;
	if (desk->refuses_full_drafts && is_full(draft))
		return (struct verdict){ DESK_REFUSED, 0, "TeamId is wrong" };
	body = xasprintf(
		"%s%s<p>%s</p>", draft->body, draft->note, draft->marker);
	if (desk->max_bytes > 0 && strlen(body) > desk->max_bytes) {
		free(body);
		return (struct verdict){ DESK_LARGE, 0, "too large" };
	}
	ticket = memory_desk_add(desk, draft->subject, body);
	ticket->urgent = draft->urgent;
	for (int i = 0; i < THINGS; i++)
		snprintf(desk->draft_ids[i], sizeof(desk->draft_ids[i]), "%s",
			draft->id[i]);
	free(body);
	verdict = after(desk, MEMORY_OPEN);
	if (verdict.answer == DESK_DONE)
		show(ticket, true, out);
	return verdict;
}

static struct verdict
comment(void *self, const char *id, const char *comment_id, const char *html)
{
	struct memory_desk *desk = self;
	struct verdict verdict = before(desk, MEMORY_COMMENT);
	struct memory_ticket *ticket = find(desk, id);
	char *old;

	if (verdict.answer != DESK_DONE)
		return verdict;
	if (ticket == NULL)
		return gone(id);
	if (desk->max_bytes > 0 && strlen(html) > desk->max_bytes)
		return (struct verdict){ DESK_LARGE, 0, "too large" };
	old = ticket->comments;
	if (strstr(old, comment_id) == NULL) {
		ticket->comments =
			xasprintf("%s%s %s\n", old, comment_id, html);
		free(old);
	}
	return after(desk, MEMORY_COMMENT);
}

static struct verdict
resolve(void *self, const char *id, struct ticket *now)
{
	struct verdict verdict = before(self, MEMORY_RESOLVE);
	struct memory_ticket *ticket = find(self, id);

	if (verdict.answer != DESK_DONE)
		return verdict;
	if (ticket == NULL)
		return gone(id);
	if (ticket->closed)
		return (struct verdict){ DESK_REFUSED, 0, "it is closed" };
	ticket->closed = true;
	ticket->closings++;
	verdict = after(self, MEMORY_RESOLVE);
	if (now != NULL && verdict.answer == DESK_DONE)
		show(ticket, true, now);
	return verdict;
}

static struct verdict
reopen(void *self, const char *id, const char *step)
{
	struct verdict verdict = before(self, MEMORY_REOPEN);
	struct memory_ticket *ticket = find(self, id);

	if (verdict.answer != DESK_DONE)
		return verdict;
	if (ticket == NULL)
		return gone(id);
	if (!ticket->closed || strcmp(step, ticket->step) != 0)
		return (struct verdict){ DESK_REFUSED, 0, "no such way" };
	ticket->closed = false;
	return after(self, MEMORY_REOPEN);
}

static struct verdict
duplicate(void *self, const char *id, const char *original)
{
	struct verdict verdict = before(self, MEMORY_DUPLICATE);
	struct memory_ticket *ticket = find(self, id);

	if (verdict.answer != DESK_DONE)
		return verdict;
	if (ticket == NULL || find(self, original) == NULL)
		return gone(id);
	ticket->closed = true;
	snprintf(ticket->original, sizeof(ticket->original), "%s", original);
	return after(self, MEMORY_DUPLICATE);
}

/* Whose tickets are ours is no matter of users here. */
static void
whoami(void *self, char id[DESK_ID_SIZE])
{
	(void)self;
	id[0] = '\0';
}

static struct verdict
read_ticket(void *self, const char *id, struct ticket *out)
{
	struct memory_desk *desk = self;
	struct verdict verdict = before(self, MEMORY_READ);
	struct memory_ticket *ticket = find(self, id);

	memset(out, 0, sizeof(*out));
	if (verdict.answer == DESK_DONE && ticket == NULL)
		return gone(id);
	if (verdict.answer == DESK_DONE && ticket->unreadable != DESK_DONE)
		return (struct verdict){ ticket->unreadable, 0, "no" };
	if (verdict.answer == DESK_DONE)
		verdict = after(self, MEMORY_READ);
	if (verdict.answer == DESK_DONE)
		show(ticket, !desk->hides_descriptions, out);
	return verdict;
}

static struct verdict
judge(void *self, struct ticket *out)
{
	struct memory_desk *desk = self;
	const struct memory_ticket *ticket = find(self, out->id);

	if (ticket != NULL && !desk->hides_creators) {
		out->own = !ticket->stranger;
		out->foreign = ticket->stranger;
	}
	return done;
}

static struct verdict
touched(void *self, const char *id, bool *out)
{
	struct memory_desk *desk = self;
	struct verdict verdict = before(desk, MEMORY_TOUCHED);
	struct memory_ticket *ticket = find(self, id);

	*out = ticket == NULL || ticket->touched;
	return verdict.answer == DESK_DONE ? after(desk, MEMORY_TOUCHED)
					   : verdict;
}

/* ---- lists ---- */

static bool
is_hit(const struct memory_desk *desk, const struct memory_ticket *ticket,
	const char *word)
{
	if (desk->hides_ours && !ticket->stranger)
		return false;
	if (word == NULL)
		return true;
	if (ticket->created + desk->search_lag_s > desk->now)
		return false;
	return strstr(ticket->subject, word) != NULL ||
	       (!desk->skips_descriptions &&
		       strstr(ticket->body, word) != NULL);
}

/* A page of what holds a word (NULL: of everything), newest first. */
static void
list(const struct memory_desk *desk, const char *word, unsigned page,
	struct tickets *out)
{
	size_t rows =
		desk->page_rows > 0 ? desk->page_rows : HELPDESK_PAGE_ROWS;
	size_t first = page * rows, seen = 0;

	out->rows = xcalloc(rows, sizeof(*out->rows));
	for (size_t i = desk->count; i-- > 0;) {
		if (!is_hit(desk, &desk->tickets[i], word))
			continue;
		if (seen >= first && seen < first + rows && !desk->garbles_rows)
			show(&desk->tickets[i], false,
				&out->rows[out->count++]);
		seen++;
	}
	out->total =
		desk->hides_totals && !desk->garbles_rows ? -1 : (int64_t)seen;
}

static struct verdict
search(void *self, const char *word, struct tickets *out)
{
	struct memory_desk *desk = self;
	struct verdict verdict = before(desk, MEMORY_SEARCH);

	*out = (struct tickets){ .total = -1 };
	if (verdict.answer == DESK_DONE)
		verdict = after(desk, MEMORY_SEARCH);
	if (verdict.answer == DESK_DONE)
		list(desk, desk->drops_facets ? NULL : word, 0, out);
	return verdict;
}

static struct verdict
newest(void *self, unsigned page, struct tickets *out)
{
	struct verdict verdict = before(self, MEMORY_NEWEST);

	*out = (struct tickets){ .total = -1 };
	if (verdict.answer == DESK_DONE)
		verdict = after(self, MEMORY_NEWEST);
	if (verdict.answer == DESK_DONE)
		list(self, NULL, page, out);
	return verdict;
}

static struct verdict
lookup(void *self, enum thing thing, const char *word, const char *within,
	struct entries *out)
{
	struct memory_desk *desk = self;
	struct verdict verdict = before(desk, MEMORY_LOOKUP);

	memset(out, 0, sizeof(*out));
	desk->wanted = thing;
	snprintf(desk->word, sizeof(desk->word), "%s", word);
	snprintf(desk->within, sizeof(desk->within), "%s", within);
	if (verdict.answer == DESK_DONE)
		verdict = after(desk, MEMORY_LOOKUP);
	for (size_t i = 0; verdict.answer == DESK_DONE && i < 4; i++) {
		struct entry entry = desk->entries[i];

		if (entry.id[0] == '\0')
			break;
		entry.name = xstrdup(entry.name);
		entry.other = xstrdup(entry.other == NULL ? "" : entry.other);
		entries_add(out, &entry);
	}
	return verdict;
}

/* ---- the desk ---- */

void
memory_desk_init(struct memory_desk *desk, time_t now)
{
	*desk = (struct memory_desk){ .now = now,
		.ops = { .self = desk,
			.probe = probe,
			.whoami = whoami,
			.open = open_ticket,
			.comment = comment,
			.resolve = resolve,
			.reopen = reopen,
			.duplicate = duplicate,
			.read = read_ticket,
			.judge = judge,
			.touched = touched,
			.search = search,
			.newest = newest,
			.lookup = lookup } };
}

void
memory_desk_free(struct memory_desk *desk)
{
	for (size_t i = 0; i < desk->count; i++) {
		free(desk->tickets[i].subject);
		free(desk->tickets[i].body);
		free(desk->tickets[i].comments);
	}
	free(desk->tickets);
}

static size_t
count(const struct memory_desk *desk, const char *subject, bool open_only)
{
	size_t found = 0;

	for (size_t i = 0; i < desk->count; i++)
		if (strstr(desk->tickets[i].subject, subject) != NULL &&
			!(open_only && desk->tickets[i].closed))
			found++;
	return found;
}

size_t
memory_desk_open(const struct memory_desk *desk, const char *subject)
{
	return count(desk, subject, true);
}

size_t
memory_desk_all(const struct memory_desk *desk, const char *subject)
{
	return count(desk, subject, false);
}

unsigned
memory_desk_calls(const struct memory_desk *desk)
{
	unsigned sum = 0;

	for (int i = 0; i < MEMORY_CALLS; i++)
		sum += desk->calls[i];
	return sum;
}
