/* doctor.h - is everything set up as it must be? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_DOCTOR_H
#define OUTBOX_DOCTOR_H

#include "common/err.h"
#include "outbox/settings.h"

/* Prints each step with a mark, and what to do. Exit status: 0, or 1 when one
 * failed. */
int doctor(const struct settings *settings);

/* The same when not even the settings could be read. */
int doctor_unread(const struct settings *settings, const struct err *why);

#endif
