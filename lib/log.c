/* log.c - what goes over the wire, told to the program without secrets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <ctype.h>
#include <json.h>
#include <stdio.h>
#include <string.h>

enum { MAX_SHOWN = 512 }; /* bytes of a body */

/* At most max bytes of a text, once its secrets are hidden: one that is cut in
 * two is not known. */
static void
log_part(const iiq_session *session, int level, const char *prefix,
	const char *text, size_t len, size_t max)
{
	char line[2 * MAX_TEXT];
	size_t n = strlen(prefix);

	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	if (session->log_level < level || session->log == NULL || len == 0)
		return;
	memcpy(line, prefix, n + 1);
	text_fit(line + n, max < sizeof line - n ? max + 1 : sizeof line - n,
		text, len, session->text[IIQ_TOKEN]);
	session->log(session->log_arg, level, line);
}

void
log_line(const iiq_session *session, int level, const char *prefix,
	const char *text, size_t len)
{
	log_part(session, level, prefix, text, len, SIZE_MAX);
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
		log_part(s, 2, "> ", x->body, strlen(x->body), MAX_SHOWN);
}

/* "resolve 3, TLS 12", of those that are known. */
static void
add_phases(const iiq_reply *reply, char *line, size_t size)
{
	static const struct {
		const char *name;
		enum iiq_number which;
	} phases[] = { { "resolve", IIQ_TIME_RESOLVE_US },
		{ "connect", IIQ_TIME_CONNECT_US }, { "TLS", IIQ_TIME_TLS_US },
		{ "processing", IIQ_TIME_PROCESSING_US },
		{ "transfer", IIQ_TIME_TRANSFER_US } };
	const char *before = ": ";

	for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
		int64_t us = reply->number[phases[i].which];
		size_t used = strlen(line);

		if (us < 0)
			continue;
		snprintf(line + used, size - used, "%s%s %lld", before,
			phases[i].name, (long long)(us + 500) / 1000);
		before = ", ";
	}
}

/* JSON may write each character as its number, and so hide a secret from
 * whoever looks for it: json-c writes it plainly. */
static void
log_answer_body(const struct exchange *x)
{
	const iiq_reply *r = x->reply;
	const char *text = r->body.data;
	size_t len = r->body.len;

	if (x->session->log_level < 2)
		return;
	if (r->json != NULL)
		text = json_object_to_json_string_length(r->json,
			JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
			&len);
	if (text != NULL)
		log_part(x->session, 2, "< ", text, len, MAX_SHOWN);
}

void
log_answer(const struct exchange *x, enum iiq_error error)
{
	const iiq_reply *r = x->reply;
	char line[2 * MAX_TEXT], phases[160];

	if (x->session->log_level < 1)
		return;
	if (error == IIQ_OK)
		snprintf(line, sizeof line, "%s %s: HTTP %d, %zu bytes",
			x->method, x->path, x->status, r->body.len);
	else
		snprintf(line, sizeof line, "%s", x->session->error);
	snprintf(phases, sizeof phases, " (%lld ms",
		(long long)(r->number[IIQ_TIME_TOTAL_US] + 500) / 1000);
	add_phases(r, phases, sizeof phases - 1);
	snprintf(
		line + strlen(line), sizeof line - strlen(line), "%s)", phases);
	log_answer_body(x);
	log_line(x->session, 1, "", line, strlen(line));
}
