/* outcome.c - what an answer, or the lack of one, means */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

enum { MAX_RETRY_AFTER_S = 24 * 60 * 60 };

/* How the connection ended, where no status says more. */
static enum iiq_error
transport_error(enum transport transport)
{
	static const enum iiq_error errors[] = {
		[TRANSPORT_OK] = IIQ_ERR_NETWORK, /* an answer without status */
		[TRANSPORT_MEMORY] = IIQ_ERR_MEMORY,
		[TRANSPORT_SETTING] = IIQ_ERR_ARGUMENT,
		[TRANSPORT_RESOLVE] = IIQ_ERR_RESOLVE,
		[TRANSPORT_CONNECT] = IIQ_ERR_CONNECT,
		[TRANSPORT_TLS] = IIQ_ERR_TLS,
		[TRANSPORT_CERTIFICATE] = IIQ_ERR_CERTIFICATE,
		[TRANSPORT_TIMEOUT] = IIQ_ERR_TIMEOUT,
		[TRANSPORT_BROKEN] = IIQ_ERR_NETWORK,
		[TRANSPORT_NOT_HTTP] = IIQ_ERR_NETWORK,
		[TRANSPORT_TOO_LARGE] = IIQ_ERR_FORMAT,
	};

	return errors[transport];
}

/* Any status but 2xx. What is not named is judged by its hundred. */
static struct outcome
judge_status(int status)
{
	static const struct {
		int status;
		enum iiq_error error;
		enum iiq_certainty certainty;
	} known[] = {
		{ 401, IIQ_ERR_AUTH, IIQ_NO },
		{ 403, IIQ_ERR_FORBIDDEN, IIQ_NO },
		{ 404, IIQ_ERR_NOT_FOUND, IIQ_NO },
		/* Somebody waited too long: for us, or for one behind. */
		{ 408, IIQ_ERR_SERVER, IIQ_MAYBE },
		/* What exists may be what this very request made. */
		{ 409, IIQ_ERR_CONFLICT, IIQ_MAYBE },
		{ 425, IIQ_ERR_SERVER, IIQ_MAYBE },
		{ 429, IIQ_ERR_RATE_LIMIT, IIQ_NO },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].status == status)
			return (struct outcome){ known[i].error,
				known[i].certainty, -1 };
	if (status >= 500)
		return (struct outcome){ IIQ_ERR_SERVER, IIQ_MAYBE, -1 };
	if (status >= 400)
		return (struct outcome){ IIQ_ERR_REJECTED, IIQ_NO, -1 };
	if (status >= 300)
		return (struct outcome){ IIQ_ERR_REDIRECT, IIQ_NO, -1 };
	return (struct outcome){ IIQ_ERR_NETWORK, IIQ_MAYBE, -1 };
}

/* 2xx: only a whole answer without Errors proves that it was done. */
static struct outcome
judge_success(const struct facts *facts)
{
	if (facts->transport != TRANSPORT_OK)
		return (struct outcome){ transport_error(facts->transport),
			IIQ_MAYBE, -1 };
	if (facts->status == 204)
		return (struct outcome){ IIQ_OK, IIQ_YES, -1 };
	if (facts->body != BODY_JSON)
		return (struct outcome){ IIQ_ERR_FORMAT, IIQ_MAYBE, -1 };
	if (facts->has_errors)
		return (struct outcome){ IIQ_ERR_API, IIQ_MAYBE, -1 };
	return (struct outcome){ IIQ_OK, IIQ_YES, -1 };
}

static int64_t
retry_after(const struct facts *facts)
{
	int64_t wait = facts->retry_body_s >= 0 ? facts->retry_body_s
						: facts->retry_header_s;

	return wait > MAX_RETRY_AFTER_S ? MAX_RETRY_AFTER_S : wait;
}

struct outcome
outcome_of(const struct facts *facts)
{
	struct outcome outcome;

	if (facts->status >= 200 && facts->status < 300)
		outcome = judge_success(facts);
	else if (facts->status > 0)
		outcome = judge_status(facts->status);
	else
		outcome = (struct outcome){ transport_error(facts->transport),
			IIQ_MAYBE, -1 };
	/* Before all else: what never left cannot have been acted on. */
	if (facts->bytes_sent == 0)
		outcome.certainty = IIQ_NO;
	outcome.retry_after_s = retry_after(facts);
	return outcome;
}
