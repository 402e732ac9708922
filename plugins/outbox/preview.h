/* preview.h - the ticket that an alert would have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_PREVIEW_H
#define OUTBOX_PREVIEW_H

#include "common/err.h"
#include "outbox/settings.h"

/* What send --dry-run asks for: an alert's text on stdin, JSON on stdout. */
int preview(const struct settings *settings, struct err *why);

#endif
