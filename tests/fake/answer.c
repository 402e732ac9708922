/* answer.c - answers in the API's envelope, and without */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/mem.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

/* A secret of the session: a test greps for it where it must not be. */
#define CANARY_USER_TOKEN "canary-usertoken-3b1f7c55"

size_t
exchange_number(const struct exchange *x, const char *name, size_t fallback)
{
	const char *text = exchange_query(x, name);
	char *end;
	long number;

	if (text == NULL)
		return fallback;
	number = strtol(text, &end, 10);
	return end == text || *end != '\0' || number < 0 ? fallback
							 : (size_t)number;
}

static struct json_object *
envelope(const struct exchange *x, int status)
{
	struct json_object *top = json_object_new_object();
	char date[40];
	char operation[40];
	time_t now = time(NULL);
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S.1234567Z", &utc);
	snprintf(operation, sizeof(operation), "op-%08zx",
		x->fake->requests.forgotten + x->fake->requests.count);
	put_int(top, "StatusCode", status);
	put_text(top, "RequestDate", date);
	put_int(top, "ExecutionTime", 7);
	put_text(top, "UserToken", CANARY_USER_TOKEN);
	put_text(top, "ServerName", "FAKE-WEB-03");
	put_text(top, "OperationId", operation);
	return top;
}

void
answer_json(struct exchange *x, int status, struct json_object *json)
{
	answer_text(x, status, "application/json; charset=utf-8",
		json_object_to_json_string_ext(
			json, JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

void
answer_text(struct exchange *x, int status, const char *type, const char *text)
{
	free(x->text);
	x->text = xstrdup(text);
	x->type = type;
	x->status = status;
}

/* Real bodies hold whole nested objects; by habit as large as one likes. */
static void
pad(const struct exchange *x, struct json_object *item)
{
	long kb = habit(&x->fake->habits, HABIT_PADDING_KB);
	char *filler;

	if (kb <= 0 || !json_object_is_type(item, json_type_object))
		return;
	filler = xcalloc((size_t)kb + 1, 1024);
	memset(filler, 'x', (size_t)kb * 1024);
	put_text(item, "Padding", filler);
	free(filler);
}

void
answer_item(struct exchange *x, int status, struct json_object *item)
{
	struct json_object *top = envelope(x, status);
	const char *uid = get_text(item, "TicketId");

	if (x->kind == KIND_CREATE)
		put_text(top, "Uid", uid);
	pad(x, item);
	json_object_object_add(top, "Item", item);
	answer_json(x, status, top);
}

void
answer_page(struct exchange *x, struct json_object *page, size_t total)
{
	struct json_object *top = envelope(x, 200);
	size_t size = exchange_number(x, "$s", 20);

	if (size == 0 || size > 100)
		size = size ? 100 : 20;
	put_int(top, "ItemCount", (int64_t)json_object_array_length(page));
	json_object_object_add(top, "Items", page);
	if (!habit(&x->fake->habits, HABIT_NO_PAGING)) {
		struct json_object *paging = json_object_new_object();

		put_int(paging, "TotalRows", (int64_t)total);
		put_int(paging, "PageCount",
			(int64_t)((total + size - 1) / size));
		put_int(paging, "PageSize", (int64_t)size);
		put_int(paging, "PageIndex",
			(int64_t)exchange_number(x, "$p", 0));
		json_object_object_add(top, "Paging", paging);
	}
	answer_json(x, 200, top);
}

void
answer_items(struct exchange *x, struct json_object *all)
{
	size_t total = json_object_array_length(all);
	size_t size = exchange_number(x, "$s", 20);
	struct json_object *page = json_object_new_array();
	size_t at;

	if (size == 0 || size > 100)
		size = size ? 100 : 20;
	at = exchange_number(x, "$p", 0) * size;
	for (size_t i = 0; i < size && at + i < total; i++)
		json_object_array_add(
			page, json_object_get(
				      json_object_array_get_idx(all, at + i)));
	json_object_put(all);
	answer_page(x, page, total);
}

void
answer_message(struct exchange *x, int status, const char *format, ...)
{
	struct json_object *top = envelope(x, status);
	char message[256];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	put_text(top, "Message", message);
	if (status == 409)
		put_text(top, "ErrorKey", "ALREADY_EXISTS");
	if (status == 429 && !habit(&x->fake->habits, HABIT_RETRY_HEADER))
		put_int(top, "RetryAfter",
			habit(&x->fake->habits, HABIT_RETRY_AFTER));
	answer_json(x, status, top);
	if (status == 429 && habit(&x->fake->habits, HABIT_RETRY_HEADER))
		x->retry_after_s = habit(&x->fake->habits, HABIT_RETRY_AFTER);
}

static struct json_object *
errors_object(const char *field, const char *message)
{
	struct json_object *errors = json_object_new_object();
	struct json_object *list = json_object_new_array();

	json_object_array_add(list, json_object_new_string(message));
	json_object_object_add(errors, field, list);
	return errors;
}

static struct json_object *
errors_array(const char *field, const char *message)
{
	struct json_object *list = json_object_new_array();
	struct json_object *row = json_object_new_object();

	put_text(row, "Field", field);
	put_text(row, "Message", message);
	put_text(row, "ErrorKey", "VALIDATION");
	json_object_array_add(list, row);
	return list;
}

void
answer_errors(struct exchange *x, int status, const char *field,
	const char *message, struct json_object *item)
{
	struct json_object *top = envelope(x, status);
	bool as_object = x->kind == KIND_CREATE && status == 400;

	put_text(top, "Message",
		status == 400 ? "The request is invalid." : NULL);
	json_object_object_add(top, "Errors",
		as_object ? errors_object(field, message)
			  : errors_array(field, message));
	if (item != NULL)
		json_object_object_add(top, "Item", item);
	answer_json(x, status, top);
}
