/* opt_file.c - options out of files: our own ini file, and --extra-opts */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/ini.h"
#include "common/mem.h"
#include "common/opt_private.h"

/* "http://user:password@proxy", whose scheme may be left out. A user without a
 * colon is no secret, nor is what stands in a path or behind a blank. */
static bool
holds_password(const char *value)
{
	const char *scheme = strstr(value, "://");
	const char *host = scheme == NULL ? value : scheme + 3;
	size_t length = strcspn(host, "/?# \t");
	const char *colon = memchr(host, ':', length);

	return colon != NULL &&
	       memchr(colon, '@', length - (size_t)(colon - host));
}

static int
check_secret(const struct ini_line *line, struct err *why)
{
	if (!line->world_readable || !holds_password(line->value))
		return 0;
	return err_set(why,
		"%s holds a password, and everybody may read this file; run: "
		"chmod o-r",
		line->key);
}

static int
check_path(const struct opt *opt, const struct ini_line *line, struct err *why)
{
	if (!(opt->where & OPT_PATH) || line->value[0] == '/')
		return 0;
	return err_set(
		why, "%s is no whole path: write it from / on", line->key);
}

/* ---- ini file ---- */

struct ini_target {
	struct opts *opts;
	const struct opts_ini *ini;
};

/* The file is ours alone, so that another section is a slip. */
static int
check_section(const char *section, const struct opts_ini *ini, struct err *why)
{
	static const char *const known[] = {
		"incidentiq", "check_incidentiq", "notify_incidentiq",
		"map" /* whose reader has a word on it */
	};
	bool is_known = strcmp(section, ini->section) == 0 ||
			strncmp(section, "map ", 4) == 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		is_known = is_known || strcmp(section, known[i]) == 0;
	if (is_known || ini->foreign_ok)
		return 0;
	return err_set(why, "there is no section [%s]", section);
}

static int
take_key(void *arg, const struct ini_line *line, struct err *why)
{
	const struct ini_target *target = arg;
	bool shared = strcmp(line->section, "incidentiq") == 0;
	unsigned where = shared ? OPT_INI_SHARED : OPT_INI_SECTION;
	struct opts *opts = target->opts;
	size_t i;

	if (line->key == NULL)
		return check_section(line->section, target->ini, why);
	if (!shared && strcmp(line->section, target->ini->section) != 0)
		return 0;
	i = opt_find(opts, line->key);
	if (i == opts->count || !(opts->values[i].opt->where & where)) {
		if (target->ini->foreign_ok)
			return 0;
		return err_set(why, "[%s] has no key \"%s\"", line->section,
			line->key);
	}
	if (check_secret(line, why) < 0 ||
		check_path(opts->values[i].opt, line, why) < 0)
		return -1;
	if (line->value[0] == '\0' && opts->values[i].opt->value != NULL)
		return err_set(why, "%s needs a value", line->key);
	opt_put(&opts->values[i], line->value[0] == '\0' ? NULL : line->value,
		shared ? OPT_FROM_INI_SHARED : OPT_FROM_INI_SECTION);
	return 0;
}

int
opts_read_ini(struct opts *opts, const struct opts_ini *ini, struct err *why)
{
	struct ini_target target = { opts, ini };

	if (ini_read(ini->path, take_key, &target, why) == 0)
		return 0;
	return errno == ENOENT && !ini->must_exist ? 0 : -1;
}

/* ---- --extra-opts ---- */

struct extra {
	struct opts *opts;
	const char *section;
	bool found; /* the section */
};

/* The row that a long name, or a letter, stands for on the command line. */
static struct value *
row_of_key(struct opts *opts, const char *key)
{
	for (size_t i = 0; i < opts->count; i++) {
		const struct opt *opt = opts->values[i].opt;
		bool is_letter = key[0] == opt->letter && key[1] == '\0';

		if ((opt->where & OPT_COMMAND_LINE) &&
			!(opt->where & (OPT_EXTRA | OPT_ALONE)) &&
			(is_letter || strcmp(key, opt->name) == 0))
			return &opts->values[i];
	}
	return NULL;
}

/* "key =" is a flag, and so is "key = yes"; "key = no" is none. */
static int
take_flag(struct value *value, const struct ini_line *line, struct err *why)
{
	bool is_meant = true;

	if (line->value[0] != '\0' && opt_truth(line->value, &is_meant) < 0)
		return err_set(
			why, "%s takes no value but yes or no", line->key);
	opt_put(value, is_meant ? NULL : "no", OPT_FROM_EXTRA);
	return 0;
}

static int
take_extra(void *arg, const struct ini_line *line, struct err *why)
{
	struct extra *extra = arg;
	struct value *value;

	if (strcmp(line->section, extra->section) != 0)
		return 0;
	extra->found = true;
	if (line->key == NULL)
		return 0;
	value = row_of_key(extra->opts, line->key);
	if (value == NULL)
		return err_set(why, "[%s]: there is no option \"%s\"",
			line->section, line->key);
	if (value->opt->value == NULL)
		return take_flag(value, line, why);
	if (line->value[0] == '\0')
		return err_set(why, "%s needs a value", line->key);
	if (check_secret(line, why) < 0)
		return -1;
	opt_put(value, line->value, OPT_FROM_EXTRA);
	return 0;
}

/* The plugins' common file, where the Monitoring Plugins look for it. */
static const char *
find_file(void)
{
	static const char *const paths[] = {
		"/usr/local/etc/monitoring-plugins/monitoring-plugins.ini",
		"/usr/local/etc/monitoring-plugins.ini",
		"/etc/monitoring-plugins/monitoring-plugins.ini",
		"/etc/monitoring-plugins.ini",
		"/etc/nagios/plugins.ini",
		"/usr/local/nagios/etc/plugins.ini",
		"/usr/local/etc/nagios/plugins.ini",
		"/etc/opt/nagios/plugins.ini",
		"/etc/nagios-plugins.ini",
		"/usr/local/etc/nagios-plugins.ini",
		"/etc/opt/nagios-plugins.ini",
	};
	const char *given = getenv("MP_CONFIG_FILE");

	if (given != NULL && given[0] != '\0')
		return given;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (access(paths[i], F_OK) == 0)
			return paths[i];
	return NULL;
}

/* "[section][@file]", or NULL. */
static int
read_extra(struct opts *opts, const char *spec, struct err *why)
{
	const char *at = spec == NULL ? NULL : strchr(spec, '@');
	const char *slash = strrchr(opts->program, '/');
	const char *path = at == NULL || at[1] == '\0' ? find_file() : at + 1;
	struct extra extra = { .opts = opts };
	char *section;
	int rc;

	if (path == NULL)
		return err_set(why, "no file of plugin options was found; name "
				    "one: [SECTION]@FILE");
	if (spec == NULL || spec[0] == '\0' || at == spec)
		section = xstrdup(slash == NULL ? opts->program : slash + 1);
	else if (at == NULL)
		section = xstrdup(spec);
	else
		section = xstrndup(spec, (size_t)(at - spec));
	extra.section = section;
	rc = ini_read(path, take_extra, &extra, why);
	if (rc == 0 && !extra.found)
		rc = err_set(why, "%s has no section [%s]", path, section);
	free(section);
	return rc;
}

int
opts_read_extra(struct opts *opts, struct err *why)
{
	for (size_t i = 0; i < opts->extras; i++)
		if (read_extra(opts, opts->extra[i], why) < 0)
			return err_add(why, "--extra-opts");
	return 0;
}
