/* http_answer.c - what the outbox makes of an HTTP answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/http_answer.h"

#include "private.h"

enum answer
http_answer(const struct http_answer *http, const struct iiq_request *request)
{
	const struct facts facts = {
		.transport =
			http->status == 0 ? TRANSPORT_BROKEN : TRANSPORT_OK,
		.bytes_sent = 100,
		.status = http->status,
		.body = http->is_html ? BODY_OTHER : BODY_JSON,
		.has_errors = http->has_errors,
		.retry_body_s = -1,
		.retry_header_s = -1,
	};
	struct outcome outcome = outcome_of(&facts);

	return iiq_answer(outcome.error, outcome.certainty, request);
}
