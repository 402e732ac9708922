/* work.h - a job in hand, and what becomes of it when a request fails */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_WORK_H
#define OUTBOX_WORK_H

#include "outbox/deliver.h"
#include "outbox/incident.h"
#include "outbox/job.h"

struct work {
	const struct delivery *at;
	struct job job;
	struct incident incident;
	bool blind; /* we see none of our tickets, so nothing is done */
	struct delivered *out; /* its verdict is the last request's */
};

/* What happened, for people. */
void work_say(struct work *work, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* When to try again if nothing but this job is in the way. */
time_t work_retry_at(const struct work *work);

/* Does the desk answer at all? If not, the verdict becomes why. */
bool work_desk_answers(struct work *work);

/* Reads a ticket of one of our incidents; the verdict tells if that worked. */
int work_read(struct work *work, int64_t incident, const char *id,
	struct ticket *out, struct err *why);

/* While many of our tickets are missing, or when the token is another user's,
 * looks whether one is to be seen. *blind: then nothing may be done. */
int work_look_around(const struct delivery *at, struct delivered *out,
	bool *blind, struct err *why);

/* Before anything is opened in the name of the token's user. */
int work_remember_us(const struct delivery *at, struct err *why);

/* Records that a request failed which could not have changed anything yet. */
int work_undone(struct work *work, struct err *why);

/* Records that a request failed which may have changed something. */
int work_failed(struct work *work, struct err *why);

/* The job is done, and its incident over. */
int work_finish(struct work *work, struct err *why);

/* The same; the job's alert begins the next incident. */
int work_renew(struct work *work, struct err *why);

/* The job gave the incident this ticket. text is HTML to tell in it, or "".
 * tells_all: with that it tells what comments that wait would. */
int work_adopt(struct work *work, const struct ticket *ticket, const char *text,
	bool tells_all, struct err *why);

/*
 * Opens the ticket of the object's last problem again, where that is wanted.
 * *settled is false if the incident needs another ticket.
 */
int work_reopen(struct work *work, bool *settled, struct err *why);

/* Opens the incident's ticket of this event, which may be shortened. note is
 * HTML, or "". */
int work_open(struct work *work, struct event *event, const char *note,
	struct err *why);

/* Opens the incident's ticket, or finds it if that was tried before. */
int work_create(struct work *work, struct err *why);

#endif
