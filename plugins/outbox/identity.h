/* identity.h - what tells objects, events and tickets apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_IDENTITY_H
#define OUTBOX_IDENTITY_H

#include <stdint.h>

#include "common/event.h"

enum {
	IDENTITY_SIZE = 65, /* SHA-256 in hex, and a NUL */
	MARKER_SIZE = 31,   /* "iiq1", 26 letters and digits, and a NUL */
	UUID_SIZE = 37
};

/* The host or service an event is about: instance, kind, host, service. A host
 * never equals one of its services. */
void identity_of_object(const struct event *event, char out[IDENTITY_SIZE]);

/*
 * The event itself, so that a second contact's copy and a reminder are the same
 * event: object, type, state and state time of a PROBLEM or RECOVERY. Without a
 * state time, and for all other types, which may rightly repeat: the minute of
 * receipt, author and comment instead.
 */
void identity_of_event(const struct event *event, char out[IDENTITY_SIZE]);

/*
 * The word by which an object's ticket is found again. It stands in tickets for
 * years: never change how it is made, only add a new version.
 */
void identity_marker(const char object[IDENTITY_SIZE], char out[MARKER_SIZE]);

/* True if text holds the marker as a whole word, and as its last. */
bool identity_marks(const char *text, const char *marker);

/* The same UUID for the same object and number, for as long as it is asked. */
void identity_uuid(const char *object, int64_t number, char out[UUID_SIZE]);

#endif
