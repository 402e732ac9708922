/* http_answer.h - what the outbox makes of an HTTP answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_HTTP_ANSWER_H
#define UNIT_HTTP_ANSWER_H

#include <stdbool.h>

#include "outbox/iiq_answer.h"

struct http_answer {
	const char *name;
	int status; /* 0: the connection broke after the request had left */
	bool is_html;
	bool has_errors; /* the envelope holds Errors */
};

enum answer http_answer(
	const struct http_answer *http, const struct iiq_request *request);

#endif
