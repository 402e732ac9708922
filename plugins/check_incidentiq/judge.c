/* judge.c - what the facts mean, sub-check by sub-check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "check_incidentiq/sub_checks.h"
#include "common/number.h"

/* ---- what the sub-checks share ---- */

void
finding_brief(struct finding *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(out->brief, sizeof(out->brief), format, args);
	va_end(args);
}

void
finding_detail(struct finding *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(out->detail, sizeof(out->detail), format, args);
	va_end(args);
}

enum state
judge_error(const struct policy *policy, enum iiq_error error)
{
	switch (error) {
	case IIQ_OK:
		return STATE_OK;
	case IIQ_ERR_TIMEOUT:
		return policy->timeout;
	case IIQ_ERR_RESOLVE:
	case IIQ_ERR_CONNECT:
	case IIQ_ERR_TLS:
	case IIQ_ERR_NETWORK:
		return policy->unreachable;
	case IIQ_ERR_AUTH:
	case IIQ_ERR_FORBIDDEN:
		return policy->auth;
	case IIQ_ERR_RATE_LIMIT:
		return policy->rate_limit;
	case IIQ_ERR_MEMORY:
	case IIQ_ERR_ARGUMENT:
	case IIQ_ERR_TOKEN:
		return STATE_UNKNOWN;
	case IIQ_ERR_CERTIFICATE:
	case IIQ_ERR_REDIRECT:
	case IIQ_ERR_REJECTED:
	case IIQ_ERR_NOT_FOUND:
	case IIQ_ERR_CONFLICT:
	case IIQ_ERR_SERVER:
	case IIQ_ERR_FORMAT:
	case IIQ_ERR_API:
		break;
	}
	return STATE_CRITICAL;
}

const char *
judge_sentence(const struct answer *answer)
{
	const char *text = answer->sentence;
	const char *colon = strstr(text, ": ");
	bool has_request = strncmp(text, "GET /", 5) == 0 ||
			   strncmp(text, "POST /", 6) == 0;

	return has_request && colon != NULL ? colon + 2 : text;
}

bool
judge_contradiction(const struct answer *answer, struct finding *out)
{
	int64_t status = answer->number[IIQ_BODY_STATUS];

	if (answer->error != IIQ_OK || status < 400)
		return false;
	out->state = STATE_WARNING;
	finding_brief(out, "%s answered HTTP %d, but with StatusCode %lld%s%s",
		out->object[0] != '\0' ? out->object : out->name,
		(int)answer->number[IIQ_STATUS], (long long)status,
		answer->message[0] != '\0' ? ": " : "", answer->message);
	return true;
}

double
judge_now(const struct facts *facts)
{
	int64_t server = facts_number(facts, IIQ_SERVER_DATE, NULL);

	return server >= 0 ? (double)server : (double)facts->now;
}

void
limit_format(const struct thresholds *limits, enum state state,
	char text[LIMIT_TEXT])
{
	char range[RANGE_TEXT];

	text[0] = '\0';
	if (state == STATE_OK)
		return;
	range_format(
		state == STATE_CRITICAL ? &limits->critical : &limits->warning,
		1, range);
	snprintf(text, LIMIT_TEXT, " (%s %s)",
		state == STATE_CRITICAL ? "critical" : "warning", range);
}

void
date_format(double when, char text[DATE_TEXT])
{
	static const double first = -62135596800., last = 253402300799.;
	time_t seconds = (time_t)number_clamp(when, first, last);
	struct tm utc;

	if (gmtime_r(&seconds, &utc) == NULL ||
		strftime(text, DATE_TEXT, "%Y-%m-%d", &utc) == 0)
		strcpy(text, "unknown");
}

void
span_format(double seconds, char text[SPAN_TEXT])
{
	static const struct {
		double seconds;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' } };
	size_t i = 0;

	while (i < 2 && seconds < 2 * units[i].seconds)
		i++;
	snprintf(text, SPAN_TEXT, "%d%c",
		(int)number_clamp(seconds / units[i].seconds, 0, 999999),
		units[i].unit);
}

/* ---- all ---- */

/* In the order of the first line. */
static const struct {
	const char *name;
	judge_fn *judge;
} rows[JUDGE_ROWS] = {
	{ "reach", judge_reach },
	{ "time", judge_time },
	{ "token", judge_token },
	{ "site", judge_site },
	{ "expiry", judge_expiry },
	{ "certificate", judge_certificate },
	{ "permissions", judge_permissions },
	{ "alive", judge_alive },
	{ "clock", judge_clock },
};

/* Puts a finding behind those that are as bad or worse. */
static void
insert(struct verdict *verdict, const struct finding *finding)
{
	size_t i = verdict->count++;
	int rank = state_rank(finding->state);

	for (; i > 0 && state_rank(verdict->finding[i - 1].state) < rank; i--)
		verdict->finding[i] = verdict->finding[i - 1];
	verdict->finding[i] = *finding;
	verdict->state = state_worse(verdict->state, finding->state);
}

void
judge(const struct facts *facts, const struct policy *policy,
	struct verdict *out)
{
	struct finding finding;

	*out = (struct verdict){ .state = STATE_OK };
	for (size_t i = 0; i < JUDGE_ROWS; i++) {
		finding =
			(struct finding){ .name = rows[i].name, .object = "" };
		if (rows[i].judge(facts, policy, &finding))
			insert(out, &finding);
	}
	for (int i = 0; i < PERMISSIONS; i++) {
		finding = (struct finding){ .name = "permission",
			.object = permissions[i].name };
		if (judge_permission(facts, policy, i, &finding))
			insert(out, &finding);
	}
}
