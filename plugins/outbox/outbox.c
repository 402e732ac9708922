/* outbox.c - from the spool to IncidentIQ, a round at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "common/log.h"
#include "common/mem.h"
#include "outbox/collect.h"
#include "outbox/desk.h"
#include "outbox/instance.h"
#include "outbox/job.h"
#include "outbox/names.h"
#include "outbox/notice.h"
#include "outbox/object.h"
#include "outbox/sweep.h"

enum {
	FORGET_S = 30 * 86400, /* what is done with is kept so long */
	SWEEP_S = 300
};

void
outbox_tell(struct outbox *outbox, const char *line)
{
	if (line[0] == '\0')
		return;
	progress_say(&outbox->progress, line);
	log_info("%s", line);
}

static unsigned
throw_dice(void)
{
	unsigned dice = 0;

	/* No entropy means less jitter, nothing worse. */
	if (getrandom(&dice, sizeof(dice), GRND_NONBLOCK) < 0)
		dice = (unsigned)getpid();
	return dice;
}

/* ---- database to IncidentIQ ---- */

void
outbox_tell_of_templates(const struct settings *settings)
{
	const char *template;
	struct err why;

	for (size_t i = 0; i < SETTINGS_TEMPLATES; i++)
		if (settings_template(settings, settings_templates[i],
			    &template, &why) < 0)
			log_warning("template %s", why.text);
}

/* A mistake there is told, and no alert waits for it. */
static void
open_core(struct outbox *outbox)
{
	struct err why;

	core_close(&outbox->core);
	if (core_open(&outbox->core, outbox->settings->opts, &why) < 0)
		outbox_tell(outbox, why.text);
}

/* Desk and core are made anew of them, and names are asked again. */
static int
reread(struct outbox *outbox, struct err *why)
{
	int rc;

	/* First what may fail, so that all or nothing is made anew. */
	if (names_forget(outbox->store, why) < 0 ||
		notice_hasten(outbox->store, why) < 0)
		return -1;
	/* It borrows from what goes. */
	core_close(&outbox->core);
	rc = settings_again(outbox->settings, why);
	open_core(outbox);
	if (rc < 0)
		return -1;
	outbox->named = false;
	iiq_desk_free(outbox->desk);
	outbox->desk = NULL;
	pace_want(&outbox->pace, outbox->settings->pace);
	return settings_take_lag(outbox->settings, outbox->store, why);
}

/* A person mended something: what is held up is tried at once. */
static void
heed_hangup(struct outbox *outbox)
{
	struct err why;

	if (reread(outbox, &why) < 0) {
		err_add(&why, "the settings stay as they were");
		outbox_tell(outbox, why.text);
	} else {
		outbox_tell(outbox, "the settings were read again");
		outbox_tell_of_templates(outbox->settings);
	}
	outbox->gate.opens = 0;
}

/* A session from the settings, which are read again if they locked us out. */
static int
open_desk(struct outbox *outbox, struct err *why)
{
	if (outbox->gate.locked && reread(outbox, why) < 0)
		return -1;
	if (outbox->desk != NULL)
		return 0;
	if (desk_open(outbox->settings, &outbox->pace, &outbox->desk, why) < 0)
		return -1;
	return us_read(outbox->store, iiq_desk_user(outbox->desk),
		iiq_desk_us(outbox->desk), why);
}

static int
heed(struct outbox *outbox, const struct verdict *verdict, time_t now,
	struct err *why)
{
	const char *hold;
	bool is_news;

	gate_heed(&outbox->gate, verdict, now, throw_dice());
	hold = outbox->gate.opens == 0 ? "" : verdict->text;
	if (standing_hold(&outbox->standing, outbox->store, hold,
		    outbox->gate.locked, &is_news, why) < 0)
		return -1;
	if (is_news)
		outbox_tell(outbox, hold);
	return 0;
}

/* Delivers one job if one is due; *any tells. */
static int
deliver_one(struct outbox *outbox, bool *any, struct err *why)
{
	struct delivery at = { .store = outbox->store,
		.rules = &outbox->settings->deliver,
		.now = time(NULL),
		.dice = throw_dice() };
	struct delivered done;
	struct err locked;
	time_t due;

	*any = false;
	if (outbox->gate.opens > at.now)
		return 0;
	if (job_next_due(outbox->store, &due, why) < 0)
		return -1;
	if (due == 0 || due > at.now)
		return 0;
	if (open_desk(outbox, &locked) < 0) {
		struct verdict verdict = { .answer = DESK_LOCKED };

		snprintf(verdict.text, sizeof(verdict.text), "%s", locked.text);
		return heed(outbox, &verdict, at.now, why);
	}
	at.desk = iiq_desk_ops(outbox->desk);
	at.user = iiq_desk_user(outbox->desk);
	if (deliver_next(&at, &done, why) < 0)
		return -1;
	*any = done.any;
	outbox->progress.delivered +=
		done.any && done.verdict.answer == DESK_DONE;
	outbox_tell(outbox, done.line);
	if (!done.any)
		return 0;
	if (standing_pace(&outbox->standing, outbox->store, &done.verdict,
		    outbox->pace.rate, time(NULL), why) < 0)
		return -1;
	return heed(outbox, &done.verdict, time(NULL), why);
}

/* Shows one ticket in the core, or hides it there; *any tells. Only when no job
 * is due, as a core may keep us waiting; that IncidentIQ is away is no reason
 * to wait. */
static int
notify_core(struct outbox *outbox, bool *any, struct err *why)
{
	const struct notice_pass pass = { .store = outbox->store,
		.core = &outbox->core,
		.url = opts_text(outbox->settings->opts, "url"),
		.link = iiq_ticket_url,
		.now = time(NULL),
		.dice = throw_dice() };
	char line[NOTICE_LINE_SIZE];

	*any = false;
	if (outbox->core.self == NULL)
		return 0;
	if (notice_next(&pass, any, line, why) < 0)
		return -1;
	outbox_tell(outbox, line);
	return 0;
}

static void
tell_sweep(void *arg, const char *line)
{
	outbox_tell(arg, line);
}

/* No alert arrived, and nobody wants us to stop. */
static bool
has_time(void *arg)
{
	const struct outbox *outbox = arg;

	return !wake_is_alert(outbox->wake) && !wake_is_last();
}

/* Looks for doubles and leftovers, now and then, when there is nothing else. */
static int
sweep_sometimes(struct outbox *outbox, struct err *why)
{
	struct delivery at = { .store = outbox->store,
		.rules = &outbox->settings->deliver,
		.now = time(NULL),
		.dice = throw_dice() };
	const struct sweep_host host = { tell_sweep, has_time, outbox };
	struct verdict verdict;
	struct err locked;
	bool wanted;

	if (outbox->gate.opens > at.now ||
		(at.now - outbox->swept < SWEEP_S && outbox->swept <= at.now))
		return 0;
	outbox->swept = at.now;
	if (sweep_is_wanted(&at, &wanted, why) < 0)
		return -1;
	if (!wanted || open_desk(outbox, &locked) < 0)
		return 0;
	at.desk = iiq_desk_ops(outbox->desk);
	if (sweep(&at, &host, &verdict, why) < 0)
		return -1;
	return heed(outbox, &verdict, time(NULL), why);
}

/* ---- spool to database ---- */

/* Whose alerts these are. While that is wrong, somebody may put it right. */
static int
check_name(struct outbox *outbox, struct err *why)
{
	const bool was_wrong = outbox->misnamed != 0;
	time_t now = time(NULL);
	struct err unread;
	int rc;

	/* Nobody else gives the database another one. */
	if (outbox->named)
		return 0;
	if (was_wrong && now - outbox->misnamed >= WAKE_LONGEST_S) {
		outbox->misnamed = now;
		(void)reread(outbox, &unread);
	}
	rc = instance_settle(outbox->store,
		opts_text(outbox->settings->opts, "instance"), &outbox->held,
		why);
	outbox->named = rc == 0;
	if (rc == 0)
		outbox->misnamed = 0;
	if (rc == 1 && !was_wrong) {
		outbox->misnamed = now;
		outbox_tell(outbox, outbox->held.text);
	}
	return rc < 0 ? -1 : 0;
}

/* What was told under a name that may not be taken stays in the spool. */
static int
take_alerts(struct outbox *outbox, size_t *taken, struct err *why)
{
	*taken = 0;
	collect_second(outbox->spool, outbox->settings);
	if (check_name(outbox, why) < 0)
		return -1;
	if (!outbox->named)
		return 0;
	if (collect_alerts(outbox->spool, outbox->store, outbox->settings,
		    time(NULL), taken, why) < 0)
		return -1;
	outbox->taken += *taken;
	return 0;
}

/* ---- a round ---- */

static int
look_at_clock(struct outbox *outbox, struct err *why)
{
	int rc = pulse_beat(&outbox->pulse, outbox->store, time(NULL), why);

	if (rc >= 0)
		outbox_tell(outbox, outbox->pulse.line);
	if (rc <= 0)
		return rc;
	outbox->gate.opens = 0;
	return notice_hasten(outbox->store, why);
}

static int
forget(struct outbox *outbox, time_t now, struct err *why)
{
	if (now - outbox->forgot < 3600 && outbox->forgot <= now)
		return 0;
	outbox->forgot = now;
	spool_clean(outbox->spool, now);
	if (event_forget(outbox->store, now - FORGET_S, why) < 0)
		return -1;
	return job_forget(outbox->store, now - FORGET_S, why);
}

static int
show_progress(struct outbox *outbox, struct err *why)
{
	time_t now = time(NULL);
	struct job_counts counts;

	if (!progress_is_due(&outbox->progress, now))
		return 0;
	if (job_count(outbox->store, now, 0, &counts, why) < 0)
		return -1;
	progress_show(&outbox->progress, (long)(counts.pending + counts.held),
		outbox->gate.opens, now);
	return 0;
}

int
outbox_next_due(struct outbox *outbox, time_t *out, struct err *why)
{
	time_t notice = 0;

	if (job_next_due(outbox->store, out, why) < 0)
		return -1;
	if (*out != 0 && *out < outbox->gate.opens)
		*out = outbox->gate.opens;
	if (outbox->core.self != NULL &&
		notice_next_due(outbox->store, &notice, why) < 0)
		return -1;
	if (notice != 0 && (*out == 0 || notice < *out))
		*out = notice;
	return 0;
}

/* Without the lock another outbox would start beside this one. */
static int
check_lock(const struct outbox *outbox, struct err *why)
{
	return spool_is_lock(outbox->spool, outbox->lock)
		       ? 0
		       : err_set(why, "%s/lock is gone or not ours",
				 outbox->settings->spool);
}

int
outbox_round(struct outbox *outbox, bool *busy, struct err *why)
{
	bool delivered, noticed = false;
	size_t taken;

	outbox->waits = false;
	if (check_lock(outbox, why) < 0)
		return -1;
	wake_let_signals_in(outbox->wake);
	if (wake_is_hangup())
		heed_hangup(outbox);
	if (look_at_clock(outbox, why) < 0 ||
		take_alerts(outbox, &taken, why) < 0 ||
		deliver_one(outbox, &delivered, why) < 0 ||
		(!delivered && notify_core(outbox, &noticed, why) < 0) ||
		forget(outbox, time(NULL), why) < 0)
		return -1;
	*busy = taken > 0 || delivered || noticed;
	if (!*busy && sweep_sometimes(outbox, why) < 0)
		return -1;
	return show_progress(outbox, why);
}

/* A lock is no failure of the database: who is to stay waits. */
static bool
wait_for_database(void *arg)
{
	struct outbox *outbox = arg;

	if (!outbox->settings->stays)
		return false;
	if (!outbox->waits)
		outbox_tell(outbox, "outbox.db is locked by another process: "
				    "waiting until it is free");
	outbox->waits = true;
	wake_pause(outbox->wake, 1);
	return !wake_is_last();
}

int
outbox_begin(struct outbox *outbox, int lock, struct err *why)
{
	char *path = settings_database(outbox->settings);
	const struct store_wait wait = { wait_for_database, outbox };
	int rc = store_open_waiting(&outbox->store, path, &wait, why);

	free(path);
	outbox->lock = lock;
	outbox->taken = 0;
	outbox->pulse = (struct pulse){ 0 };
	outbox->named = false;
	outbox->misnamed = 0;
	if (rc == 0)
		rc = settings_take_lag(outbox->settings, outbox->store, why);
	if (rc == 0)
		open_core(outbox);
	return rc;
}

void
outbox_end(struct outbox *outbox)
{
	core_close(&outbox->core);
	iiq_desk_free(outbox->desk);
	outbox->desk = NULL;
	standing_forget(&outbox->standing);
	store_close(outbox->store);
	outbox->store = NULL;
	close(outbox->lock);
}
