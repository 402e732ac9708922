/* doctor_reach.c - does IncidentIQ answer, and does its clock agree? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "outbox/doctor_exam.h"
#include "outbox/iiq_answer.h"

enum { SKEW_S = 300 };

bool
doctor_check_reach(
	struct exam *exam, enum iiq_error error, const iiq_reply *reply)
{
	const char *advice = iiq_advice(error);
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
