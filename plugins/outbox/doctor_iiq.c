/* doctor_iiq.c - what doctor asks IncidentIQ */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/doctor_iiq.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/connect.h"
#include "outbox/doctor_exam.h"
#include "outbox/ids.h"
#include "outbox/iiq_json.h"
#include "outbox/look.h"

enum { TIMEOUT_S = 30, SKEW_S = 300, SOON_S = 30 * 86400 };

static enum iiq_error
get(struct exam *exam, const char *path, iiq_reply **reply)
{
	return iiq_call(exam->session, "GET", path, NULL, NULL, reply);
}

static void
day_of(time_t when, char *out, size_t size)
{
	struct tm parts;

	out[0] = '\0';
	if (localtime_r(&when, &parts) != NULL)
		strftime(out, size, "%Y-%m-%d", &parts);
}

/* ---- reach ---- */

/* What to do when no answer came, or none of IncidentIQ; NULL: one came. */
static const char *
reach_advice(enum iiq_error error)
{
	switch (error) {
	case IIQ_ERR_RESOLVE:
		return "is url right? Does this machine resolve names, or does "
		       "it need a proxy?";
	case IIQ_ERR_CONNECT:
	case IIQ_ERR_TIMEOUT:
		return "let a firewall pass TCP to that address and port, or "
		       "set proxy";
	case IIQ_ERR_TLS:
		return "something between here and there breaks TLS: a proxy, "
		       "or an old library here";
	case IIQ_ERR_CERTIFICATE:
		return "if a firewall opens TLS here, name its authority with "
		       "ca-file; install ca-certificates otherwise";
	case IIQ_ERR_NETWORK:
	case IIQ_ERR_FORMAT:
	case IIQ_ERR_REDIRECT:
		return "that is not IncidentIQ: is url right, or does a portal "
		       "answer in its place?";
	case IIQ_ERR_SERVER:
	case IIQ_ERR_RATE_LIMIT:
		return "IncidentIQ itself has trouble: try again later";
	case IIQ_ERR_ARGUMENT:
	case IIQ_ERR_TOKEN:
	case IIQ_ERR_MEMORY:
		return "see the settings";
	case IIQ_OK:
	case IIQ_ERR_REJECTED:
	case IIQ_ERR_AUTH:
	case IIQ_ERR_FORBIDDEN:
	case IIQ_ERR_NOT_FOUND:
	case IIQ_ERR_CONFLICT:
	case IIQ_ERR_API:
		return NULL;
	}
	return NULL;
}

static bool
check_reach(struct exam *exam, enum iiq_error error, const iiq_reply *reply)
{
	const char *advice = reach_advice(error);
	int64_t end = iiq_reply_number(reply, IIQ_CERTIFICATE_END);
	const char *peer = iiq_reply_text(reply, IIQ_PEER);
	char day[32] = "";

	if (advice != NULL) {
		chart_add(exam->chart, MARK_FAILED, "reach", "%s",
			iiq_session_error(exam->session));
		chart_advise(exam->chart, "%s", advice);
		return false;
	}
	if (end > 0)
		day_of((time_t)end, day, sizeof(day));
	chart_add(exam->chart, MARK_OK, "reach", "%s answers in %.2f s%s%s",
		peer == NULL ? "it" : peer,
		(double)iiq_reply_number(reply, IIQ_TIME_TOTAL_US) / 1e6,
		end > 0 ? ", certificate until " : "", day);
	return true;
}

static void
check_clock(struct exam *exam, const iiq_reply *reply)
{
	int64_t theirs = iiq_reply_number(reply, IIQ_SERVER_DATE);
	long skew = (long)(exam->now - theirs);

	if (theirs < 0)
		return;
	if (skew > SKEW_S || skew < -SKEW_S) {
		chart_add(exam->chart, MARK_WARNING, "clock",
			"this machine is %ld s %s the server", labs(skew),
			skew > 0 ? "ahead of" : "behind");
		chart_advise(
			exam->chart, "synchronise it, by chrony for instance");
	} else {
		chart_add(exam->chart, MARK_OK, "clock",
			"as the server's, within %d s", SKEW_S);
	}
}

/* ---- token and site ---- */

/* A token that was made for another site than the settings name. */
static bool
is_for_other_site(struct exam *exam, const struct iiq_claims *claims)
{
	const char *site = opts_text(exam->settings->opts, "site-id");

	if (!ids_is_id(claims->issuer) || strcasecmp(claims->issuer, site) == 0)
		return false;
	chart_add(exam->chart, MARK_FAILED, "site",
		"site-id is %s, and the token is one of site %s", site,
		claims->issuer);
	chart_advise(exam->chart,
		"write site-id = %s, or make a token of the "
		"other site",
		claims->issuer);
	return true;
}

/* Until when the token says that it is good; false: it is not any more. */
static bool
check_expiry(struct exam *exam, const struct iiq_claims *claims)
{
	double left = claims->expires - (double)exam->now;
	char day[32];

	if (!claims->has_expires) {
		chart_add(exam->chart, MARK_OK, "expiry",
			"the token does not tell");
		return true;
	}
	day_of((time_t)claims->expires, day, sizeof(day));
	chart_add(exam->chart,
		left <= 0	? MARK_FAILED
		: left < SOON_S ? MARK_WARNING
				: MARK_OK,
		"expiry", "the token %s %s",
		left <= 0 ? "expired on" : "is good until", day);
	if (left < SOON_S)
		chart_advise(exam->chart,
			"make a new one in IncidentIQ and put it into the token "
			"file");
	return left > 0;
}

static void
tell_user(struct exam *exam, const iiq_reply *reply)
{
	json_object *user =
		iiq_json_field(iiq_reply_part(reply, IIQ_ITEM), "User");
	const char *name = iiq_json_text(user, "Name");
	const char *email = iiq_json_text(user, "Email");

	chart_add(exam->chart, MARK_OK, "token", "accepted, of %s%s%s",
		name == NULL ? "a user who is not named" : name,
		email == NULL ? "" : ", ", email == NULL ? "" : email);
}

/* Where GET /login is not known, the probe of a delivery decides. */
static bool
token_works(struct exam *exam, enum iiq_error error, const iiq_reply *reply)
{
	const struct helpdesk *desk = iiq_desk_ops(exam->desk);
	struct verdict probe = { .answer = DESK_LOCKED };

	if (error == IIQ_OK) {
		tell_user(exam, reply);
		return true;
	}
	snprintf(probe.text, sizeof(probe.text), "%s",
		iiq_session_error(exam->session));
	if (error != IIQ_ERR_AUTH)
		probe = desk->probe(desk->self);
	if (probe.answer == DESK_DONE) {
		chart_add(exam->chart, MARK_WARNING, "token",
			"accepted, but whose it is cannot be read");
		chart_advise(exam->chart, "resolve = unless-touched takes "
					  "everybody for a person then");
		return true;
	}
	chart_add(exam->chart, MARK_FAILED, "token", "%s", probe.text);
	chart_advise(exam->chart, "it is revoked, mistyped, or its user may do "
				  "nothing: make a new one in IncidentIQ");
	return false;
}

static bool
check_token(struct exam *exam, enum iiq_error error, const iiq_reply *reply)
{
	struct iiq_claims claims = { .is_jwt = false };
	bool works;

	(void)iiq_session_claims(exam->session, &claims);
	works = token_works(exam, error, reply);
	if (is_for_other_site(exam, &claims))
		works = false;
	return check_expiry(exam, &claims) && works;
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
	bool goes_on = check_reach(exam, error, reply);

	if (goes_on) {
		check_clock(exam, reply);
		goes_on = check_token(exam, error, reply);
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

void
doctor_ask(const struct settings *settings, time_t now, struct chart *chart)
{
	struct exam exam = { .settings = settings, .chart = chart, .now = now };
	double timeout_s;
	struct err why;

	if (connect_timeout(settings->opts, TIMEOUT_S, &timeout_s, &why) < 0 ||
		connect_open(settings->opts, NULL, timeout_s, &exam.session,
			&why) < 0) {
		chart_add(chart, MARK_FAILED, "connection", "%s", why.text);
		chart_advise(chart, "see [incidentiq] in incidentiq.ini(5)");
		return;
	}
	pace_init(&exam.pace, settings->pace, 0);
	exam.desk = iiq_desk_new(exam.session, &exam.pace);
	examine(&exam);
	iiq_desk_free(exam.desk);
}
