/* event.h - one notification: bounded, cleaned, and what it means */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_EVENT_H
#define COMMON_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum event_type {
	EVENT_PROBLEM,
	EVENT_RECOVERY,
	EVENT_ACKNOWLEDGEMENT,
	EVENT_FLAPPINGSTART,
	EVENT_FLAPPINGEND,
	EVENT_FLAPPINGDISABLED,
	EVENT_DOWNTIMESTART,
	EVENT_DOWNTIMEEND,
	EVENT_DOWNTIMECANCELLED,
	EVENT_CUSTOM
};

enum event_state {
	EVENT_UP,
	EVENT_DOWN,
	EVENT_UNREACHABLE,
	EVENT_OK,
	EVENT_WARNING,
	EVENT_CRITICAL,
	EVENT_UNKNOWN
};

/* The texts of an event. Their names are options, spool keys and template
 * fields alike: see event_text_name(). */
enum event_text {
	EVENT_HOST,
	EVENT_SERVICE,
	EVENT_INSTANCE,
	EVENT_ALIAS,
	EVENT_ADDRESS,
	EVENT_OUTPUT,
	EVENT_LONG_OUTPUT,
	EVENT_AUTHOR,
	EVENT_COMMENT,
	EVENT_CONTACT,
	EVENT_ASSET,
	EVENT_LOCATION,
	EVENT_ROOM,
	EVENT_REQUESTER,
	EVENT_ISSUE,
	EVENT_TEAM,
	EVENT_URGENT,
	EVENT_GROUP,
	EVENT_IGNORE,
	EVENT_TEXTS
};

/* The last second of which nanoseconds since 1970 can tell, in 2262. */
#define EVENT_TIME_MAX ((time_t)(INT64_MAX / 1000000000))

struct event {
	enum event_type type;
	enum event_state state;
	time_t received;   /* when intake took it, */
	long received_ns;  /* and the nanoseconds of that second */
	unsigned boot;	   /* which start of the machine that was in, */
	time_t uptime;	   /* and the seconds since then; 0, 0 = unknown */
	time_t state_time; /* when the state began; 0 = unknown */
	time_t anchor;	   /* when the object was last well; 0 = unknown */
	char *text[EVENT_TEXTS]; /* never NULL once event_init() ran */
};

/* An event with every text "" and type CUSTOM. */
void event_init(struct event *event);
void event_free(struct event *event);

/* "long-output" for EVENT_LONG_OUTPUT: the option without its dashes. */
const char *event_text_name(enum event_text which);

/*
 * Stores one text, bounded and cleaned: at most as many bytes as the field
 * takes (cut between characters), valid UTF-8, no control characters; newlines
 * stay in the fields that have lines, where the two characters \n are one too.
 * A value of "$" or "$_...$" is a macro nobody filled in: "". NULL is "".
 */
void event_set_text(
	struct event *event, enum event_text which, const char *value);

/* The same for a text that was set once before, such as a spool file's: bounded
 * and cleaned all the same, but a "$" or \n in it is meant. */
void event_restore_text(
	struct event *event, enum event_text which, const char *value);

/* Any spelling of either core, without regard to case; unknown: CUSTOM. */
enum event_type event_type_read(const char *word);
const char *event_type_name(enum event_type type);

/* The state a word or the core's digit names, or EVENT_UNKNOWN; a host's empty
 * word is DOWN for a PROBLEM and UP for a RECOVERY, a service's CRITICAL and
 * OK. */
enum event_state event_state_read(
	const char *word, enum event_type type, bool is_host);
const char *event_state_name(enum event_state state);

/* UP or OK. */
bool event_state_is_good(enum event_state state);

bool event_is_host(const struct event *event);

#endif
