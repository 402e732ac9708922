/* private.h - what the library's files share, and nobody else sees */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IIQ_PRIVATE_H
#define IIQ_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All is compiled hidden; what this header declares is the exception. */
#pragma GCC visibility push(default)
#include "incidentiq.h"
#pragma GCC visibility pop

enum {
	TEXT_OPTIONS = IIQ_API_FLAGS + 1,
	NUMBER_OPTIONS = IIQ_ADDRESS_FAMILY + 1,
	NUMBERS = IIQ_CERTIFICATE_END + 1,
	TEXTS = IIQ_SITE_OF_REPLY + 1,
	MAX_TOKEN = 16 * 1024,
	MAX_HEADERS = 64 * 1024, /* bytes, of one answer */
	MAX_TEXT = 1024,	 /* bytes, of one message from the server */
	MAX_DEPTH = 64		 /* of nested JSON */
};

struct wire;

struct iiq_session {
	char *text[TEXT_OPTIONS];
	long number[NUMBER_OPTIONS];
	struct wire
		*wire; /* the connection: call.c's, made at the first call */
	bool changed;  /* settings that the wire has not seen yet */
	int log_level;
	iiq_log_fn *log;
	void *log_arg;
	char error[512];
};

/* ---- buf.c: bytes that grow, up to a limit ---- */

struct buf {
	char *data; /* NULL, or ended by a NUL that len does not count */
	size_t len;
	size_t size;
	size_t max; /* 0: no limit */
	bool full;  /* the limit refused something */
};

/* Returns -1, and adds nothing, for lack of memory or over the limit. */
int buf_add(struct buf *buf, const void *data, size_t len);
int buf_puts(struct buf *buf, const char *text);
void buf_free(struct buf *buf);

/* ---- text.c: foreign text made fit to be printed ---- */

/*
 * Copies text into a line of at most size - 1 bytes: control characters become
 * blanks, broken UTF-8 becomes "?", anything that is or may be a secret becomes
 * "[redacted]". secret: one more text to hide, or NULL.
 */
void text_fit(char *out, size_t size, const char *text, size_t len,
	const char *secret);

/* ---- error.c: classes and sentences ---- */

/* Sets the session's sentence, made fit to be printed; returns error. */
enum iiq_error error_set(iiq_session *session, enum iiq_error error,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* ---- url.c: addresses ---- */

/*
 * Completes a base URL, without a slash at its end. NULL when it is not one:
 * then *wrong says why, or is NULL for lack of memory.
 */
char *url_base(const char *value, const char **wrong);
bool url_is_plain(const char *base);

/* What is wrong with the path or query of a request; NULL: nothing. */
const char *url_fault(const char *path, const char *query);

/* The host, with its port if there is one, of an absolute URL. */
void url_host(const char *url, char *out, size_t size);

/* ---- token.c: where tokens come from and what they say ---- */

/* What is wrong with a token; NULL: nothing. */
const char *token_fault(const char *token);

/* Reads and checks a token file into *out, to be freed by token_wipe(). */
enum iiq_error token_read(iiq_session *session, const char *path, char **out);

/* -1 for lack of memory. */
int token_claims(const char *token, struct iiq_claims *claims);

/* Overwrites; the second frees as well, and accepts NULL. */
void token_blank(char *token);
void token_wipe(char *token);

/* ---- outcome.c: what an answer, or the lack of one, means ---- */

enum transport {
	TRANSPORT_OK, /* a whole answer came */
	TRANSPORT_MEMORY,
	TRANSPORT_SETTING, /* a CA file that cannot be read, for instance */
	TRANSPORT_RESOLVE,
	TRANSPORT_CONNECT,
	TRANSPORT_TLS,
	TRANSPORT_CERTIFICATE,
	TRANSPORT_TIMEOUT,
	TRANSPORT_BROKEN,
	TRANSPORT_NOT_HTTP,
	TRANSPORT_TOO_LARGE
};

enum body_kind { BODY_NONE, BODY_JSON, BODY_OTHER, BODY_BLOATED };

struct facts {
	enum transport transport;
	int64_t bytes_sent;
	int status; /* 0: no whole header came */
	enum body_kind body;
	bool has_errors;		      /* the envelope holds Errors */
	int64_t retry_body_s, retry_header_s; /* -1: absent */
};

struct outcome {
	enum iiq_error error;
	enum iiq_certainty certainty;
	int64_t retry_after_s; /* -1: not said */
};

struct outcome outcome_of(const struct facts *facts);

/* ---- reply.c: an answer and its envelope ---- */

struct iiq_reply {
	int64_t number[NUMBERS];
	char *text[TEXTS];
	char reason[64]; /* of the status line */
	struct buf body; /* as it came */
	enum body_kind kind;
	bool has_errors;
	struct json_object *json;
	struct json_object *item, *items; /* borrowed from json */
	enum iiq_certainty certainty;
};

iiq_reply *reply_new(size_t max_body);

/* Parses the body and takes the envelope apart; -1 for lack of memory. */
int reply_read(iiq_reply *reply, const char *secret);

/* Keeps text, made fit to be printed; -1 for lack of memory. */
int reply_set_text(iiq_reply *reply, enum iiq_text which, const char *text,
	size_t len, const char *secret);

/* A whole JSON text of at most depth levels; *out is NULL when it is not one.
 * -1 for lack of memory. */
int reply_parse(
	const char *text, size_t len, int depth, struct json_object **out);

/* ---- The exchange: one request and what became of it ---- */

enum phase {
	PHASE_RESOLVE,
	PHASE_CONNECT,
	PHASE_PROXY, /* it was asked for the way, and gave none */
	PHASE_TLS,
	PHASE_SENT,  /* the request, or a part of it, has left */
	PHASE_ANSWER /* the first byte of an answer has come */
};

struct exchange {
	iiq_session *session;
	iiq_reply *reply;
	const char *method, *path, *query, *body; /* the caller's */
	enum transport transport;
	enum phase phase;
	char detail[256];   /* libcurl's words for what went wrong */
	char endpoint[300]; /* address and port, or the host before there is */
	int status;	    /* of the last status line */
	bool whole_header;
	size_t header_bytes;
	char date[64], retry_after[64]; /* headers, as they came; or "" */
	int64_t retry_after_s; /* the header, as seconds from now; or -1 */
	unsigned sends;	       /* how often the request was begun */
	long sent_before;      /* bytes that a proxy got before it */
};

/* header.c: takes in one line of the answer's header, with its line end. */
void header_line(struct exchange *x, const char *line, size_t len);

/* facts.c: reads the header's dates, and how long it says to wait. */
void facts_dates(struct exchange *x);

/* error.c: the sentence of a call that failed; returns error. */
enum iiq_error error_of_call(const struct exchange *x, enum iiq_error error);

/* ---- log.c: what goes over the wire, told without secrets ---- */

void log_line(const iiq_session *session, int level, const char *prefix,
	const char *text, size_t len);
void log_request(const struct exchange *x, const char *url);
void log_answer(const struct exchange *x, enum iiq_error error);

/* ---- wire.c: the connection, and libcurl behind it ---- */

void wire_free(struct wire *wire);

#endif
