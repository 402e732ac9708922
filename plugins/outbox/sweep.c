/* sweep.c - doubles are folded, and what is over is closed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/sweep.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "outbox/look.h"
#include "outbox/sight.h"
#include "outbox/suspect.h"

enum { MOST = 20, QUIET_S = 300 };

/* An open ticket of ours that is an object's. */
struct found {
	char id[40];
	char number[40];
	time_t created;
	bool taken;
};

struct sweep {
	const struct delivery *at;
	struct verdict *verdict; /* of the last request */
	const struct sweep_host *host;
	unsigned reads; /* of tickets, in this run */
	const struct suspect *suspect;
	bool missed;		  /* something of it: it is looked at again */
	struct found found[MOST]; /* newest first */
	size_t count;
};

/* How it goes on: with the next one, or not in this run. */
enum { STOP, GO_ON };

static void __attribute__((format(printf, 2, 3)))
tell(const struct sweep *sweep, const char *format, ...)
{
	char line[400], text[300];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(line, sizeof(line), "%.90s: %s", sweep->suspect->name, text);
	sweep->host->say(sweep->host->arg, line);
}

/* ---- what there is ---- */

/* Whether a request failed for what it asked, and not because all would. Else
 * the verdict becomes what all get. */
static bool
is_alone(struct sweep *sweep)
{
	const struct helpdesk *desk = sweep->at->desk;
	enum answer answer = sweep->verdict->answer;
	struct verdict probe;

	if (answer != DESK_LOCKED && answer != DESK_MAYBE)
		return answer != DESK_AWAY && answer != DESK_SLOW;
	probe = desk->probe(desk->self);
	if (probe.answer == DESK_DONE || probe.answer == DESK_REFUSED)
		return true;
	*sweep->verdict = probe;
	return false;
}

/* A request failed. One object's trouble holds up no other. */
static int
miss(struct sweep *sweep)
{
	struct verdict trouble = *sweep->verdict;

	if (!is_alone(sweep))
		return STOP;
	/* Searches may find what was deleted, for a while. */
	if (trouble.answer != DESK_GONE)
		tell(sweep, "looked for doubles in vain: %.250s", trouble.text);
	sweep->missed = true;
	*sweep->verdict = (struct verdict){ .answer = DESK_DONE };
	return GO_ON;
}

/* Whether the sweep may do anything to it: not to a copy that a person made,
 * which holds the marker as well, nor to what a person opened again. */
static bool
is_ours(const struct ticket *ticket, enum ticket_past past)
{
	return past == PAST_OPEN || (past == PAST_NONE && ticket->own &&
					    ticket->closed_on[0] == '\0');
}

static int
add(struct sweep *sweep, const struct ticket *ticket, struct err *why)
{
	struct found *found = &sweep->found[sweep->count];
	enum ticket_past past;

	if (suspect_ticket(sweep->at->store, ticket->id, &past, why) < 0)
		return -1;
	if (!is_ours(ticket, past)) {
		if (past == PAST_NONE && ticket->own)
			tell(sweep, "ticket %s was closed once: left to people",
				ticket->number);
		return GO_ON;
	}
	*found = (struct found){ .created = ticket->created,
		.taken = ticket->taken };
	memcpy(found->id, ticket->id, sizeof(found->id));
	memcpy(found->number, ticket->number, sizeof(found->number));
	sweep->count++;
	return GO_ON;
}

static bool
is_marked(const struct sweep *sweep, const struct ticket *ticket)
{
	return !ticket->closed && ticket->body != NULL &&
	       identity_marks(ticket->body, sweep->suspect->marker);
}

static int
examine(struct sweep *sweep, const char *id, struct err *why)
{
	const struct helpdesk *desk = sweep->at->desk;
	struct ticket ticket = { 0 };
	int rc = GO_ON;

	*sweep->verdict = desk->read(desk->self, id, &ticket);
	sweep->reads++;
	if (sweep->verdict->answer == DESK_DONE && is_marked(sweep, &ticket))
		*sweep->verdict = desk->judge(desk->self, &ticket);
	if (sweep->verdict->answer != DESK_DONE)
		rc = miss(sweep);
	else if (is_marked(sweep, &ticket) && !ticket.foreign)
		rc = add(sweep, &ticket, why);
	ticket_clear(&ticket);
	return rc;
}

static int
examine_all(struct sweep *sweep, const struct tickets *rows, struct err *why)
{
	unsigned before = sweep->reads;
	int rc = GO_ON;

	for (size_t i = 0; i < rows->count && rc == GO_ON; i++) {
		if (rows->rows[i].closed)
			continue;
		if (sweep->reads < MOST)
			rc = examine(sweep, rows->rows[i].id, why);
		else if (before > 0)
			rc = STOP;
		else
			break; /* more than a run is for: what was read counts
				*/
	}
	return rc;
}

static int
find(struct sweep *sweep, struct err *why)
{
	const struct helpdesk *desk = sweep->at->desk;
	struct tickets rows = { 0 };
	int rc;

	*sweep->verdict =
		desk->search(desk->self, sweep->suspect->marker, &rows);
	if (sweep->verdict->answer == DESK_DONE)
		rc = examine_all(sweep, &rows, why);
	else
		rc = miss(sweep);
	tickets_clear(&rows);
	return rc;
}

/* ---- what is done about it ---- */

/* A change was asked for. One that is refused is left as it is. */
static int
changed(struct sweep *sweep, const struct found *found, const char *what,
	struct err *why)
{
	struct verdict *verdict = sweep->verdict;

	switch (verdict->answer) {
	case DESK_DONE:
		tell(sweep, "ticket %s %s", found->number, what);
		return suspect_closed(sweep->at->store, found->id, why) < 0
			       ? -1
			       : GO_ON;
	case DESK_AWAY:
	case DESK_SLOW:
	case DESK_MAYBE:
		return miss(sweep);
	case DESK_LOCKED:
	case DESK_REFUSED:
	case DESK_LARGE:
	case DESK_GONE:
		break;
	}
	if (!is_alone(sweep))
		return STOP;
	tell(sweep, "ticket %s stays as it is: %.200s", found->number,
		verdict->text);
	*verdict = (struct verdict){ .answer = DESK_DONE };
	return GO_ON;
}

static const struct found *
oldest(const struct sweep *sweep)
{
	const struct found *best = &sweep->found[0];

	for (size_t i = 1; i < sweep->count; i++)
		if (sweep->found[i].created <= best->created)
			best = &sweep->found[i];
	return best;
}

static const struct found *
incidents_own(const struct sweep *sweep)
{
	for (size_t i = 0; i < sweep->count; i++)
		if (strcasecmp(sweep->found[i].id, sweep->suspect->ticket) == 0)
			return &sweep->found[i];
	return NULL;
}

static int
fold(struct sweep *sweep, struct err *why)
{
	const struct helpdesk *desk = sweep->at->desk;
	const struct found *stays = oldest(sweep), *own = incidents_own(sweep);
	char what[80];
	int rc = GO_ON;

	/* Whose ticket people closed, or work on, stays with that one. */
	if (own == NULL || (own != stays && own->taken))
		return GO_ON;
	snprintf(what, sizeof(what), "is a duplicate of %s", stays->number);
	/* Before the other one is closed: a crash must not leave us with it. */
	if (own != stays &&
		incident_set_ticket(sweep->at->store, sweep->suspect->incident,
			stays->id, stays->number, why) < 0)
		return -1;
	for (size_t i = 0; i < sweep->count && rc == GO_ON; i++) {
		const struct found *other = &sweep->found[i];

		if (other == stays || other->taken)
			continue;
		*sweep->verdict =
			desk->duplicate(desk->self, other->id, stays->id);
		rc = changed(sweep, other, what, why);
	}
	return rc;
}

/* Whether a recovery closes such a ticket; the verdict tells if that is known.
 */
static bool
is_to_close(struct sweep *sweep, const struct found *found)
{
	const struct helpdesk *desk = sweep->at->desk;
	bool touched = found->taken;

	switch (sweep->at->rules->resolve) {
	case RESOLVE_ALWAYS:
		return true;
	case RESOLVE_UNLESS_TOUCHED:
		if (!touched)
			*sweep->verdict =
				desk->touched(desk->self, found->id, &touched);
		return !touched;
	case RESOLVE_COMMENT:
	case RESOLVE_NEVER:
		return false;
	}
	return false;
}

static int
close_all(struct sweep *sweep, struct err *why)
{
	const struct helpdesk *desk = sweep->at->desk;
	int rc = GO_ON;

	for (size_t i = 0; i < sweep->count && rc == GO_ON; i++) {
		const struct found *found = &sweep->found[i];
		bool close = is_to_close(sweep, found);

		if (sweep->verdict->answer != DESK_DONE) {
			rc = miss(sweep);
		} else if (close) {
			*sweep->verdict =
				desk->resolve(desk->self, found->id, NULL);
			rc = changed(sweep, found,
				"is resolved: its object is well", why);
		}
	}
	return rc;
}

static int
sweep_one(struct sweep *sweep, struct err *why)
{
	const struct suspect *suspect = sweep->suspect;
	struct store *store = sweep->at->store;
	int rc;

	sweep->count = 0;
	sweep->missed = false;
	rc = find(sweep, why);
	if (rc == GO_ON && suspect->incident != 0 && sweep->count > 1)
		rc = fold(sweep, why);
	else if (rc == GO_ON && suspect->incident == 0 && suspect->well)
		rc = close_all(sweep, why);
	if (rc != GO_ON)
		return rc;
	rc = sweep->missed ? suspect_pass(store, suspect, why)
			   : suspect_clear(store, suspect, sweep->at->now, why);
	return rc < 0 ? -1 : GO_ON;
}

/* ---- a run ---- */

static int
read_suspects(const struct delivery *at, size_t most, struct suspects *out,
	struct err *why)
{
	time_t quiet = (time_t)at->rules->search_lag_s;
	bool blind;

	*out = (struct suspects){ 0 };
	/* What cannot be seen now is not there for good. */
	if (sight_is_lost(at->store, &blind, why) < 0)
		return -1;
	if (blind)
		return 0;
	if (quiet < QUIET_S)
		quiet = QUIET_S;
	return suspects_read(at->store, at->now - quiet, most, out, why);
}

int
sweep_is_wanted(const struct delivery *at, bool *out, struct err *why)
{
	struct suspects suspects;
	int rc = read_suspects(at, 1, &suspects, why);

	*out = rc == 0 && suspects.count > 0;
	suspects_free(&suspects);
	return rc;
}

int
sweep(const struct delivery *at, const struct sweep_host *host,
	struct verdict *verdict, struct err *why)
{
	struct sweep sweep = { .at = at, .verdict = verdict, .host = host };
	struct suspects suspects;
	int rc = GO_ON;

	*verdict = (struct verdict){ .answer = DESK_DONE };
	if (read_suspects(at, MOST, &suspects, why) < 0)
		return -1;
	if (suspects.count > 0 && !look_narrows(at->desk, verdict))
		rc = STOP;
	for (size_t i = 0; i < suspects.count && rc == GO_ON; i++) {
		sweep.suspect = &suspects.rows[i];
		rc = sweep_one(&sweep, why);
		if (rc == GO_ON && !host->has_time(host->arg))
			rc = STOP;
	}
	suspects_free(&suspects);
	return rc < 0 ? -1 : 0;
}
