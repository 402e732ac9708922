/* doctor_exam.h - what the files of doctor share, and nobody else sees */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_DOCTOR_EXAM_H
#define OUTBOX_DOCTOR_EXAM_H

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

/* doctor_names.c: is what the settings name there? */
void doctor_check_names(struct exam *exam);

#endif
