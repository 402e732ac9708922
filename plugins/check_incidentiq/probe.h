/* probe.h - one authenticated read, and every fact it yields */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_PROBE_H
#define CHECK_PROBE_H

#include <time.h>

#include "incidentiq.h"

enum { PROBE_NUMBERS = IIQ_CERTIFICATE_END + 1 };

struct facts {
	time_t now; /* by our own clock, when the request began */
	enum iiq_error error;
	char sentence[400];	       /* the library's, of the error */
	int64_t number[PROBE_NUMBERS]; /* by enum iiq_number; -1 = unknown */
	char peer[80];		       /* "203.0.113.7:443"; or "" */
	struct iiq_claims claims;
};

/* Sends GET path and notes what came of it. */
void probe(iiq_session *session, const char *path, struct facts *out);

#endif
