/* doctor_reach.c - does IncidentIQ answer, and does its clock agree? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "outbox/doctor_exam.h"

enum { SKEW_S = 300 };

/* What to do when no answer came, or none of IncidentIQ; NULL: one came. */
static const char *
reach_advice(enum iiq_error error)
{
	switch (error) {
	case IIQ_ERR_RESOLVE:
		return "is url right? Does this machine resolve names, or does "
		       "it need a proxy?";
	case IIQ_ERR_CONNECT:
	case IIQ_ERR_TIMEOUT:
		return "let a firewall pass TCP to that address and port, or "
		       "set proxy";
	case IIQ_ERR_TLS:
		return "something between here and there breaks TLS: a proxy, "
		       "or an old library here";
	case IIQ_ERR_CERTIFICATE:
		return "if a firewall opens TLS here, name its authority with "
		       "ca-file; install ca-certificates otherwise";
	case IIQ_ERR_NETWORK:
	case IIQ_ERR_FORMAT:
	case IIQ_ERR_REDIRECT:
		return "that is not IncidentIQ: is url right, or does a portal "
		       "answer in its place?";
	case IIQ_ERR_SERVER:
	case IIQ_ERR_RATE_LIMIT:
		return "IncidentIQ itself has trouble: try again later";
	case IIQ_ERR_ARGUMENT:
	case IIQ_ERR_TOKEN:
	case IIQ_ERR_MEMORY:
		return "see the settings";
	case IIQ_OK:
	case IIQ_ERR_REJECTED:
	case IIQ_ERR_AUTH:
	case IIQ_ERR_FORBIDDEN:
	case IIQ_ERR_NOT_FOUND:
	case IIQ_ERR_CONFLICT:
	case IIQ_ERR_API:
		return NULL;
	}
	return NULL;
}

bool
doctor_check_reach(
	struct exam *exam, enum iiq_error error, const iiq_reply *reply)
{
	const char *advice = reach_advice(error);
	int64_t end = iiq_reply_number(reply, IIQ_CERTIFICATE_END);
	const char *peer = iiq_reply_text(reply, IIQ_PEER);
	char day[32] = "";

	if (advice != NULL) {
		chart_add(exam->chart, MARK_FAILED, "reach", "%s",
			iiq_session_error(exam->session));
		chart_advise(exam->chart, "%s", advice);
		return false;
	}
	if (end > 0)
		doctor_day((time_t)end, day, sizeof(day));
	chart_add(exam->chart, MARK_OK, "reach", "%s answers in %.2f s%s%s",
		peer == NULL ? "it" : peer,
		(double)iiq_reply_number(reply, IIQ_TIME_TOTAL_US) / 1e6,
		end > 0 ? ", certificate until " : "", day);
	return true;
}

void
doctor_check_clock(struct exam *exam, const iiq_reply *reply)
{
	int64_t theirs = iiq_reply_number(reply, IIQ_SERVER_DATE);
	long skew = (long)(exam->now - theirs);

	if (theirs < 0)
		return;
	if (skew > SKEW_S || skew < -SKEW_S) {
		chart_add(exam->chart, MARK_WARNING, "clock",
			"this machine is %ld s %s the server", labs(skew),
			skew > 0 ? "ahead of" : "behind");
		chart_advise(
			exam->chart, "synchronise it, by chrony for instance");
	} else {
		chart_add(exam->chart, MARK_OK, "clock",
			"as the server's, within %d s", SKEW_S);
	}
}
