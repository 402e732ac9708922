/* show.c - incidents, told for people and as JSON */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/show.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "outbox/helpdesk_iiq.h"
#include "outbox/incident.h"
#include "outbox/print.h"
#include "outbox/record.h"

/* ---- list ---- */

/* As wide as people see it: a letter in UTF-8 may be several bytes. */
static void
print_column(const char *text, int width)
{
	fputs(text, stdout);
	for (; *text != '\0'; text++)
		width -= ((unsigned char)*text & 0xC0) != 0x80;
	printf("%*s", width > 0 ? width : 0, "");
}

static void
print_row(void *arg, const struct incident_row *row)
{
	const char *number =
		row->number[0] == '\0' ? "no ticket yet" : row->number;

	(void)arg;
	printf("%6lld ", (long long)row->id);
	print_column(row->name, 32);
	printf(" %-11s ", row->told);
	print_time("", row->opened, PRINT_TO_MINUTE);
	if (row->job[0] == '\0')
		printf(" %s", number);
	else
		printf(" %-16s %s%s", number, row->job,
			row->error[0] == '\0' ? "" : ": ");
	print_text(row->error);
	putchar('\n');
}

static void
add_row(void *arg, const struct incident_row *row)
{
	json_object *out = json_object_new_object();

	json_put_number(out, "id", row->id);
	json_put_text(out, "object", row->name);
	json_put_text(out, "state", row->told);
	json_put_time(out, "opened", row->opened);
	json_put_text(out, "ticket", row->number);
	json_put_text(out, "waiting", row->job);
	json_put_text(out, "error", row->error);
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
		json_print(rows);
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
	print_text(text);
	putchar('\n');
}

static void
print_events(const struct record *record)
{
	for (size_t i = 0; i < record->event_count; i++) {
		const struct record_event *event = &record->events[i];

		print_time("event    ", event->received, PRINT_TO_SECOND);
		printf(" %s, %s%s", event->type, event->state,
			event->overtaken ? ", overtaken" : "");
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
		print_text(job->error);
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
	print_time("opened   ", record->opened, PRINT_TO_SECOND);
	if (record->ended != 0)
		print_time("\nended    ", record->ended, PRINT_TO_SECOND);
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

		json_put_time(row, "received", record->events[i].received);
		json_put_text(row, "type", record->events[i].type);
		json_put_text(row, "state", record->events[i].state);
		json_put_text(row, "text", record->events[i].text);
		json_object_object_add(row, "overtaken",
			json_object_new_boolean(record->events[i].overtaken));
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

		json_put_number(row, "id", record->jobs[i].id);
		json_put_text(row, "action", record->jobs[i].action);
		json_put_text(row, "state", record->jobs[i].state);
		json_put_number(row, "tries", record->jobs[i].tries);
		json_put_time(row, "due", record->jobs[i].due);
		json_put_text(row, "error", record->jobs[i].error);
		json_object_array_add(out, row);
	}
	return out;
}

static json_object *
record_json(const struct record *record, const char *url)
{
	json_object *out = json_object_new_object();

	json_put_number(out, "id", record->id);
	json_put_text(out, "object", record->name);
	json_put_text(out, "state", record->told);
	json_put_time(out, "opened", record->opened);
	json_put_time(out, "ended", record->ended);
	json_put_number(out, "repeats", record->repeats);
	json_put_text(out, "ticket", record->number);
	json_put_text(out, "ticket-id", record->ticket);
	json_put_text(out, "url", url);
	json_put_text(out, "marker", record->marker);
	json_put_text(out, "error", record_error(record));
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
		rc = record_read(store, settings->words[0], &record, why);
	store_close(store);
	if (rc == 0) {
		url = iiq_ticket_url(
			opts_text(settings->opts, "url"), record.ticket);
		if (opts_count(settings->opts, "json") > 0)
			json_print(record_json(&record, url));
		else
			print_record(&record, url);
		free(url);
	}
	record_free(&record);
	return rc;
}
