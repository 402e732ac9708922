/* health.h - how the outbox is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_HEALTH_H
#define OUTBOX_HEALTH_H

#include <stddef.h>
#include <time.h>

#include "common/err.h"
#include "common/state.h"
#include "outbox/incident.h"
#include "outbox/job.h"
#include "outbox/notice.h"
#include "outbox/settings.h"

struct health {
	size_t spooled;
	long spool_age_s; /* of the oldest alert that was not even taken */
	const char *lost; /* the spool that an alert was lost from, or NULL */
	const char *bad;  /* the spool with files that are no alert, or NULL */
	struct job_counts jobs;
	struct silence silence;
	const char *stale_after;      /* what such a silence is called */
	long age_s;		      /* of the oldest that is undelivered, */
	double warning_s, critical_s; /* and from when on that is bad */
	char *hold;		      /* what holds everything up, or "" */
	char *locked; /* not "" if that needs a person, as a token does */
	struct notice_trouble core;
	long core_age_s;       /* for how long it has been ill */
	struct err core_unset; /* why the settings name no core, or "" */
	long success_age_s;    /* since a job was done; -1: none was yet */
	double pace;	       /* requests a second that are granted; 0: all */
	double database;       /* bytes */
};

/* Reads it from spool and database. After -1 with a sentence, too, what was
 * read is there: free it in every case. */
int health_read(const struct settings *settings, time_t now, struct health *out,
	struct err *why);
void health_free(struct health *health);

/* The worst that there is to say of it, and how bad that is. */
enum { HEALTH_LINE_SIZE = 800 };
enum state health_judge(
	const struct health *health, char line[HEALTH_LINE_SIZE]);

#endif
