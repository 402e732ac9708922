/* iiq_answer.c - what IncidentIQ's answers ask for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/iiq_answer.h"

#include <stddef.h>

enum answer
iiq_answer(enum iiq_error error, enum iiq_certainty certainty,
	const struct iiq_request *request)
{
	/* What left may have been acted on, whatever went wrong afterwards: a
	 * kept connection can break, and a second one be refused. */
	bool left = certainty != IIQ_NO && !request->is_read;

	switch (error) {
	case IIQ_OK:
		return DESK_DONE;
	case IIQ_ERR_RESOLVE:
	case IIQ_ERR_CONNECT:
	case IIQ_ERR_TLS:
	case IIQ_ERR_MEMORY: /* perhaps only for the answer */
	case IIQ_ERR_TIMEOUT:
	case IIQ_ERR_NETWORK:
		return left ? DESK_MAYBE : DESK_AWAY;
	/* Never go on unverified, never to another host. */
	case IIQ_ERR_CERTIFICATE:
		return left ? DESK_MAYBE : DESK_LOCKED;
	case IIQ_ERR_ARGUMENT:
	case IIQ_ERR_TOKEN:
	case IIQ_ERR_REDIRECT:
	case IIQ_ERR_AUTH:
	case IIQ_ERR_FORBIDDEN:
		return DESK_LOCKED;
	case IIQ_ERR_NOT_FOUND:
		return request->on_ticket ? DESK_GONE : DESK_LOCKED;
	case IIQ_ERR_RATE_LIMIT:
		return DESK_SLOW;
	case IIQ_ERR_REJECTED:
		return DESK_REFUSED;
	/* A success that says it is none: the caller looks for an id first. */
	case IIQ_ERR_API:
		return DESK_REFUSED;
	case IIQ_ERR_CONFLICT:
	case IIQ_ERR_SERVER:
	case IIQ_ERR_FORMAT:
		return DESK_MAYBE;
	}
	return DESK_MAYBE;
}

const char *
iiq_advice(enum iiq_error error)
{
	switch (error) {
	case IIQ_ERR_RESOLVE:
		return "is url right? Does this machine resolve names, or does "
		       "it need a proxy?";
	case IIQ_ERR_CONNECT:
	case IIQ_ERR_TIMEOUT:
		return "let a firewall pass TCP to that address and port, or "
		       "set proxy";
	case IIQ_ERR_TLS:
		return "something between here and there breaks TLS: a proxy, "
		       "or an old library here";
	case IIQ_ERR_CERTIFICATE:
		return "if a firewall opens TLS here, name its authority with "
		       "ca-file; install ca-certificates otherwise";
	case IIQ_ERR_NETWORK:
	case IIQ_ERR_FORMAT:
	case IIQ_ERR_REDIRECT:
		return "that is not IncidentIQ: is url right, or does a portal "
		       "answer in its place?";
	case IIQ_ERR_SERVER:
	case IIQ_ERR_RATE_LIMIT:
		return "IncidentIQ itself has trouble: try again later";
	case IIQ_ERR_ARGUMENT:
	case IIQ_ERR_TOKEN:
	case IIQ_ERR_MEMORY:
		return "see the settings";
	case IIQ_OK:
	case IIQ_ERR_REJECTED:
	case IIQ_ERR_AUTH:
	case IIQ_ERR_FORBIDDEN:
	case IIQ_ERR_NOT_FOUND:
	case IIQ_ERR_CONFLICT:
	case IIQ_ERR_API:
		return NULL;
	}
	return NULL;
}
