/* way.h - the way to IncidentIQ, asked for until it leads there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_WAY_H
#define OUTBOX_WAY_H

#include "common/err.h"
#include "outbox/helpdesk_iiq.h"
#include "outbox/settings.h"

/*
 * Opens a desk that takes the token. What no option says of token file,
 * address and site is asked at the terminal, and asked again as long as it is
 * wrong; the options say it afterwards. The pace outlives the desk.
 */
int way_open(struct settings *settings, struct pace *pace,
	struct iiq_desk **out, struct err *why);

#endif
