/* gate.h - when the help desk as a whole may be asked again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_GATE_H
#define OUTBOX_GATE_H

#include <stdbool.h>
#include <time.h>

#include "outbox/helpdesk.h"

struct gate {
	time_t opens;	   /* 0 = open */
	unsigned failures; /* in a row */
	unsigned maybes;   /* requests in a row that ended in doubt */
	bool locked;	   /* by token or settings: read them again */
};

/* Takes what a delivery told of the desk. */
void gate_heed(struct gate *gate, const struct verdict *verdict, time_t now,
	unsigned dice);

#endif
