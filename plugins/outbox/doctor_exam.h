/* doctor_exam.h - what the files of doctor share, and nobody else sees */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_DOCTOR_EXAM_H
#define OUTBOX_DOCTOR_EXAM_H

#include <stdbool.h>
#include <time.h>

#include "outbox/chart.h"
#include "outbox/helpdesk_iiq.h"
#include "outbox/settings.h"

struct exam {
	const struct settings *settings;
	struct chart *chart;
	iiq_session *session; /* the desk's */
	struct iiq_desk *desk;
	struct pace pace;
	time_t now;
	char location[DESK_ID_SIZE]; /* the default one */
};

/* doctor_iiq.c: a date, for people. */
void doctor_day(time_t when, char *out, size_t size);

/*
 * doctor_reach.c: error and reply are those of GET /login. False: the rest
 * would fail for the same reason.
 */
bool doctor_check_reach(
	struct exam *exam, enum iiq_error error, const iiq_reply *reply);
void doctor_check_clock(struct exam *exam, const iiq_reply *reply);

/* doctor_token.c: likewise. */
bool doctor_check_token(
	struct exam *exam, enum iiq_error error, const iiq_reply *reply);

/* doctor_names.c: is what the settings name there? */
void doctor_check_names(struct exam *exam);

#endif
