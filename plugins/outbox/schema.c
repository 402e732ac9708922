/* schema.c - what the outbox's database holds */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/schema.h"

/*
 * Entries are never edited once released: a change of the schema is a new one.
 * Every time is in seconds since 1970, and 0 where there is none. A list of
 * three words or more after IN costs a table of its own each time that a row is
 * written: hence NOT IN with two.
 */
const char *const schema_steps[] = {
	/* One row a host or service: what it is, and the newest known of it. */
	"CREATE TABLE object ("
	" id INTEGER PRIMARY KEY,"
	" identity TEXT NOT NULL UNIQUE,"
	" marker TEXT NOT NULL UNIQUE,"
	" name TEXT NOT NULL,"
	" state TEXT NOT NULL DEFAULT '',"
	" state_time INTEGER NOT NULL DEFAULT 0,"
	" received INTEGER NOT NULL DEFAULT 0,"
	/* When that was by a clock that nobody can set. */
	" boot INTEGER NOT NULL DEFAULT 0,"
	" uptime INTEGER NOT NULL DEFAULT 0,"
	/* When anything at all was told of it, a mere reminder too. */
	" heard INTEGER NOT NULL DEFAULT 0,"
	/* What keeps the core from telling of it, and since when. */
	" flags INTEGER NOT NULL DEFAULT 0,"
	" flagged INTEGER NOT NULL DEFAULT 0,"
	/* When the sweep looked for its tickets. */
	" swept INTEGER NOT NULL DEFAULT 0);"
	"CREATE INDEX object_unswept ON object (received)"
	" WHERE received > swept;"

	/* Events that were seen, so that a copy is known for one. */
	"CREATE TABLE event ("
	" identity TEXT PRIMARY KEY,"
	" object INTEGER NOT NULL REFERENCES object,"
	" received INTEGER NOT NULL,"
	" type TEXT NOT NULL,"
	" state TEXT NOT NULL,"
	" text TEXT NOT NULL,"
	/* 1: it seemed to be, so that nothing was made of it. */
	" overtaken INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
	"CREATE INDEX event_age ON event (received);"
	"CREATE INDEX event_object ON event (object, received);"

	/* One row a problem of an object, from its first notification until its
	 * ticket is resolved. */
	"CREATE TABLE incident ("
	" id INTEGER PRIMARY KEY,"
	" object INTEGER NOT NULL REFERENCES object,"
	" opened INTEGER NOT NULL,"
	" ended INTEGER,"
	" told TEXT NOT NULL,"	/* worst state its ticket tells */
	" alert TEXT NOT NULL," /* the event its ticket is made of */
	" relapse TEXT,"	/* event to open anew with */
	" repeats INTEGER NOT NULL DEFAULT 0,"
	/* When the object was last well, as far as the incident knows. */
	" anchor INTEGER NOT NULL DEFAULT 0,"
	/* UUIDs come in either case. */
	" ticket TEXT COLLATE NOCASE,"
	" number TEXT,"
	/* When it was last looked whether a person closed the ticket, and when
	 * it was first seen that one had. */
	" looked INTEGER NOT NULL DEFAULT 0,"
	" closed INTEGER NOT NULL DEFAULT 0,"
	/* When we resolved it, by our clock and as IncidentIQ writes it, and
	 * the step of the workflow that it had before. */
	" resolved INTEGER NOT NULL DEFAULT 0,"
	" closed_on TEXT NOT NULL DEFAULT '',"
	" step TEXT NOT NULL DEFAULT '',"
	/* The object's last incident with a ticket; 0: there is none. And 1:
	 * that one's ticket cannot be opened again. */
	" previous INTEGER NOT NULL DEFAULT 0,"
	" anew INTEGER NOT NULL DEFAULT 0,"
	/* When its ticket was not there; 0: it was, or one of ours was seen
	 * since; -1: a person knows. */
	" gone INTEGER NOT NULL DEFAULT 0,"
	/* When another one began because a person had closed its ticket. */
	" revived INTEGER NOT NULL DEFAULT 0,"
	/* The ticket that the core shows of it; when the core was asked for
	 * what it was not yet seen to have done, or -1: it knows no such
	 * object; when it is asked again, and how often in a row it failed. */
	" noticed_ticket TEXT COLLATE NOCASE NOT NULL DEFAULT '',"
	" noticed INTEGER NOT NULL DEFAULT 0,"
	" notice_due INTEGER NOT NULL DEFAULT 0,"
	" notice_failures INTEGER NOT NULL DEFAULT 0);"
	/* Promise: at most one live incident an object. */
	"CREATE UNIQUE INDEX incident_live ON incident (object)"
	" WHERE ended IS NULL;"
	"CREATE INDEX incident_object ON incident (object, id);"
	"CREATE INDEX incident_ended ON incident (ended)"
	" WHERE ended IS NOT NULL;"
	"CREATE INDEX incident_ticket ON incident (ticket)"
	" WHERE ticket IS NOT NULL;"
	"CREATE INDEX incident_gone ON incident (gone) WHERE gone > 0;"
	"CREATE INDEX incident_revived ON incident (revived)"
	" WHERE revived > 0;"
	"CREATE INDEX incident_notice ON incident (notice_due)"
	" WHERE ticket IS NOT NULL AND noticed >= 0"
	" AND (noticed > 0"
	"  OR noticed_ticket <> CASE WHEN ended IS NULL THEN ticket"
	"   ELSE '' END);"

	/* What IncidentIQ is still to be told, in order for each incident. */
	"CREATE TABLE job ("
	" id INTEGER PRIMARY KEY,"
	" incident INTEGER NOT NULL REFERENCES incident,"
	" action TEXT NOT NULL CHECK (action = 'create'"
	"  OR action = 'comment' OR action = 'resolve'),"
	" seq INTEGER NOT NULL,"
	" state TEXT NOT NULL CHECK (state IN ('pending', 'sending')"
	"  OR state = 'held' OR state IN ('dead', 'done')),"
	" due INTEGER NOT NULL,"
	" tries INTEGER NOT NULL DEFAULT 0,"
	" urgent INTEGER NOT NULL DEFAULT 0," /* 1: it goes before others */
	" minimal INTEGER NOT NULL DEFAULT 0,"
	" sent INTEGER NOT NULL DEFAULT 0,"    /* when the doubt began */
	" absent INTEGER NOT NULL DEFAULT 0,"  /* first clean search without it
						*/
	" unsure INTEGER NOT NULL DEFAULT 0,"  /* first search that told nothing
						*/
	" doubted INTEGER NOT NULL DEFAULT 0," /* 1: its text may have been sent
						*/
	" created INTEGER NOT NULL,"
	" text TEXT NOT NULL DEFAULT '',"
	" note INTEGER NOT NULL DEFAULT 1," /* enum job_reader */
	/* The event to open the next incident with if the ticket is closed. */
	" alert TEXT NOT NULL DEFAULT '',"
	" error TEXT NOT NULL DEFAULT '',"
	" dropped INTEGER NOT NULL DEFAULT 0," /* when a person gave it up */
	" UNIQUE (incident, action, seq));"
	"CREATE INDEX job_due ON job (due, id)"
	" WHERE state NOT IN ('dead', 'done');"
	"CREATE INDEX job_urgent ON job (due, id)"
	" WHERE urgent = 1 AND state NOT IN ('dead', 'done');"
	"CREATE INDEX job_order ON job (incident, id, state);"

	/* What the outbox tells itself, and status. */
	"CREATE TABLE fact ("
	" key TEXT PRIMARY KEY,"
	" text TEXT NOT NULL) WITHOUT ROWID;"

	/* What names stood for when the help desk was asked last. */
	"CREATE TABLE name ("
	" thing TEXT NOT NULL,"
	" word TEXT NOT NULL COLLATE NOCASE,"
	" within TEXT NOT NULL COLLATE NOCASE," /* a room's location, or '' */
	" id TEXT NOT NULL,"			/* '' = none */
	" location TEXT NOT NULL,"		/* where an asset is */
	" room TEXT NOT NULL,"
	" problem TEXT NOT NULL," /* why there is none */
	" asked INTEGER NOT NULL,"
	" PRIMARY KEY (thing, word, within)) WITHOUT ROWID;"

	/* Whose token we had: as it said, or '', and as IncidentIQ said. */
	"CREATE TABLE user ("
	" name TEXT COLLATE NOCASE,"
	" id TEXT COLLATE NOCASE,"
	" PRIMARY KEY (name, id)) WITHOUT ROWID;"

	/* Tickets that were closed and are no incident's: none is ever taken
	 * for one that was left open. */
	"CREATE TABLE closed_ticket ("
	" ticket TEXT COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID;"

	/* One row: how the core is, and when it is asked again. */
	"CREATE TABLE core ("
	" due INTEGER NOT NULL,"
	" failures INTEGER NOT NULL," /* in a row */
	" since INTEGER NOT NULL,"
	" error TEXT NOT NULL);"
	"INSERT INTO core VALUES (0, 0, 0, '');",
};

const int schema_newest = SCHEMA_FIRST - 1 +
			  (int)(sizeof(schema_steps) / sizeof(schema_steps[0]));
