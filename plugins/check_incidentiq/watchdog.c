/* watchdog.c - the plugin ends itself with a line, whatever hangs or crashes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/watchdog.h"

#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/number.h"

static const double grace_s = 0.5;

/* A handler gets no argument; this is all that it reads. */
static char line[80];
static volatile sig_atomic_t line_length;
static volatile sig_atomic_t exit_code;

static void
bite(int signal_number)
{
	(void)signal_number;
	if (line_length > 0)
		(void)!write(STDOUT_FILENO, line, (size_t)line_length);
	_exit(exit_code);
}

/* Where memory is refused, json-c and OpenSSL use what they did not get. */
static void
crash(int signal_number)
{
	static const char crashed[] = "INCIDENTIQ UNKNOWN: the check crashed: "
				      "out of memory, or a defect\n";

	(void)signal_number;
	if (line_length > 0)
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
	action.sa_handler = bite;
	sigaction(SIGALRM, &action, NULL);
	/* Whoever started us may have blocked it. */
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
}

void
watchdog_start(double timeout_s, enum state state)
{
	struct itimerval timer = { .it_interval = { 0, 0 } };
	time_t whole_s = (time_t)(timeout_s + grace_s);
	char number[NUMBER_TEXT];

	number_format(timeout_s, number);
	line_length = snprintf(line, sizeof(line),
		"INCIDENTIQ %s: no result within %s s\n", state_name(state),
		number);
	exit_code = (sig_atomic_t)state;
	timer.it_value.tv_sec = whole_s;
	timer.it_value.tv_usec =
		(suseconds_t)((timeout_s + grace_s - (double)whole_s) * 1e6);
	setitimer(ITIMER_REAL, &timer, NULL);
}

void
watchdog_hush(void)
{
	line_length = 0;
}
