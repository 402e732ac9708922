/* request.h - what the check may ask: reads, never a change */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_REQUEST_H
#define CHECK_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"

struct request {
	const char *method, *path, *query, *body; /* as iiq_call() takes them */
	bool is_list;				  /* rows are the answer */
};

/* A read that IncidentIQ allows only to users with a certain permission. */
struct permission {
	const char *name;
	struct request request;
};

/* The read that proves the token, where no other is asked for: a list. */
#define REQUEST_PROBE "/tickets/statuses"

enum { PERMISSIONS = 7 };
extern const struct permission permissions[PERMISSIONS];

/*
 * Reads "tickets,users" into a set: bit i stands for permissions[i]. "none" is
 * the empty set, "" is not. -1 with a sentence that names the word nobody
 * knows.
 */
int permissions_parse(const char *names, unsigned *set, struct err *why);

#endif
