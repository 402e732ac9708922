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

static const char *
phase_of_timeout(const struct facts *facts)
{
	static const struct {
		enum iiq_number number;
		const char *name;
	} phases[] = {
		{ IIQ_TIME_RESOLVE_US, "in name resolution" },
		{ IIQ_TIME_CONNECT_US, "while connecting" },
		{ IIQ_TIME_TLS_US, "in the TLS handshake" },
		{ IIQ_TIME_PROCESSING_US, "waiting for the answer" },
	};
	/* Without TLS that phase stays unknown for ever. */
	size_t first = facts->number[IIQ_BYTES_SENT] > 0 ? 3 : 0;

	for (size_t i = first; i < sizeof(phases) / sizeof(phases[0]); i++)
		if (facts->number[phases[i].number] < 0)
			return phases[i].name;
	return "while reading the answer";
}

static void
say_timeout(const struct facts *facts, struct finding *out)
{
	char number[NUMBER_TEXT];

	number_format(facts->timeout_s, number);
	brief(out, "no answer within %s s: timed out %s%s%s", number,
		phase_of_timeout(facts), facts->peer[0] ? " with " : "",
		facts->peer);
}

/* "HTTP 502: what it means: what the server said". */
static void
say_status(const struct facts *facts, const char *meaning, struct finding *out)
{
	brief(out, "HTTP %d: %s%s%s", (int)facts->number[IIQ_STATUS], meaning,
		facts->message[0] ? ": " : "", facts->message);
}

static void
say_rate_limit(const struct facts *facts, struct finding *out)
{
	int64_t wait_s = facts->number[IIQ_RETRY_AFTER_S];

	out->state = STATE_WARNING;
	if (wait_s < 0)
		brief(out, "HTTP 429: rate limit exceeded");
	else
		brief(out, "HTTP 429: rate limit exceeded, wait %lld s",
			(long long)wait_s);
}

static bool
judge_reach(const struct facts *facts, const struct policy *policy,
	struct finding *out)
{
	(void)policy;
	out->state = STATE_CRITICAL;
	detail(out, "%s", facts->sentence);
	switch (facts->error) {
	case IIQ_OK:
	case IIQ_ERR_AUTH:
	case IIQ_ERR_FORBIDDEN:
		out->state = STATE_OK;
		detail(out, "HTTP %d from %s", (int)facts->number[IIQ_STATUS],
			facts->peer);
		break;
	case IIQ_ERR_MEMORY:
	case IIQ_ERR_ARGUMENT:
	case IIQ_ERR_TOKEN:
		out->state = STATE_UNKNOWN;
		brief(out, "%s", sentence(facts));
		break;
	case IIQ_ERR_RESOLVE:
	case IIQ_ERR_CONNECT:
	case IIQ_ERR_TLS:
	case IIQ_ERR_CERTIFICATE:
	case IIQ_ERR_NETWORK:
	case IIQ_ERR_FORMAT:
		brief(out, "%s", sentence(facts));
		break;
	case IIQ_ERR_TIMEOUT:
		say_timeout(facts, out);
		break;
	case IIQ_ERR_REDIRECT:
		brief(out, "HTTP %d: redirect to %s, not followed",
			(int)facts->number[IIQ_STATUS],
			facts->redirect_host[0] ? facts->redirect_host
						: "nowhere");
		break;
	case IIQ_ERR_NOT_FOUND:
		say_status(facts, "no API at this address", out);
		break;
	case IIQ_ERR_RATE_LIMIT:
		say_rate_limit(facts, out);
		break;
	case IIQ_ERR_REJECTED:
	case IIQ_ERR_CONFLICT:
		say_status(facts, "request rejected", out);
		break;
	case IIQ_ERR_SERVER:
		say_status(facts, "server error", out);
		break;
	case IIQ_ERR_API:
		say_status(facts, "the answer reports errors", out);
		break;
	}
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
	detail(out, "%s", facts->sentence);
	if (facts->error == IIQ_ERR_FORBIDDEN) {
		say_status(facts, "the token's user lacks the permission", out);
		return true;
	}
	if (facts->error != IIQ_ERR_AUTH)
		return false;
	/* One reason is enough for the first line: the expiry names it. */
	if (!has_expired(facts))
		brief(out,
			"HTTP 401: token rejected: revoked, malformed, or its "
			"user lacks the permission");
	return true;
}

/* ---- expiry ---- */

/* "2026-07-14", in UTC; a year that no calendar prints is cut off. */
static void
date_format(double when, char text[32])
{
	static const double first = -62135596800., last = 253402300799.;
	time_t seconds = (time_t)fmin(fmax(when, first), last);
	struct tm utc;

	if (gmtime_r(&seconds, &utc) == NULL ||
		strftime(text, 32, "%Y-%m-%d", &utc) == 0)
		strcpy(text, "unknown");
}

/* "412d", or hours and minutes of the last two days; cut at 2700 years. */
static void
span_format(double seconds, char text[NUMBER_TEXT + 1])
{
	static const struct {
		double seconds;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' } };
	size_t i = 0;

	while (i < 2 && seconds < 2 * units[i].seconds)
		i++;
	number_format(fmin(floor(seconds / units[i].seconds), 999999), text);
	strncat(text, &units[i].unit, 1);
}

static void
say_expiry(const struct facts *facts, const struct policy *policy, double ttl_s,
	struct finding *out)
{
	char span[NUMBER_TEXT + 1], date[32], limit[96];

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
