/* http.c - the web server: bytes in, an exchange, bytes out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/http.h"

#include <arpa/inet.h>
#include <json-c/json.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/mem.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/serve.h"

#define MAX_BODY_BYTES	(16u << 20)
#define MAX_PEM_BYTES	65536
#define MAX_CONNECTIONS 2000
/* Hundreds of threads, none of which goes deep. */
#define STACK_BYTES (512u << 10)

struct http {
	struct MHD_Daemon *daemon;
	struct fake *fake;
	char *key, *cert;
	uint16_t port;
};

const char *
exchange_query(const struct exchange *x, const char *name)
{
	return MHD_lookup_connection_value(
		x->connection, MHD_GET_ARGUMENT_KIND, name);
}

const char *
exchange_header(const struct exchange *x, const char *name)
{
	return MHD_lookup_connection_value(
		x->connection, MHD_HEADER_KIND, name);
}

struct each {
	void (*call)(void *arg, const char *name, const char *value);
	void *arg;
};

static enum MHD_Result
visit(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	const struct each *each = arg;

	(void)kind;
	each->call(each->arg, name, value ? value : "");
	return MHD_YES;
}

void
exchange_each_query(const struct exchange *x,
	void (*call)(void *arg, const char *name, const char *value), void *arg)
{
	struct each each = { call, arg };

	MHD_get_connection_values(
		x->connection, MHD_GET_ARGUMENT_KIND, visit, &each);
}

static int
port_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct sockaddr_in address;

	if (info == NULL || info->client_addr->sa_family != AF_INET)
		return 0;
	memcpy(&address, info->client_addr, sizeof(address));
	return ntohs(address.sin_port);
}

/* The whole body as JSON, strictly; NULL for anything else. */
static struct json_object *
parse(const char *body, size_t length)
{
	struct json_tokener *tokener;
	struct json_object *json;

	if (length == 0)
		return NULL;
	tokener = json_tokener_new();
	json_tokener_set_flags(
		tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	json = json_tokener_parse_ex(tokener, body, (int)length);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		json_object_put(json);
		json = NULL;
	}
	json_tokener_free(tokener);
	return json;
}

static void
add_date(struct MHD_Response *response, long offset_s)
{
	time_t now = time(NULL) + offset_s;
	struct tm utc;
	char text[40];

	gmtime_r(&now, &utc);
	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &utc);
	MHD_add_response_header(response, MHD_HTTP_HEADER_DATE, text);
}

static enum MHD_Result
send_answer(struct MHD_Connection *connection, struct exchange *x)
{
	size_t length = x->text ? strlen(x->text) : 0;
	struct MHD_Response *response = MHD_create_response_from_buffer(
		length, x->text ? x->text : xstrdup(""), MHD_RESPMEM_MUST_FREE);
	enum MHD_Result sent;
	char seconds[24];

	x->text = NULL; /* the response's now */
	if (response == NULL)
		return MHD_NO;
	add_date(response, x->date_offset_s);
	if (x->type != NULL)
		MHD_add_response_header(
			response, MHD_HTTP_HEADER_CONTENT_TYPE, x->type);
	if (x->retry_after_s > 0) {
		snprintf(seconds, sizeof(seconds), "%ld", x->retry_after_s);
		MHD_add_response_header(
			response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
	}
	if (x->status >= 300 && x->status < 400)
		MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION,
			"https://login.example.invalid/");
	sent = MHD_queue_response(connection, (unsigned)x->status, response);
	MHD_destroy_response(response);
	return sent;
}

static enum MHD_Result
collect(struct exchange *x, const char *data, size_t length)
{
	if (length > MAX_BODY_BYTES - x->body_bytes)
		return MHD_NO;
	x->body = xrealloc(x->body, x->body_bytes + length);
	memcpy(x->body + x->body_bytes, data, length);
	x->body_bytes += length;
	return MHD_YES;
}

/* Called once when the headers are there, then for each piece of the body,
 * then once more to answer. MHD_NO closes the connection. */
static enum MHD_Result
handle(void *arg, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data,
	size_t *data_bytes, void **cookie)
{
	struct exchange *x = *cookie;
	size_t length = *data_bytes;
	enum MHD_Result result = MHD_NO;
	char *path;

	(void)version;
	if (x == NULL) {
		*cookie = x = xcalloc(1, sizeof(*x));
		x->fake = arg;
		x->connection = connection;
		return MHD_YES;
	}
	if (length > 0) {
		*data_bytes = 0;
		return collect(x, data, length);
	}
	x->method = method;
	x->path = path = xstrdup(url);
	x->json = parse(x->body, x->body_bytes);
	serve(x, port_of(connection));
	if (!x->drop)
		result = send_answer(connection, x);
	free(path);
	return result;
}

static void
done(void *arg, struct MHD_Connection *connection, void **cookie,
	enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *cookie;

	(void)arg;
	(void)connection;
	(void)why;
	if (x == NULL)
		return;
	json_object_put(x->json);
	free(x->body);
	free(x->text);
	free(x);
	*cookie = NULL;
}

static char *
read_pem(const struct http_place *place, const char *suffix, struct err *why)
{
	char *path = xasprintf("%s/%s.%s", place->tls_dir, place->cert, suffix);
	FILE *file = fopen(path, "r");
	char *text = xcalloc(MAX_PEM_BYTES, 1);

	if (file == NULL || fread(text, 1, MAX_PEM_BYTES - 1, file) == 0) {
		err_set(why, "%s cannot be read", path);
		free(text);
		text = NULL;
	}
	if (file != NULL)
		fclose(file);
	free(path);
	return text;
}

static struct MHD_Daemon *
start(struct http *http, uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, http->key },
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, http->cert },
		{ MHD_OPTION_END, 0, NULL },
	};

	return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION |
					MHD_USE_INTERNAL_POLLING_THREAD |
					MHD_USE_POLL |
					MHD_USE_SUPPRESS_DATE_NO_CLOCK |
					(http->key ? MHD_USE_TLS : 0),
		port, NULL, NULL, handle, http->fake, MHD_OPTION_SOCK_ADDR,
		&address, MHD_OPTION_NOTIFY_COMPLETED, done, NULL,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS,
		MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES,
		MHD_OPTION_ARRAY, http->key ? tls : tls + 2, MHD_OPTION_END);
}

int
http_open(struct http **out, struct fake *fake, const struct http_place *place,
	struct err *why)
{
	struct http *http = xcalloc(1, sizeof(*http));
	const union MHD_DaemonInfo *info;

	*out = NULL;
	http->fake = fake;
	fake->ending = false;
	if (place->tls_dir != NULL &&
		((http->key = read_pem(place, "key", why)) == NULL ||
			(http->cert = read_pem(place, "pem", why)) == NULL))
		goto out;
	http->daemon = start(http, place->port);
	if (http->daemon == NULL) {
		err_set(why, "cannot listen on port %u", place->port);
		goto out;
	}
	info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
	http->port = info->port;
	*out = http;
	return 0;
out:
	http_close(http);
	return -1;
}

uint16_t
http_port(const struct http *http)
{
	return http->port;
}

void
http_close(struct http *http)
{
	if (http == NULL)
		return;
	pthread_mutex_lock(&http->fake->lock);
	http->fake->ending = true;
	pthread_cond_broadcast(&http->fake->changed);
	pthread_mutex_unlock(&http->fake->lock);
	if (http->daemon != NULL)
		MHD_stop_daemon(http->daemon);
	free(http->key);
	free(http->cert);
	free(http);
}
