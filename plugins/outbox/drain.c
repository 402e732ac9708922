/* drain.c - from the spool to IncidentIQ, until nothing is left */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/drain.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/random.h>
#include <unistd.h>

#include "common/log.h"
#include "common/mem.h"
#include "outbox/collect.h"
#include "outbox/core.h"
#include "outbox/desk.h"
#include "outbox/gate.h"
#include "outbox/instance.h"
#include "outbox/job.h"
#include "outbox/names.h"
#include "outbox/notice.h"
#include "outbox/progress.h"
#include "outbox/pulse.h"
#include "outbox/sweep.h"
#include "outbox/systemd.h"

enum {
	FORGET_S = 30 * 86400, /* what is done with is kept so long */
	SWEEP_S = 300,
	LONGEST_NAP_S = 60, /* a clock that jumps is noticed after that */
	SETTLE_NS = 100 * 1000 * 1000
};

struct outbox {
	struct settings *settings;
	struct spool *spool;
	struct store *store;
	struct pace pace;
	struct iiq_desk *desk; /* NULL until first needed */
	struct gate gate;
	struct pulse pulse;
	bool misnamed;	  /* no alert is taken under this name */
	time_t named;	  /* when that was so, or the name read again */
	struct core core; /* all zero: none is named */
	char *hold; /* what status was told holds us up; NULL = nothing yet */
	int watch;  /* inotify on the spool, or -1 */
	const sigset_t *outside; /* what is let in while nothing is done */
	time_t forgot;		 /* when old rows were removed last */
	time_t swept;
	int lock;     /* the descriptor that holds it */
	size_t taken; /* alerts, since the lock was got */
	struct progress progress;
};

/* Only told once the loop looks: a request in flight is finished. */
static volatile sig_atomic_t asked_to_stop, asked_to_reread;

static void
on_stop(int number)
{
	(void)number;
	asked_to_stop = 1;
}

static void
on_hangup(int number)
{
	(void)number;
	asked_to_reread = 1;
}

static void
catch_signals(sigset_t *outside)
{
	struct sigaction stop = { .sa_handler = on_stop };
	struct sigaction hangup = { .sa_handler = on_hangup };
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGHUP);
	sigprocmask(SIG_BLOCK, &blocked, outside);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGHUP, &hangup, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* What happened, to a terminal, and to the system log. */
static void
tell(struct outbox *outbox, const char *line)
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

/* A mistake there is told, and nothing is held up by it. */
static void
tell_of_templates(const struct settings *settings)
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
		tell(outbox, why.text);
}

/* Desk and core are made anew of them, and names are asked again. */
static int
reread(struct outbox *outbox, struct err *why)
{
	int rc;

	/* It borrows from what goes. */
	core_close(&outbox->core);
	rc = settings_again(outbox->settings, why);
	open_core(outbox);
	if (rc < 0 ||
		settings_take_lag(outbox->settings, outbox->store, why) < 0 ||
		names_forget(outbox->store, why) < 0 ||
		notice_hasten(outbox->store, why) < 0)
		return -1;
	iiq_desk_free(outbox->desk);
	outbox->desk = NULL;
	pace_want(&outbox->pace, outbox->settings->pace);
	return 0;
}

/* A person mended something: what is held up is tried at once. */
static void
heed_hangup(struct outbox *outbox)
{
	struct err why;

	asked_to_reread = 0;
	if (reread(outbox, &why) < 0) {
		err_add(&why, "the settings stay as they were");
		tell(outbox, why.text);
	} else {
		tell(outbox, "the settings were read again");
		tell_of_templates(outbox->settings);
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
	return desk_open(outbox->settings, &outbox->pace, &outbox->desk, why);
}

/* Remembers, for status, what holds everything up; "" = nothing. */
static int
note_hold(struct outbox *outbox, const char *text, struct err *why)
{
	if (outbox->hold != NULL && strcmp(outbox->hold, text) == 0)
		return 0;
	free(outbox->hold);
	outbox->hold = xstrdup(text);
	if (text[0] != '\0')
		tell(outbox, text);
	if (store_set_text(outbox->store, "locked",
		    outbox->gate.locked ? "yes" : "", why) < 0)
		return -1;
	return store_set_text(outbox->store, "hold", text, why);
}

static int
heed(struct outbox *outbox, const struct verdict *verdict, time_t now,
	struct err *why)
{
	gate_heed(&outbox->gate, verdict, now, throw_dice());
	return note_hold(
		outbox, outbox->gate.opens == 0 ? "" : verdict->text, why);
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
	tell(outbox, done.line);
	return done.any ? heed(outbox, &done.verdict, time(NULL), why) : 0;
}

/* Shows one ticket in the core, or hides it there; *any tells. IncidentIQ's
 * being away is no reason to wait. */
static int
notify_core(struct outbox *outbox, bool *any, struct err *why)
{
	const struct notice_pass pass = { .store = outbox->store,
		.core = &outbox->core,
		.url = opts_text(outbox->settings->opts, "url"),
		.link = iiq_ticket_url,
		.now = time(NULL),
		.dice = throw_dice() };
	char line[400];

	*any = false;
	if (outbox->core.self == NULL)
		return 0;
	if (notice_next(&pass, any, line, why) < 0)
		return -1;
	tell(outbox, line);
	return 0;
}

static void
tell_sweep(void *arg, const char *line)
{
	tell(arg, line);
}

/* No alert arrived, and nobody wants us to stop. */
static bool
has_time(void *arg)
{
	struct outbox *outbox = arg;
	struct pollfd alert = { .fd = outbox->watch, .events = POLLIN };
	const struct timespec none = { 0 };

	return ppoll(&alert, 1, &none, outbox->outside) == 0 && !asked_to_stop;
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
	const bool was_wrong = outbox->misnamed;
	time_t now = time(NULL);
	struct err held;
	int rc;

	if (was_wrong && now - outbox->named >= LONGEST_NAP_S) {
		outbox->named = now;
		(void)reread(outbox, &held);
	}
	rc = instance_settle(outbox->store,
		opts_text(outbox->settings->opts, "instance"), &held, why);
	outbox->misnamed = rc == 1;
	if (rc == 1 && !was_wrong) {
		outbox->named = now;
		tell(outbox, held.text);
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
	if (outbox->misnamed)
		return 0;
	if (collect_alerts(outbox->spool, outbox->store, outbox->settings,
		    time(NULL), taken, why) < 0)
		return -1;
	outbox->taken += *taken;
	return 0;
}

/* ---- the loop ---- */

static int
look_at_clock(struct outbox *outbox, struct err *why)
{
	int rc = pulse_beat(&outbox->pulse, outbox->store, time(NULL), why);

	if (rc > 0)
		outbox->gate.opens = 0;
	if (rc >= 0)
		tell(outbox, outbox->pulse.line);
	return rc;
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

/* An alert that woke us may have come behind a signal, which counts for it. */
static void
let_signals_in(const sigset_t *outside)
{
	static const struct timespec none;

	ppoll(NULL, 0, &none, outside);
}

/* When there is something to do; 0 = never. */
static int
next_due(struct outbox *outbox, time_t *out, struct err *why)
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

/* Waits until a job is due, an alert arrives or a signal comes. Returns 1 when
 * nothing waits at all and nobody wants us to stay, else 0. */
static int
nap(struct outbox *outbox, bool busy, const sigset_t *outside, struct err *why)
{
	struct pollfd alert = { .fd = outbox->watch, .events = POLLIN };
	const struct timespec settle = { .tv_nsec = SETTLE_NS };
	struct timespec left = { 0 };
	time_t now = time(NULL), due;
	char drop[4096];

	if (!busy) {
		if (next_due(outbox, &due, why) < 0)
			return -1;
		if (due == 0 && !outbox->settings->stays)
			return 1;
		if (due == 0)
			due = now + LONGEST_NAP_S;
		left.tv_sec = due <= now ? 0 : due - now;
		if (left.tv_sec > LONGEST_NAP_S || outbox->watch < 0)
			left.tv_sec = outbox->watch < 0 ? 1 : LONGEST_NAP_S;
	}
	if (ppoll(&alert, 1, &left, outside) <= 0)
		return 0;
	/* An alert seldom comes alone. Whoever stored it is about to sync the
	 * directory, and more are behind: do not be in their way. */
	ppoll(NULL, 0, &settle, outside);
	while (read(outbox->watch, drop, sizeof(drop)) > 0)
		;
	return 0;
}

static int
work(struct outbox *outbox, const sigset_t *outside, struct err *why)
{
	int rc = 0;

	while (rc == 0 && !asked_to_stop) {
		size_t taken;
		bool delivered, noticed;

		/* Without it another outbox would start beside this one. */
		if (!spool_is_lock(outbox->spool, outbox->lock))
			return err_set(why, "%s/lock is gone or not ours",
				outbox->settings->spool);
		let_signals_in(outside);
		if (asked_to_reread)
			heed_hangup(outbox);
		if (look_at_clock(outbox, why) < 0)
			return -1;
		if (take_alerts(outbox, &taken, why) < 0)
			return -1;
		if (deliver_one(outbox, &delivered, why) < 0 ||
			notify_core(outbox, &noticed, why) < 0 ||
			forget(outbox, time(NULL), why) < 0)
			return -1;
		delivered |= noticed;
		if (taken == 0 && !delivered &&
			sweep_sometimes(outbox, why) < 0)
			return -1;
		if (show_progress(outbox, why) < 0)
			return -1;
		rc = nap(outbox, taken > 0 || delivered, outside, why);
	}
	return rc < 0 ? -1 : 0;
}

static int
watch_spool(struct spool *spool)
{
	char path[32];
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	/* By descriptor, so that nobody can put another directory there. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", spool_new_fd(spool));
	if (fd >= 0 && inotify_add_watch(fd, path, IN_MOVED_TO) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static int
run(struct outbox *outbox, const sigset_t *outside, struct err *why)
{
	char *path = settings_database(outbox->settings);
	int rc = store_open(&outbox->store, path, why);

	free(path);
	outbox->pulse = (struct pulse){ 0 };
	outbox->misnamed = false;
	if (rc == 0)
		rc = settings_take_lag(outbox->settings, outbox->store, why);
	if (rc == 0) {
		open_core(outbox);
		rc = work(outbox, outside, why);
	}
	core_close(&outbox->core);
	iiq_desk_free(outbox->desk);
	outbox->desk = NULL;
	free(outbox->hold);
	outbox->hold = NULL;
	store_close(outbox->store);
	outbox->store = NULL;
	return rc;
}

/* The lock, or -1 with errno. Who is to stay waits until it is free. */
static int
get_lock(struct outbox *outbox, const sigset_t *outside)
{
	static const struct timespec second = { .tv_sec = 1 };
	int fd = spool_lock(outbox->spool);

	if (fd >= 0 || errno != EWOULDBLOCK)
		return fd;
	tell(outbox, "another outbox is at work");
	while (fd < 0 && errno == EWOULDBLOCK && outbox->settings->stays &&
		!asked_to_stop) {
		ppoll(NULL, 0, &second, outside);
		fd = spool_lock(outbox->spool);
	}
	return fd;
}

/* With the lock, until nothing is left; it is given up. */
static int
run_locked(struct outbox *outbox, int lock_fd, const sigset_t *outside,
	struct err *why)
{
	int rc;

	outbox->taken = 0;
	outbox->lock = lock_fd;
	rc = run(outbox, outside, why);
	close(lock_fd);
	return rc;
}

static int
run_all(struct outbox *outbox, int lock_fd, const sigset_t *outside,
	struct err *why)
{
	unsigned fruitless = 0;
	size_t left = 0;
	long oldest_s;
	int rc;

	do {
		if (lock_fd < 0)
			lock_fd = get_lock(outbox, outside);
		if (lock_fd < 0)
			return errno == EWOULDBLOCK || asked_to_stop
				       ? 0
				       : err_set(why, "%s/lock: %s",
						 outbox->settings->spool,
						 strerror(errno));
		rc = run_locked(outbox, lock_fd, outside, why);
		lock_fd = -1;
		fruitless = outbox->taken == 0 ? fruitless + 1 : 0;
		/* Who stored an alert a moment ago found the lock held, and
		 * relies on this look. A file that cannot be taken, though,
		 * is no reason to look for ever. */
		if (rc == 0 && !asked_to_stop)
			rc = spool_count(
				outbox->spool, time(NULL), &left, &oldest_s);
	} while (rc == 0 && left > 0 && fruitless < 2 && !asked_to_stop);
	return rc;
}

int
drain(struct settings *settings, int lock_fd, struct err *why)
{
	sigset_t outside;
	struct outbox outbox = {
		.settings = settings, .watch = -1, .outside = &outside
	};
	int rc;

	if (spool_open(&outbox.spool, settings->spool, why) < 0)
		return -1;
	outbox.progress.is_terminal = isatty(STDOUT_FILENO);
	catch_signals(&outside);
	tell_of_templates(settings);
	outbox.watch = watch_spool(outbox.spool);
	pace_init(&outbox.pace, settings->pace, 0);
	if (lock_fd >= 0 && !spool_is_lock(outbox.spool, lock_fd)) {
		rc = err_set(why, "descriptor %d is not the lock of %s",
			lock_fd, settings->spool);
	} else {
		if (settings->stays)
			systemd_tell("READY=1");
		rc = run_all(&outbox, lock_fd, &outside, why);
		if (settings->stays)
			systemd_tell("STOPPING=1");
	}
	progress_end(&outbox.progress);
	if (outbox.watch >= 0)
		close(outbox.watch);
	spool_close(outbox.spool);
	return rc;
}
