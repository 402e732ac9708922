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
	DESK_GONE,    /* there is no such ticket, or it may not be seen */
	DESK_MAYBE    /* it may have been done: look before sending again */
};

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
	bool foreign;	/* known to be opened by another user than ours */
	bool taken;	/* assigned to a person, as far as is known */
	char step[40];	/* of its workflow; "" = unknown */
	time_t created; /* as the desk says, without its zone; 0 = unknown */
};

struct tickets {
	struct ticket *rows;
	size_t count;
	int64_t total; /* rows that there are on all pages; -1 = unknown */
};

/* Whom and what a ticket concerns: ids or names, NULL or "" for none. */
struct mapping {
	const char *requester;
	const char *issue;
	const char *location;
	const char *room;
	const char *team;
};

/* A ticket to be opened. Texts are borrowed, "" where there is none. */
struct draft {
	const char *subject;
	const char *body;     /* HTML */
	const char *marker;   /* the word that goes last */
	const char *note;     /* HTML to stand before the marker */
	const char *asset;    /* tag; lends its place if the alert says none */
	struct mapping alert; /* what the alert says */
	struct mapping fallback; /* what to take where it says nothing */
	bool urgent;
};

enum { HELPDESK_PAGE_ROWS = 100 };

struct helpdesk {
	void *self;
	/* Is the token good for anything at all? */
	struct verdict (*probe)(void *self);
	struct verdict (*open)(
		void *self, const struct draft *draft, struct ticket *out);
	/* The same comment may come twice with one id: it is one comment. */
	struct verdict (*comment)(void *self, const char *ticket,
		const char *id, const char *html);
	struct verdict (*resolve)(void *self, const char *ticket);
	/* Moves a closed ticket back to a step that it had. */
	struct verdict (*reopen)(
		void *self, const char *ticket, const char *step);
	struct verdict (*read)(
		void *self, const char *ticket, struct ticket *out);
	/* Has anybody but us worked on it? True where the desk does not say. */
	struct verdict (*touched)(void *self, const char *ticket, bool *out);
	/* First page of what the desk's search says holds a word. It may be
	 * wrong in both ways: whoever acts on a row reads the ticket first. */
	struct verdict (*search)(
		void *self, const char *word, struct tickets *out);
	/* A page of all tickets, newest first. */
	struct verdict (*newest)(
		void *self, unsigned page, struct tickets *out);
};

void ticket_clear(struct ticket *ticket);
void tickets_clear(struct tickets *tickets);

#endif
