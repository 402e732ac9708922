/* helpdesk.h - what a help desk can do, whichever it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_HELPDESK_H
#define OUTBOX_HELPDESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* How a request ended, as the reaction that it asks for. */
enum answer {
	DESK_DONE,
	DESK_AWAY,    /* certainly not done: the desk cannot be reached */
	DESK_SLOW,    /* certainly not done: too many requests */
	DESK_LOCKED,  /* certainly not done: token or settings are wrong */
	DESK_REFUSED, /* certainly not done: this request is wrong */
	DESK_LARGE,   /* the same, and shorter it might not be */
	DESK_GONE,    /* there is no such ticket, or it may not be seen */
	DESK_MAYBE    /* it may have been done: look before sending again */
};

enum { DESK_ID_SIZE = 40 };

struct verdict {
	enum answer answer;
	long retry_after_s; /* what the desk asked for; 0 = nothing */
	char text[512];	    /* for people; "" when done */
};

struct ticket {
	char id[40];
	char number[40];
	char *subject;
	char *body; /* only where one ticket was read */
	bool closed;
	char creator[DESK_ID_SIZE];  /* who opened it; "" = not said */
	char assignee[DESK_ID_SIZE]; /* "" = nobody, or not said */
	bool foreign;	    /* it is known that none of us opened it, */
	bool own;	    /* and that one did */
	bool taken;	    /* assigned to a person, as far as is known */
	char step[40];	    /* of its workflow; "" = unknown */
	char closed_on[40]; /* a date, as the desk writes it; "" = unknown */
	time_t created; /* as the desk says, without its zone; 0 = unknown */
};

struct tickets {
	struct ticket *rows;
	size_t count;
	int64_t total; /* rows that there are on all pages; -1 = unknown */
};

/* Whom and what a ticket concerns. */
enum thing {
	THING_REQUESTER,
	THING_ISSUE,
	THING_LOCATION,
	THING_ROOM,
	THING_TEAM,
	THING_ASSET,
	THINGS
};

/* One of them, as the desk knows it; texts are "" where there is none. */
struct entry {
	char id[DESK_ID_SIZE];
	char *name;  /* an asset's is its tag */
	char *other; /* another name that is as good: an e-mail address */
	char location[DESK_ID_SIZE]; /* where an asset or a room is */
	char room[DESK_ID_SIZE];     /* where an asset is */
};

struct entries {
	struct entry *rows;
	size_t count;
};

/* A ticket to be opened. Texts are borrowed, "" where there is none. */
struct draft {
	const char *subject;
	const char *body;	/* HTML */
	const char *marker;	/* the word that goes last */
	const char *note;	/* HTML to stand before the marker */
	const char *id[THINGS]; /* NULL or "" for none */
	bool urgent;
};

enum { HELPDESK_PAGE_ROWS = 100, HELPDESK_LIST_PAGES = 20 };

struct helpdesk {
	void *self;
	/* Is the token good for anything at all? */
	struct verdict (*probe)(void *self);
	/* The id of the token's user, when the desk was not told it before and
	 * has found it out; else "". */
	void (*whoami)(void *self, char id[DESK_ID_SIZE]);
	/* LARGE is what this and a comment alone answer. */
	struct verdict (*open)(
		void *self, const struct draft *draft, struct ticket *out);
	/* The same comment may come twice with one id: it is one comment. */
	struct verdict (*comment)(void *self, const char *ticket,
		const char *id, const char *html);
	/* after: the ticket as it is then, where the desk tells; clear it.
	 * NULL: it is not wanted. */
	struct verdict (*resolve)(
		void *self, const char *ticket, struct ticket *after);
	/* Moves a closed ticket back to a step that it had. */
	struct verdict (*reopen)(
		void *self, const char *ticket, const char *step);
	/* Closes it, as one that tells the same as another ticket. */
	struct verdict (*duplicate)(
		void *self, const char *ticket, const char *original);
	struct verdict (*read)(
		void *self, const char *ticket, struct ticket *out);
	/* Whose is a ticket that was read? Sets foreign, own and taken. */
	struct verdict (*judge)(void *self, struct ticket *ticket);
	/* Has anybody but us worked on it? True where the desk does not say. */
	struct verdict (*touched)(void *self, const char *ticket, bool *out);
	/* First page of what the desk's search says holds a word. It may be
	 * wrong in both ways: whoever acts on a row reads the ticket first. */
	struct verdict (*search)(
		void *self, const char *word, struct tickets *out);
	/* A page of all tickets, newest first. */
	struct verdict (*newest)(
		void *self, unsigned page, struct tickets *out);
	/*
	 * What bears a name that holds this word, or has this id, all there is
	 * for ""; assets with this tag, or else this serial number.
	 * within: the location that a room must be in, or "". REFUSED where
	 * that may not be asked.
	 */
	struct verdict (*lookup)(void *self, enum thing thing, const char *word,
		const char *within, struct entries *out);
};

void ticket_clear(struct ticket *ticket);
void tickets_clear(struct tickets *tickets);

/* "asset tag" for THING_ASSET. */
const char *thing_name(enum thing thing);

/* Adds an entry, in the place of one with its id; *entry is taken over. */
void entries_add(struct entries *entries, struct entry *entry);

/* Removes entries no name of which holds the word. */
void entries_keep(struct entries *entries, const char *word);

/* The entry with exactly this name, or this id, without regard to case; *count
 * tells how many have it. */
const struct entry *entries_named(
	const struct entries *entries, const char *name, size_t *count);

void entry_clear(struct entry *entry);
void entries_clear(struct entries *entries);

#endif
