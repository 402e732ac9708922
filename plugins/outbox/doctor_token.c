/* doctor_token.c - is the token good, and one of this site? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "outbox/doctor_exam.h"
#include "outbox/ids.h"
#include "outbox/iiq_json.h"

enum { SOON_S = 30 * 86400 };

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

static bool
has_expired(const struct exam *exam, const struct iiq_claims *claims)
{
	return claims->has_expires && claims->expires <= (double)exam->now;
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
	doctor_day((time_t)claims->expires, day, sizeof(day));
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

/* The same answer is given to a wrong site, of which some tokens do not tell.
 */
static void
refuse(struct exam *exam, const struct iiq_claims *claims, const char *text)
{
	chart_add(exam->chart, MARK_FAILED, "token", "%s", text);
	chart_advise(exam->chart,
		"%sit is revoked, mistyped, or its user may do nothing: make a "
		"new one in IncidentIQ",
		ids_is_id(claims->issuer) ? "" : "is site-id right? Else ");
}

/* Where GET /login is not known, the probe of a delivery decides. */
static struct verdict
probe(struct exam *exam, enum iiq_error error)
{
	const struct helpdesk *desk = iiq_desk_ops(exam->desk);
	struct verdict verdict = { .answer = DESK_LOCKED };

	if (error != IIQ_ERR_AUTH)
		return desk->probe(desk->self);
	snprintf(verdict.text, sizeof(verdict.text), "%s",
		iiq_session_error(exam->session));
	return verdict;
}

static bool
token_works(struct exam *exam, enum iiq_error error,
	const struct iiq_claims *claims, const iiq_reply *reply)
{
	struct verdict verdict;

	if (error == IIQ_OK) {
		tell_user(exam, reply);
		return true;
	}
	verdict = probe(exam, error);
	if (verdict.answer != DESK_DONE) {
		/* That is why, and told as such. */
		if (!has_expired(exam, claims))
			refuse(exam, claims, verdict.text);
		return false;
	}
	chart_add(exam->chart, MARK_WARNING, "token",
		"accepted, but whose it is cannot be read");
	chart_advise(exam->chart,
		"resolve = unless-touched takes everybody for a person then");
	return true;
}

bool
doctor_check_token(
	struct exam *exam, enum iiq_error error, const iiq_reply *reply)
{
	struct iiq_claims claims = { .is_jwt = false };
	bool works;

	(void)iiq_session_claims(exam->session, &claims);
	/* What else is wrong shows when the site is right. */
	works = !is_for_other_site(exam, &claims) &&
		token_works(exam, error, &claims, reply);
	return check_expiry(exam, &claims) && works;
}
