/* wire.h - libcurl's side of a session; the one place where its header is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IIQ_WIRE_H
#define IIQ_WIRE_H

#include "private.h"

#include <curl/curl.h>

/* With it libcurl asks before it sends, and so cannot send twice unnoticed. */
#define HAVE_PREREQ (LIBCURL_VERSION_NUM >= 0x075000)

struct wire {
	CURL *curl;
	/* The system's CA folder is used in place of its bundle. */
	bool ca_shortcut;
};

struct wire_long {
	CURLoption option;
	long value;
};

struct wire_text {
	CURLoption option;
	const char *value;
};

/* Set options of libcurl; -1 when it refuses one. */
int wire_set_longs(CURL *curl, const struct wire_long *options, size_t count);
int wire_set_texts(CURL *curl, const struct wire_text *options, size_t count);

/* Makes the session's wire if there is none, and brings it up to date. */
int wire_ready(iiq_session *session);

/* Gives up the shortcut of ca_shortcut. */
int wire_use_bundle(struct wire *wire);

/* facts.c: what libcurl knows of an exchange, once it has ended. */
void facts_read(struct exchange *x, CURLcode code);
void facts_endpoint(struct exchange *x, const char *ip, long port);

/* How much of libcurl's words may be told: a proxy's URL, which it puts in
 * quotes, can hold a password. */
size_t facts_tellable(const char *words, size_t len);

#endif
