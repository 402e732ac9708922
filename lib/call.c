/* call.c - one request over the wire, by libcurl */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "private.h"

#include <curl/curl.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* With it libcurl asks before it sends, and so cannot send twice unnoticed. */
#define HAVE_PREREQ (LIBCURL_VERSION_NUM >= 0x075000)

struct wire {
	CURL *curl;
	/* The system's CA folder is used in place of its bundle. */
	bool ca_shortcut;
};

void
wire_free(struct wire *wire)
{
	if (wire == NULL)
		return;
	curl_easy_cleanup(wire->curl);
	free(wire);
	curl_global_cleanup();
}

static struct wire *
wire_new(void)
{
	struct wire *wire = calloc(1, sizeof *wire);

	if (wire == NULL)
		return NULL;
	/* Counted by libcurl, so each session can do it for itself. */
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(wire);
		return NULL;
	}
	wire->curl = curl_easy_init();
	if (wire->curl != NULL)
		return wire;
	wire_free(wire);
	return NULL;
}

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

static void
set_endpoint(struct exchange *x, const char *ip, long port)
{
	if (strchr(ip, ':') != NULL)
		snprintf(x->endpoint, sizeof x->endpoint, "[%s]:%ld", ip, port);
	else
		snprintf(x->endpoint, sizeof x->endpoint, "%s:%ld", ip, port);
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
	set_endpoint(x, ip, port);
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
		log_line(x->session, 2, "* ", data, len);
	return 0;
}

/* ---- Settings ---- */

struct long_option {
	CURLoption option;
	long value;
};

struct text_option {
	CURLoption option;
	const char *value;
};

static int
set_longs(CURL *curl, const struct long_option *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (curl_easy_setopt(curl, options[i].option,
			    options[i].value) != CURLE_OK)
			return -1;
	return 0;
}

static int
set_texts(CURL *curl, const struct text_option *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (curl_easy_setopt(curl, options[i].option,
			    options[i].value) != CURLE_OK)
			return -1;
	return 0;
}

/* Does a folder hold links such as 5ed36f99.0, by which OpenSSL finds a CA? */
static bool
is_hashed(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool found = false;

	while (dir != NULL && !found && (entry = readdir(dir)) != NULL)
		found = strlen(entry->d_name) == 10 &&
			strspn(entry->d_name, "0123456789abcdef") == 8 &&
			strcmp(entry->d_name + 8, ".0") == 0;
	if (dir != NULL)
		closedir(dir);
	return found;
}

static int
set_ca(CURL *curl, const char *file, const char *folder)
{
	const struct text_option texts[] = { { CURLOPT_CAINFO, file },
		{ CURLOPT_CAPATH, folder } };

	return set_texts(curl, texts, sizeof texts / sizeof *texts);
}

/*
 * Reading the system's bundle of some 150 certificates costs eight times what
 * the rest of a request does. From a hashed folder OpenSSL loads just the one
 * it needs; GnuTLS would load them all, so there the default stays.
 */
static int
set_system_ca(struct wire *wire)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	const char *end =
		info->cainfo != NULL ? strrchr(info->cainfo, '/') : NULL;
	char folder[256] = "";

	if (info->ssl_version == NULL ||
		strncmp(info->ssl_version, "OpenSSL/", 8) != 0)
		return 0;
	if (info->capath != NULL)
		snprintf(folder, sizeof folder, "%s", info->capath);
	else if (end != NULL)
		snprintf(folder, sizeof folder, "%.*s",
			(int)(end - info->cainfo), info->cainfo);
	if (folder[0] == '\0' || !is_hashed(folder))
		return 0;
	wire->ca_shortcut = info->cainfo != NULL;
	return set_ca(wire->curl, NULL, folder);
}

static int
wire_set_ca(struct wire *wire, const char *ca)
{
	struct stat st;

	wire->ca_shortcut = false;
	if (ca == NULL)
		return set_system_ca(wire);
	if (stat(ca, &st) == 0 && S_ISDIR(st.st_mode))
		return set_ca(wire->curl, NULL, ca);
	return set_ca(wire->curl, ca, NULL);
}

static int
set_protocols(CURL *curl)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") ==
			       CURLE_OK
		       ? 0
		       : -1;
#else
	return curl_easy_setopt(curl, CURLOPT_PROTOCOLS,
		       CURLPROTO_HTTP | CURLPROTO_HTTPS) == CURLE_OK
		       ? 0
		       : -1;
#endif
}

static int
set_callbacks(CURL *curl)
{
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
#if HAVE_PREREQ
	curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, on_send);
#endif
	return set_protocols(curl);
}

static long
ip_resolve(long family)
{
	return family == 4   ? CURL_IPRESOLVE_V4
	       : family == 6 ? CURL_IPRESOLVE_V6
			     : CURL_IPRESOLVE_WHATEVER;
}

/* Everything that does not change from call to call. */
static int
wire_configure(iiq_session *s)
{
	CURL *curl = s->wire->curl;
	const char *tls = s->text[IIQ_TLS_MIN],
		   *agent = s->text[IIQ_USER_AGENT];
	bool tls13 = tls != NULL && strcmp(tls, "1.3") == 0;
	const struct long_option longs[] = {
		/* No SIGALRM: it would be the program's, not ours. */
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_HTTP09_ALLOWED, 0 },
		{ CURLOPT_PATH_AS_IS, 1 },
		{ CURLOPT_MAXCONNECTS, 1 },
		{ CURLOPT_CERTINFO, 1 },
		{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
		{ CURLOPT_SSLVERSION, tls13 ? CURL_SSLVERSION_TLSv1_3
					    : CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_IPRESOLVE,
			ip_resolve(s->number[IIQ_ADDRESS_FAMILY]) },
		{ CURLOPT_VERBOSE, s->log_level >= 2 },
#if LIBCURL_VERSION_NUM >= 0x075700
		/* A resolver that hangs must not hold up the deadline. */
		{ CURLOPT_QUICK_EXIT, 1 },
#endif
	};
	const struct text_option texts[] = {
		{ CURLOPT_USERAGENT,
			agent != NULL ? agent
				      : "libincidentiq/" PACKAGE_VERSION },
		{ CURLOPT_PROXY, s->text[IIQ_PROXY] },
		/* Unencrypted, so not one hop farther than loopback. */
		{ CURLOPT_NOPROXY, url_is_plain(s->text[IIQ_URL])
					   ? "*"
					   : s->text[IIQ_NO_PROXY] },
	};

	curl_easy_reset(curl);
	if (set_longs(curl, longs, sizeof longs / sizeof *longs) < 0 ||
		set_texts(curl, texts, sizeof texts / sizeof *texts) < 0 ||
		set_callbacks(curl) < 0 ||
		wire_set_ca(s->wire, s->text[IIQ_CA]) < 0)
		return -1;
	s->changed = false;
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

static int
prepare(struct exchange *x, const char *url, struct curl_slist *headers)
{
	CURL *curl = x->session->wire->curl;
	const char *body = x->body != NULL ? x->body : "";
	bool posts = x->body != NULL || x->method[0] == 'P';
	const struct long_option longs[] = {
		{ posts ? CURLOPT_POST : CURLOPT_HTTPGET, 1 },
		{ CURLOPT_TIMEOUT_MS, x->session->number[IIQ_TIMEOUT_MS] },
#if !HAVE_PREREQ
		/* On a new connection libcurl never repeats a request. */
		{ CURLOPT_FRESH_CONNECT, strcmp(x->method, "GET") != 0 },
#endif
	};
	const struct text_option texts[] = { { CURLOPT_URL, url },
		{ CURLOPT_CUSTOMREQUEST, x->method } };

	if (set_longs(curl, longs, sizeof longs / sizeof *longs) < 0 ||
		set_texts(curl, texts, sizeof texts / sizeof *texts) < 0)
		return -1;
	if (posts) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)strlen(body));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	}
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, x->detail);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, x);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, x);
#if HAVE_PREREQ
	curl_easy_setopt(curl, CURLOPT_PREREQDATA, x);
#endif
	return 0;
}

/* A CA that somebody added to the bundle alone is found there. */
static CURLcode
retry_with_bundle(struct exchange *x)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	struct wire *wire = x->session->wire;
	curl_off_t spent_us = 0;
	long left_ms;

	wire->ca_shortcut = false;
	curl_easy_getinfo(wire->curl, CURLINFO_TOTAL_TIME_T, &spent_us);
	left_ms = x->session->number[IIQ_TIMEOUT_MS] - (long)(spent_us / 1000);
	if (left_ms <= 0)
		return CURLE_OPERATION_TIMEDOUT;
	curl_easy_setopt(wire->curl, CURLOPT_TIMEOUT_MS, left_ms);
	if (set_ca(wire->curl, info->cainfo, info->capath) < 0)
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

/* ---- What came of it ---- */

static int64_t
time_us(CURL *curl, CURLINFO info)
{
	curl_off_t us = 0;

	curl_easy_getinfo(curl, info, &us);
	return us;
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
	int64_t total = time_us(curl, CURLINFO_TOTAL_TIME_T);
	int64_t *n = x->reply->number;
	long connects = 1;

	curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connects);
	x->phase = x->header_bytes > 0 ? PHASE_ANSWER
		   : x->sends > 0      ? PHASE_SENT
		   : connect > 0       ? PHASE_TLS
		   : resolve > 0       ? PHASE_CONNECT
				       : PHASE_RESOLVE;
	n[IIQ_TIME_TOTAL_US] = total;
	if (x->phase > PHASE_RESOLVE)
		n[IIQ_TIME_RESOLVE_US] = connects > 0 ? resolve : 0;
	if (x->phase > PHASE_CONNECT)
		n[IIQ_TIME_CONNECT_US] = connects > 0 ? connect - resolve : 0;
	if (x->phase > PHASE_TLS && !plain)
		n[IIQ_TIME_TLS_US] = connects > 0 ? tls - connect : 0;
	if (x->phase == PHASE_ANSWER) {
		n[IIQ_TIME_PROCESSING_US] = first > sent ? first - sent : 0;
		n[IIQ_TIME_TRANSFER_US] = total > first ? total - first : 0;
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

/* Seconds, or a date: by the server's clock, if it told its time. */
static int64_t
retry_after(const char *value, int64_t server_date)
{
	time_t date;
	int64_t now;

	if (value[0] != '\0' && strspn(value, "0123456789") == strlen(value))
		return strtoll(value, NULL, 10);
	date = value[0] != '\0' ? curl_getdate(value, NULL) : -1;
	if (date < 0)
		return -1;
	now = server_date >= 0 ? server_date : (int64_t)time(NULL);
	return date > now ? date - now : 0;
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
			set_endpoint(x, ip, port);
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
	read_times(x);
	read_endpoint(x);
	n[IIQ_BYTES_SENT] = bytes_sent(x);
	n[IIQ_BODY_BYTES] = (int64_t)x->reply->body.len;
	n[IIQ_CERTIFICATE_END] = certificate_end(curl);
	if (x->date[0] != '\0')
		n[IIQ_SERVER_DATE] = curl_getdate(x->date, NULL);
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
	} known[] = { { CURLE_OK, TRANSPORT_OK },
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
		{ CURLE_WEIRD_SERVER_REPLY, TRANSPORT_NOT_HTTP } };

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

static void
read_failure(struct exchange *x, CURLcode code)
{
	long number = 0;

	x->transport = transport_of(x, code);
	curl_easy_getinfo(x->session->wire->curl, CURLINFO_OS_ERRNO, &number);
	if (x->transport == TRANSPORT_CONNECT && number > 0)
		snprintf(x->detail, sizeof x->detail, "%s",
			strerror((int)number));
	else if (code == CURLE_ABORTED_BY_CALLBACK)
		snprintf(x->detail, sizeof x->detail,
			"the server closed it, the request is not repeated");
	else if (x->detail[0] == '\0')
		snprintf(x->detail, sizeof x->detail, "%s",
			curl_easy_strerror(code));
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
		.retry_header_s = retry_after(
			x->retry_after, reply->number[IIQ_SERVER_DATE]) };
	outcome = outcome_of(&facts);
	reply->certainty = outcome.certainty;
	reply->number[IIQ_RETRY_AFTER_S] = outcome.retry_after_s;
	error_of_call(x, outcome.error);
	log_answer(x, outcome.error);
	return outcome.error;
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

	if (s->wire == NULL && (s->wire = wire_new()) == NULL)
		return -1;
	if (s->changed && wire_configure(s) < 0)
		return -1;
	headers = headers_new(s, x->body != NULL);
	if (headers == NULL || asprintf(&url, "%s%s%s%s", s->text[IIQ_URL],
				       x->path, x->query != NULL ? "?" : "",
				       x->query != NULL ? x->query : "") < 0)
		goto out;
	if (prepare(x, url, headers) < 0)
		goto out;
	log_request(x, url);
	code = perform(x);
	read_facts(x);
	read_failure(x, code);
	rc = 0;
out:
	free(url);
	headers_free(headers);
	return rc;
}

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
