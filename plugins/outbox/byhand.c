/* byhand.c - a person resolves an incident */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/byhand.h"

#include <json-c/json.h>
#include <stdio.h>
#include <time.h>

#include "common/log.h"
#include "outbox/job.h"
#include "outbox/print.h"
#include "outbox/record.h"

static int
order(struct store *store, const struct record *record, struct err *why)
{
	time_t now = time(NULL);

	if (record->ended != 0)
		return err_set(why, "incident %lld is over already",
			(long long)record->id);
	if (record->ticket[0] == '\0')
		return err_set(why,
			"incident %lld has no ticket yet; drop gives up the "
			"job that would open it",
			(long long)record->id);
	return job_resolve_now(store, record->id, now, why);
}

/* Beside an outbox that may be about to do the same. */
static int
in_transaction(struct store *store, const char *word, struct record *record,
	struct err *why)
{
	int rc;

	if (store_begin(store, why) < 0)
		return -1;
	rc = record_read(store, word, record, why);
	if (rc == 0)
		rc = order(store, record, why);
	return store_end(store, rc, why);
}

static void
tell(const struct record *record, bool as_json)
{
	json_object *out;

	log_info("%s: ticket %s is resolved by hand", record->name,
		record->number);
	if (!as_json) {
		printf("incident %lld, %s: ticket ", (long long)record->id,
			record->name);
		print_text(record->number);
		puts(" is going to be resolved");
		return;
	}
	out = json_object_new_object();
	json_put_number(out, "incident", record->id);
	json_put_text(out, "object", record->name);
	json_put_text(out, "ticket", record->number);
	json_print(out);
}

int
resolve_by_hand(const struct settings *settings, struct err *why)
{
	struct record record = { 0 };
	struct store *store;
	int rc = settings_open_database(settings, &store, why);

	if (rc == 0 && store == NULL)
		return err_set(why, "there is no incident yet");
	if (rc == 0)
		rc = in_transaction(store, settings->words[0], &record, why);
	store_close(store);
	if (rc == 0)
		tell(&record, opts_count(settings->opts, "json") > 0);
	record_free(&record);
	return rc;
}
