/* watchdog.c - the plugin ends itself with a line, whatever hangs or crashes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/watchdog.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "check_incidentiq/clock.h"
#include "common/state.h"

static const double grace_s = 0.5;
static double began_s;
static double started_s; /* with so long a time; 0 = not yet */

/* A handler gets no argument; this is all that it reads. */
static char output[2048];
static volatile sig_atomic_t output_length;
static volatile sig_atomic_t is_hushed;
static volatile sig_atomic_t exit_code;

static void
bite(int signal_number)
{
	(void)signal_number;
	if (!is_hushed)
		(void)!write(STDOUT_FILENO, output, (size_t)output_length);
	_exit(exit_code);
}

/* Where memory is refused, json-c and OpenSSL use what they did not get. */
static void
crash(int signal_number)
{
	static const char crashed[] = "INCIDENTIQ UNKNOWN: the check crashed: "
				      "out of memory, or a defect\n";

	(void)signal_number;
	if (!is_hushed)
		(void)!write(STDOUT_FILENO, crashed, sizeof(crashed) - 1);
	_exit(STATE_UNKNOWN);
}

void
watchdog_init(void)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGABRT };
	struct sigaction action = { .sa_handler = crash };
	sigset_t alarms;

	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigaction(crashes[i], &action, NULL);
	began_s = clock_s();
	action.sa_handler = bite;
	sigaction(SIGALRM, &action, NULL);
	/* Whoever started us may have blocked it. */
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
}

static void
set_alarm(double in_s)
{
	struct itimerval timer = { .it_interval = { 0, 0 } };

	timer.it_value.tv_sec = (time_t)in_s;
	timer.it_value.tv_usec =
		(suseconds_t)((in_s - (double)(time_t)in_s) * 1e6);
	setitimer(ITIMER_REAL, &timer, NULL);
}

void
watchdog_start(double timeout_s, const char *text, int code)
{
	double left_s;

	if (timeout_s == started_s && code == exit_code &&
		strcmp(text, output) == 0)
		return;
	/* The handler must not read what is being written. */
	if (started_s > 0)
		set_alarm(0);
	started_s = timeout_s;
	snprintf(output, sizeof(output), "%s", text);
	output_length = (sig_atomic_t)strlen(output);
	exit_code = code;
	left_s = began_s + timeout_s + grace_s - clock_s();
	set_alarm(left_s > 1e-5 ? left_s : 1e-5); /* 0 would be never */
}

void
watchdog_hush(void)
{
	is_hushed = 1;
}
