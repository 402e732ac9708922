/* measure.c - the numbers of a check, whatever prints them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/measure.h"

#include <math.h>

#include "common/number.h"

/* Numbers beyond those of enum iiq_number. */
enum { TOKEN_TTL = ANSWER_NUMBERS, CERTIFICATE_TTL, SKEW };

static const struct {
	const char *label, *unit;
	int what; /* enum iiq_number, or one of ours */
	double factor;
} rows[MEASURES] = {
	{ "time", "s", IIQ_TIME_TOTAL_US, 1 },
	{ "time_resolve", "s", IIQ_TIME_RESOLVE_US, 1e-6 },
	{ "time_connect", "s", IIQ_TIME_CONNECT_US, 1e-6 },
	{ "time_tls", "s", IIQ_TIME_TLS_US, 1e-6 },
	{ "time_processing", "s", IIQ_TIME_PROCESSING_US, 1e-6 },
	{ "time_transfer", "s", IIQ_TIME_TRANSFER_US, 1e-6 },
	{ "size", "B", IIQ_BODY_BYTES, 1 },
	{ "token_ttl", "s", TOKEN_TTL, 1 },
	{ "cert_ttl", "s", CERTIFICATE_TTL, 1 },
	{ "clock_skew", "s", SKEW, 1 },
	{ "server_time", "s", IIQ_EXECUTION_MS, 1e-3 },
};

const char *const measure_help[MEASURES] = {
	"seconds from the first request to the last answer",
	"seconds of name resolution",
	"seconds until the connection stood",
	"seconds of the TLS handshake",
	"seconds from a request to the first byte of its answer, in all",
	"seconds from the first byte of an answer to its last, in all",
	"bytes of the answers' bodies",
	"seconds that the token is still valid",
	"seconds that the server's chain of certificates is still valid",
	"seconds that our clock is ahead of the server's",
	"seconds that the server says it needed, in all",
};

/* Whole seconds; what is too far off is none. */
static bool
whole(bool known, double *value)
{
	if (!known || fabs(*value) > NUMBER_LIMIT)
		return false;
	*value = (double)(int64_t)*value;
	return true;
}

static bool
measured(const struct facts *facts, int what, double *out)
{
	switch (what) {
	case TOKEN_TTL:
		return whole(judge_token_ttl(facts, out), out);
	case CERTIFICATE_TTL:
		return whole(judge_certificate_ttl(facts, out), out);
	case SKEW:
		return whole(judge_skew(facts, out), out);
	case IIQ_TIME_TOTAL_US:
		*out = facts->elapsed_s;
		return facts_answered(facts);
	case IIQ_BODY_BYTES:
		*out = (double)facts_sum(facts, IIQ_BODY_BYTES);
		return facts_answered(facts);
	default:
		*out = (double)facts_sum(facts, (enum iiq_number)what);
		return *out >= 0;
	}
}

bool
measure(const struct facts *facts, const struct policy *policy, size_t n,
	struct metric *out)
{
	*out = (struct metric){ .label = rows[n].label,
		.unit = rows[n].unit,
		.limits_factor = 1,
		.has_min = rows[n].what == IIQ_TIME_TOTAL_US };
	if (rows[n].what == IIQ_TIME_TOTAL_US)
		out->limits = &policy->time_s;
	if (rows[n].what == TOKEN_TTL)
		out->limits = &policy->token_days;
	if (rows[n].what == CERTIFICATE_TTL)
		out->limits = &policy->certificate_days;
	if (rows[n].what == TOKEN_TTL || rows[n].what == CERTIFICATE_TTL)
		out->limits_factor = SECONDS_OF_DAY;
	if (!measured(facts, rows[n].what, &out->value))
		return false;
	out->value *= rows[n].factor;
	return true;
}
