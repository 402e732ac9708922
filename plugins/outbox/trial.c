/* trial.c - a ticket that is opened to see that it works, and cancelled */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/trial.h"

#include <json-c/json.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "common/event.h"
#include "common/mem.h"
#include "outbox/desk.h"
#include "outbox/identity.h"
#include "outbox/look.h"
#include "outbox/print.h"

enum {
	LONGEST_S = 300, /* to wait for the search, if the ini file is silent */
	LAG_FACTOR = 3,	 /* one measurement is not the worst there is */
	LEAST_LAG_S = 30
};

struct trial {
	const struct settings *settings;
	struct store *store;
	struct iiq_desk *iiq;
	const struct helpdesk *desk;
	char identity[IDENTITY_SIZE];
	char marker[MARKER_SIZE];
	struct ticket ticket;
	json_object *json; /* NULL: as text */
};

/* Only told once the search is waited for: the ticket is cancelled then too. */
static volatile sig_atomic_t asked_to_stop;

static void
on_stop(int number)
{
	(void)number;
	asked_to_stop = 1;
}

/* ---- time ---- */

static double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
tell_time(struct trial *trial, const char *step, double seconds)
{
	char *key;

	if (trial->json == NULL) {
		printf("%-10s in %.2f s\n", step, seconds);
		fflush(stdout);
		return;
	}
	key = xasprintf("%s-s", step);
	json_object_object_add(
		trial->json, key, json_object_new_double(seconds));
	free(key);
}

static void
tell_text(struct trial *trial, const char *key, const char *text)
{
	if (trial->json != NULL) {
		json_put_text(trial->json, key, text);
		return;
	}
	printf("%-10s ", key);
	print_text(text);
	putchar('\n');
	fflush(stdout);
}

/* ---- the ticket ---- */

/* Like an object's, but of no object that there is. */
static void
make_marker(struct trial *trial, const char *host)
{
	struct event event;
	char *word =
		xasprintf("test %lld %d", (long long)time(NULL), (int)getpid());

	event_init(&event);
	event_set_text(&event, EVENT_HOST, host);
	event_set_text(&event, EVENT_SERVICE, word);
	identity_of_object(&event, trial->identity);
	identity_marker(trial->identity, trial->marker);
	event_free(&event);
	free(word);
}

static int
find_ids(struct trial *trial, struct ids *ids, struct err *why)
{
	static const struct mapping nothing;
	struct verdict verdict;
	int rc = ids_find(
		&(struct ids_question){ .store = trial->store,
			.desk = trial->desk,
			.now = time(NULL),
			.alert = &nothing,
			.fallback = &trial->settings->deliver.mapping },
		ids, &verdict, why);

	if (rc == 0 && verdict.answer != DESK_DONE)
		rc = err_set(why, "%s", verdict.text);
	return rc;
}

static int
send_draft(struct trial *trial, const struct draft *draft, struct err *why)
{
	double began = seconds_now();
	struct verdict verdict =
		trial->desk->open(trial->desk->self, draft, &trial->ticket);

	if (verdict.answer == DESK_MAYBE)
		return err_set(why,
			"%s; it may have been opened all the same: search "
			"IncidentIQ for %s",
			verdict.text, trial->marker);
	if (verdict.answer != DESK_DONE)
		return err_set(why, "%s", verdict.text);
	tell_text(trial, "ticket", trial->ticket.number);
	tell_text(trial, "id", trial->ticket.id);
	tell_time(trial, "opened", seconds_now() - began);
	return 0;
}

static int
open_ticket(struct trial *trial, struct err *why)
{
	char host[256] = "";
	struct draft draft = { .marker = trial->marker };
	struct ids ids = { .missed = NULL };
	char *subject, *note = NULL;
	int rc;

	gethostname(host, sizeof(host) - 1);
	make_marker(trial, host);
	subject = xasprintf(
		"Test of notify_incidentiq on %s, please ignore", host);
	rc = find_ids(trial, &ids, why);
	if (rc == 0) {
		note = xstrdup(ids.missed == NULL ? "" : ids.missed);
		draft.subject = subject;
		draft.body = "<p>Opened to see whether monitoring can work "
			     "with IncidentIQ; it is cancelled by itself.</p>";
		draft.note = note;
		for (int i = 0; i < THINGS; i++)
			draft.id[i] = ids.id[i];
		rc = send_draft(trial, &draft, why);
	}
	free(note);
	free(subject);
	ids_free(&ids);
	return rc < 0 ? err_add(why, "open a ticket") : 0;
}

static int
comment(struct trial *trial, struct err *why)
{
	double began = seconds_now();
	char id[UUID_SIZE];
	struct verdict verdict;

	identity_uuid(trial->identity, 1, id);
	verdict = trial->desk->comment(trial->desk->self, trial->ticket.id, id,
		"<p>A comment, to see that it works.</p>");
	if (verdict.answer != DESK_DONE)
		return err_set(why, "comment it: %s", verdict.text);
	tell_time(trial, "commented", seconds_now() - began);
	return 0;
}

/* A workflow that knows no cancelling may let it be closed. */
static int
cancel(struct trial *trial, struct err *why)
{
	const char *step = "cancelled";
	double began = seconds_now();
	struct verdict verdict = iiq_desk_cancel(trial->iiq, trial->ticket.id);

	if (verdict.answer == DESK_REFUSED) {
		step = "closed";
		verdict = trial->desk->resolve(
			trial->desk->self, trial->ticket.id, NULL);
	}
	if (verdict.answer != DESK_DONE)
		return err_set(why,
			"ticket %s stays open, close it by hand: %s",
			trial->ticket.number, verdict.text);
	tell_time(trial, step, seconds_now() - began);
	return 0;
}

/* ---- the search ---- */

/* 1 if the ticket is among what the search finds, 0, or -1. */
static int
is_found(struct trial *trial, struct err *why)
{
	struct tickets rows = { 0 };
	struct verdict verdict =
		trial->desk->search(trial->desk->self, trial->marker, &rows);
	int found = 0;

	if (verdict.answer != DESK_DONE)
		found = err_set(why, "search for it: %s", verdict.text);
	for (size_t i = 0; found == 0 && i < rows.count; i++)
		found = strcasecmp(rows.rows[i].id, trial->ticket.id) == 0;
	tickets_clear(&rows);
	return found;
}

/* A search that finds whatever there is has no delay that could be seen. */
static bool
narrows(struct trial *trial)
{
	struct tickets rows = { 0 };
	struct verdict verdict =
		trial->desk->search(trial->desk->self, look_impossible, &rows);
	bool is_empty = rows.count == 0 && rows.total <= 0;

	tickets_clear(&rows);
	return verdict.answer == DESK_DONE && is_empty;
}

static int
remember_lag(struct trial *trial, double seconds, struct err *why)
{
	unsigned lag = (unsigned)ceil(seconds * LAG_FACTOR);
	char text[16];

	snprintf(text, sizeof(text), "%u",
		lag < LEAST_LAG_S ? LEAST_LAG_S : lag);
	if (store_set_text(trial->store, "search-lag", text, why) < 0)
		return -1;
	tell_text(trial, "search-lag", text);
	return 0;
}

static double
patience_s(const struct settings *settings)
{
	return settings_says_lag(settings) ? settings->deliver.search_lag_s
					   : LONGEST_S;
}

static int
measure_search(struct trial *trial, struct err *why)
{
	static const struct timespec pause = { .tv_nsec = 250 * 1000 * 1000 };
	double began = seconds_now(), limit = patience_s(trial->settings);
	char *text;
	int found = 0;

	if (!narrows(trial)) {
		tell_text(trial, "search",
			"finds what does not hold the word; not measured");
		return 0;
	}
	while (found == 0 && !asked_to_stop) {
		found = is_found(trial, why);
		if (found == 0 && seconds_now() - began >= limit)
			break;
		if (found == 0)
			ppoll(NULL, 0, &pause, NULL);
	}
	if (found < 0)
		return -1;
	if (found > 0) {
		tell_time(trial, "found", seconds_now() - began);
		return remember_lag(trial, seconds_now() - began, why);
	}
	if (asked_to_stop) {
		tell_text(trial, "search", "not waited for");
		return 0;
	}
	text = xasprintf("does not find it within %.0f s", limit);
	tell_text(trial, "search", text);
	free(text);
	return 0;
}

/* ---- all of it ---- */

/* Whatever fails once it is open, it is cancelled. */
static int
run(struct trial *trial, struct err *why)
{
	struct err later;
	int rc;

	if (open_ticket(trial, why) < 0)
		return -1;
	rc = comment(trial, why);
	if (rc == 0)
		rc = measure_search(trial, why);
	if (cancel(trial, &later) == 0)
		return rc;
	return rc == 0 ? err_set(why, "%s", later.text)
		       : err_add(why, "%s; before that", later.text);
}

static int
open_all(struct trial *trial, struct pace *pace, struct err *why)
{
	char *path = settings_database(trial->settings);
	int rc = store_open(&trial->store, path, why);

	free(path);
	if (rc == 0)
		rc = desk_open(trial->settings, pace, &trial->iiq, why);
	if (rc == 0)
		trial->desk = iiq_desk_ops(trial->iiq);
	return rc;
}

int
trial(const struct settings *settings, struct err *why)
{
	struct trial at = { .settings = settings };
	struct sigaction stop = { .sa_handler = on_stop };
	struct pace pace;
	int rc;

	if (opts_count(settings->opts, "json") > 0)
		at.json = json_object_new_object();
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	pace_init(&pace, settings->pace, 0);
	rc = open_all(&at, &pace, why);
	if (rc == 0)
		rc = run(&at, why);
	if (rc == 0 && at.json != NULL)
		json_print(at.json);
	else
		json_object_put(at.json);
	ticket_clear(&at.ticket);
	iiq_desk_free(at.iiq);
	store_close(at.store);
	return rc;
}
