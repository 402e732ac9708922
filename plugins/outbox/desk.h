/* desk.h - IncidentIQ, opened as the settings say */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_DESK_H
#define OUTBOX_DESK_H

#include "common/err.h"
#include "outbox/helpdesk_iiq.h"
#include "outbox/settings.h"

/* The pace outlives the desk. */
int desk_open(const struct settings *settings, struct pace *pace,
	struct iiq_desk **out, struct err *why);

#endif
