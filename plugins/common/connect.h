/* connect.h - the options that lead to IncidentIQ, and a session made of them
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CONNECT_H
#define COMMON_CONNECT_H

#include "common/err.h"
#include "common/opt.h"
#include "incidentiq.h"

/* url site-id token-file ca-file proxy timeout: options, and keys of the ini
 * file's [incidentiq]. */
extern const struct opt connect_options[];
extern const size_t connect_options_count;

/*
 * A session with these settings and a token: --token-file, else
 * $IIQ_API_TOKEN, else the ini file's token-file, else systemd's credential.
 */
int connect_open(const struct opts *opts, iiq_session **out, struct err *why);

#endif
