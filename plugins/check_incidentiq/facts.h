/* facts.h - all that the requests of a check have yielded */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_FACTS_H
#define CHECK_FACTS_H

#include <time.h>

#include "check_incidentiq/request.h"
#include "incidentiq.h"

enum { ANSWER_NUMBERS = IIQ_CERTIFICATE_END + 1 };

/* What came of one request. */
struct answer {
	bool asked; /* false: nothing else is known */
	enum iiq_error error;
	char sentence[400];		/* the library's, of the error */
	int64_t number[ANSWER_NUMBERS]; /* by enum iiq_number; -1 = unknown */
	char peer[80];			/* "203.0.113.7:443"; or "" */
	bool is_strange;  /* an object that is not the API's envelope */
	char site[40];	  /* SiteId in the answer; or "" */
	char message[80]; /* the envelope's; or "" */
	time_t ended;	  /* by our own clock */
};

/* In the order in which they are asked. */
enum {
	ANSWER_ALIVE,
	ANSWER_TOKEN,
	ANSWER_PERMISSION, /* + index into permissions[] */
	ANSWERS = ANSWER_PERMISSION + PERMISSIONS
};

struct facts {
	time_t now;	  /* by our own clock, at the beginning */
	double elapsed_s; /* from the first request to the last answer */
	unsigned retries;
	struct iiq_claims claims;
	enum iiq_error claims_error; /* they could not be read */
	struct answer answer[ANSWERS];
};

/* The first known number of all answers, and which answer had it (may be
 * NULL); -1 when none knows. */
int64_t facts_number(const struct facts *facts, enum iiq_number which,
	const struct answer **of);

/* The sum over all answers that know it; -1 when none does. */
int64_t facts_sum(const struct facts *facts, enum iiq_number which);

/* True when every request that was sent got an answer, and one was. */
bool facts_answered(const struct facts *facts);

#endif
