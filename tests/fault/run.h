/* run.h - runs check_incidentiq, and what holds whatever befell it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAULT_RUN_H
#define FAULT_RUN_H

#include <stdbool.h>

/* The token of every run: no output may have it. */
#define RUN_TOKEN "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.canary-canary"

struct run {
	const char *name; /* of the fault */
	const char *url;
	double timeout_s;	 /* -t */
	bool all;		 /* all sub-checks, not the token's alone */
	const char *const *args; /* more options, up to a NULL; or NULL */
	void (*prepare)(void);	 /* in the child, or NULL */
	/* What came of it. */
	int exit_code; /* -1: it did not exit */
	char out[8192], err[4096];
	double seconds;
	long max_rss_kib;
};

void run_check(struct run *run);

/* A line that a monitoring core can read, nothing beside it, in time, of this
 * state; and it has the words. */
void run_says(const struct run *run, int state, const char *words);

#endif
