/* connect.h - the options that lead to IncidentIQ, and a session made of them
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CONNECT_H
#define COMMON_CONNECT_H

#include "common/err.h"
#include "common/opt.h"
#include "incidentiq.h"

/*
 * url site-id token-file ca-file proxy no-proxy tls-min timeout: options, and
 * keys of the ini file's [incidentiq]. They have an object file of their own,
 * so that a program can accept them without being linked to the library.
 */
extern const struct opt connect_options[];
extern const size_t connect_options_count;

/* --timeout in seconds, else fallback_s. */
int connect_timeout(const struct opts *opts, double fallback_s, double *out_s,
	struct err *why);

/*
 * A session with these settings and a token: --token-file, else
 * $IIQ_API_TOKEN, else the ini file's token-file, else systemd's credential.
 * url NULL: --url's.
 */
int connect_open(const struct opts *opts, const char *url, double timeout_s,
	iiq_session **out, struct err *why);

/* A session that can make no call: only its token can be asked. */
int connect_token(const struct opts *opts, iiq_session **out, struct err *why);

#endif
