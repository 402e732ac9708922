/* main.c - notify_incidentiq: send is done here, other verbs by the outbox */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/nudge.h"
#include "common/state.h"
#include "config.h"
#include "notify_incidentiq/alert.h"
#include "notify_incidentiq/intake.h"

static const struct verb {
	const char *name;
	const char *help; /* NULL: for our own use */
} verbs[] = {
	{ "send", "take an alert (what is done without a verb)" },
	{ "drain", "deliver what waits, until nothing is left" },
	{ "status", "say as a plugin how the outbox is" },
	{ "list", "show open incidents and their tickets" },
	{ "show", "tell all of one incident" },
	{ "retry", "try anew what IncidentIQ refused" },
	{ "drop", "give up a job that waits or was refused" },
	{ "resolve", "close the ticket of an incident" },
	{ "setup", "ask for the settings and write the ini file" },
	{ "doctor", "see whether all is set up, and say what to do" },
	{ "test", "open a real ticket, comment and cancel it" },
	{ "lookup", "find the id of a team, location, user or so on" },
	{ "preview", NULL },
};
enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static void
print_verbs(FILE *to)
{
	for (size_t i = 0; i < VERBS; i++)
		if (verbs[i].help != NULL)
			fprintf(to, "  %-10s%s\n", verbs[i].name,
				verbs[i].help);
}

static int
usage(void)
{
	fputs("Usage: notify_incidentiq [send] --host=NAME [OPTION]...\n"
	      "       notify_incidentiq VERB [OPTION]...\n",
		stderr);
	print_verbs(stderr);
	fputs("See notify_incidentiq --help.\n", stderr);
	return STATE_UNKNOWN;
}

static int
help(const struct opts *opts)
{
	puts("Usage: notify_incidentiq [send] --host=NAME [OPTION]...\n"
	     "       notify_incidentiq VERB [OPTION]...\n\n"
	     "Takes an alert from Nagios or Icinga, to be made a ticket of\n"
	     "IncidentIQ.\n");
	print_verbs(stdout);
	puts("\nOptions of send, with the macro to give to each:\n");
	opts_help(opts, stdout);
	return fflush(stdout) == 0 ? STATE_OK : STATE_UNKNOWN;
}

static int
version(void)
{
	puts("notify_incidentiq " PACKAGE_VERSION);
	return fflush(stdout) == 0 ? STATE_OK : STATE_UNKNOWN;
}

static int
run_send(int argc, char **argv)
{
	struct opts *opts;
	int status;

	if (argc == 1 && !alert_in_environment())
		return usage();
	opts = send_opts_new();
	status = send_run(opts, argc, argv);
	if (status == SEND_HELP)
		status = help(opts);
	else if (status == SEND_VERSION)
		status = version();
	opts_free(opts);
	return status;
}

/* The outbox takes the verb and what follows as they are. */
static int
become_outbox(char **argv)
{
	const char *path = outbox_path();

	execv(path, argv);
	fprintf(stderr, "notify_incidentiq: cannot run %s: %s\n", path,
		strerror(errno));
	return STATE_UNKNOWN;
}

static int
unknown_verb(const char *word)
{
	fprintf(stderr, "notify_incidentiq: \"%.40s\" is no verb; verbs are",
		word);
	for (size_t i = 0; i < VERBS; i++)
		if (verbs[i].help != NULL)
			fprintf(stderr, " %s", verbs[i].name);
	fputs("; see --help\n", stderr);
	return STATE_UNKNOWN;
}

int
main(int argc, char **argv)
{
	if (argc < 1)
		return usage();
	if (argc == 1 || argv[1][0] == '-')
		return run_send(argc, argv);
	if (strcmp(argv[1], "send") == 0)
		return run_send(argc - 1, argv + 1);
	for (size_t i = 0; i < VERBS; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return become_outbox(argv);
	return unknown_verb(argv[1]);
}
