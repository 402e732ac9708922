/* helpdesk_iiq.h - IncidentIQ as a help desk: its calls and field names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_HELPDESK_IIQ_H
#define OUTBOX_HELPDESK_IIQ_H

#include "incidentiq.h"
#include "outbox/helpdesk.h"
#include "outbox/pace.h"
#include "outbox/us.h"

struct iiq_desk;

/* Takes over the session. The pace outlives the desk, which may be made anew
 * when settings changed. */
struct iiq_desk *iiq_desk_new(iiq_session *session, struct pace *pace);

/* The id of the workflow step that resolves a ticket, tried before it is
 * closed;
 * "" = none. */
void iiq_desk_set_resolve_step(struct iiq_desk *desk, const char *step);

/* Makes comments public, so that whom a ticket is for is sent them. */
void iiq_desk_set_comment_emails(struct iiq_desk *desk, bool wanted);
void iiq_desk_free(struct iiq_desk *desk);

/* Its operations; borrowed. */
const struct helpdesk *iiq_desk_ops(struct iiq_desk *desk);

/* How its last call ended, where a verdict's answer is too coarse. */
enum iiq_error iiq_desk_error(const struct iiq_desk *desk);

/* Its token's user, as the token says, "" if it does not; borrowed. */
const char *iiq_desk_user(struct iiq_desk *desk);

/* Whom it takes for us, besides that user; borrowed, to be added to. */
struct us *iiq_desk_us(struct iiq_desk *desk);

/* Cancels a ticket that was opened for nothing. */
struct verdict iiq_desk_cancel(struct iiq_desk *desk, const char *ticket);

/* Where people see a ticket; "" if that is unknown. url is the setting. free()
 * it. */
char *iiq_ticket_url(const char *url, const char *ticket);

/* The JSON of the create request; free() it. For preview. */
char *iiq_desk_preview(const struct draft *draft);

#endif
