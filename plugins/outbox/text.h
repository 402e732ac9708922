/* text.h - what people read in a ticket */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_TEXT_H
#define OUTBOX_TEXT_H

#include "common/event.h"
#include "outbox/timeline.h"

/* Text for HTML: & < > " escaped, newlines as <br>; free() it. */
char *text_html(const char *text);

/* Templates that were checked; NULL: as it is told without. */
struct text_templates {
	const char *subject;
	const char *body;
	const char *comment;
};

/* "web1 is DOWN", "web1: disk is CRITICAL"; at most 200 bytes, cut between
 * characters; free() it. */
char *text_subject(const struct event *event, const char *template);

/* The same without a template, and with printable ASCII only. */
char *text_plain_subject(const struct event *event);

/* The ticket's description as HTML, without its marker; free() it. */
char *text_body(const struct event *event, const char *template);

/* An event as a comment's HTML; free() it. */
char *text_comment(const struct event *event, const char *template);

/* What happened before, as HTML; "" where that is one event. free() it. */
char *text_timeline(const struct timeline *timeline);

#endif
