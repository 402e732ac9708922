/* log.c - what goes over the wire, told to the program without secrets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MAX_SHOWN = 512 }; /* bytes of a body */

void
log_line(const iiq_session *session, int level, const char *prefix,
	const char *text, size_t len)
{
	char line[2 * MAX_TEXT];
	size_t n = strlen(prefix);

	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	if (session->log_level < level || session->log == NULL || len == 0)
		return;
	memcpy(line, prefix, n + 1);
	text_fit(
		line + n, sizeof line - n, text, len, session->text[IIQ_TOKEN]);
	session->log(session->log_arg, level, line);
}

static void
log_body(const iiq_session *session, const char *prefix, const char *text,
	size_t len)
{
	if (text != NULL && len > 0)
		log_line(session, 2, prefix, text,
			len < MAX_SHOWN ? len : MAX_SHOWN);
}

/* libcurl's own report of these is not passed on: it holds the token. */
void
log_request(const struct exchange *x, const char *url)
{
	static const struct {
		const char *name;
		enum iiq_text_option option;
	} headers[] = { { "SiteId", IIQ_SITE_ID },
		{ "ProductId", IIQ_PRODUCT_ID },
		{ "ApiFlags", IIQ_API_FLAGS } };
	const iiq_session *s = x->session;
	char line[2 * MAX_TEXT];

	if (s->log_level < 2)
		return;
	snprintf(line, sizeof line, "%s %s", x->method, url);
	log_line(s, 2, "> ", line, strlen(line));
	log_line(s, 2, "> ", "Authorization: Bearer", 21);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		const char *value = s->text[headers[i].option];

		if (value == NULL)
			continue;
		snprintf(line, sizeof line, "%s: %s", headers[i].name, value);
		log_line(s, 2, "> ", line, strlen(line));
	}
	if (x->body != NULL)
		log_body(s, "> ", x->body, strlen(x->body));
}

static long long
ms(const iiq_reply *reply, enum iiq_number which)
{
	return (long long)(reply->number[which] + 500) / 1000;
}

void
log_answer(const struct exchange *x, enum iiq_error error)
{
	const iiq_reply *r = x->reply;
	char line[2 * MAX_TEXT];

	if (x->session->log_level < 1)
		return;
	log_body(x->session, "< ", r->body.data, r->body.len);
	if (error == IIQ_OK)
		snprintf(line, sizeof line, "%s %s: HTTP %d, %zu bytes",
			x->method, x->path, x->status, r->body.len);
	else
		snprintf(line, sizeof line, "%s", x->session->error);
	snprintf(line + strlen(line), sizeof line - strlen(line),
		" (%lld ms: resolve %lld, connect %lld, TLS %lld, "
		"processing %lld, transfer %lld)",
		ms(r, IIQ_TIME_TOTAL_US), ms(r, IIQ_TIME_RESOLVE_US),
		ms(r, IIQ_TIME_CONNECT_US), ms(r, IIQ_TIME_TLS_US),
		ms(r, IIQ_TIME_PROCESSING_US), ms(r, IIQ_TIME_TRANSFER_US));
	log_line(x->session, 1, "", line, strlen(line));
}
