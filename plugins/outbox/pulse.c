/* pulse.c - when the outbox was last at work, and what the clock did since */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/pulse.h"

#include <stdio.h>

#include "outbox/sql.h"

enum {
	KEEP_S = 60,  /* how often the database is told */
	AWAY_S = 900, /* a round takes less, even one that waits for answers */
	BACK_S = 60,  /* clocks are set right by less all the time */
	PATIENCE_S = 300 /* a network that is up has set the clock */
};

static int
put_in_doubt(
	struct pulse *pulse, struct store *store, time_t now, struct err *why)
{
	/* Since when it may have been: from then on tickets are searched. */
	struct sql_value values[] = { SQL_NUMBER(pulse->last) };
	int count;

	/* A comment is told again under the id that it had. */
	if (sql_run(store,
		    "UPDATE job SET doubted = 1 WHERE action = 'comment'"
		    " AND state IN ('pending', 'held')",
		    NULL, 0, why) < 0 ||
		sql_run(store,
			"UPDATE job SET state = 'sending', sent = ?1, absent = 0,"
			" unsure = 0 WHERE action = 'create'"
			" AND state IN ('pending', 'held')",
			values, 1, why) < 0)
		return -1;
	count = sql_changed(store);
	if (count > 0)
		snprintf(pulse->line, sizeof(pulse->line),
			"no outbox was at work for %ld minutes: is this a "
			"restored backup? %d tickets are looked for before "
			"they are opened",
			(long)(now - pulse->last) / 60, count);
	return 0;
}

/* No time of ours is later than ?1, which is now. When a job was made is part
 * of what tells a comment that may have been sent from another one. */
static const char *const mendings[] = {
	"UPDATE job SET created = ?1"
	" WHERE created > ?1 AND state <> 'sending' AND doubted = 0",
	"UPDATE job SET sent = min(sent, ?1), absent = min(absent, ?1),"
	" unsure = min(unsure, ?1) WHERE max(sent, absent, unsure) > ?1",
	"UPDATE incident SET opened = min(opened, ?1), ended = min(ended, ?1),"
	" anchor = min(anchor, ?1), looked = min(looked, ?1),"
	" closed = min(closed, ?1), resolved = min(resolved, ?1),"
	" gone = min(gone, ?1), revived = min(revived, ?1),"
	" noticed = min(noticed, ?1), notice_due = min(notice_due, ?1)",
	/* What the core said of times then does not order what it says now. */
	"UPDATE object SET received = ?1, state_time = 0 WHERE received > ?1",
	"UPDATE object SET heard = min(heard, ?1), swept = min(swept, ?1),"
	" flagged = min(flagged, ?1)",
};

static int
mend(struct pulse *pulse, struct store *store, time_t now, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(now),
		SQL_NUMBER(pulse->last - now) };
	int rc;

	if (store_begin(store, why) < 0)
		return -1;
	rc = sql_run(store,
		"UPDATE job SET due = max(?1, due - ?2) WHERE due > ?1"
		" AND state NOT IN ('dead', 'done')",
		values, SQL_COUNT(values), why);
	for (size_t i = 0; rc == 0 && i < SQL_COUNT(mendings); i++)
		rc = sql_run(store, mendings[i], values, 1, why);
	snprintf(pulse->line, sizeof(pulse->line),
		"the clock was set back by %ld minutes: so are times that are "
		"waited for",
		(long)(pulse->last - now) / 60);
	return store_end(store, rc, why);
}

/* ---- what the last outbox left ---- */

/* 1 for as long as a clock that is behind may still be set: a machine without a
 * battery begins so. Each outbox may be too short to see that, so the database
 * knows since when. */
static int
be_patient(
	struct pulse *pulse, struct store *store, time_t now, struct err *why)
{
	time_t since;

	if (store_time(store, "behind", &since, why) < 0)
		return -1;
	/* It went further back: that begins anew. */
	if (since != 0 && now >= since)
		return now - since < PATIENCE_S;
	snprintf(pulse->line, sizeof(pulse->line),
		"the clock is %ld minutes behind what was known; it may be set "
		"soon",
		(long)(pulse->last - now) / 60);
	return store_set_time(store, "behind", now, why) < 0 ? -1 : 1;
}

static int
end_patience(struct store *store, struct err *why)
{
	time_t since;

	if (store_time(store, "behind", &since, why) < 0)
		return -1;
	return since == 0 ? 0 : store_set_time(store, "behind", 0, why);
}

/* 1 when it cannot be told yet what the time since then was. */
static int
settle(struct pulse *pulse, struct store *store, time_t now, struct err *why)
{
	int rc = 0;

	if (pulse->last == 0 &&
		store_time(store, "awake", &pulse->last, why) < 0)
		return -1;
	pulse->kept = pulse->last;
	if (pulse->last - now > BACK_S)
		rc = be_patient(pulse, store, now, why);
	if (rc != 0)
		return rc;
	pulse->is_settled = true;
	if (end_patience(store, why) < 0)
		return -1;
	if (pulse->last == 0 || now - pulse->last < AWAY_S)
		return 0;
	return put_in_doubt(pulse, store, now, why);
}

/* ---- each round ---- */

static int
keep(struct pulse *pulse, struct store *store, struct err *why)
{
	if (pulse->last - pulse->kept < KEEP_S && pulse->last >= pulse->kept)
		return 0;
	pulse->kept = pulse->last;
	return store_set_time(store, "awake", pulse->last, why);
}

int
pulse_beat(
	struct pulse *pulse, struct store *store, time_t now, struct err *why)
{
	int rc = 0;

	pulse->line[0] = '\0';
	if (!pulse->is_settled)
		rc = settle(pulse, store, now, why);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (pulse->last - now > BACK_S) {
		if (mend(pulse, store, now, why) < 0)
			return -1;
		rc = 1;
	}
	pulse->last = now;
	return keep(pulse, store, why) < 0 ? -1 : rc;
}
