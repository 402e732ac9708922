/* helpdesk.c - freeing what a help desk answered */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/helpdesk.h"

#include <stdlib.h>
#include <string.h>

void
ticket_clear(struct ticket *ticket)
{
	free(ticket->subject);
	free(ticket->body);
	memset(ticket, 0, sizeof(*ticket));
}

void
tickets_clear(struct tickets *tickets)
{
	for (size_t i = 0; i < tickets->count; i++)
		ticket_clear(&tickets->rows[i]);
	free(tickets->rows);
	memset(tickets, 0, sizeof(*tickets));
}
