/* judge.c - what the facts mean, sub-check by sub-check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/judge.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/number.h"

/* A sub-check: fills in state, brief and detail, or has nothing to say. */
typedef bool judge_fn(const struct facts *facts, const struct policy *policy,
	struct finding *out);

/* What does not fit is cut: foreign text is as long as it likes. */
static void brief(struct finding *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void detail(struct finding *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void
brief(struct finding *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(out->brief, sizeof(out->brief), format, args);
	va_end(args);
}

static void
detail(struct finding *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(out->detail, sizeof(out->detail), format, args);
	va_end(args);
}

/* The library's sentence without "GET /path: ", which is always the same. */
static const char *
sentence(const struct facts *facts)
{
	const char *colon = strstr(facts->sentence, ": ");
	bool has_request = strncmp(facts->sentence, "GET /", 5) == 0;

	return has_request && colon != NULL ? colon + 2 : facts->sentence;
}

/* " (critical 30:)": the limit that made the state so. */
static void
limit_format(const struct thresholds *limits, enum state state, char text[96])
{
	char range[RANGE_TEXT];

	text[0] = '\0';
	if (state == STATE_OK)
		return;
	range_format(
		state == STATE_CRITICAL ? &limits->critical : &limits->warning,
		1, range);
	snprintf(text, 96, " (%s %s)",
		state == STATE_CRITICAL ? "critical" : "warning", range);
}

/* ---- reach ---- */

/* Of the way to the API and back: what an answer says of the token is judged
 * below. */
static enum state
state_of_reach(enum iiq_error error)
{
	switch (error) {
	case IIQ_OK:
	case IIQ_ERR_AUTH:
	case IIQ_ERR_FORBIDDEN:
		return STATE_OK;
	case IIQ_ERR_RATE_LIMIT:
		return STATE_WARNING;
	case IIQ_ERR_MEMORY:
	case IIQ_ERR_ARGUMENT:
	case IIQ_ERR_TOKEN:
		return STATE_UNKNOWN;
	case IIQ_ERR_RESOLVE:
	case IIQ_ERR_CONNECT:
	case IIQ_ERR_TLS:
	case IIQ_ERR_CERTIFICATE:
	case IIQ_ERR_TIMEOUT:
	case IIQ_ERR_NETWORK:
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

static bool
judge_reach(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	(void)policy;
	out->state = state_of_reach(facts->error);
	if (out->state == STATE_OK)
		detail(out, "HTTP %d from %s", (int)facts->number[IIQ_STATUS],
			facts->peer);
	else
		brief(out, "%s", sentence(facts));
	return true;
}

/* ---- time ---- */

static bool
judge_time(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	double seconds = (double)facts->number[IIQ_TIME_TOTAL_US] / 1e6;
	char limit[96];

	/* Only an answer has a response time: a refusal is fast. */
	if (facts->number[IIQ_STATUS] < 0 || seconds < 0)
		return false;
	out->state = thresholds_judge(&policy->time_s, seconds);
	limit_format(&policy->time_s, out->state, limit);
	brief(out, "API %.3fs%s", seconds, limit);
	return true;
}

/* ---- token ---- */

bool
judge_token_ttl(const struct facts *facts, double *out_s)
{
	int64_t server = facts->number[IIQ_SERVER_DATE];
	double now = server >= 0 ? (double)server : (double)facts->now;

	*out_s = facts->claims.expires - now;
	return facts->claims.has_expires && isfinite(*out_s);
}

static bool
has_expired(const struct facts *facts)
{
	double ttl_s;

	return judge_token_ttl(facts, &ttl_s) && ttl_s <= 0;
}

static bool
judge_token(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	(void)policy;
	out->state = STATE_CRITICAL;
	if (facts->error == IIQ_OK) {
		out->state = STATE_OK;
		detail(out, "accepted");
		return true;
	}
	detail(out, "%s", sentence(facts));
	if (facts->error == IIQ_ERR_FORBIDDEN)
		brief(out, "the token's user lacks the permission");
	else if (facts->error != IIQ_ERR_AUTH)
		return false;
	else if (!has_expired(facts))
		brief(out, "token rejected: revoked, malformed, or its user "
			   "lacks the permission");
	/* One reason is enough for the first line: the expiry names it. */
	return true;
}

/* ---- expiry ---- */

/* "2026-07-14", in UTC; a year that no calendar prints is cut off. */
static void
date_format(double when, char text[32])
{
	static const double first = -62135596800., last = 253402300799.;
	time_t seconds = (time_t)number_clamp(when, first, last);
	struct tm utc;

	if (gmtime_r(&seconds, &utc) == NULL ||
		strftime(text, 32, "%Y-%m-%d", &utc) == 0)
		strcpy(text, "unknown");
}

enum { SPAN_TEXT = 16 };

/* "412d", or hours and minutes of the last two days; cut at 2700 years. */
static void
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

static void
say_expiry(const struct facts *facts, const struct policy *policy, double ttl_s,
	struct finding *out)
{
	char span[SPAN_TEXT], date[32], limit[96];

	out->state =
		thresholds_judge(&policy->token_days, ttl_s / SECONDS_OF_DAY);
	limit_format(&policy->token_days, out->state, limit);
	date_format(facts->claims.expires, date);
	span_format(ttl_s, span);
	if (ttl_s <= 0) {
		out->state = STATE_CRITICAL; /* whatever the limits are */
		brief(out, "token expired on %s", date);
	} else if (out->state != STATE_OK) {
		brief(out, "token expires in %s on %s%s", span, date, limit);
	} else if (facts->error == IIQ_ERR_AUTH) {
		brief(out, "token not expired, %s left", span);
		detail(out, "until %s", date);
	} else {
		brief(out, "token valid %s", span);
		detail(out, "until %s", date);
	}
}

static bool
judge_expiry(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	double ttl_s;

	out->state = STATE_OK;
	if (judge_token_ttl(facts, &ttl_s)) {
		say_expiry(facts, policy, ttl_s, out);
	} else if (!facts->claims.is_jwt) {
		brief(out, "token expiry unknown (opaque token)");
		detail(out, "%s", facts->claims.why_opaque);
	} else {
		brief(out, "token expiry unknown (it names none)");
	}
	return true;
}

/* ---- all ---- */

/* In the order of the first line. */
static const struct {
	const char *name;
	judge_fn *judge;
} sub_checks[JUDGE_MAX] = {
	{ "reach", judge_reach },
	{ "time", judge_time },
	{ "token", judge_token },
	{ "expiry", judge_expiry },
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
	*out = (struct verdict){ .state = STATE_OK };
	for (size_t i = 0; i < JUDGE_MAX; i++) {
		struct finding finding = { .name = sub_checks[i].name };

		if (sub_checks[i].judge(facts, policy, &finding))
			insert(out, &finding);
	}
}
