/* scripted.c - a server that does byte for byte what a table says */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/scripted.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	MAX_REQUESTS = 16,
	MAX_REQUEST = 2 * 1024 * 1024,
	DRIP_MS = 20,
	TRICKLE_MS = 1000
};

struct scripted {
	const struct scripted_step *steps;
	pthread_t thread;
	pthread_mutex_t lock; /* of the requests and counts */
	int listener;
	int client;  /* -1: none */
	int stop[2]; /* a pipe: when it can be read, the test is over */
	char url[64];
	char *requests[MAX_REQUESTS];
	size_t request_count, connection_count;
};

static void
die(const char *what)
{
	perror(what);
	abort();
}

/* False: the test is over. timeout_ms: -1 for ever; true when it passed. */
static bool
wait_for(const struct scripted *server, int fd, short events, int timeout_ms)
{
	struct pollfd fds[] = { { server->stop[0], POLLIN, 0 },
		{ fd, events, 0 } };

	while (poll(fds, 2, timeout_ms) < 0)
		if (errno != EINTR)
			die("poll");
	return fds[0].revents == 0;
}

static void
hang_up(struct scripted *server, bool reset)
{
	/* No time to linger: close() sends a RST. */
	const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	if (server->client < 0)
		return;
	if (reset)
		setsockopt(server->client, SOL_SOCKET, SO_LINGER, &linger,
			sizeof linger);
	close(server->client);
	server->client = -1;
}

static bool
accept_client(struct scripted *server)
{
	hang_up(server, false);
	if (!wait_for(server, server->listener, POLLIN, -1))
		return false;
	server->client = accept(server->listener, NULL, NULL);
	if (server->client < 0)
		die("accept");
	pthread_mutex_lock(&server->lock);
	server->connection_count++;
	pthread_mutex_unlock(&server->lock);
	return true;
}

/* Bytes that the request has when it is whole; 0: not yet known. */
static size_t
request_size(const char *text)
{
	const char *end = strstr(text, "\r\n\r\n");
	const char *length = strcasestr(text, "\r\nContent-Length:");

	if (end == NULL)
		return 0;
	return (size_t)(end + 4 - text) +
	       (length != NULL && length < end ? strtoul(length + 17, NULL, 10)
					       : 0);
}

static void
keep_request(struct scripted *server, char *text)
{
	pthread_mutex_lock(&server->lock);
	if (server->request_count < MAX_REQUESTS)
		server->requests[server->request_count++] = text;
	else
		free(text);
	pthread_mutex_unlock(&server->lock);
}

/* A client that goes before its request is whole ends the step, no more. */
static bool
read_request(struct scripted *server)
{
	char *text = calloc(1, MAX_REQUEST + 1);
	size_t len = 0, size = 0;

	if (text == NULL)
		die("calloc");
	while (len < MAX_REQUEST && (size == 0 || len < size)) {
		ssize_t n;

		if (!wait_for(server, server->client, POLLIN, -1)) {
			free(text);
			return false;
		}
		n = recv(server->client, text + len, MAX_REQUEST - len, 0);
		if (n <= 0)
			break;
		len += (size_t)n;
		size = request_size(text);
	}
	if (size > 0 && len >= size)
		keep_request(server, text);
	else
		free(text);
	return true;
}

/* False: the client has gone. */
static bool
send_all(struct scripted *server, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n;

		if (!wait_for(server, server->client, POLLOUT, -1))
			return false;
		n = send(server->client, text, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		text += n;
		len -= (size_t)n;
	}
	return true;
}

/* "1f8B" becomes two bytes. */
static void
send_hex(struct scripted *server, const char *digits)
{
	size_t len = strlen(digits) / 2;
	char *bytes = malloc(len + 1);

	if (bytes == NULL)
		die("malloc");
	for (size_t i = 0; i < len; i++) {
		const char pair[] = { digits[2 * i], digits[2 * i + 1], '\0' };

		bytes[i] = (char)strtol(pair, NULL, 16);
	}
	send_all(server, bytes, len);
	free(bytes);
}

static bool
drip(struct scripted *server, const char *text, int pause_ms)
{
	for (; *text != '\0'; text++) {
		if (!send_all(server, text, 1))
			break;
		/* A pause that the end of the test cuts short. */
		if (!wait_for(server, -1, 0, pause_ms))
			return false;
	}
	return true;
}

static bool
be_silent(struct scripted *server)
{
	char dropped[4096];

	while (wait_for(server, server->client, POLLIN, -1))
		if (recv(server->client, dropped, sizeof dropped, 0) <= 0)
			return true;
	return false;
}

/* False: nothing more is to be done. */
static bool
step(struct scripted *server, const struct scripted_step *step)
{
	switch (step->action) {
	case SCRIPTED_END:
		return false;
	case SCRIPTED_ACCEPT:
		return accept_client(server);
	case SCRIPTED_READ:
		return read_request(server);
	case SCRIPTED_SEND:
		send_all(server, step->text, strlen(step->text));
		return true;
	case SCRIPTED_HEX:
		send_hex(server, step->text);
		return true;
	case SCRIPTED_DRIP:
		return drip(server, step->text, DRIP_MS);
	case SCRIPTED_TRICKLE:
		return drip(server, step->text, TRICKLE_MS);
	case SCRIPTED_FLOOD:
		while (send_all(server, step->text, strlen(step->text)))
			;
		return true;
	case SCRIPTED_SILENCE:
		return be_silent(server);
	case SCRIPTED_CLOSE:
		hang_up(server, false);
		return true;
	case SCRIPTED_RESET:
		hang_up(server, true);
		return true;
	}
	return false;
}

static void *
serve(void *arg)
{
	struct scripted *server = arg;
	const struct scripted_step *now = server->steps;

	while (step(server, now))
		now++;
	hang_up(server, false);
	close(server->listener);
	return NULL;
}

/* A socket of 127.0.0.1, bound to a free port. */
static int
bind_any(char *url, size_t size)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) < 0 ||
		getsockname(fd, (struct sockaddr *)&at, &len) < 0)
		die("bind");
	snprintf(url, size, "http://127.0.0.1:%u", ntohs(at.sin_port));
	return fd;
}

struct scripted *
scripted_start(const struct scripted_step *steps)
{
	struct scripted *server = calloc(1, sizeof *server);

	if (server == NULL)
		die("calloc");
	server->steps = steps;
	server->client = -1;
	server->listener = bind_any(server->url, sizeof server->url);
	pthread_mutex_init(&server->lock, NULL);
	if (listen(server->listener, 8) < 0 || pipe(server->stop) < 0)
		die("listen");
	if (pthread_create(&server->thread, NULL, serve, server) != 0)
		die("pthread_create");
	return server;
}

const char *
scripted_url(const struct scripted *server)
{
	return server->url;
}

const char *
scripted_request(struct scripted *server, size_t n)
{
	const char *text;

	pthread_mutex_lock(&server->lock);
	text = n < server->request_count ? server->requests[n] : NULL;
	pthread_mutex_unlock(&server->lock);
	return text;
}

void
scripted_stop(struct scripted *server, size_t *requests, size_t *connections)
{
	if (write(server->stop[1], "", 1) != 1)
		die("write");
	pthread_join(server->thread, NULL);
	if (requests != NULL)
		*requests = server->request_count;
	if (connections != NULL)
		*connections = server->connection_count;
	for (size_t i = 0; i < server->request_count; i++)
		free(server->requests[i]);
	close(server->stop[0]);
	close(server->stop[1]);
	pthread_mutex_destroy(&server->lock);
	free(server);
}

const char *
scripted_refused_url(char *out, size_t size)
{
	/* Bound but never listened at, and kept so that nobody else gets it. */
	(void)bind_any(out, size);
	return out;
}
