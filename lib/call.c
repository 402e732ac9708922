/* call.c - one request, from its arguments to the verdict */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* ---- What libcurl calls back ---- */

static size_t
on_header(char *data, size_t size, size_t count, void *arg)
{
	struct exchange *x = arg;
	size_t len = size * count;

	x->header_bytes += len;
	if (x->header_bytes > MAX_HEADERS)
		return 0;
	header_line(x, data, len);
	log_line(x->session, 2, "< ", data, len);
	return len;
}

static size_t
on_body(char *data, size_t size, size_t count, void *arg)
{
	struct exchange *x = arg;

	return buf_add(&x->reply->body, data, size * count) < 0 ? 0
								: size * count;
}

/* Whom it is that does not answer, be it a proxy or one address of several, is
 * known here alone. */
static curl_socket_t
on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct exchange *x = arg;
	char ip[64], port[16];

	(void)purpose;
	if (getnameinfo(&to->addr, to->addrlen, ip, sizeof ip, port,
		    sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) == 0)
		facts_endpoint(x, ip, strtol(port, NULL, 10));
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

#if HAVE_PREREQ
/*
 * The connection stands, the request comes next. When a kept connection dies
 * without an answer, libcurl sends the same request over a new one; but the
 * server may have acted on the first, and a POST must not be done twice.
 */
static int
on_send(void *arg, char *ip, char *local_ip, int port, int local_port)
{
	struct exchange *x = arg;

	(void)local_ip;
	(void)local_port;
	if (x->sends++ > 0)
		return strcmp(x->method, "GET") == 0 ? CURL_PREREQFUNC_OK
						     : CURL_PREREQFUNC_ABORT;
	curl_easy_getinfo(
		x->session->wire->curl, CURLINFO_REQUEST_SIZE, &x->sent_before);
	facts_endpoint(x, ip, port);
	return CURL_PREREQFUNC_OK;
}
#endif

static int
on_debug(CURL *curl, curl_infotype type, char *data, size_t len, void *arg)
{
	const struct exchange *x = arg;

	(void)curl;
	/* Headers and bodies are logged by us: here they come in pieces. */
	if (type == CURLINFO_TEXT)
		log_line(x->session, 2, "* ", data, facts_tellable(data, len));
	return 0;
}

/* ---- The request ---- */

static void
headers_free(struct curl_slist *headers)
{
	for (struct curl_slist *h = headers; h != NULL; h = h->next)
		token_blank(h->data);
	curl_slist_free_all(headers);
}

/* Adds a line made of both; none for NULL. -1: no memory. */
static int
add_header(struct curl_slist **headers, const char *name, const char *value)
{
	struct curl_slist *longer;
	char *line;

	if (value == NULL)
		return 0;
	if (asprintf(&line, "%s%s", name, value) < 0)
		return -1;
	longer = curl_slist_append(*headers, line);
	token_wipe(line);
	if (longer == NULL)
		return -1;
	*headers = longer;
	return 0;
}

/* Made for each call and wiped after it. */
static struct curl_slist *
headers_new(const iiq_session *s, bool has_body)
{
	const struct {
		const char *name, *value;
	} lines[] = {
		{ "Authorization: Bearer ", s->text[IIQ_TOKEN] },
		{ "SiteId: ", s->text[IIQ_SITE_ID] },
		{ "Client: ", "ApiClient" },
		{ "ProductId: ", s->text[IIQ_PRODUCT_ID] },
		{ "ApiFlags: ", s->text[IIQ_API_FLAGS] },
		{ "Accept: ", "application/json" },
		/* Without a value libcurl leaves out what it would add. */
		{ "Content-Type:", has_body ? " application/json" : "" },
		{ "Expect:", "" },
	};
	struct curl_slist *headers = NULL;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (add_header(&headers, lines[i].name, lines[i].value) < 0) {
			headers_free(headers);
			return NULL;
		}
	return headers;
}

static void
set_callbacks(struct exchange *x)
{
	CURL *curl = x->session->wire->curl;

	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, x->detail);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, x);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, x);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, x);
#if HAVE_PREREQ
	curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, on_send);
	curl_easy_setopt(curl, CURLOPT_PREREQDATA, x);
#endif
}

static int
prepare(struct exchange *x, const char *url)
{
	CURL *curl = x->session->wire->curl;
	const char *body = x->body != NULL ? x->body : "";
	/* POST and PUT say that they have no body, too. */
	bool has_length = x->body != NULL || x->method[0] == 'P';
	const struct wire_long longs[] = {
		{ has_length ? CURLOPT_POST : CURLOPT_HTTPGET, 1 },
		{ CURLOPT_TIMEOUT_MS, x->session->number[IIQ_TIMEOUT_MS] },
#if !HAVE_PREREQ
		/* On a new connection libcurl never repeats a request. */
		{ CURLOPT_FRESH_CONNECT, strcmp(x->method, "GET") != 0 },
#endif
	};
	const struct wire_text texts[] = { { CURLOPT_URL, url },
		{ CURLOPT_CUSTOMREQUEST, x->method } };

	if (wire_set_longs(curl, longs, sizeof longs / sizeof *longs) < 0 ||
		wire_set_texts(curl, texts, sizeof texts / sizeof *texts) < 0)
		return -1;
	if (has_length) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)strlen(body));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	}
	return 0;
}

/* A CA that somebody added to the bundle alone is found there. */
static CURLcode
retry_with_bundle(struct exchange *x)
{
	struct wire *wire = x->session->wire;
	curl_off_t spent_us = 0;
	long left_ms;

	curl_easy_getinfo(wire->curl, CURLINFO_TOTAL_TIME_T, &spent_us);
	left_ms = x->session->number[IIQ_TIMEOUT_MS] - (long)(spent_us / 1000);
	if (left_ms <= 0)
		return CURLE_OPERATION_TIMEDOUT;
	curl_easy_setopt(wire->curl, CURLOPT_TIMEOUT_MS, left_ms);
	if (wire_use_bundle(wire) < 0)
		return CURLE_OUT_OF_MEMORY;
	return curl_easy_perform(wire->curl);
}

static CURLcode
perform(struct exchange *x)
{
	struct wire *wire = x->session->wire;
	CURLcode code = curl_easy_perform(wire->curl);

	if (code == CURLE_PEER_FAILED_VERIFICATION && wire->ca_shortcut)
		code = retry_with_bundle(x);
	/* The handle outlives what these point to. */
	curl_easy_setopt(wire->curl, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(wire->curl, CURLOPT_ERRORBUFFER, NULL);
	return code;
}

/* -1: no memory, and nothing was attempted. */
static int
send_request(struct exchange *x)
{
	iiq_session *s = x->session;
	struct curl_slist *headers = NULL;
	char *url = NULL;
	CURLcode code;
	int rc = -1;

	if (wire_ready(s) < 0)
		return -1;
	headers = headers_new(s, x->body != NULL);
	if (headers == NULL || asprintf(&url, "%s%s%s%s", s->text[IIQ_URL],
				       x->path, x->query != NULL ? "?" : "",
				       x->query != NULL ? x->query : "") < 0)
		goto out;
	if (prepare(x, url) < 0)
		goto out;
	curl_easy_setopt(s->wire->curl, CURLOPT_HTTPHEADER, headers);
	set_callbacks(x);
	log_request(x, url);
	code = perform(x);
	facts_read(x, code);
	rc = 0;
out:
	free(url);
	headers_free(headers);
	return rc;
}

/* ---- From arguments to the verdict ---- */

static enum iiq_error
check_call(iiq_session *s, const struct exchange *x)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };
	const char *wrong;
	size_t i = 0;

	if (s->text[IIQ_URL] == NULL)
		return error_set(s, IIQ_ERR_ARGUMENT, "no URL is set");
	if (s->text[IIQ_SITE_ID] == NULL)
		return error_set(s, IIQ_ERR_ARGUMENT, "no site id is set");
	if (s->text[IIQ_TOKEN] == NULL)
		return error_set(s, IIQ_ERR_TOKEN, "no token is set");
	if (x->method == NULL || x->path == NULL)
		return error_set(s, IIQ_ERR_ARGUMENT, "no method or no path");
	while (i < 4 && strcmp(x->method, methods[i]) != 0)
		i++;
	if (i == 4)
		return error_set(s, IIQ_ERR_ARGUMENT,
			"method \"%s\": it is none of GET, POST, PUT, DELETE",
			x->method);
	if (i == 0 && x->body != NULL)
		return error_set(s, IIQ_ERR_ARGUMENT, "a GET has no body");
	wrong = url_fault(x->path, x->query);
	if (wrong != NULL)
		return error_set(
			s, IIQ_ERR_ARGUMENT, "path \"%s\": %s", x->path, wrong);
	return IIQ_OK;
}

static enum iiq_error
judge(struct exchange *x)
{
	iiq_reply *reply = x->reply;
	struct outcome outcome;
	struct facts facts;

	if (reply_read(reply, x->session->text[IIQ_TOKEN]) < 0)
		x->transport = TRANSPORT_MEMORY;
	facts = (struct facts){ .transport = x->transport,
		.bytes_sent = reply->number[IIQ_BYTES_SENT],
		.status = x->whole_header ? x->status : 0,
		.body = reply->kind,
		.has_errors = reply->has_errors,
		.retry_body_s = reply->number[IIQ_RETRY_AFTER_S],
		.retry_header_s = x->retry_after_s };
	outcome = outcome_of(&facts);
	reply->certainty = outcome.certainty;
	reply->number[IIQ_RETRY_AFTER_S] = outcome.retry_after_s;
	error_of_call(x, outcome.error);
	log_answer(x, outcome.error);
	/* Parsed and logged: a program may keep many answers. */
	buf_free(&reply->body);
	return outcome.error;
}

enum iiq_error
iiq_call(iiq_session *session, const char *method, const char *path,
	const char *query, const char *body, iiq_reply **out)
{
	struct exchange x = { .session = session,
		.method = method,
		.path = path,
		.query = query,
		.body = body };
	enum iiq_error error;

	if (out != NULL)
		*out = NULL;
	if (session == NULL)
		return IIQ_ERR_ARGUMENT;
	session->error[0] = '\0';
	error = check_call(session, &x);
	if (error != IIQ_OK)
		return error;
	x.reply = reply_new((size_t)session->number[IIQ_MAX_BODY_BYTES]);
	if (x.reply == NULL || send_request(&x) < 0) {
		iiq_reply_free(x.reply);
		return error_set(session, IIQ_ERR_MEMORY, "out of memory");
	}
	error = judge(&x);
	if (out != NULL)
		*out = x.reply;
	else
		iiq_reply_free(x.reply);
	return error;
}
