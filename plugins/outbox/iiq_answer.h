/* iiq_answer.h - what IncidentIQ's answers ask for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_IIQ_ANSWER_H
#define OUTBOX_IIQ_ANSWER_H

#include <stdbool.h>

#include "incidentiq.h"
#include "outbox/helpdesk.h"

/*
 * The reaction to a call that ended so. is_read: a request that changes
 * nothing, so that doubt does not matter. on_ticket: 404 means this ticket.
 */
struct iiq_request {
	bool is_read;
	bool on_ticket;
};
enum answer iiq_answer(enum iiq_error error, enum iiq_certainty certainty,
	const struct iiq_request *request);

/* What to do when no answer came, or none of IncidentIQ; NULL: one came. */
const char *iiq_advice(enum iiq_error error);

#endif
