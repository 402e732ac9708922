/* nagios_status.h - what Nagios' status file tells of one object */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_NAGIOS_STATUS_H
#define OUTBOX_NAGIOS_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "common/err.h"

/* More comments of one author are found once these are gone. */
enum { NAGIOS_COMMENTS = 16 };

struct nagios_question {
	const char *host;
	const char *service; /* "" for the host itself */
	const char *author;  /* whose comments count, */
	const char *text;    /* and which is looked for */
	time_t after;	     /* an older file is not read on */
};

struct nagios_status {
	time_t written; /* when Nagios did */
	/* The rest only if that is after what was asked for. */
	bool is_known; /* Nagios has that object, */
	bool is_well;  /* which is UP or OK, */
	bool is_acknowledged;
	bool has_text; /* and has a comment with the text */
	size_t count;
	unsigned long comments[NAGIOS_COMMENTS]; /* their numbers */
};

int nagios_status_read(const char *path, const struct nagios_question *question,
	struct nagios_status *out, struct err *why);

#endif
