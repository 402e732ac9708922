/* probe.h - the requests of a check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_PROBE_H
#define CHECK_PROBE_H

#include "check_incidentiq/facts.h"

struct questions {
	bool offline; /* only what the token says of itself */
	bool alive;
	const char *path;     /* of the read that proves the token */
	const char *query;    /* the same; NULL = none */
	unsigned permissions; /* set of permissions[] */
	unsigned retries;     /* of each GET */
	double timeout_s;     /* for all together */
};

/*
 * Asks one question after the other over one connection. What comes behind a
 * request without an answer, or behind a token that is refused, is not asked.
 */
void probe(iiq_session *session, const struct questions *questions,
	struct facts *out);

#endif
