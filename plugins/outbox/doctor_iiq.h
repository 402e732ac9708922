/* doctor_iiq.h - what doctor asks IncidentIQ */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_DOCTOR_IIQ_H
#define OUTBOX_DOCTOR_IIQ_H

#include <time.h>

#include "outbox/chart.h"
#include "outbox/settings.h"

/* Reads only. Ends early where the rest would fail for the same reason. */
void doctor_ask(
	const struct settings *settings, time_t now, struct chart *chart);

#endif
