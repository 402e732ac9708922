/* facts.c - what libcurl knows of an exchange, once it has ended */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void
facts_endpoint(struct exchange *x, const char *ip, long port)
{
	if (strchr(ip, ':') != NULL)
		snprintf(x->endpoint, sizeof x->endpoint, "[%s]:%ld", ip, port);
	else
		snprintf(x->endpoint, sizeof x->endpoint, "%s:%ld", ip, port);
}

static int64_t
time_us(CURL *curl, CURLINFO info)
{
	curl_off_t us = 0;

	curl_easy_getinfo(curl, info, &us);
	return us;
}

/* CONNECT_TIME waits for the end of TLS in some versions (7.88), so that a
 * local port is the surer sign of a connection. */
static enum phase
phase_of(const struct exchange *x)
{
	CURL *curl = x->session->wire->curl;
	long local_port = 0, asked = 0, way = 0;

	curl_easy_getinfo(curl, CURLINFO_LOCAL_PORT, &local_port);
	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &asked);
	curl_easy_getinfo(curl, CURLINFO_HTTP_CONNECTCODE, &way);
	if (x->header_bytes > 0)
		return PHASE_ANSWER;
	if (x->sends > 0)
		return PHASE_SENT;
	if (asked > 0 && way / 100 != 2)
		return PHASE_PROXY;
	if (local_port > 0)
		return PHASE_TLS;
	return time_us(curl, CURLINFO_NAMELOOKUP_TIME_T) > 0 ? PHASE_CONNECT
							     : PHASE_RESOLVE;
}

/* libcurl counts from the start of the call, and 0 is "not reached". */
static int64_t
difference(int64_t from, int64_t to)
{
	return to == 0 ? -1 : to > from ? to - from : 0;
}

static void
read_times(struct exchange *x)
{
	CURL *curl = x->session->wire->curl;
	bool plain = url_is_plain(x->session->text[IIQ_URL]);
	int64_t resolve = time_us(curl, CURLINFO_NAMELOOKUP_TIME_T);
	int64_t connect = time_us(curl, CURLINFO_CONNECT_TIME_T);
	int64_t tls = time_us(curl, CURLINFO_APPCONNECT_TIME_T);
	int64_t sent = time_us(curl, CURLINFO_PRETRANSFER_TIME_T);
	int64_t first = time_us(curl, CURLINFO_STARTTRANSFER_TIME_T);
	int64_t *n = x->reply->number;
	long connects = 1;

	curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connects);
	if (x->sends > 0 && connects == 0) {
		n[IIQ_TIME_RESOLVE_US] = 0;
		n[IIQ_TIME_CONNECT_US] = 0;
		n[IIQ_TIME_TLS_US] = plain ? -1 : 0;
	} else {
		n[IIQ_TIME_RESOLVE_US] = difference(0, resolve);
		n[IIQ_TIME_CONNECT_US] = difference(resolve, connect);
		n[IIQ_TIME_TLS_US] = plain ? -1 : difference(connect, tls);
	}
	n[IIQ_TIME_TOTAL_US] = time_us(curl, CURLINFO_TOTAL_TIME_T);
	if (x->phase == PHASE_ANSWER) {
		n[IIQ_TIME_PROCESSING_US] = difference(sent, first);
		n[IIQ_TIME_TRANSFER_US] =
			difference(first, n[IIQ_TIME_TOTAL_US]);
	}
}

/* Lines such as "Expire date:Dec 14 06:06:54 2026 GMT", one a certificate. */
static int64_t
certificate_end(CURL *curl)
{
	static const char name[] = "Expire date:";
	struct curl_certinfo *chain = NULL;
	int64_t earliest = -1;

	curl_easy_getinfo(curl, CURLINFO_CERTINFO, &chain);
	for (int i = 0; chain != NULL && i < chain->num_of_certs; i++)
		for (struct curl_slist *s = chain->certinfo[i]; s != NULL;
			s = s->next) {
			time_t end;

			if (strncmp(s->data, name, sizeof name - 1) != 0)
				continue;
			end = curl_getdate(s->data + sizeof name - 1, NULL);
			if (end > 0 && (earliest < 0 || end < earliest))
				earliest = end;
		}
	return earliest;
}

/* A date has a year of four digits; -1: it is none. */
static int64_t
date_of(const char *text)
{
	static const int64_t last = 253402300799; /* second of the year 9999 */
	time_t date = text[0] != '\0' ? curl_getdate(text, NULL) : -1;

	return date <= last ? date : -1;
}

/* Seconds, or a date: by the server's clock, if it told its time. */
static int64_t
retry_after(const char *value, int64_t server_date)
{
	int64_t date, now;

	if (value[0] != '\0' && strspn(value, "0123456789") == strlen(value))
		return strtoll(value, NULL, 10);
	date = date_of(value);
	if (date < 0)
		return -1;
	now = server_date >= 0 ? server_date : (int64_t)time(NULL);
	return date > now ? date - now : 0;
}

void
facts_dates(struct exchange *x)
{
	int64_t date = date_of(x->date);

	x->reply->number[IIQ_SERVER_DATE] = date;
	x->retry_after_s = retry_after(x->retry_after, date);
}

static void
read_endpoint(struct exchange *x)
{
	CURL *curl = x->session->wire->curl;
	char *ip = NULL;
	long port = 0;

	if (x->sends == 0) {
		curl_easy_getinfo(curl, CURLINFO_PRIMARY_IP, &ip);
		curl_easy_getinfo(curl, CURLINFO_PRIMARY_PORT, &port);
		if (ip != NULL && ip[0] != '\0')
			facts_endpoint(x, ip, port);
	}
	if (x->endpoint[0] != '\0')
		(void)reply_set_text(x->reply, IIQ_PEER, x->endpoint,
			strlen(x->endpoint), NULL);
	else
		url_host(x->session->text[IIQ_URL], x->endpoint,
			sizeof x->endpoint);
}

/* Counts the body, too, where libcurl keeps that apart from the header. */
static int64_t
bytes_sent(const struct exchange *x)
{
	CURL *curl = x->session->wire->curl;
	curl_off_t body = 0;
	long all = 0;

	if (x->sends == 0)
		return 0;
	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &all);
	curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &body);
	all -= x->sent_before;
	return all > body ? all : all + body;
}

static void
read_facts(struct exchange *x)
{
	CURL *curl = x->session->wire->curl;
	int64_t *n = x->reply->number;
	char *to = NULL, host[300];

#if !HAVE_PREREQ
	long all = 0;

	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &all);
	x->sends = all > 0;
#endif
	x->phase = phase_of(x);
	read_times(x);
	read_endpoint(x);
	n[IIQ_BYTES_SENT] = bytes_sent(x);
	n[IIQ_BODY_BYTES] = (int64_t)x->reply->body.len;
	n[IIQ_CERTIFICATE_END] = certificate_end(curl);
	facts_dates(x);
	if (x->whole_header)
		n[IIQ_STATUS] = x->status;
	curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &to);
	if (to != NULL) {
		url_host(to, host, sizeof host);
		(void)reply_set_text(
			x->reply, IIQ_REDIRECT_HOST, host, strlen(host), NULL);
	}
}

static enum transport
transport_of(const struct exchange *x, CURLcode code)
{
	static const struct {
		CURLcode code;
		enum transport transport;
	} known[] = {
		{ CURLE_OK, TRANSPORT_OK },
		{ CURLE_OUT_OF_MEMORY, TRANSPORT_MEMORY },
		{ CURLE_SSL_CACERT_BADFILE, TRANSPORT_SETTING },
		{ CURLE_COULDNT_RESOLVE_HOST, TRANSPORT_RESOLVE },
		{ CURLE_COULDNT_RESOLVE_PROXY, TRANSPORT_RESOLVE },
		{ CURLE_COULDNT_CONNECT, TRANSPORT_CONNECT },
		{ CURLE_PEER_FAILED_VERIFICATION, TRANSPORT_CERTIFICATE },
		{ CURLE_SSL_ISSUER_ERROR, TRANSPORT_CERTIFICATE },
		{ CURLE_SSL_CONNECT_ERROR, TRANSPORT_TLS },
		{ CURLE_SSL_CIPHER, TRANSPORT_TLS },
		{ CURLE_OPERATION_TIMEDOUT, TRANSPORT_TIMEOUT },
		{ CURLE_UNSUPPORTED_PROTOCOL, TRANSPORT_NOT_HTTP },
#if LIBCURL_VERSION_NUM >= 0x080600
		{ CURLE_TOO_LARGE, TRANSPORT_TOO_LARGE },
#endif
		{ CURLE_WEIRD_SERVER_REPLY, TRANSPORT_NOT_HTTP }
	};

	/* So libcurl calls, up to 8.5, one header line of more than 100 KiB. */
	if (code == CURLE_OUT_OF_MEMORY && x->sends > 0 && !x->whole_header)
		return TRANSPORT_TOO_LARGE;
	if (code == CURLE_WRITE_ERROR)
		return x->reply->body.full || x->header_bytes > MAX_HEADERS
			       ? TRANSPORT_TOO_LARGE
			       : TRANSPORT_MEMORY;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].code == code)
			return known[i].transport;
	/* Before the request the connection was not there yet. */
	return x->sends > 0 ? TRANSPORT_BROKEN : TRANSPORT_CONNECT;
}

size_t
facts_tellable(const char *words, size_t len)
{
	const char *quote = memchr(words, '\'', len);

	return quote == NULL || memmem(words, len, "proxy", 5) == NULL
		       ? len
		       : (size_t)(quote - words);
}

static bool
may_have_proxy(const iiq_session *session)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY" };
	bool has = session->text[IIQ_PROXY] != NULL;

	for (size_t i = 0; !has && i < sizeof names / sizeof *names; i++)
		has = getenv(names[i]) != NULL;
	return has;
}

/* Is it a proxy that could not be reached? libcurl names whom it tried, though
 * an address not always as it was written. */
static bool
tried_proxy(const struct exchange *x)
{
	static const char words[] = "Failed to connect to ";
	const char *name = x->detail + sizeof words - 1;
	char authority[300], *host = authority;
	size_t len;

	if (strncmp(x->detail, words, sizeof words - 1) != 0 ||
		!may_have_proxy(x->session))
		return false;
	url_host(x->session->text[IIQ_URL], authority, sizeof authority);
	/* It names no port, and an address of IPv6 without brackets. */
	host += host[0] == '[';
	len = strcspn(name, " ");
	return strncmp(host, name, len) != 0 || strchr(":]", host[len]) == NULL;
}

static void
read_failure(struct exchange *x, CURLcode code)
{
	static const char bad_proxy[] = "Unsupported proxy";
	long number = 0;

	x->transport = transport_of(x, code);
	curl_easy_getinfo(x->session->wire->curl, CURLINFO_OS_ERRNO, &number);
	if (x->transport == TRANSPORT_CONNECT && tried_proxy(x))
		x->phase = PHASE_PROXY;
	if (strncmp(x->detail, bad_proxy, sizeof bad_proxy - 1) == 0) {
		x->transport = TRANSPORT_SETTING;
		snprintf(x->detail, sizeof x->detail,
			"the proxy is not [http://][USER:PASSWORD@]HOST[:PORT]"
			", with what is no letter or digit of a password as "
			"%%XX");
	}
	if (x->transport == TRANSPORT_CONNECT && number > 0)
		snprintf(x->detail, sizeof x->detail, "%s",
			strerror((int)number));
	else if (code == CURLE_ABORTED_BY_CALLBACK)
		snprintf(x->detail, sizeof x->detail,
			"the server closed it, the request is not repeated");
	else if (x->detail[0] == '\0')
		snprintf(x->detail, sizeof x->detail, "%s",
			curl_easy_strerror(code));
	x->detail[facts_tellable(x->detail, strlen(x->detail))] = '\0';
}

void
facts_read(struct exchange *x, CURLcode code)
{
	read_facts(x);
	read_failure(x, code);
}
