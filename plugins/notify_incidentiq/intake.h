/* intake.h - send: make an alert durable, and go */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NOTIFY_INTAKE_H
#define NOTIFY_INTAKE_H

#include "common/opt.h"

/* Room for the values of send's options. */
struct opts *send_opts_new(void);

/*
 * Stores the alert that options (argv[0] is none) and environment hold, and
 * returns the exit status: 0 when it is on stable storage, 2 when that failed,
 * 3 when it is no alert. Unless it is 0 the alert is in the system log, and the
 * spool remembers that one was lost. --help and --version are left to the
 * caller: SEND_HELP, SEND_VERSION.
 */
enum { SEND_HELP = -1, SEND_VERSION = -2 };
int send_run(struct opts *opts, int argc, char **argv);

#endif
