/* http.h - the web server: bytes in, an exchange, bytes out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_HTTP_H
#define FAKE_HTTP_H

#include <stdint.h>

#include "common/err.h"

struct fake;
struct http;

/* Where and how to listen; tls_dir NULL: without TLS. */
struct http_place {
	uint16_t port; /* 0: any that is free */
	const char *tls_dir;
	const char *cert; /* DIR/CERT.pem and DIR/CERT.key */
};

/* Listens on 127.0.0.1. fake must outlive it. */
int http_open(struct http **out, struct fake *fake,
	const struct http_place *place, struct err *why);
uint16_t http_port(const struct http *http);

/* Wakes up the calls that dawdle, and drops them. */
void http_close(struct http *http);

#endif
