/* alert.h - events for tests, in one line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_ALERT_H
#define UNIT_ALERT_H

#include "common/event.h"

/* An event of a host, or of a service ("" = host); event_free() it. */
static inline struct event
alert(enum event_type type, enum event_state state, const char *host,
	const char *service)
{
	struct event event;

	event_init(&event);
	event.type = type;
	event.state = state;
	event_set_text(&event, EVENT_HOST, host);
	event_set_text(&event, EVENT_SERVICE, service);
	return event;
}

#endif
