/* intake.c - send: make an alert durable, and go */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notify_incidentiq/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "common/event.h"
#include "common/log.h"
#include "common/nudge.h"
#include "common/owner.h"
#include "common/spool.h"
#include "common/state.h"
#include "notify_incidentiq/alert.h"
#include "notify_incidentiq/boot.h"

enum { DEADLINE_S = 5, TICK_US = 50 * 1000, SHOWN_BYTES = 200 };

struct intake {
	struct opts *opts;
	struct event event;
	struct spool *spool; /* the first one; NULL when it cannot be opened */
};

static void
warn(const struct err *why)
{
	dprintf(STDERR_FILENO, "notify_incidentiq: %s\n", why->text);
}

/* ---- what the process needs to be ---- */

static void
ignore(int signal_number)
{
	(void)signal_number;
}

/* A closed standard descriptor would be given to the next file that is opened,
 * and a warning would end in an alert. */
static void
hold_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", O_RDWR);
}

/*
 * Whoever ends us does so in vain for the few seconds that we take; a broken
 * pipe or a file size limit is an error, not an end. The timer ticks on after
 * the deadline, so that each call that waits is interrupted: no SA_RESTART.
 */
static void
set_signals(void)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	const struct itimerval timer = { .it_value.tv_sec = DEADLINE_S,
		.it_interval.tv_usec = TICK_US };
	struct sigaction action = { .sa_handler = ignore };
	sigset_t block;

	sigemptyset(&block);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		sigaddset(&block, ends[i]);
	sigprocmask(SIG_BLOCK, &block, NULL);
	sigaction(SIGALRM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* For a program that this process becomes. */
static void
unset_signals(void)
{
	const struct itimerval none = { 0 };
	sigset_t empty;

	setitimer(ITIMER_REAL, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	sigemptyset(&empty);
	sigprocmask(SIG_SETMASK, &empty, NULL);
}

/* Not needed here, so neither a child nor a core file shall have it. */
static void
forget_token(void)
{
	char *token = getenv("IIQ_API_TOKEN");

	if (token == NULL)
		return;
	memset(token, 0, strlen(token));
	unsetenv("IIQ_API_TOKEN");
}

/* ---- when it fails ---- */

/* The alert as far as it is needed to act on it; texts that people wrote, and
 * people's names, are nobody's business in a log. */
static void
log_event(const struct event *event, const struct err *why)
{
	log_alert("alert lost (%s): type=%s state=%s host=%.*s service=%.*s "
		  "output=%.*s",
		why->text, event_type_name(event->type),
		event_state_name(event->state), SHOWN_BYTES,
		event->text[EVENT_HOST], SHOWN_BYTES,
		event->text[EVENT_SERVICE], SHOWN_BYTES,
		event->text[EVENT_OUTPUT]);
}

static bool
is_dry(const struct intake *intake)
{
	return opts_count(intake->opts, "dry-run") > 0;
}

static int
lost(struct intake *intake, int status, const struct err *why)
{
	const char *second = opts_text(intake->opts, "spool-2");

	warn(why);
	if (is_dry(intake))
		return status;
	log_event(&intake->event, why);
	spool_mark_lost(opts_text(intake->opts, "spool"));
	if (second != NULL)
		spool_mark_lost(second);
	return status;
}

/* ---- store ---- */

/* The second directory is for the day on which the first is full. */
static int
store_in_second(struct intake *intake, const struct err *first, struct err *why)
{
	const char *dir = opts_text(intake->opts, "spool-2");
	struct spool *spool;
	int rc;

	*why = *first;
	if (dir == NULL)
		return -1;
	if (spool_open(&spool, dir, why) < 0)
		return err_add(why, "%s; spool-2", first->text);
	rc = spool_put(spool, &intake->event, why);
	spool_close(spool);
	if (rc < 0)
		return err_add(why, "%s; spool-2", first->text);
	warn(first);
	log_warning("an alert is in %s only: %s", dir, first->text);
	return 0;
}

static int
store(struct intake *intake, struct err *why)
{
	const char *dir = opts_text(intake->opts, "spool");
	struct err first;

	if (spool_open(&intake->spool, dir, &first) == 0 &&
		spool_put(intake->spool, &intake->event, &first) == 0)
		return 0;
	return store_in_second(intake, &first, why);
}

/* Starts the outbox unless there is one, which looks at the spool again before
 * it goes. Whatever fails here, the alert is stored. */
static void
nudge(struct intake *intake)
{
	struct err why;
	bool wanted;
	int fd;

	if (opts_bool(intake->opts, "nudge", &wanted, &why) < 0) {
		warn(&why);
		wanted = true;
	}
	if (!wanted || intake->spool == NULL)
		return;
	fd = spool_lock(intake->spool);
	spool_close(intake->spool);
	intake->spool = NULL;
	if (fd >= 0 && outbox_start(fd, intake->opts, &why) < 0)
		log_warning("the alert is stored, but the outbox did not "
			    "start: %s",
			why.text);
	else if (fd < 0 && errno != EWOULDBLOCK)
		log_warning("the alert is stored, but the outbox cannot be "
			    "locked: %s",
			strerror(errno));
}

/* ---- take ---- */

/* A slip in the ini file must not lose an alert: the rest of it is taken. */
static void
read_ini(struct opts *opts)
{
	struct opts_ini ini = { .section = "notify_incidentiq",
		.path = opts_text(opts, "config"),
		.must_exist =
			opts_origin(opts, "config") == OPT_FROM_COMMAND_LINE,
		.foreign_ok = true };
	struct err why;

	if (opts_read_ini(opts, &ini, &why) < 0)
		warn(&why);
}

/* When it came, by the clock on the wall and by one that nobody can set. */
static void
stamp(struct event *event)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	event->received = now.tv_sec;
	event->received_ns = now.tv_nsec;
	if (clock_gettime(CLOCK_BOOTTIME, &now) < 0)
		return;
	event->uptime = now.tv_sec;
	event->boot = boot_number();
}

/* Returns -1 if this is no alert; takes what there is of it all the same. */
static int
take(struct intake *intake, int argc, char **argv, struct err *why)
{
	struct err odd;
	int first = opts_parse(intake->opts, argc, argv, why);

	if (first >= 0 && (opts_count(intake->opts, "help") > 0 ||
				  opts_count(intake->opts, "version") > 0))
		return 0;
	read_ini(intake->opts);
	stamp(&intake->event);
	if (alert_read(intake->opts, &intake->event, &odd) < 0 && first >= 0)
		warn(&odd);
	if (first < 0)
		return -1;
	if (first < argc)
		return err_set(why, "what is \"%.40s\"? Quote what has blanks",
			argv[first]);
	if (intake->event.text[EVENT_HOST][0] == '\0')
		return err_set(why, "no --host: whose alert is it?");
	return 0;
}

static int
send(struct intake *intake, int argc, char **argv)
{
	struct err why;
	int taken = take(intake, argc, argv, &why);

	if (taken == 0 && opts_count(intake->opts, "help") > 0)
		return SEND_HELP;
	if (taken == 0 && opts_count(intake->opts, "version") > 0)
		return SEND_VERSION;
	if (taken == 0 && is_dry(intake)) {
		unset_signals();
		outbox_preview(&intake->event, intake->opts, &why);
		return lost(intake, STATE_UNKNOWN, &why);
	}
	/* Files that root made would be closed to the outbox. */
	if (owner_become(opts_text(intake->opts, "spool"), &why) < 0)
		return lost(intake, STATE_CRITICAL, &why);
	if (taken < 0)
		return lost(intake, STATE_UNKNOWN, &why);
	if (store(intake, &why) < 0)
		return lost(intake, STATE_CRITICAL, &why);
	nudge(intake);
	return 0;
}

int
send_run(struct opts *opts, int argc, char **argv)
{
	struct intake intake = { .opts = opts };
	int status;

	hold_standard_files();
	forget_token();
	umask(027);
	set_signals();
	log_open("notify_incidentiq");
	event_init(&intake.event);
	status = send(&intake, argc, argv);
	spool_close(intake.spool);
	event_free(&intake.event);
	return status;
}
