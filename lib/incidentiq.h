/* incidentiq.h - authenticated requests to the IncidentIQ API */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INCIDENTIQ_H
#define INCIDENTIQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The library knows HTTP, JSON and credentials; it knows no ticket and no
 * monitoring core. It prints nothing, ends no process and has no global state:
 * sessions are independent, and one session belongs to one thread at a time.
 * (With libcurl older than 7.84, make the first call before the first thread.)
 *
 * Ownership: a `const` pointer that you pass is copied, one that you get is
 * borrowed from the object you asked. What comes through a `T **out` is yours
 * to free. Every free function accepts NULL.
 *
 * Names of calls ("GET /login") and of sections in these comments are those of
 * the vendor's API documentation, version 1.0.
 */

typedef struct iiq_session iiq_session;
typedef struct iiq_reply iiq_reply;
struct json_object;

/*
 * What went wrong. The values are classes of reaction, so that a program can
 * act on them; the sentence for people is iiq_session_error().
 */
enum iiq_error {
	IIQ_OK = 0,
	IIQ_ERR_MEMORY,	  /* no memory */
	IIQ_ERR_ARGUMENT, /* a setting or argument is wrong: nothing was sent */
	IIQ_ERR_TOKEN,	  /* no token, or one that must not be used */
	IIQ_ERR_RESOLVE,  /* the host name has no address */
	IIQ_ERR_CONNECT,  /* no connection to server or proxy */
	IIQ_ERR_TLS,	  /* the TLS handshake failed */
	IIQ_ERR_CERTIFICATE, /* the server's certificate is not to be trusted */
	IIQ_ERR_TIMEOUT,     /* the deadline passed */
	IIQ_ERR_NETWORK,    /* the connection broke, or what came is not HTTP */
	IIQ_ERR_REDIRECT,   /* 3xx: never followed, the token would travel */
	IIQ_ERR_REJECTED,   /* 400, 413, 422 and other 4xx */
	IIQ_ERR_AUTH,	    /* 401: bad token, or a missing permission */
	IIQ_ERR_FORBIDDEN,  /* 403 */
	IIQ_ERR_NOT_FOUND,  /* 404 */
	IIQ_ERR_CONFLICT,   /* 409 */
	IIQ_ERR_RATE_LIMIT, /* 429 */
	IIQ_ERR_SERVER,	    /* 408, 425 and 5xx */
	IIQ_ERR_FORMAT,	    /* 2xx, but not JSON, or larger than the limits */
	IIQ_ERR_API	    /* 2xx whose envelope holds Errors */
};

/*
 * May the server have acted on the request? Judged by the bytes that left
 * first: whatever the error, IIQ_NO when there were none. An answer that
 * refuses is NO as well (3xx, 4xx), one that leaves it open is MAYBE (408, 409,
 * 425, 5xx, and 2xx that is cut, not JSON or holds Errors).
 */
enum iiq_certainty { IIQ_NO, IIQ_MAYBE, IIQ_YES };

/* The class as a few words: "name resolution failed". Never NULL. */
const char *iiq_strerror(enum iiq_error error);

/* ---- Session ---- */

/*
 * Makes a session with the defaults given at each option below.
 * Errors: IIQ_ERR_MEMORY.
 */
enum iiq_error iiq_session_new(iiq_session **out);

/* Closes the connection, wipes the token and frees the session. */
void iiq_session_free(iiq_session *session);

/* Settings that are text. */
enum iiq_text_option {
	IIQ_URL,	/* https://TENANT.incidentiq.com[/api/v1.0]; a bare
			   host name is completed. http:// only to loopback */
	IIQ_SITE_ID,	/* the site's UUID: header SiteId */
	IIQ_PRODUCT_ID, /* a UUID: header ProductId; default none */
	IIQ_TOKEN,	/* the token itself */
	IIQ_TOKEN_FILE, /* a file that holds it; read and checked at once */
	IIQ_PROXY,	/* as CURLOPT_PROXY, "" for none; default: the
			   environment's. Never used for http:// */
	IIQ_NO_PROXY, /* hosts to reach directly; default: the environment's */
	IIQ_CA,	      /* PEM file, or a directory with hash links; default:
			 the system's */
	IIQ_TLS_MIN,  /* "1.2" (default) or "1.3" */
	IIQ_USER_AGENT, /* default "libincidentiq/VERSION" */
	IIQ_API_FLAGS	/* header ApiFlags; default none. Updates of a ticket
			   want "OnlySetMappedProperties": without it, fields
			   that the body leaves out may be emptied. Set it for
			   the call, and NULL again */
};

/*
 * Sets one of them; NULL gives the default back. A token file must be a regular
 * file (no symbolic link), of at most 16 KiB, not writable by group or others
 * and not readable by others; one newline at its end is dropped, blanks and
 * control characters are refused. What is refused changes nothing.
 * Errors: IIQ_ERR_ARGUMENT, IIQ_ERR_TOKEN, IIQ_ERR_MEMORY.
 * Rests on: "Authentication" (Authorization: Bearer, SiteId, Client).
 */
enum iiq_error iiq_session_set(
	iiq_session *session, enum iiq_text_option option, const char *value);

/* Settings that are numbers. */
enum iiq_number_option {
	IIQ_TIMEOUT_MS,	    /* deadline of a whole call; 1..3600000, 30000 */
	IIQ_MAX_BODY_BYTES, /* what is read of a body; 1024.., 4 MiB */
	IIQ_ADDRESS_FAMILY  /* 4, 6, or 0 for both; 0 */
};

/* Sets one of them. Errors: IIQ_ERR_ARGUMENT. */
enum iiq_error iiq_session_set_number(
	iiq_session *session, enum iiq_number_option option, long value);

/*
 * Takes the token from where services keep it: $IIQ_API_TOKEN, else the file
 * incidentiq.token in $CREDENTIALS_DIRECTORY (systemd).
 * Errors: IIQ_ERR_TOKEN, also when there is none; IIQ_ERR_MEMORY.
 */
enum iiq_error iiq_session_find_token(iiq_session *session);

/*
 * Where to report what goes over the wire. level 1: a line a request with
 * status and times; 2: headers and the first 512 bytes of bodies. Secrets are
 * replaced by "[redacted]" before a line gets here. NULL: silence (default).
 */
typedef void iiq_log_fn(void *arg, int level, const char *line);
enum iiq_error iiq_session_set_log(
	iiq_session *session, int level, iiq_log_fn *log, void *arg);

/*
 * The last error of this session as one sentence without newline and without
 * secret ("POST /tickets/new: HTTP 500: Internal Server Error"); "" when there
 * was none. Valid until the session's next call.
 */
const char *iiq_session_error(const iiq_session *session);

/* What the token says of itself; unsigned hearsay, see iiq_session_claims(). */
struct iiq_claims {
	bool is_jwt;	     /* false: opaque, nothing else is known */
	bool has_expires;    /* "exp" is there and a number */
	bool has_issued;     /* "iat" */
	double expires;	     /* seconds since 1970, may have a fraction */
	double issued;	     /* the same */
	char issuer[200];    /* "iss", IncidentIQ puts the SiteId here; or "" */
	char subject[200];   /* "sub", the token's user; or "" */
	char why_opaque[80]; /* what kept it from being read as a JWT; or "" */
};

/*
 * Reads the claims of the session's token, without network and without
 * checking its signature (HS256: only the vendor can). An opaque token is no
 * error.
 * Errors: IIQ_ERR_TOKEN when the session has none, IIQ_ERR_MEMORY.
 */
enum iiq_error iiq_session_claims(
	iiq_session *session, struct iiq_claims *claims);

/* ---- Call ---- */

/*
 * Sends one request over the session's connection and waits for the answer.
 * method: "GET", "POST", "PUT", "DELETE". path: below the base URL, starting
 * with "/", already percent-encoded where it holds foreign text (see
 * iiq_escape). query: NULL or "a=1&b=2", encoded likewise. body: NULL or JSON
 * text; not kept. Redirects are never followed. A GET may go out twice, when a
 * kept connection turns out to be dead; nothing else ever does.
 *
 * *out is set whenever a request was attempted, also when the call failed, so
 * that status, times and messages can be read; it is NULL before that
 * (IIQ_ERR_ARGUMENT, IIQ_ERR_TOKEN, IIQ_ERR_MEMORY). out may be NULL.
 * Rests on: "Making requests", "Response envelope", "Errors".
 */
enum iiq_error iiq_call(iiq_session *session, const char *method,
	const char *path, const char *query, const char *body, iiq_reply **out);

/* Frees an answer and everything borrowed from it. */
void iiq_reply_free(iiq_reply *reply);

/* May the server have acted on this request? NULL: IIQ_NO. */
enum iiq_certainty iiq_certainty(const iiq_reply *reply);

/* Facts that are numbers. Each is -1 when it is not known. */
enum iiq_number {
	IIQ_STATUS,	     /* HTTP status */
	IIQ_BODY_STATUS,     /* StatusCode in the envelope */
	IIQ_ITEM_COUNT,	     /* ItemCount */
	IIQ_TOTAL_ROWS,	     /* Paging.TotalRows */
	IIQ_PAGE_INDEX,	     /* Paging.PageIndex, from zero */
	IIQ_PAGE_COUNT,	     /* Paging.PageCount */
	IIQ_EXECUTION_MS,    /* ExecutionTime: the server's own time */
	IIQ_RETRY_AFTER_S,   /* RetryAfter in the body, else the header; at
				most a day */
	IIQ_SERVER_DATE,     /* header Date, seconds since 1970 */
	IIQ_TIME_RESOLVE_US, /* phases, as differences, microseconds; a phase
				that a reused connection skipped is 0, one
				that was not reached is -1 */
	IIQ_TIME_CONNECT_US,
	IIQ_TIME_TLS_US,
	IIQ_TIME_PROCESSING_US, /* request sent until first byte of the answer
				 */
	IIQ_TIME_TRANSFER_US,	/* first byte until the last */
	IIQ_TIME_TOTAL_US,
	IIQ_BYTES_SENT,	    /* what left of the request; 0: nothing */
	IIQ_BODY_BYTES,	    /* body received */
	IIQ_CERTIFICATE_END /* earliest notAfter of the chain the server showed,
			       seconds since 1970; first call of a connection */
};
int64_t iiq_reply_number(const iiq_reply *reply, enum iiq_number which);

/*
 * Facts that are text: one line of at most 1 KiB, without control characters
 * or secrets. Each is NULL when it is not known.
 */
enum iiq_text {
	IIQ_MESSAGE,	   /* Message of the envelope */
	IIQ_ERRORS,	   /* Errors, as "Field: message; Field: message" */
	IIQ_ERROR_KEY,	   /* ErrorKey, else that of the first of Errors */
	IIQ_UID,	   /* Uid of a new entity */
	IIQ_PEER,	   /* "203.0.113.7:443" */
	IIQ_REDIRECT_HOST, /* host that a 3xx pointed to */
	IIQ_SITE_OF_REPLY  /* header or field SiteId, where the answer has it */
};
const char *iiq_reply_text(const iiq_reply *reply, enum iiq_text which);

/*
 * Parts of the answer as json-c objects, borrowed: json_object_get() what must
 * outlive the reply. NULL when absent.
 */
enum iiq_part {
	IIQ_JSON, /* the whole answer */
	IIQ_ITEM, /* Item; a bare object that is no envelope counts as one */
	IIQ_ITEMS /* Items, always an array; a bare array counts as one */
};
struct json_object *iiq_reply_part(const iiq_reply *reply, enum iiq_part which);

/*
 * Percent-encodes text for one path segment or query value. The result is
 * yours to free(); NULL for lack of memory.
 */
char *iiq_escape(const char *text);

#ifdef __cplusplus
}
#endif
#endif
