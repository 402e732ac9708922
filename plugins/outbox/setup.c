/* setup.c - the ini file, made of answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clean.h"
#include "common/mem.h"
#include "common/owner.h"
#include "outbox/choice.h"
#include "outbox/doctor.h"
#include "outbox/newfile.h"
#include "outbox/way.h"

/* What a ticket gets when nothing else is known, in the order of asking. */
static const struct choice choices[] = {
	{ .thing = THING_REQUESTER,
		.is_needed = true, /* IncidentIQ opens no ticket without */
		.what = "Requester, whom tickets are for" },
	{ .thing = THING_ISSUE, .is_needed = true, .what = "Issue type" },
	{ .thing = THING_LOCATION, .what = "Location" },
	{ .thing = THING_TEAM, .what = "Team that tickets go to" },
};
enum { CHOICES = sizeof(choices) / sizeof(choices[0]) };

struct setup {
	struct opts *opts;
	struct choice choices[CHOICES];
};

/* ---- the file ---- */

/* On one line, whatever it is. */
static void
put(FILE *to, const char *before, const char *text)
{
	char *clean = clean_text(text, 1024, 0);

	fprintf(to, "%s%s\n", before, clean);
	free(clean);
}

static void
put_options(FILE *to, const struct opts *opts, const char *const *names)
{
	for (; *names != NULL; names++) {
		if (opts_origin(opts, *names) <= OPT_FROM_FALLBACK)
			continue;
		fprintf(to, "%s = ", *names);
		put(to, "", opts_text(opts, *names));
	}
}

/* The text of the ini file; free() it. */
static char *
compose(const struct setup *setup)
{
	static const char *const shared[] = { "url", "site-id", "token-file",
		"ca-file", "proxy", "no-proxy", "tls-min", NULL };
	static const char *const section[] = { "spool", NULL };
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return NULL;
	fputs("# Made by notify_incidentiq setup; see incidentiq.ini(5).\n"
	      "[incidentiq]\n",
		to);
	put_options(to, setup->opts, shared);
	fputs("\n[notify_incidentiq]\n", to);
	put_options(to, setup->opts, section);
	for (size_t i = 0; i < CHOICES; i++) {
		const struct choice *choice = &setup->choices[i];

		if (choice->name != NULL)
			put(to, "# ", choice->name);
		if (choice->id[0] == '\0')
			continue;
		fprintf(to, "%s = ", thing_name(choice->thing));
		put(to, "", choice->id);
	}
	return fclose(to) == 0 ? text : NULL;
}

/* Root's file is for whom the spool's group is; *group -1: for ourselves. */
static int
find_group(const char *spool, gid_t *group, struct err *why)
{
	struct stat st;

	*group = (gid_t)-1;
	if (geteuid() != 0)
		return 0;
	if (stat(spool, &st) < 0)
		return err_set(why,
			"spool %s: %s; see EXAMPLES in notify_incidentiq(8)",
			spool, strerror(errno));
	*group = st.st_gid;
	return 0;
}

static int
write_file(const struct setup *setup, gid_t group, struct err *why)
{
	const char *path = opts_text(setup->opts, "config");
	char *text = compose(setup);
	int rc;

	if (text == NULL)
		return err_set(why, "no memory for %s", path);
	rc = newfile_write(path, text, group, why);
	free(text);
	if (rc == 0)
		printf("%s is written.\n", path);
	return rc;
}

/* ---- all of it ---- */

/* Programs in several directories read the ini file. */
static int
check_paths(const struct opts *opts, struct err *why)
{
	static const char *const names[] = { "ca-file", "spool" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path = opts_text(opts, names[i]);

		if (path != NULL && path[0] != '/')
			return err_set(
				why, "--%s must be a path from / on", names[i]);
	}
	return 0;
}

static int
choose(struct setup *setup, const struct helpdesk *desk, struct err *why)
{
	memcpy(setup->choices, choices, sizeof(choices));
	for (size_t i = 0; i < CHOICES; i++) {
		struct choice *choice = &setup->choices[i];

		if (choice_make(choice, desk,
			    opts_text(setup->opts, thing_name(choice->thing)),
			    why) < 0)
			return -1;
	}
	return 0;
}

static int
make(struct settings *settings, gid_t group, struct err *why)
{
	struct setup setup = { .opts = settings->opts };
	struct iiq_desk *desk;
	struct pace pace;
	int rc;

	pace_init(&pace, settings->pace, 0);
	if (way_open(settings, &pace, &desk, why) < 0)
		return -1;
	rc = choose(&setup, iiq_desk_ops(desk), why);
	if (rc == 0)
		rc = write_file(&setup, group, why);
	for (size_t i = 0; i < CHOICES; i++)
		choice_clear(&setup.choices[i]);
	iiq_desk_free(desk);
	return rc;
}

/* As the outbox will read it: as its user, and with nothing but the file. */
static int
examine(const char *path, struct err *why)
{
	char verb[] = "doctor", *option = xasprintf("--config=%s", path);
	char *argv[] = { verb, option, NULL };
	struct settings settings = { 0 };
	int status;

	unsetenv("IIQ_URL");
	unsetenv("IIQ_SITE_ID");
	unsetenv("IIQ_API_TOKEN");
	if (settings_read(&settings, 2, argv, why) < 0 ||
		owner_become(settings.spool, why) < 0)
		status = doctor_unread(&settings, why);
	else
		status = doctor(&settings);
	settings_free(&settings);
	free(option);
	return status;
}

int
setup(struct settings *settings, struct err *why)
{
	const char *path = opts_text(settings->opts, "config");
	gid_t group;

	if (newfile_check(path, why) < 0 ||
		find_group(settings->spool, &group, why) < 0 ||
		check_paths(settings->opts, why) < 0 ||
		make(settings, group, why) < 0)
		return -1;
	return examine(path, why);
}
