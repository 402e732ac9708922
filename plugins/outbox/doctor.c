/* doctor.c - is everything set up as it must be? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/spool.h"
#include "outbox/chart.h"
#include "outbox/core.h"
#include "outbox/doctor_iiq.h"
#include "outbox/filesystem.h"
#include "outbox/instance.h"

enum { LOW_BYTES = 64 * 1024 * 1024, LOW_FILES = 1000 };

/* ---- settings ---- */

static void
check_ini(const struct settings *settings, struct chart *chart)
{
	const char *path = opts_text(settings->opts, "config");
	struct stat st;

	if (stat(path, &st) < 0) {
		chart_add(chart, MARK_WARNING, "ini", "%s: %s", path,
			strerror(errno));
		chart_advise(chart, "all settings come from the command line "
				    "and the environment, which the outbox "
				    "that send starts may not have");
		return;
	}
	if (st.st_mode & S_IWOTH) {
		chart_add(chart, MARK_FAILED, "ini",
			"everybody may write to %s", path);
		chart_advise(chart, "chmod o-w %s", path);
		return;
	}
	chart_add(chart, MARK_OK, "ini", "%s is understood", path);
}

static void
check_templates(const struct settings *settings, struct chart *chart)
{
	const char *template;
	struct err why;

	for (size_t i = 0; i < SETTINGS_TEMPLATES; i++)
		if (settings_template(settings, settings_templates[i],
			    &template, &why) < 0) {
			chart_add(
				chart, MARK_FAILED, "template", "%s", why.text);
			chart_advise(chart, "until then texts are as they are "
					    "without a template");
		} else if (template != NULL) {
			chart_add(chart, MARK_OK, "template", "%s is whole",
				settings_templates[i]);
		}
}

static bool
wants_json(const struct settings *settings)
{
	return settings->opts != NULL && opts_count(settings->opts, "json") > 0;
}

int
doctor_unread(const struct settings *settings, const struct err *why)
{
	struct chart *chart = chart_new(wants_json(settings));

	chart_add(chart, MARK_FAILED, "ini", "%s", why->text);
	chart_advise(chart, "see incidentiq.ini(5)");
	return chart_close(chart) ? 0 : 1;
}

/* ---- files ---- */

static void
check_filesystem(struct chart *chart, const char *name, const char *dir)
{
	struct filesystem fs;
	struct err why;

	if (filesystem_of(dir, &fs, &why) < 0) {
		chart_add(chart, MARK_FAILED, name, "%s", why.text);
	} else if (fs.kind == FILESYSTEM_REMOTE) {
		chart_add(
			chart, MARK_FAILED, name, "%s is on %s", dir, fs.name);
		chart_advise(chart, "locks and the database need a file system "
				    "of this machine: move the spool");
	} else if (fs.kind == FILESYSTEM_MEMORY) {
		chart_add(
			chart, MARK_WARNING, name, "%s is on %s", dir, fs.name);
		chart_advise(chart, "what waits there is lost at a reboot");
	} else if (fs.kind == FILESYSTEM_UNSURE) {
		chart_add(
			chart, MARK_WARNING, name, "%s is on %s", dir, fs.name);
		chart_advise(chart, "if that is another machine's disk, move "
				    "the spool");
	} else if (fs.free_bytes < LOW_BYTES ||
		   (fs.counts_files && fs.free_files < LOW_FILES)) {
		chart_add(chart, MARK_WARNING, name,
			"there is little room in %s", dir);
		chart_advise(chart, "df %s; df -i %s", dir, dir);
	} else {
		chart_add(chart, MARK_OK, name,
			"%s, on this machine, with room", dir);
	}
}

static void
check_spool(struct chart *chart, const char *name, const char *dir)
{
	struct spool *spool;
	struct err why;

	if (spool_open(&spool, dir, &why) < 0) {
		chart_add(chart, MARK_FAILED, name, "%s", why.text);
		chart_advise(chart, "see FILES in notify_incidentiq(8)");
		return;
	}
	if (faccessat(spool_new_fd(spool), ".", W_OK | X_OK, AT_EACCESS) < 0) {
		chart_add(chart, MARK_FAILED, name,
			"this user may not write to %s/new: %s", dir,
			strerror(errno));
		chart_advise(chart,
			"run the outbox as the owner of %s, or "
			"chmod g+w what is in there",
			dir);
	} else {
		check_filesystem(chart, name, dir);
	}
	spool_close(spool);
}

static void
check_instance(const struct settings *settings, struct store *store,
	struct chart *chart)
{
	const char *name = opts_text(settings->opts, "instance");
	struct err held, why;
	int rc = instance_check(store, name, &held, &why);

	if (rc == 0)
		return;
	chart_add(chart, MARK_FAILED, "instance", "%s",
		rc < 0 ? why.text : held.text);
	chart_advise(chart, "no alert is taken until then; nothing is lost");
}

static void
check_database(const struct settings *settings, struct chart *chart)
{
	char *path = settings_database(settings);
	struct store *store;
	struct err why;

	if (settings_open_database(settings, &store, &why) < 0)
		chart_add(chart, MARK_FAILED, "database", "%s", why.text);
	else if (store == NULL)
		chart_add(chart, MARK_OK, "database",
			"none yet: the first alert makes it");
	else
		chart_add(chart, MARK_OK, "database", "%s", path);
	if (store != NULL)
		check_instance(settings, store, chart);
	store_close(store);
	free(path);
}

/* Whose entry in the manual helps: the core's, or of what stands alone. */
static const char *
key_of_core(const struct opts *opts)
{
	static const char *const keys[] = { "icinga-url", "nagios-command-file",
		"nagios-status-file", "icinga-user", "icinga-password-file",
		"icinga-ca-file" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (opts_text(opts, keys[i]) != NULL)
			return keys[i];
	return "acknowledge";
}

static void
check_core(const struct settings *settings, struct chart *chart)
{
	struct core core;
	struct err why;
	bool failed = core_open(&core, settings->opts, &why) < 0;

	if (!failed && core.self == NULL)
		return;
	if (failed || core.probe(core.self, &why) != CORE_DONE) {
		chart_add(chart, MARK_FAILED, "core", "%s", why.text);
		chart_advise(chart,
			"until then no ticket is shown there; see %s in "
			"incidentiq.ini(5)",
			key_of_core(settings->opts));
	} else {
		chart_add(chart, MARK_OK, "core",
			"takes comments that name the ticket");
	}
	core_close(&core);
}

int
doctor(const struct settings *settings)
{
	const char *second = opts_text(settings->opts, "spool-2");
	struct chart *chart = chart_new(wants_json(settings));

	check_ini(settings, chart);
	check_templates(settings, chart);
	check_spool(chart, "spool", settings->spool);
	if (second != NULL)
		check_spool(chart, "spool-2", second);
	check_database(settings, chart);
	check_core(settings, chart);
	doctor_ask(settings, time(NULL), chart);
	return chart_close(chart) ? 0 : 1;
}
