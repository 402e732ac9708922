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
#include "outbox/desk.h"
#include "outbox/doctor.h"
#include "outbox/ids.h"
#include "outbox/newfile.h"
#include "outbox/print.h"
#include "outbox/question.h"

enum { SHOWN_MAX = 20 };

struct choice {
	char id[DESK_ID_SIZE]; /* "" = none is wanted */
	char *name;	       /* NULL where it could not be read */
};

/* What a ticket gets when nothing else is known, in the order of asking. */
static const struct kind {
	enum thing thing;
	bool is_needed; /* IncidentIQ opens no ticket without it */
	const char *question;
} kinds[] = {
	{ THING_REQUESTER, true,
		"Requester, whom tickets are for (a part of the name)" },
	{ THING_ISSUE, true, "Issue type (a part of the name)" },
	{ THING_LOCATION, false,
		"Location (a part of the name; nothing for none)" },
	{ THING_TEAM, false,
		"Team that tickets go to (a part of the name; nothing for "
		"none)" },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

struct setup {
	struct opts *opts;
	const struct helpdesk *desk;
	struct choice choices[KINDS];
};

/* ---- the way to IncidentIQ ---- */

static int
need(struct opts *opts, const char *name, const char *question, struct err *why)
{
	char *answer;

	while (opts_text(opts, name) == NULL ||
		opts_text(opts, name)[0] == '\0') {
		answer = question_possible() ? question_ask(question) : NULL;
		if (answer == NULL)
			return err_set(
				why, "%s is not known: give --%s", name, name);
		opts_say(opts, name, answer);
		free(answer);
	}
	return 0;
}

/* Programs in several directories read the ini file. What is no path may be
 * the token itself, and is not repeated. */
static int
check_path(const struct opts *opts, const char *name, struct err *why)
{
	const char *path = opts_text(opts, name);

	if (path == NULL || path[0] == '/')
		return 0;
	return err_set(why, "--%s must be a path from / on", name);
}

static int
check_token_file(const struct opts *opts, struct err *why)
{
	const char *path = opts_text(opts, "token-file");

	if (check_path(opts, "token-file", why) < 0)
		return -1;
	if (access(path, F_OK) == 0 || errno != ENOENT)
		return 0;
	return err_set(why,
		"%s does not exist: make it with (umask 077; cat >%s), where "
		"you paste the token and press Enter and Ctrl-D, and give it "
		"to the user of Nagios or Icinga with chown",
		path, path);
}

static int
need_all(struct opts *opts, struct err *why)
{
	if (need(opts, "url", "Address, as https://TENANT.incidentiq.com",
		    why) < 0 ||
		need(opts, "token-file", "File that holds the API token", why) <
			0 ||
		check_token_file(opts, why) < 0 ||
		check_path(opts, "ca-file", why) < 0 ||
		check_path(opts, "spool", why) < 0)
		return -1;
	return need(opts, "site-id", "Site id, a UUID", why);
}

static int
check_token(const struct helpdesk *desk, struct err *why)
{
	struct verdict verdict = desk->probe(desk->self);

	if (verdict.answer == DESK_DONE)
		return 0;
	return err_set(why,
		verdict.answer == DESK_LOCKED ? "the token is not accepted: %s"
					      : "%s",
		verdict.text);
}

/* ---- whom and what tickets concern ---- */

static void
print_name(const struct entry *entry)
{
	print_text(entry->name);
	if (entry->other[0] != '\0') {
		fputs(", ", stdout);
		print_text(entry->other);
	}
	putchar('\n');
}

static void
print_rows(const struct entries *found)
{
	size_t i;

	for (i = 0; i < found->count && i < SHOWN_MAX; i++) {
		printf("%3zu  ", i + 1);
		print_name(&found->rows[i]);
	}
	if (i < found->count)
		printf("     and %zu more\n", found->count - i);
}

static void
take(const struct kind *kind, const struct entry *entry, struct choice *out)
{
	snprintf(out->id, sizeof(out->id), "%s", entry->id);
	out->name = xasprintf("%s%s%s", entry->name,
		entry->other[0] == '\0' ? "" : ", ", entry->other);
	printf("%s: ", thing_name(kind->thing));
	print_name(entry);
}

/* Where no list may be read, ids are all there is. */
static int
take_unseen(const char *word, const struct verdict *verdict, struct choice *out,
	struct err *why)
{
	if (!ids_is_id(word))
		return err_set(why, "%s", verdict->text);
	snprintf(out->id, sizeof(out->id), "%s", word);
	return 1;
}

static int
not_one(const struct kind *kind, const char *word, size_t count,
	struct err *why)
{
	const char *name = thing_name(kind->thing);

	if (count == 0)
		return err_set(why, "--%s: none has \"%.80s\" in its name",
			name, word);
	return err_set(why,
		"--%s: %zu have \"%.80s\" in their name: give more of it, or "
		"an id",
		name, count, word);
}

/* The row that an answer numbers, or NULL. */
static const struct entry *
numbered(const struct entries *found, const char *answer)
{
	size_t length = strspn(answer, "0123456789");
	unsigned long number = strtoul(answer, NULL, 10);

	if (length == 0 || length > 3 || answer[length] != '\0' ||
		number == 0 || number > found->count || number > SHOWN_MAX)
		return NULL;
	return &found->rows[number - 1];
}

/* 1: taken. 0: *word, the next one to look up, is new; NULL where none comes.
 */
static int
settle(const struct kind *kind, const struct entries *found, char **word,
	struct choice *out, struct err *why)
{
	const struct entry *one;
	size_t same;

	one = entries_named(found, *word, &same);
	if (same != 1)
		one = found->rows;
	if (same != 1 && found->count != 1) {
		print_rows(found);
		not_one(kind, *word, found->count, why);
		if (!question_possible())
			return -1;
		if (found->count == 0)
			puts("There is none.");
		free(*word);
		*word = question_ask(found->count == 0
					     ? kind->question
					     : "Its number, or more of the "
					       "name");
		one = *word == NULL ? NULL : numbered(found, *word);
	}
	if (one == NULL)
		return *word == NULL ? -1 : 0;
	take(kind, one, out);
	return 1;
}

/* The same for one word, looked up. */
static int
look_up(const struct setup *setup, const struct kind *kind, char **word,
	struct choice *out, struct err *why)
{
	const struct helpdesk *desk = setup->desk;
	struct entries found = { 0 };
	struct verdict verdict =
		desk->lookup(desk->self, kind->thing, *word, "", &found);
	int rc = verdict.answer == DESK_DONE
			 ? settle(kind, &found, word, out, why)
			 : take_unseen(*word, &verdict, out, why);

	entries_clear(&found);
	return rc;
}

static int
choose(const struct setup *setup, const struct kind *kind, struct choice *out,
	struct err *why)
{
	const char *name = thing_name(kind->thing);
	const char *said = opts_text(setup->opts, name);
	char *word = said == NULL ? NULL : clean_text(said, 1024, 0);
	int rc = 0;

	while (rc == 0) {
		if (word == NULL || (word[0] == '\0' && kind->is_needed)) {
			free(word);
			word = question_possible()
				       ? question_ask(kind->question)
				       : NULL;
		}
		if (word == NULL)
			rc = err_set(
				why, "%s is not known: give --%s", name, name);
		else if (word[0] != '\0')
			rc = look_up(setup, kind, &word, out, why);
		else if (!kind->is_needed)
			rc = 1;
	}
	free(word);
	return rc < 0 ? -1 : 0;
}

static int
ask_all(struct setup *setup, struct err *why)
{
	if (check_token(setup->desk, why) < 0)
		return -1;
	for (size_t i = 0; i < KINDS; i++)
		if (choose(setup, &kinds[i], &setup->choices[i], why) < 0)
			return -1;
	return 0;
}

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
	for (size_t i = 0; i < KINDS; i++) {
		const struct choice *choice = &setup->choices[i];

		if (choice->name != NULL)
			put(to, "# ", choice->name);
		if (choice->id[0] == '\0')
			continue;
		fprintf(to, "%s = ", thing_name(kinds[i].thing));
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

static int
make(struct settings *settings, gid_t group, struct err *why)
{
	struct setup setup = { .opts = settings->opts };
	struct iiq_desk *desk;
	struct pace pace;
	int rc;

	pace_init(&pace, settings->pace, 0);
	if (desk_open(settings, &pace, &desk, why) < 0)
		return -1;
	setup.desk = iiq_desk_ops(desk);
	rc = ask_all(&setup, why);
	if (rc == 0)
		rc = write_file(&setup, group, why);
	for (size_t i = 0; i < KINDS; i++)
		free(setup.choices[i].name);
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
		need_all(settings->opts, why) < 0 ||
		make(settings, group, why) < 0)
		return -1;
	return examine(path, why);
}
