/* judge_token.c - sub-checks of the token and what its user may do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "check_incidentiq/sub_checks.h"

bool
judge_token_ttl(const struct facts *facts, double *out_s)
{
	*out_s = facts->claims.expires - judge_now(facts);
	return facts->claims.has_expires && isfinite(*out_s);
}

static bool
has_expired(const struct facts *facts)
{
	double ttl_s;

	return judge_token_ttl(facts, &ttl_s) && ttl_s <= 0;
}

/* ---- token ---- */

bool
judge_token(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	const struct answer *answer = &facts->answer[ANSWER_TOKEN];

	if (!answer->asked)
		return false;
	out->state = judge_error(policy, answer->error);
	if (judge_contradiction(answer, out))
		return true;
	finding_detail(out, "%s",
		answer->error == IIQ_OK ? "accepted" : judge_sentence(answer));
	if (answer->error == IIQ_OK)
		return true;
	if (answer->error == IIQ_ERR_FORBIDDEN)
		finding_brief(out, "the token's user lacks the permission");
	else if (answer->error != IIQ_ERR_AUTH)
		return false;
	else if (!has_expired(facts))
		finding_brief(out,
			"token rejected: revoked, malformed, or its user lacks "
			"the permission");
	/* One reason is enough for the first line: the expiry names it. */
	return true;
}

/* ---- site ---- */

enum { UUID_LENGTH = 36 };

static bool
is_uuid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < UUID_LENGTH; i++)
		if (form[i] == 'x' ? !isxdigit((unsigned char)text[i])
				   : text[i] != '-')
			return false;
	return true;
}

/* The first UUID of a text, be it in braces or at the end of a URL, if it
 * has one. */
static bool
find_uuid(const char *text, char uuid[UUID_LENGTH + 1])
{
	for (; strlen(text) >= UUID_LENGTH; text++)
		if (is_uuid(text)) {
			memcpy(uuid, text, UUID_LENGTH);
			uuid[UUID_LENGTH] = '\0';
			return true;
		}
	return false;
}

/* Does a text name a site that is not the configured one? All zeros are
 * nobody's: so .NET writes what was not filled in. */
static bool
names_other(
	const char *text, const char *configured, char site[UUID_LENGTH + 1])
{
	return configured != NULL && find_uuid(text, site) &&
	       strspn(site, "0-") < UUID_LENGTH &&
	       strcasecmp(site, configured) != 0;
}

bool
judge_site(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	const struct answer *answer = &facts->answer[ANSWER_TOKEN];
	char site[UUID_LENGTH + 1];

	if (names_other(answer->site, policy->site_id, site)) {
		out->state = STATE_CRITICAL;
		finding_brief(out, "answered for site %s, not %s", site,
			policy->site_id);
	} else if (names_other(facts->claims.issuer, policy->site_id, site)) {
		/* What a token says of itself is hearsay. */
		out->state = STATE_WARNING;
		finding_brief(out, "token is of site %s, not %s", site,
			policy->site_id);
	} else {
		out->state = STATE_OK;
		finding_detail(out, "%s", answer->site);
		return answer->site[0] != '\0';
	}
	return true;
}

/* ---- expiry ---- */

static void
say_expiry(const struct facts *facts, const struct policy *policy, double ttl_s,
	struct finding *out)
{
	char span[SPAN_TEXT], date[DATE_TEXT], limit[LIMIT_TEXT];

	out->state =
		thresholds_judge(&policy->token_days, ttl_s / SECONDS_OF_DAY);
	limit_format(&policy->token_days, out->state, limit);
	date_format(facts->claims.expires, date);
	span_format(ttl_s, span);
	if (ttl_s <= 0) {
		out->state = policy->auth; /* whatever the limits are */
		finding_brief(out, "token expired on %s", date);
	} else if (out->state != STATE_OK) {
		finding_brief(
			out, "token expires in %s on %s%s", span, date, limit);
	} else if (facts->answer[ANSWER_TOKEN].error == IIQ_ERR_AUTH) {
		finding_brief(out, "token not expired, %s left", span);
		finding_detail(out, "until %s", date);
	} else {
		finding_brief(out, "token valid %s", span);
		finding_detail(out, "until %s", date);
	}
}

bool
judge_expiry(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	double ttl_s;

	if (judge_token_ttl(facts, &ttl_s)) {
		say_expiry(facts, policy, ttl_s, out);
		return true;
	}
	out->state = policy->require_expiry ? STATE_CRITICAL : STATE_OK;
	if (facts->claims_error != IIQ_OK) {
		out->state = judge_error(policy, facts->claims_error);
		finding_brief(out, "token expiry unknown (out of memory)");
	} else if (!facts->claims.is_jwt) {
		finding_brief(out, "token expiry unknown (opaque token)");
		finding_detail(out, "%s", facts->claims.why_opaque);
	} else {
		finding_brief(out, "token expiry unknown (it names no date)");
	}
	return true;
}

/* ---- permissions ---- */

bool
judge_permissions(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	unsigned asked = 0, granted = 0;

	(void)policy;
	for (int i = 0; i < PERMISSIONS; i++) {
		const struct answer *answer =
			&facts->answer[ANSWER_PERMISSION + i];

		asked += answer->asked;
		granted += answer->asked && answer->error == IIQ_OK &&
			   answer->number[IIQ_BODY_STATUS] < 400;
	}
	out->state = STATE_OK;
	finding_brief(out, "%u/%u permissions", granted, asked);
	finding_detail(out, "to read: that a user may write cannot be proved "
			    "without writing");
	return asked > 0;
}

static bool
is_refusal(enum iiq_error error)
{
	return error == IIQ_ERR_AUTH || error == IIQ_ERR_FORBIDDEN ||
	       error == IIQ_ERR_NOT_FOUND;
}

bool
judge_permission(const struct facts *facts, const struct policy *policy,
	int which, struct finding *out)
{
	const struct answer *answer = &facts->answer[ANSWER_PERMISSION + which];

	if (!answer->asked)
		return false;
	out->state = judge_error(policy, answer->error);
	if (judge_contradiction(answer, out))
		return true;
	if (answer->error == IIQ_OK) {
		finding_detail(out, "may be read");
		return true;
	}
	if (!is_refusal(answer->error)) {
		finding_brief(
			out, "%s: %s", out->object, judge_sentence(answer));
		return true;
	}
	/* The token itself was accepted a moment ago. */
	out->state =
		policy->required >> which & 1 ? STATE_CRITICAL : STATE_WARNING;
	if (answer->error == IIQ_ERR_NOT_FOUND)
		finding_brief(out, "%s cannot be read: there is no %s %s",
			out->object, permissions[which].request.method,
			permissions[which].request.path);
	else
		finding_brief(out, "no permission to read %s (HTTP %d)",
			out->object, (int)answer->number[IIQ_STATUS]);
	finding_detail(out, "%s", judge_sentence(answer));
	return true;
}
