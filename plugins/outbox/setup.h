/* setup.h - the ini file, made of answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SETUP_H
#define OUTBOX_SETUP_H

#include "common/err.h"
#include "outbox/settings.h"

/*
 * Asks at the terminal for what no option says, writes the ini file, becomes
 * the owner of the spool and runs doctor. Exit status: doctor's; -1 with a
 * sentence when there is no file.
 */
int setup(struct settings *settings, struct err *why);

#endif
