/* revise.c - what a person decides about jobs that IncidentIQ refused */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/revise.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/log.h"
#include "outbox/incident.h"
#include "outbox/ingest.h"
#include "outbox/job.h"
#include "outbox/names.h"
#include "outbox/notice.h"
#include "outbox/sight.h"

/* What was refused may have been a name, or the core, that somebody has
 * mended. */
static int
let_go(struct store *store, struct retried *out, struct err *why)
{
	if (sight_trust(store, &out->missing, why) < 0 ||
		job_revive(store, time(NULL), &out->jobs, why) < 0 ||
		names_forget(store, why) < 0)
		return -1;
	return notice_hasten(store, why);
}

int
retry(const struct settings *settings, struct retried *out, struct err *why)
{
	struct store *store;
	int rc = settings_open_database(settings, &store, why);

	*out = (struct retried){ .jobs = 0, .missing = 0 };
	if (store == NULL)
		return rc;
	rc = store_begin(store, why);
	if (rc == 0)
		rc = store_end(store, let_go(store, out, why), why);
	store_close(store);
	return rc;
}

/* ---- drop ---- */

/* What was dropped, for people. */
struct dropped {
	struct job job;
	struct incident incident;
};

static int
read_number(const char *word, int64_t *out, struct err *why)
{
	char *end;
	long long number = strtoll(word, &end, 10);

	if (end == word || *end != '\0' || number <= 0)
		return err_set(why, "\"%.40s\" is no number of a job", word);
	*out = number;
	return 0;
}

static int
give_up(struct store *store, int64_t id, struct dropped *out, struct err *why)
{
	time_t now = time(NULL);
	int rc = job_drop(store, id, now, &out->job, why);

	if (rc == 0 && out->job.doubtful)
		return err_set(why,
			"job %lld may have been done already: whether it was "
			"is being looked for",
			(long long)id);
	if (rc == 0)
		return err_set(
			why, "no job %lld waits or was refused", (long long)id);
	if (rc == 1)
		rc = incident_read(
			store, out->job.incident, &out->incident, why);
	/* Without a ticket there is nothing to comment or to resolve. */
	if (rc == 0 && out->job.action == JOB_CREATE)
		rc = ingest_end(store, out->job.incident, now, why);
	return rc;
}

static int
in_transaction(
	struct store *store, int64_t id, struct dropped *out, struct err *why)
{
	if (store_begin(store, why) < 0)
		return -1;
	return store_end(store, give_up(store, id, out, why), why);
}

static void
tell(const struct dropped *dropped, bool as_json)
{
	const struct job *job = &dropped->job;
	json_object *out;

	log_info("%s: job %lld, %s, was dropped by hand",
		dropped->incident.name, (long long)job->id,
		job_action_name(job->action));
	if (!as_json) {
		printf("dropped job %lld, %s of %s\n", (long long)job->id,
			job_action_name(job->action), dropped->incident.name);
		return;
	}
	out = json_object_new_object();
	json_object_object_add(out, "dropped", json_object_new_int64(job->id));
	json_object_object_add(out, "action",
		json_object_new_string(job_action_name(job->action)));
	json_object_object_add(
		out, "object", json_object_new_string(dropped->incident.name));
	json_object_object_add(
		out, "incident", json_object_new_int64(job->incident));
	puts(json_object_to_json_string_ext(out, JSON_C_TO_STRING_PRETTY));
	json_object_put(out);
}

int
drop(const struct settings *settings, struct err *why)
{
	struct dropped dropped = { 0 };
	struct store *store = NULL;
	int64_t id = 0;
	int rc = read_number(settings->words[0], &id, why);

	if (rc == 0)
		rc = settings_open_database(settings, &store, why);
	if (rc == 0 && store == NULL)
		rc = err_set(why, "no job waits");
	if (rc == 0)
		rc = in_transaction(store, id, &dropped, why);
	store_close(store);
	if (rc == 0)
		tell(&dropped, opts_count(settings->opts, "json") > 0);
	incident_free(&dropped.incident);
	job_free(&dropped.job);
	return rc;
}
