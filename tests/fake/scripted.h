/* scripted.h - a server that does byte for byte what a table says */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_SCRIPTED_H
#define FAKE_SCRIPTED_H

#include <stddef.h>

/*
 * A script is one list of steps, whatever the connections: ACCEPT waits for the
 * next client, all else happens on the last one accepted. The server runs in a
 * thread of the test, on 127.0.0.1 and a port that was free.
 */
enum scripted_action {
	SCRIPTED_END,	  /* closes everything; later clients are refused */
	SCRIPTED_ACCEPT,  /* hangs up on the client before, takes the next */
	SCRIPTED_READ,	  /* a whole request: header and Content-Length bytes */
	SCRIPTED_SEND,	  /* text */
	SCRIPTED_HEX,	  /* the bytes of which text has the digits */
	SCRIPTED_DRIP,	  /* text, a byte every 20 ms, while the client stays */
	SCRIPTED_TRICKLE, /* the same, a byte a second */
	SCRIPTED_FLOOD,	  /* text, over and over, while the client stays */
	SCRIPTED_SILENCE, /* nothing, until the client hangs up */
	SCRIPTED_CLOSE,	  /* hangs up in good order */
	SCRIPTED_RESET	  /* hangs up with a RST */
};

struct scripted_step {
	enum scripted_action action;
	const char *text;
};

struct scripted;

/* Never fails but by ending the test program. steps: ended by SCRIPTED_END;
 * must outlive the server. */
struct scripted *scripted_start(const struct scripted_step *steps);

/* "http://127.0.0.1:PORT" */
const char *scripted_url(const struct scripted *server);

/* What was read: all of the n-th request, from 0; NULL when there was none. */
const char *scripted_request(struct scripted *server, size_t n);

/* Ends the script where it is and frees the server; requests and
 * connections that it saw are counted into what is not NULL. */
void scripted_stop(
	struct scripted *server, size_t *requests, size_t *connections);

/* The URL of a port that nobody listens at. */
const char *scripted_refused_url(char *out, size_t size);

#endif
