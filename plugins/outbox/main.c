/* main.c - incidentiq-outbox: the half of notify_incidentiq that delivers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/guard.h"
#include "common/log.h"
#include "common/nudge.h"
#include "common/owner.h"
#include "common/spool.h"
#include "common/state.h"
#include "config.h"
#include "outbox/byhand.h"
#include "outbox/doctor.h"
#include "outbox/drain.h"
#include "outbox/lookup.h"
#include "outbox/preview.h"
#include "outbox/print.h"
#include "outbox/revise.h"
#include "outbox/settings.h"
#include "outbox/setup.h"
#include "outbox/show.h"
#include "outbox/status.h"
#include "outbox/trial.h"

static int
fail(const struct err *why)
{
	fprintf(stderr, "notify_incidentiq: %s\n", why->text);
	log_warning("%s", why->text);
	return STATE_UNKNOWN;
}

/* ---- verbs: each returns an exit code ---- */

static int
verb_drain(struct settings *settings)
{
	const char *fd = opts_text(settings->opts, "lock-fd");
	struct err why;

	if (drain(settings, fd == NULL ? -1 : atoi(fd), &why) < 0)
		return fail(&why);
	return 0;
}

/* Starts an outbox, unless there is one or the settings forbid it. */
static void
nudge(const struct settings *settings)
{
	struct spool *spool;
	struct err why;
	bool wanted;
	int fd;

	if (opts_bool(settings->opts, "nudge", &wanted, &why) < 0 || !wanted ||
		spool_open(&spool, settings->spool, &why) < 0)
		return;
	fd = spool_lock(spool);
	if (fd >= 0 && outbox_start(fd, settings->opts, &why) < 0)
		log_warning("the outbox did not start: %s", why.text);
	spool_close(spool);
}

static int
verb_status(struct settings *settings)
{
	bool waiting;
	enum state state = status(settings, &waiting);

	fflush(stdout);
	/* An outbox that was killed is missed by nobody until the next alert,
	 * but by this check. */
	if (waiting)
		nudge(settings);
	return (int)state;
}

static int
fail_status(const struct settings *settings, const struct err *why)
{
	return status_unknown(settings, why);
}

static void
print_retried(const struct retried *retried, bool as_json)
{
	json_object *out;

	if (as_json) {
		out = json_object_new_object();
		json_put_number(out, "jobs", retried->jobs);
		json_put_number(out, "missing", retried->missing);
		json_print(out);
		return;
	}
	printf("%d to be tried anew\n", retried->jobs);
	if (retried->missing > 0)
		printf("%d missing tickets are taken as deleted\n",
			retried->missing);
}

static int
verb_retry(struct settings *settings)
{
	struct retried retried;
	struct err why;

	if (retry(settings, &retried, &why) < 0)
		return fail(&why);
	print_retried(&retried, opts_count(settings->opts, "json") > 0);
	fflush(stdout);
	/* The core may be asked anew, too. */
	nudge(settings);
	return 0;
}

static int
verb_list(struct settings *settings)
{
	struct err why;

	return list(settings, &why) < 0 ? fail(&why) : 0;
}

static int
verb_show(struct settings *settings)
{
	struct err why;

	return show(settings, &why) < 0 ? fail(&why) : 0;
}

static int
verb_drop(struct settings *settings)
{
	struct err why;

	return drop(settings, &why) < 0 ? fail(&why) : 0;
}

static int
verb_resolve(struct settings *settings)
{
	struct err why;

	if (resolve_by_hand(settings, &why) < 0)
		return fail(&why);
	fflush(stdout);
	nudge(settings);
	return 0;
}

static int
verb_test(struct settings *settings)
{
	struct err why;

	return trial(settings, &why) < 0 ? fail(&why) : 0;
}

static int
verb_doctor(struct settings *settings)
{
	return doctor(settings);
}

static int
verb_setup(struct settings *settings)
{
	struct err why;
	int status = setup(settings, &why);

	return status < 0 ? fail(&why) : status;
}

static int
verb_lookup(struct settings *settings)
{
	struct err why;

	return lookup(settings, &why) < 0 ? fail(&why) : 0;
}

static int
verb_preview(struct settings *settings)
{
	struct err why;

	return preview(settings, &why) < 0 ? fail(&why) : 0;
}

static const struct verb {
	const char *name;
	int (*run)(struct settings *settings);
	/* Tells what kept it from running; NULL: on standard error. */
	int (*fail)(const struct settings *settings, const struct err *why);
	const char *help;     /* NULL: not for people */
	const char *operands; /* what it is about; NULL = nothing is named */
	const char *word;     /* the same, said in words */
	size_t words;	      /* how many words that are, if not one */
	bool first; /* there is no ini file yet, nor a user to become */
} verbs[] = {
	{ .name = "drain",
		.run = verb_drain,
		.help = "deliver what waits, until nothing is left" },
	{ .name = "status",
		.run = verb_status,
		.fail = fail_status,
		.help = "say as a plugin how the outbox is" },
	{ .name = "list",
		.run = verb_list,
		.help = "show open incidents and their tickets" },
	{ .name = "show",
		.run = verb_show,
		.help = "tell all of one incident",
		.operands = "ID|HOST[!SERVICE]",
		.word = "ID or HOST[!SERVICE]" },
	{ .name = "retry",
		.run = verb_retry,
		.help = "try anew what IncidentIQ refused" },
	{ .name = "drop",
		.run = verb_drop,
		.help = "give up a job that waits or was refused",
		.operands = "JOB",
		.word = "JOB, a number that show tells" },
	{ .name = "resolve",
		.run = verb_resolve,
		.help = "close the ticket of an incident",
		.operands = "ID|HOST[!SERVICE]",
		.word = "ID or HOST[!SERVICE]" },
	{ .name = "setup",
		.run = verb_setup,
		.help = "ask for the settings and write the ini file",
		.first = true },
	{ .name = "doctor",
		.run = verb_doctor,
		.fail = doctor_unread,
		.help = "see whether all is set up, and say what to do" },
	{ .name = "test",
		.run = verb_test,
		.help = "open a real ticket, comment and cancel it" },
	{ .name = "lookup",
		.run = verb_lookup,
		.help = "find the id of a team, location, user or so on",
		.operands = "KIND NAME",
		.word = LOOKUP_WORDS,
		.words = 2 },
	{ .name = "preview", .run = verb_preview },
};

static const struct verb *
find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (name != NULL && strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static int
help(const struct verb *verb, const struct settings *settings)
{
	const char *operands = verb->operands;

	printf("Usage: notify_incidentiq %s%s%s [OPTION]...\n\n", verb->name,
		operands == NULL ? "" : " ", operands == NULL ? "" : operands);
	if (verb->help != NULL)
		printf("%s: %s\n", verb->name, verb->help);
	if (verb->word != NULL)
		printf("Give %s.\n", verb->word);
	putchar('\n');
	opts_help(settings->opts, stdout);
	return 0;
}

static int
version(void)
{
	puts("notify_incidentiq " PACKAGE_VERSION);
	return 0;
}

static int
refuse(const struct verb *verb, const struct settings *settings,
	const struct err *why)
{
	return verb->fail == NULL ? fail(why) : verb->fail(settings, why);
}

/* Words that the verb has no use for, or lacks. */
static int
check_words(const struct verb *verb, const char *const *words, struct err *why)
{
	size_t wanted = verb->word == NULL ? 0 : 1, count = 0;

	if (verb->words > 0)
		wanted = verb->words;
	while (words[count] != NULL)
		count++;
	if (count > wanted)
		return err_set(why, "what is \"%.40s\"?", words[wanted]);
	if (count < wanted)
		return err_set(why, "%s what? Give %s", verb->name, verb->word);
	return 0;
}

/* What is missing on the way to the verb. */
static int
prepare(const struct verb *verb, const struct settings *settings,
	struct err *why)
{
	if (check_words(verb, settings->words, why) < 0)
		return -1;
	return verb->first ? 0 : owner_become(settings->spool, why);
}

/* The ini file, which whoever wants help need not have. */
static int
read_file(const struct verb *verb, struct settings *settings, struct err *why)
{
	int argc = settings->argc;
	char **argv = settings->argv;

	if (verb->first)
		return 0;
	settings_free(settings);
	return settings_read(settings, argc, argv, why);
}

static int
run(const struct verb *verb, struct settings *settings, int argc, char **argv)
{
	struct err why;

	if (settings_begin(settings, argc, argv, &why) < 0)
		return refuse(verb, settings, &why);
	if (opts_count(settings->opts, "help") > 0)
		return help(verb, settings);
	if (opts_count(settings->opts, "version") > 0)
		return version();
	if (read_file(verb, settings, &why) < 0 ||
		prepare(verb, settings, &why) < 0)
		return refuse(verb, settings, &why);
	return verb->run(settings);
}

int
main(int argc, char **argv)
{
	const struct verb *verb = find_verb(argc > 1 ? argv[1] : NULL);
	struct settings settings = { 0 };
	int rc;

	guard_process();
	umask(027);
	log_open("notify_incidentiq");
	if (verb == NULL) {
		fputs("incidentiq-outbox: run it as notify_incidentiq VERB\n",
			stderr);
		return STATE_UNKNOWN;
	}
	rc = run(verb, &settings, argc - 1, argv + 1);
	settings_free(&settings);
	return rc;
}
