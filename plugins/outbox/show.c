/* show.c - incidents, told for people and as JSON */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/show.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/clean.h"
#include "outbox/helpdesk_iiq.h"
#include "outbox/incident.h"
#include "outbox/record.h"

/* How much of a time is told. */
enum { TO_MINUTE = 16, TO_SECOND = 19 };

/* ---- a value ---- */

/* As people here write it; at most so many characters of it. */
static void
print_time(const char *label, time_t when, int length)
{
	char text[32] = "";
	struct tm parts;

	if (localtime_r(&when, &parts) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &parts);
	printf("%s%.*s", label, length, text);
}

/* What IncidentIQ said may hold what a terminal obeys. */
static void
print_clean(const char *text)
{
	char *clean = clean_text(text, 1024, 0);

	fputs(clean, stdout);
	free(clean);
}

static void
add_text(json_object *to, const char *key, const char *text)
{
	char *clean = clean_text(text, 1024, 0);

	json_object_object_add(to, key,
		clean[0] == '\0' ? NULL : json_object_new_string(clean));
	free(clean);
}

static void
add_time(json_object *to, const char *key, time_t when)
{
	char text[32] = "";
	struct tm parts;

	if (when > 0 && gmtime_r(&when, &parts) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
	add_text(to, key, text);
}

static void
add_number(json_object *to, const char *key, int64_t number)
{
	json_object_object_add(to, key, json_object_new_int64(number));
}

static void
print_json(json_object *json)
{
	puts(json_object_to_json_string_ext(json,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

/* ---- list ---- */

static void
print_row(void *arg, const struct incident_row *row)
{
	(void)arg;
	printf("%6lld %-32s %-11s ", (long long)row->id, row->name, row->told);
	print_time("", row->opened, TO_MINUTE);
	printf(" %-16s",
		row->number[0] == '\0' ? "no ticket yet" : row->number);
	if (row->job[0] != '\0')
		printf(" %s%s", row->job, row->error[0] == '\0' ? "" : ": ");
	print_clean(row->error);
	putchar('\n');
}

static void
add_row(void *arg, const struct incident_row *row)
{
	json_object *out = json_object_new_object();

	add_number(out, "id", row->id);
	add_text(out, "object", row->name);
	add_text(out, "state", row->told);
	add_time(out, "opened", row->opened);
	add_text(out, "ticket", row->number);
	add_text(out, "waiting", row->job);
	add_text(out, "error", row->error);
	json_object_array_add(arg, out);
}

int
list(const struct settings *settings, struct err *why)
{
	bool wants_json = opts_count(settings->opts, "json") > 0;
	json_object *rows = json_object_new_array();
	struct store *store;
	int rc = settings_open_database(settings, &store, why);

	if (rc == 0 && !wants_json)
		printf("%6s %-32s %-11s %-16s %s\n", "ID", "OBJECT", "STATE",
			"SINCE", "TICKET");
	if (store != NULL)
		rc = incident_each(
			store, wants_json ? add_row : print_row, rows, why);
	store_close(store);
	if (rc == 0 && wants_json)
		print_json(rows);
	else
		json_object_put(rows);
	return rc;
}

/* ---- show ---- */

static void
print_line(const char *label, const char *text)
{
	if (text[0] == '\0')
		return;
	printf("%-8s ", label);
	print_clean(text);
	putchar('\n');
}

static void
print_events(const struct record *record)
{
	for (size_t i = 0; i < record->event_count; i++) {
		const struct record_event *event = &record->events[i];

		print_time("event    ", event->received, TO_SECOND);
		printf(" %s, %s", event->type, event->state);
		if (event->text[0] != '\0')
			printf(": %s", event->text);
		putchar('\n');
	}
}

static void
print_jobs(const struct record *record)
{
	for (size_t i = 0; i < record->job_count; i++) {
		const struct record_job *job = &record->jobs[i];

		printf("job      %lld %s, %s", (long long)job->id, job->action,
			job->state);
		if (job->tries > 0)
			printf(" after %lld tries", (long long)job->tries);
		if (job->error[0] != '\0')
			fputs(": ", stdout);
		print_clean(job->error);
		putchar('\n');
	}
}

static void
print_record(const struct record *record, const char *url)
{
	printf("incident %lld, %s\n", (long long)record->id,
		record->ended == 0 ? "open" : "over");
	print_line("object", record->name);
	print_line("state", record->told);
	print_time("opened   ", record->opened, TO_SECOND);
	if (record->ended != 0)
		print_time("\nended    ", record->ended, TO_SECOND);
	putchar('\n');
	print_line("ticket",
		record->ticket[0] == '\0' ? "none yet" : record->number);
	print_line("url", url);
	print_line("marker", record->marker);
	print_line("error", record_error(record));
	print_events(record);
	print_jobs(record);
}

static json_object *
events_json(const struct record *record)
{
	json_object *out = json_object_new_array();

	for (size_t i = 0; i < record->event_count; i++) {
		json_object *row = json_object_new_object();

		add_time(row, "received", record->events[i].received);
		add_text(row, "type", record->events[i].type);
		add_text(row, "state", record->events[i].state);
		add_text(row, "text", record->events[i].text);
		json_object_array_add(out, row);
	}
	return out;
}

static json_object *
jobs_json(const struct record *record)
{
	json_object *out = json_object_new_array();

	for (size_t i = 0; i < record->job_count; i++) {
		json_object *row = json_object_new_object();

		add_number(row, "id", record->jobs[i].id);
		add_text(row, "action", record->jobs[i].action);
		add_text(row, "state", record->jobs[i].state);
		add_number(row, "tries", record->jobs[i].tries);
		add_time(row, "due", record->jobs[i].due);
		add_text(row, "error", record->jobs[i].error);
		json_object_array_add(out, row);
	}
	return out;
}

static json_object *
record_json(const struct record *record, const char *url)
{
	json_object *out = json_object_new_object();

	add_number(out, "id", record->id);
	add_text(out, "object", record->name);
	add_text(out, "state", record->told);
	add_time(out, "opened", record->opened);
	add_time(out, "ended", record->ended);
	add_number(out, "repeats", record->repeats);
	add_text(out, "ticket", record->number);
	add_text(out, "ticket-id", record->ticket);
	add_text(out, "url", url);
	add_text(out, "marker", record->marker);
	add_text(out, "error", record_error(record));
	json_object_object_add(out, "events", events_json(record));
	json_object_object_add(out, "jobs", jobs_json(record));
	return out;
}

int
show(const struct settings *settings, struct err *why)
{
	struct record record = { 0 };
	struct store *store;
	char *url;
	int rc = settings_open_database(settings, &store, why);

	if (rc == 0 && store == NULL)
		return err_set(why, "there is no incident yet");
	if (rc == 0)
		rc = record_read(store, settings->word, &record, why);
	store_close(store);
	if (rc == 0) {
		url = iiq_ticket_url(
			opts_text(settings->opts, "url"), record.ticket);
		if (opts_count(settings->opts, "json") > 0)
			print_json(record_json(&record, url));
		else
			print_record(&record, url);
		free(url);
	}
	record_free(&record);
	return rc;
}
