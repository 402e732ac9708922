/* probe.c - one authenticated read, and every fact it yields */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/probe.h"

#include <stdio.h>

static void
copy_text(char *to, size_t size, const char *text)
{
	snprintf(to, size, "%s", text == NULL ? "" : text);
}

void
probe(iiq_session *session, const char *path, struct facts *out)
{
	iiq_reply *reply = NULL;

	iiq_session_claims(session, &out->claims);
	out->error = iiq_call(session, "GET", path, NULL, NULL, &reply);
	copy_text(out->sentence, sizeof(out->sentence),
		iiq_session_error(session));
	for (int i = 0; i < PROBE_NUMBERS; i++)
		out->number[i] = reply == NULL ? -1
					       : iiq_reply_number(reply,
							 (enum iiq_number)i);
	if (reply == NULL)
		return;
	copy_text(
		out->peer, sizeof(out->peer), iiq_reply_text(reply, IIQ_PEER));
	iiq_reply_free(reply);
}
