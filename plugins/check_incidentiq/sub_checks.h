/* sub_checks.h - the sub-checks behind judge(), and what they share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_SUB_CHECKS_H
#define CHECK_SUB_CHECKS_H

#include "check_incidentiq/judge.h"

/* Fills in state, brief and detail, or has nothing to say: false. */
typedef bool judge_fn(const struct facts *facts, const struct policy *policy,
	struct finding *out);

/* judge_network.c */
judge_fn judge_reach, judge_time, judge_certificate, judge_alive, judge_clock;

/* judge_token.c */
judge_fn judge_token, judge_site, judge_expiry, judge_permissions;

/* The one of permissions[which], whose count judge_permissions() gives. */
bool judge_permission(const struct facts *facts, const struct policy *policy,
	int which, struct finding *out);

/* ---- judge.c: what they share ---- */

/* What does not fit is cut: foreign text is as long as it likes. */
void finding_brief(struct finding *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void finding_detail(struct finding *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The state that an error of a request makes by itself. */
enum state judge_error(const struct policy *policy, enum iiq_error error);

/* The library's sentence without the request it is about. */
const char *judge_sentence(const struct answer *answer);

/* A failure that only the body tells, behind a good status of HTTP, is WARNING:
 * which of them is right is not known. False: there is no such thing. */
bool judge_contradiction(const struct answer *answer, struct finding *out);

/* The time by the server's clock, if it told it, else by ours. */
double judge_now(const struct facts *facts);

/* " (critical 30:)": the limit that made the state so; "" for OK. */
#define LIMIT_TEXT 96
void limit_format(const struct thresholds *limits, enum state state,
	char text[LIMIT_TEXT]);

/* "2026-07-14", in UTC; a year that no calendar prints is cut off. */
#define DATE_TEXT 32
void date_format(double when, char text[DATE_TEXT]);

/* "412d", or hours and minutes of the last two days; cut at 2700 years. */
#define SPAN_TEXT 16
void span_format(double seconds, char text[SPAN_TEXT]);

#endif
