/* doctor_iiq.c - what doctor asks IncidentIQ */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/doctor_iiq.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/connect.h"
#include "common/owner.h"
#include "outbox/doctor_exam.h"
#include "outbox/iiq_json.h"
#include "outbox/look.h"

enum { TIMEOUT_S = 30 };

static enum iiq_error
get(struct exam *exam, const char *path, iiq_reply **reply)
{
	return iiq_call(exam->session, "GET", path, NULL, NULL, reply);
}

void
doctor_day(time_t when, char *out, size_t size)
{
	struct tm parts;

	out[0] = '\0';
	if (localtime_r(&when, &parts) != NULL)
		strftime(out, size, "%Y-%m-%d", &parts);
}

static void
check_site(struct exam *exam)
{
	const char *wanted = opts_text(exam->settings->opts, "site-id");
	iiq_reply *reply = NULL;
	enum iiq_error error = get(exam, "/sites/my/settings", &reply);
	json_object *item = iiq_reply_part(reply, IIQ_ITEM);
	const char *id = iiq_json_text(item, "SiteId");
	const char *name = iiq_json_text(item, "Name");

	if (error != IIQ_OK || id == NULL) {
		chart_add(exam->chart, MARK_WARNING, "site",
			"which it is cannot be read%s%s",
			error == IIQ_OK ? "" : ": ",
			iiq_session_error(exam->session));
		chart_advise(exam->chart, "nothing depends on it");
	} else if (strcasecmp(id, wanted) != 0) {
		chart_add(exam->chart, MARK_FAILED, "site",
			"site-id is %s, and this is site %s", wanted, id);
		chart_advise(exam->chart, "write site-id = %s", id);
	} else {
		chart_add(exam->chart, MARK_OK, "site", "%s",
			name == NULL ? id : name);
	}
	iiq_reply_free(reply);
}

/* ---- permissions ---- */

static void
check_permissions(struct exam *exam)
{
	static const struct {
		const char *what, *method, *path, *query, *body;
	} reads[] = {
		{ "users", "POST", "/users", "$p=0&$s=1", "{}" },
		{ "issues", "GET", "/issues/site", NULL, NULL },
		{ "locations", "GET", "/locations/all", NULL, NULL },
		{ "teams", "GET", "/teams", "$s=1", NULL },
		{ "assets", "GET", "/assets/assettag/0", NULL, NULL },
	};
	char missing[80] = "";

	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
		size_t used = strlen(missing);

		if (iiq_call(exam->session, reads[i].method, reads[i].path,
			    reads[i].query, reads[i].body, NULL) != IIQ_OK)
			snprintf(missing + used, sizeof(missing) - used, "%s%s",
				used == 0 ? "" : ", ", reads[i].what);
	}
	if (missing[0] == '\0') {
		chart_add(exam->chart, MARK_OK, "permissions",
			"users, issues, locations, teams and assets can be "
			"read; what may be written only test shows");
		return;
	}
	chart_add(exam->chart, MARK_WARNING, "permissions",
		"the token's user may not read %s", missing);
	chart_advise(exam->chart, "let it, or name them by id");
}

/* All tickets of the product; false if they cannot be read. */
static bool
check_product(struct exam *exam)
{
	const struct helpdesk *desk = iiq_desk_ops(exam->desk);
	struct tickets rows = { 0 };
	struct verdict verdict = desk->newest(desk->self, 0, &rows);
	long total = rows.total < 0 ? (long)rows.count : (long)rows.total;

	tickets_clear(&rows);
	if (verdict.answer != DESK_DONE) {
		chart_add(exam->chart, MARK_FAILED, "product", "%s",
			verdict.text);
		chart_advise(exam->chart, "the token's user must be able to "
					  "see tickets: without it nothing "
					  "can be found again");
		return false;
	}
	chart_add(exam->chart, MARK_OK, "product",
		"ticketing, %ld tickets in sight", total);
	return true;
}

/* A search that narrows nothing finds everything. */
static void
check_search(struct exam *exam)
{
	const struct helpdesk *desk = iiq_desk_ops(exam->desk);
	struct tickets rows = { 0 };
	struct verdict verdict =
		desk->search(desk->self, look_impossible, &rows);
	bool narrows = rows.count == 0 && rows.total <= 0;

	tickets_clear(&rows);
	if (verdict.answer == DESK_DONE && narrows) {
		chart_add(exam->chart, MARK_OK, "search",
			"narrows: what is in no ticket is found in none");
		return;
	}
	chart_add(exam->chart, MARK_WARNING, "search", "%s",
		verdict.answer == DESK_DONE ? "finds tickets that do not hold "
					      "the word"
					    : verdict.text);
	chart_advise(exam->chart, "tickets in doubt are looked for among the "
				  "newest ones instead, which takes longer");
}

static void
check_workflow(struct exam *exam)
{
	const char *wanted = opts_text(exam->settings->opts, "resolve-step");
	iiq_reply *reply = NULL;
	enum iiq_error error = get(exam, "/tickets/statuses", &reply);
	struct iiq_steps steps;

	iiq_json_steps(iiq_reply_part(reply, IIQ_ITEMS), &steps);
	if (error != IIQ_OK) {
		chart_add(exam->chart, MARK_WARNING, "workflow", "%s",
			iiq_session_error(exam->session));
		chart_advise(exam->chart,
			"whether tickets can be closed only test shows");
	} else if (steps.closed == 0) {
		chart_add(exam->chart, MARK_WARNING, "workflow",
			"none of its %zu steps is a closed one", steps.count);
		chart_advise(exam->chart,
			"see with test whether tickets can be closed");
	} else if (strcasestr(steps.names, wanted) == NULL) {
		chart_add(exam->chart, MARK_WARNING, "workflow",
			"resolve-step %s is none of the closed steps: %s",
			wanted, steps.names);
		chart_advise(exam->chart,
			"tickets are closed the plain way instead");
	} else {
		chart_add(exam->chart, MARK_OK, "workflow",
			"%zu steps, %zu of them closed: %s", steps.count,
			steps.closed, steps.names);
	}
	iiq_reply_free(reply);
}

/* ---- all of it ---- */

static void
examine(struct exam *exam)
{
	iiq_reply *reply = NULL;
	enum iiq_error error = get(exam, "/login", &reply);
	bool goes_on = doctor_check_reach(exam, error, reply);

	if (goes_on) {
		doctor_check_clock(exam, reply);
		goes_on = doctor_check_token(exam, error, reply);
	}
	iiq_reply_free(reply);
	if (!goes_on)
		return;
	check_site(exam);
	check_permissions(exam);
	if (check_product(exam))
		check_search(exam);
	check_workflow(exam);
	doctor_check_names(exam);
}

static bool
is_closed(const char *token)
{
	return token != NULL && access(token, R_OK) < 0 && errno == EACCES;
}

/* No session came about. */
static void
tell_unopened(const struct settings *settings, struct chart *chart,
	const struct err *why)
{
	const char *token = opts_text(settings->opts, "token-file");
	const char *spool = settings->spool;
	char owner[64];

	chart_add(chart, MARK_FAILED, "connection", "%s", why->text);
	if (!is_closed(token) || owner_name(spool, owner, sizeof(owner)) < 0)
		chart_advise(chart, "see [incidentiq] in incidentiq.ini(5)");
	else if (owner_is_another(spool, token))
		chart_advise(chart,
			"run it as %s: runuser -u %s -- notify_incidentiq "
			"doctor",
			owner, owner);
	else
		chart_advise(chart,
			"%s owns %s and must be able to read it: chown %s %s",
			owner, spool, owner, token);
}

void
doctor_ask(const struct settings *settings, time_t now, struct chart *chart)
{
	struct exam exam = { .settings = settings, .chart = chart, .now = now };
	double timeout_s;
	struct err why;

	if (connect_timeout(settings->opts, TIMEOUT_S, &timeout_s, &why) < 0 ||
		connect_open(settings->opts, NULL, timeout_s, &exam.session,
			&why) < 0) {
		tell_unopened(settings, chart, &why);
		return;
	}
	pace_init(&exam.pace, settings->pace, 0);
	exam.desk = iiq_desk_new(exam.session, &exam.pace);
	examine(&exam);
	iiq_desk_free(exam.desk);
}
