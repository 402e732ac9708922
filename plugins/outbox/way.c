/* way.c - the way to IncidentIQ, asked for until it leads there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/way.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/mem.h"
#include "common/owner.h"
#include "outbox/desk.h"
#include "outbox/ids.h"
#include "outbox/iiq_answer.h"
#include "outbox/question.h"

enum { TOKEN_FILE, URL, SITE, MATTERS };

struct way {
	const struct settings *settings;
	struct opts *opts;
	iiq_session *session; /* judges what is said, and makes no call */
	struct iiq_claims claims;
	bool is_given[MATTERS]; /* by an option */
	bool is_settled[MATTERS];
	bool asks; /* a person answered, and may answer otherwise */
};

/* ---- what is said, judged ---- */

static int
refused(const struct way *way, const char *name, struct err *why)
{
	return err_set(why, "--%s: %s", name, iiq_session_error(way->session));
}

static int
check_exists(const char *path, struct err *why)
{
	if (access(path, F_OK) == 0 || errno != ENOENT)
		return 0;
	return err_set(why,
		"%s does not exist: make it with (umask 077; cat >%s), where "
		"you paste the token and press Enter and Ctrl-D, and give it "
		"to the user of Nagios or Icinga with chown",
		path, path);
}

static int
check_token_file(struct way *way, const char *path, struct err *why)
{
	/* What is no path may be the token itself, and is not repeated. */
	if (path[0] != '/')
		return err_set(why, "--token-file must be a path from / on");
	if (check_exists(path, why) < 0 ||
		owner_reads(way->settings->spool, path, why) < 0)
		return -1;
	if (iiq_session_set(way->session, IIQ_TOKEN_FILE, path) != IIQ_OK)
		return refused(way, "token-file", why);
	(void)iiq_session_claims(way->session, &way->claims);
	return 0;
}

static int
check_url(struct way *way, const char *url, struct err *why)
{
	if (iiq_session_set(way->session, IIQ_URL, url) == IIQ_OK)
		return 0;
	return refused(way, "url", why);
}

static bool
token_tells_site(const struct way *way)
{
	return ids_is_id(way->claims.issuer);
}

static int
check_site(struct way *way, const char *site, struct err *why)
{
	if (iiq_session_set(way->session, IIQ_SITE_ID, site) != IIQ_OK)
		return refused(way, "site-id", why);
	if (!token_tells_site(way) || strcasecmp(way->claims.issuer, site) == 0)
		return 0;
	return err_set(why, "site-id is %s, and the token is one of site %s",
		site, way->claims.issuer);
}

static const struct matter {
	const char *name;
	const char *question;
	int (*check)(struct way *way, const char *said, struct err *why);
	bool is_in_token; /* where the token has claims */
} matters[MATTERS] = {
	/* First, as it is this machine's affair, and tells the site. */
	[TOKEN_FILE] = { "token-file", "File that holds the API token",
		check_token_file, false },
	[URL] = { "url", "Address, as https://TENANT.incidentiq.com", check_url,
		false },
	[SITE] = { "site-id", "Site id, a UUID", check_site, true },
};

/* ---- asking ---- */

/* The file that packages make beside the ini file; free() it. */
static char *
packaged_token_file(const struct opts *opts)
{
	const char *ini = opts_text(opts, "config");
	char *path;

	if (ini[0] != '/')
		return NULL;
	path = xasprintf("%.*s/token", (int)(strrchr(ini, '/') - ini), ini);
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

/* The answer before, or what else it may be; free() it. */
static char *
likely(const struct opts *opts, const char *name)
{
	const char *said = opts_text(opts, name);

	if (said != NULL && said[0] != '\0')
		return xstrdup(said);
	if (strcmp(name, "token-file") == 0)
		return packaged_token_file(opts);
	return NULL;
}

static int
not_known(const struct matter *matter, struct err *why)
{
	return err_set(
		why, "%s is not known: give --%s", matter->name, matter->name);
}

/* 0: taken. 1: wrong, for that reason. -1: no answer is to come. */
static int
ask(struct way *way, const struct matter *matter, struct err *why)
{
	char *fallback = likely(way->opts, matter->name);
	char *answer = question_ask(matter->question, fallback);
	int rc;

	free(fallback);
	if (answer == NULL)
		return not_known(matter, why);
	rc = matter->check(way, answer, why) < 0 ? 1 : 0;
	/* A file that is wrong may be mended, and is offered again. */
	if (rc == 0 || answer[0] == '/')
		opts_say(way->opts, matter->name, answer);
	free(answer);
	return rc;
}

static int
ask_until_right(struct way *way, const struct matter *matter, struct err *why)
{
	int rc;

	if (!question_possible())
		return not_known(matter, why);
	way->asks = true;
	while ((rc = ask(way, matter, why)) > 0)
		puts(why->text);
	return rc;
}

static int
take_site(struct way *way)
{
	printf("Site id, as the token says: %s\n", way->claims.issuer);
	opts_say(way->opts, "site-id", way->claims.issuer);
	return 0;
}

static int
settle(struct way *way, size_t i, struct err *why)
{
	const struct matter *matter = &matters[i];

	if (way->is_given[i])
		return matter->check(
			way, opts_text(way->opts, matter->name), why);
	if (matter->is_in_token && token_tells_site(way))
		return take_site(way);
	return ask_until_right(way, matter, why);
}

/* ---- all of it ---- */

static bool
is_given(const struct opts *opts, const char *name)
{
	const char *text = opts_text(opts, name);

	return text != NULL && text[0] != '\0';
}

static bool
is_of_token(enum iiq_error error)
{
	return error == IIQ_ERR_AUTH || error == IIQ_ERR_FORBIDDEN;
}

static int
probe(const struct way *way, struct iiq_desk *desk, struct err *why)
{
	const struct helpdesk *ops = iiq_desk_ops(desk);
	struct verdict verdict = ops->probe(ops->self);
	enum iiq_error error = iiq_desk_error(desk);
	const char *advice = iiq_advice(error);

	if (verdict.answer == DESK_DONE)
		return 0;
	if (!is_of_token(error))
		return err_set(why, "%s%s%s", verdict.text,
			advice == NULL ? "" : "; ",
			advice == NULL ? "" : advice);
	return err_set(why,
		token_tells_site(way) ? "the token is not accepted: %s"
				      : "token or site id is not accepted: %s",
		verdict.text);
}

/* Asked again is what may be at fault. False: that is nothing. */
static bool
doubt(struct way *way, enum iiq_error error)
{
	if (!is_of_token(error)) {
		way->is_settled[URL] = false;
		return !way->is_given[URL];
	}
	memset(way->is_settled, 0, sizeof(way->is_settled));
	return way->asks;
}

/* 0: found. 1: it leads nowhere, for that reason. -1: nor will it. */
static int
try_it(struct way *way, struct pace *pace, struct iiq_desk **out,
	struct err *why)
{
	bool may_change;

	for (size_t i = 0; i < MATTERS; i++) {
		if (!way->is_settled[i] && settle(way, i, why) < 0)
			return -1;
		way->is_settled[i] = true;
	}
	if (desk_open(way->settings, pace, out, why) < 0)
		return -1;
	if (probe(way, *out, why) == 0)
		return 0;
	may_change = doubt(way, iiq_desk_error(*out));
	iiq_desk_free(*out);
	*out = NULL;
	return may_change ? 1 : -1;
}

int
way_open(struct settings *settings, struct pace *pace, struct iiq_desk **out,
	struct err *why)
{
	struct way way = { .settings = settings, .opts = settings->opts };
	int rc;

	*out = NULL;
	if (iiq_session_new(&way.session) != IIQ_OK)
		return err_set(why, "no memory for a session");
	for (size_t i = 0; i < MATTERS; i++)
		way.is_given[i] = is_given(way.opts, matters[i].name);
	while ((rc = try_it(&way, pace, out, why)) > 0)
		puts(why->text);
	iiq_session_free(way.session);
	return rc == 0 ? 0 : -1;
}
