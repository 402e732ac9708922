/* fuzz_answer.c - whatever IncidentIQ answers, what is read of it is bounded */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json.h>

#include "fuzz/fuzz.h"
#include "outbox/ids.h"
#include "outbox/iiq_json.h"
#include "private.h"

static const char secret[] = "s3cret-token";

static iiq_reply *
read_reply(const void *data, size_t size)
{
	iiq_reply *reply = reply_new(1024 * 1024);

	FUZZ_HOLDS(reply != NULL);
	FUZZ_HOLDS(size == 0 || buf_add(&reply->body, data, size) == 0);
	FUZZ_HOLDS(reply_read(reply, secret) == 0);
	return reply;
}

/* ---- the envelope ---- */

static void
line_holds(const char *text)
{
	FUZZ_HOLDS(text[0] != '\0' && strlen(text) < MAX_TEXT);
	for (; *text != '\0'; text++)
		FUZZ_HOLDS((unsigned char)*text >= ' ' && *text != 0x7f);
}

static void
text_holds(const char *text)
{
	if (text == NULL)
		return;
	line_holds(text);
	FUZZ_HOLDS(strstr(text, secret) == NULL);
}

static void
envelope_holds(const iiq_reply *reply)
{
	json_object *items = iiq_reply_part(reply, IIQ_ITEMS);

	for (int i = 0; i < TEXTS; i++)
		text_holds(iiq_reply_text(reply, (enum iiq_text)i));
	for (int i = 0; i < NUMBERS; i++)
		FUZZ_HOLDS(iiq_reply_number(reply, (enum iiq_number)i) >= -1);
	FUZZ_HOLDS(
		items == NULL || json_object_is_type(items, json_type_array));
	FUZZ_HOLDS((reply->kind == BODY_JSON) == (reply->json != NULL));
}

/* ---- what it holds ---- */

static void
ticket_holds(const struct ticket *ticket)
{
	line_holds(ticket->id);
	line_holds(ticket->number);
	FUZZ_HOLDS(strlen(ticket->step) < sizeof(ticket->step));
}

static void
same_text(const char *text, const char *again)
{
	FUZZ_HOLDS((text == NULL) == (again == NULL));
	FUZZ_HOLDS(text == NULL || strcmp(text, again) == 0);
}

/* What was understood is understood the same when it is said again. */
static void
say_ticket_again(json_object *item, const struct ticket *ticket)
{
	const char *said = json_object_to_json_string(item);
	iiq_reply *reply = read_reply(said, strlen(said));
	struct ticket again;

	FUZZ_HOLDS(iiq_json_ticket(iiq_reply_part(reply, IIQ_JSON), &again));
	same_text(ticket->id, again.id);
	same_text(ticket->number, again.number);
	same_text(ticket->subject, again.subject);
	same_text(ticket->body, again.body);
	same_text(ticket->step, again.step);
	FUZZ_HOLDS(ticket->closed == again.closed);
	FUZZ_HOLDS(ticket->created == again.created);
	ticket_clear(&again);
	iiq_reply_free(reply);
}

static void
read_item(json_object *item)
{
	struct ticket ticket;

	FUZZ_HOLDS(iiq_json_user(item) != NULL);
	if (!iiq_json_ticket(item, &ticket))
		return;
	ticket_holds(&ticket);
	say_ticket_again(item, &ticket);
	ticket_clear(&ticket);
}

static void
read_rows(json_object *items)
{
	struct tickets tickets = { .total = -1 };

	if (!iiq_json_rows(items, &tickets)) {
		FUZZ_HOLDS(tickets.rows == NULL && items == NULL);
		return;
	}
	for (size_t i = 0; i < tickets.count; i++)
		ticket_holds(&tickets.rows[i]);
	if (tickets.count < json_object_array_length(items))
		FUZZ_HOLDS(tickets.total > (int64_t)tickets.count);
	tickets_clear(&tickets);
}

static void
read_entries(json_object *items, enum thing thing)
{
	struct entries entries = { 0 };
	size_t count;

	iiq_json_entries(items, thing, &entries);
	for (size_t i = 0; i < entries.count; i++) {
		const struct entry *entry = &entries.rows[i];

		FUZZ_HOLDS(ids_is_id(entry->id));
		FUZZ_HOLDS(entry->name != NULL && entry->other != NULL);
		FUZZ_HOLDS(entry->room[0] == '\0' || ids_is_id(entry->room));
		FUZZ_HOLDS(entry->location[0] == '\0' ||
			   ids_is_id(entry->location));
		FUZZ_HOLDS(entries_named(&entries, entry->id, &count) != NULL);
	}
	entries_clear(&entries);
}

static void
read_steps(json_object *items)
{
	struct iiq_steps steps;

	iiq_json_steps(items, &steps);
	FUZZ_HOLDS(steps.closed <= steps.count);
	FUZZ_HOLDS(strlen(steps.names) < sizeof(steps.names));
	FUZZ_HOLDS(iiq_json_touched(items, &(struct us){ 0 }));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	iiq_reply *reply = read_reply(data, size);
	json_object *items = iiq_reply_part(reply, IIQ_ITEMS);

	envelope_holds(reply);
	read_item(iiq_reply_part(reply, IIQ_ITEM));
	read_rows(items);
	read_steps(items);
	for (int i = 0; i < THINGS; i++) {
		read_entries(items, (enum thing)i);
		read_entries(iiq_reply_part(reply, IIQ_ITEM), (enum thing)i);
	}
	iiq_reply_free(reply);
	return 0;
}
