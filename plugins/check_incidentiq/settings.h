/* settings.h - what the check is told: its options, and what they mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_SETTINGS_H
#define CHECK_SETTINGS_H

#include "check_incidentiq/judge.h"
#include "check_incidentiq/probe.h"
#include "common/opt.h"

/* Beside those that lead to IncidentIQ, common/connect.h. */
extern const struct opt check_options[];
extern const size_t check_options_count;

/* The deadline, when nobody says one. */
enum { SETTINGS_TIMEOUT_S = 10 };

enum output_format { OUTPUT_TEXT, OUTPUT_JSON, OUTPUT_OPENMETRICS };

struct settings {
	struct questions questions;
	struct policy policy;
	char *url;   /* yours; NULL: that of --url */
	char *probe; /* yours; questions' path and query */
	long family; /* 4, 6, or 0 for both */
	enum output_format format;
	bool exit_ok;
	int verbosity;
};

/*
 * -1 with a sentence that names the option. Ends with the opts: strings are
 * borrowed from them. The first reads deadline, timeout state and output alone,
 * all that must be known before a file is read; the second all.
 */
int settings_read_early(
	const struct opts *opts, struct settings *out, struct err *why);
int settings_read(
	const struct opts *opts, struct settings *out, struct err *why);

#endif
