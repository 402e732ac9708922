/* desk.c - IncidentIQ, opened as the settings say */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/desk.h"

#include "common/connect.h"

enum { TIMEOUT_S = 30 };

int
desk_open(const struct settings *settings, struct pace *pace,
	struct iiq_desk **out, struct err *why)
{
	iiq_session *session;
	double timeout_s;

	*out = NULL;
	if (connect_timeout(settings->opts, TIMEOUT_S, &timeout_s, why) < 0 ||
		connect_open(settings->opts, NULL, timeout_s, &session, why) <
			0)
		return -1;
	*out = iiq_desk_new(session, pace);
	iiq_desk_set_resolve_step(
		*out, opts_text(settings->opts, "resolve-step"));
	iiq_desk_set_comment_emails(*out, settings->mails_comments);
	return 0;
}
