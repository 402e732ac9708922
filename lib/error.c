/* error.c - classes and sentences of failure */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *
iiq_strerror(enum iiq_error error)
{
	static const char *const words[] = {
		[IIQ_OK] = "no error",
		[IIQ_ERR_MEMORY] = "out of memory",
		[IIQ_ERR_ARGUMENT] = "wrong setting or argument",
		[IIQ_ERR_TOKEN] = "no usable token",
		[IIQ_ERR_RESOLVE] = "name resolution failed",
		[IIQ_ERR_CONNECT] = "connection failed",
		[IIQ_ERR_TLS] = "TLS handshake failed",
		[IIQ_ERR_CERTIFICATE] = "server certificate not trusted",
		[IIQ_ERR_TIMEOUT] = "timed out",
		[IIQ_ERR_NETWORK] = "connection broke",
		[IIQ_ERR_REDIRECT] = "redirect not followed",
		[IIQ_ERR_REJECTED] = "request rejected",
		[IIQ_ERR_AUTH] = "token refused or permission missing",
		[IIQ_ERR_FORBIDDEN] = "permission denied",
		[IIQ_ERR_NOT_FOUND] = "not found",
		[IIQ_ERR_CONFLICT] = "conflict with what exists",
		[IIQ_ERR_RATE_LIMIT] = "rate limit exceeded",
		[IIQ_ERR_SERVER] = "server error",
		[IIQ_ERR_FORMAT] = "answer not understood",
		[IIQ_ERR_API] = "answer reports errors",
	};

	if ((unsigned)error >= sizeof words / sizeof *words)
		return "unknown error";
	return words[error];
}

const char *
iiq_session_error(const iiq_session *session)
{
	return session != NULL ? session->error : "";
}

enum iiq_error
error_set(iiq_session *session, enum iiq_error error, const char *format, ...)
{
	/* Larger than the sentence: a secret that is cut in two is not known.
	 */
	char text[2 * MAX_TEXT];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	text_fit(session->error, sizeof session->error, text, strlen(text),
		session->text[IIQ_TOKEN]);
	return error;
}

/* ---- Calls ---- */

static const char *
host_of(const struct exchange *x, char *host, size_t size)
{
	url_host(x->session->text[IIQ_URL], host, size);
	return host;
}

static const char *
describe_limit(long ms, char *out, size_t size)
{
	if (ms >= 1000)
		snprintf(out, size, "%g s", (double)ms / 1000);
	else
		snprintf(out, size, "%ld ms", ms);
	return out;
}

static enum iiq_error
timed_out(const struct exchange *x, const char *where)
{
	char host[300], limit[32];
	iiq_session *s = x->session;
	enum iiq_error error = IIQ_ERR_TIMEOUT;

	describe_limit(s->number[IIQ_TIMEOUT_MS], limit, sizeof limit);
	switch (x->phase) {
	case PHASE_RESOLVE:
		return error_set(s, error,
			"%s: name resolution of %s timed out after %s", where,
			host_of(x, host, sizeof host), limit);
	case PHASE_CONNECT:
		return error_set(s, error, "%s: no connection to %s within %s",
			where, x->endpoint, limit);
	case PHASE_PROXY:
		return error_set(s, error,
			"%s: no answer from the proxy %s within %s", where,
			x->endpoint, limit);
	case PHASE_TLS:
		return error_set(s, error,
			"%s: TLS handshake timed out after %s with %s", where,
			limit, x->endpoint);
	case PHASE_SENT:
		return error_set(s, error, "%s: no answer from %s within %s",
			where, x->endpoint, limit);
	case PHASE_ANSWER:
		break;
	}
	return error_set(s, error,
		"%s: the answer of %s was not complete within %s", where,
		x->endpoint, limit);
}

static enum iiq_error
too_large(const struct exchange *x, const char *where, enum iiq_error error)
{
	if (!x->whole_header)
		return error_set(x->session, error,
			"%s: the headers of the answer exceed %d bytes", where,
			MAX_HEADERS);
	return error_set(x->session, error,
		"%s: HTTP %d, but the body exceeds %ld bytes", where, x->status,
		x->session->number[IIQ_MAX_BODY_BYTES]);
}

static enum iiq_error
not_transported(
	const struct exchange *x, const char *where, enum iiq_error error)
{
	iiq_session *s = x->session;
	char host[300];

	host_of(x, host, sizeof host);
	switch (x->transport) {
	case TRANSPORT_OK:
	case TRANSPORT_NOT_HTTP:
		break;
	case TRANSPORT_MEMORY:
		return error_set(s, error, "%s: out of memory", where);
	case TRANSPORT_SETTING:
		return error_set(s, error, "%s: %s", where, x->detail);
	case TRANSPORT_RESOLVE:
		return error_set(s, error, "%s: name resolution failed: %s",
			where, x->detail);
	case TRANSPORT_CONNECT:
		return error_set(s, error, "%s: %s %s: %s", where,
			x->phase == PHASE_PROXY ? "no way through the proxy"
						: "cannot connect to",
			x->endpoint, x->detail);
	case TRANSPORT_TLS:
		return error_set(s, error,
			"%s: TLS handshake with %s failed: %s", where,
			x->endpoint, x->detail);
	case TRANSPORT_CERTIFICATE:
		return error_set(s, error,
			"%s: the certificate of %s is not trusted: %s", where,
			host, x->detail);
	case TRANSPORT_TIMEOUT:
		return timed_out(x, where);
	case TRANSPORT_BROKEN:
		return error_set(s, error,
			"%s: the connection to %s broke %s: %s", where,
			x->endpoint,
			x->whole_header ? "in the body of the answer"
			: x->phase == PHASE_ANSWER
				? "in the header of the answer"
				: "before the answer",
			x->detail);
	case TRANSPORT_TOO_LARGE:
		return too_large(x, where, error);
	}
	return error_set(s, error, "%s: what %s answered is not HTTP", where,
		x->endpoint);
}

/* "HTTP 400: Bad Request (Subject: Subject is required)" */
static enum iiq_error
refused(const struct exchange *x, const char *where, enum iiq_error error)
{
	const iiq_reply *r = x->reply;
	const char *message = r->text[IIQ_MESSAGE];
	const char *errors = r->text[IIQ_ERRORS];
	char wait[48] = "";

	if (r->number[IIQ_RETRY_AFTER_S] >= 0)
		snprintf(wait, sizeof wait, ", retry after %lld s",
			(long long)r->number[IIQ_RETRY_AFTER_S]);
	if (message == NULL)
		message = r->reason;
	return error_set(x->session, error, "%s: HTTP %d%s%s%s%s%s%s", where,
		x->status, message[0] != '\0' ? ": " : "", message,
		errors != NULL ? " (" : "", errors != NULL ? errors : "",
		errors != NULL ? ")" : "", wait);
}

/* 2xx, but not as it should be. */
static enum iiq_error
unclean(const struct exchange *x, const char *where, enum iiq_error error)
{
	const char *errors = x->reply->text[IIQ_ERRORS];

	if (error == IIQ_ERR_API)
		return error_set(x->session, error,
			"%s: HTTP %d with errors: %s", where, x->status,
			errors != NULL ? errors : "(without a message)");
	return error_set(x->session, error, "%s: HTTP %d, but the body is %s",
		where, x->status,
		x->reply->kind == BODY_NONE	 ? "empty"
		: x->reply->kind == BODY_BLOATED ? "of too many parts"
						 : "not JSON");
}

enum iiq_error
error_of_call(const struct exchange *x, enum iiq_error error)
{
	const char *to = x->reply->text[IIQ_REDIRECT_HOST];
	char where[256];

	snprintf(where, sizeof where, "%s %s", x->method, x->path);
	if (error == IIQ_OK)
		x->session->error[0] = '\0';
	else if (error == IIQ_ERR_REDIRECT && to != NULL)
		error_set(x->session, error,
			"%s: HTTP %d: redirect to %s is not followed", where,
			x->status, to);
	else if (x->whole_header && x->status >= 300)
		refused(x, where, error);
	else if (x->whole_header && x->transport == TRANSPORT_OK)
		unclean(x, where, error);
	else
		not_transported(x, where, error);
	return error;
}
