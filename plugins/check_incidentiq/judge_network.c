/* judge_network.c - sub-checks of the way to the API and back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "check_incidentiq/sub_checks.h"
#include "common/number.h"

static bool
is_about_token(enum iiq_error error)
{
	return error == IIQ_ERR_AUTH || error == IIQ_ERR_FORBIDDEN;
}

/* What an answer says of the token is judged elsewhere. */
bool
judge_reach(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	const struct answer *answer = &facts->answer[ANSWER_TOKEN];
	char retries[40] = "";

	if (!answer->asked)
		answer = &facts->answer[ANSWER_ALIVE];
	if (!answer->asked)
		return false;
	if (facts->retries > 0)
		snprintf(retries, sizeof(retries), ", asked again %u time%s",
			facts->retries, facts->retries == 1 ? "" : "s");
	if (answer->error == IIQ_OK || is_about_token(answer->error)) {
		out->state = STATE_OK;
		finding_detail(out, "HTTP %d from %s%s",
			(int)answer->number[IIQ_STATUS], answer->peer, retries);
		return true;
	}
	out->state = judge_error(policy, answer->error);
	/* Which path there is none of: the address, or --probe, is wrong. */
	finding_brief(out, "%s",
		answer->error == IIQ_ERR_NOT_FOUND ? answer->sentence
						   : judge_sentence(answer));
	finding_detail(out, "%s", retries[0] != '\0' ? retries + 2 : "");
	return true;
}

bool
judge_time(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	int64_t server_ms = facts_sum(facts, IIQ_EXECUTION_MS);
	char limit[LIMIT_TEXT];

	/* Only an answer has a response time: a refusal is fast. */
	if (!facts_answered(facts))
		return false;
	out->state = thresholds_judge(&policy->time_s, facts->elapsed_s);
	limit_format(&policy->time_s, out->state, limit);
	finding_brief(out, "API %.3fs%s", facts->elapsed_s, limit);
	if (server_ms >= 0)
		finding_detail(out, "by the server's count %.3fs",
			(double)server_ms / 1000);
	return true;
}

bool
judge_certificate_ttl(const struct facts *facts, double *out_s)
{
	int64_t end = facts_number(facts, IIQ_CERTIFICATE_END, NULL);

	*out_s = (double)end - judge_now(facts);
	return end >= 0;
}

bool
judge_certificate(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	char span[SPAN_TEXT], date[DATE_TEXT], limit[LIMIT_TEXT];
	double ttl_s;

	if (!judge_certificate_ttl(facts, &ttl_s))
		return false;
	out->state = thresholds_judge(
		&policy->certificate_days, ttl_s / SECONDS_OF_DAY);
	limit_format(&policy->certificate_days, out->state, limit);
	date_format(judge_now(facts) + ttl_s, date);
	span_format(ttl_s, span);
	if (out->state == STATE_OK) {
		finding_brief(out, "certificate %s", span);
		finding_detail(
			out, "until %s, the earliest of its chain", date);
	} else if (ttl_s <= 0) {
		finding_brief(out, "certificate expired on %s%s", date, limit);
	} else {
		finding_brief(out, "certificate expires in %s on %s%s", span,
			date, limit);
	}
	return true;
}

/* An old site has no such call, or keeps it for its users: then the token's
 * probe decides. Silence is a matter of reach. */
bool
judge_alive(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	const struct answer *answer = &facts->answer[ANSWER_ALIVE];

	if (!answer->asked || answer->number[IIQ_STATUS] < 0)
		return false;
	if (answer->error == IIQ_OK) {
		out->state = STATE_OK;
		if (!judge_contradiction(answer, out))
			finding_detail(out, "GET /sites/isalive says %s",
				answer->message[0] != '\0' ? answer->message
							   : "so");
	} else if (answer->error == IIQ_ERR_NOT_FOUND ||
		   is_about_token(answer->error)) {
		out->state = STATE_OK;
		finding_detail(out, "this site does not tell: %s",
			judge_sentence(answer));
	} else {
		out->state = judge_error(policy, answer->error);
		/* What befell both requests is told once, as reach. */
		if (facts->answer[ANSWER_TOKEN].error != answer->error)
			finding_brief(
				out, "not alive: %s", judge_sentence(answer));
		else
			finding_detail(out, "%s", judge_sentence(answer));
	}
	return true;
}

bool
judge_skew(const struct facts *facts, double *out_s)
{
	const struct answer *answer;
	int64_t date = facts_number(facts, IIQ_SERVER_DATE, &answer);

	*out_s = date < 0 ? 0 : (double)(answer->ended - (time_t)date);
	return date >= 0;
}

bool
judge_clock(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	double skew_s, early_s = 0;
	bool has_skew = judge_skew(facts, &skew_s);
	const char *side = skew_s < 0 ? "behind" : "ahead of";
	char number[NUMBER_TEXT], date[DATE_TEXT];

	if (facts->claims.has_issued)
		early_s = facts->claims.issued - judge_now(facts);
	if (!has_skew && !facts->claims.has_issued)
		return false;
	out->state = STATE_WARNING;
	number_format(policy->max_skew_s, number);
	date_format(facts->claims.issued, date);
	if (fabs(skew_s) > policy->max_skew_s) {
		finding_brief(out,
			"own clock %.0fs %s the server's (at most %ss)",
			fabs(skew_s), side, number);
	} else if (early_s > policy->max_skew_s) {
		finding_brief(out, "token issued in the future, on %s", date);
	} else {
		out->state = STATE_OK;
		if (has_skew)
			finding_detail(out, "%.0fs %s the server's",
				fabs(skew_s), side);
		else
			finding_detail(out, "token issued on %s", date);
	}
	return true;
}
