/* reply.c - an answer and its envelope */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <ctype.h>
#include <errno.h>
#include <json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

iiq_reply *
reply_new(size_t max_body)
{
	iiq_reply *reply = calloc(1, sizeof *reply);

	if (reply == NULL)
		return NULL;
	for (size_t i = 0; i < NUMBERS; i++)
		reply->number[i] = -1;
	reply->body.max = max_body;
	return reply;
}

void
iiq_reply_free(iiq_reply *reply)
{
	if (reply == NULL)
		return;
	for (size_t i = 0; i < TEXTS; i++)
		free(reply->text[i]);
	json_object_put(reply->json);
	buf_free(&reply->body);
	free(reply);
}

enum iiq_certainty
iiq_certainty(const iiq_reply *reply)
{
	return reply != NULL ? reply->certainty : IIQ_NO;
}

int64_t
iiq_reply_number(const iiq_reply *reply, enum iiq_number which)
{
	if (reply == NULL || (unsigned)which >= NUMBERS)
		return -1;
	return reply->number[which];
}

const char *
iiq_reply_text(const iiq_reply *reply, enum iiq_text which)
{
	if (reply == NULL || (unsigned)which >= TEXTS)
		return NULL;
	return reply->text[which];
}

struct json_object *
iiq_reply_part(const iiq_reply *reply, enum iiq_part which)
{
	if (reply == NULL)
		return NULL;
	switch (which) {
	case IIQ_JSON:
		return reply->json;
	case IIQ_ITEM:
		return reply->item;
	case IIQ_ITEMS:
		return reply->items;
	}
	return NULL;
}

int
reply_set_text(iiq_reply *reply, enum iiq_text which, const char *text,
	size_t len, const char *secret)
{
	char fit[MAX_TEXT];

	text_fit(fit, sizeof fit, text, len, secret);
	free(reply->text[which]);
	reply->text[which] = fit[0] != '\0' ? strdup(fit) : NULL;
	return fit[0] == '\0' || reply->text[which] != NULL ? 0 : -1;
}

/* ---- Parsing ---- */

/*
 * json-c takes some 800 bytes for "{}", so that a body of 4 MiB could become
 * 1 GiB. What a text would at most become, by the characters that begin a
 * thing; those inside of strings count too, which errs on the safe side.
 */
static bool
is_bloated(const char *text, size_t len)
{
	static const size_t most = 192L * 1024 * 1024;
	size_t bytes = 0;

	for (size_t i = 0; i < len && bytes <= most; i++)
		bytes += text[i] == '{'	  ? 1024
			 : text[i] == '[' ? 512
			 : text[i] == ',' ? 160
					  : 0;
	return bytes > most;
}

/* json-c has a word for it only from 0.17 on; before, it gives back nothing and
 * calls that a success, as it does with a bare null. */
static bool
lacks_memory(struct json_tokener *tokener)
{
	enum json_tokener_error error = json_tokener_get_error(tokener);

#if JSON_C_VERSION_NUM >= 0x1100
	if (error == json_tokener_error_memory)
		return true;
#endif
	return error == json_tokener_success;
}

int
reply_parse(const char *text, size_t len, int depth, struct json_object **out)
{
	struct json_tokener *tokener;
	int rc = 0;

	*out = NULL;

	/* .NET likes to begin with a byte order mark. */
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	tokener = json_tokener_new_ex(depth);
	if (tokener == NULL)
		return -1;
	json_tokener_set_flags(
		tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	/* A NUL would end the text early, and hide what comes after it. */
	if (len > 0 && len <= INT32_MAX && memchr(text, '\0', len) == NULL) {
		*out = json_tokener_parse_ex(tokener, text, (int)len);
		if (*out == NULL && lacks_memory(tokener) &&
			memchr(text, '{', len) != NULL)
			rc = -1;
	}
	json_tokener_free(tokener);
	return rc;
}

/* ---- The envelope ---- */

static struct json_object *
field(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	if (json_object_is_type(object, json_type_object))
		json_object_object_get_ex(object, name, &value);
	return value;
}

static const char *
string(struct json_object *value)
{
	return json_object_is_type(value, json_type_string)
		       ? json_object_get_string(value)
		       : NULL;
}

/* A number, also one in quotes; -1: neither, or negative. */
static int64_t
number(struct json_object *value)
{
	const char *text = string(value);
	enum json_type type = json_object_get_type(value);
	double n = -1;
	char *end;

	if (type == json_type_int || type == json_type_double)
		n = json_object_get_double(value);
	else if (text != NULL && isdigit((unsigned char)text[0])) {
		n = strtod(text, &end);
		if (*end != '\0')
			return -1;
	}
	/* Past 2^53 a double no longer counts by ones, and nothing here does.
	 */
	return n >= 0 && n < 9e15 ? (int64_t)n : -1;
}

static void
read_numbers(iiq_reply *reply)
{
	static const struct {
		const char *name;
		enum iiq_number which;
	} plain[] = { { "StatusCode", IIQ_BODY_STATUS },
		{ "ItemCount", IIQ_ITEM_COUNT },
		{ "ExecutionTime", IIQ_EXECUTION_MS },
		{ "RetryAfter", IIQ_RETRY_AFTER_S } },
	  paging[] = { { "TotalRows", IIQ_TOTAL_ROWS },
		  { "PageIndex", IIQ_PAGE_INDEX },
		  { "PageCount", IIQ_PAGE_COUNT } };
	struct json_object *page = field(reply->json, "Paging");

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		reply->number[plain[i].which] =
			number(field(reply->json, plain[i].name));
	for (size_t i = 0; i < sizeof paging / sizeof *paging; i++)
		reply->number[paging[i].which] =
			number(field(page, paging[i].name));
}

/* Does an object wear the envelope, or is it the thing itself? */
static bool
is_envelope(struct json_object *json)
{
	static const char *const names[] = { "Item", "Items", "ItemCount",
		"StatusCode", "Message", "Errors", "ErrorKey", "Paging",
		"RequestDate", "ExecutionTime", "OperationId", "ServerName" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (json_object_object_get_ex(json, names[i], NULL))
			return true;
	return false;
}

static void
read_items(iiq_reply *reply)
{
	struct json_object *items = reply->json;

	if (json_object_is_type(reply->json, json_type_object)) {
		reply->item = is_envelope(reply->json)
				      ? field(reply->json, "Item")
				      : reply->json;
		items = field(reply->json, "Items");
	}
	if (json_object_is_type(items, json_type_array))
		reply->items = items;
}

/* ---- Errors: [{Field, Message, ErrorKey}], {Field: [messages]} or text ----
 */

static bool
holds_errors(struct json_object *errors)
{
	const char *text = string(errors);

	if (json_object_is_type(errors, json_type_array))
		return json_object_array_length(errors) > 0;
	if (json_object_is_type(errors, json_type_object))
		return json_object_object_length(errors) > 0;
	return text != NULL && text[0] != '\0';
}

/* One "Field: message"; value may be a text, or a list of which one is taken.
 */
static void
add_error(struct buf *line, const char *name, struct json_object *value)
{
	const char *text;

	if (json_object_is_type(value, json_type_array) &&
		json_object_array_length(value) > 0)
		value = json_object_array_get_idx(value, 0);
	text = string(value);
	if (text == NULL && name == NULL)
		return;
	/* What is too much for the line is left out: it is for people. */
	if (line->len > 0)
		buf_puts(line, "; ");
	if (name != NULL && name[0] != '\0')
		buf_puts(line, name);
	if (name != NULL && name[0] != '\0' && text != NULL)
		buf_puts(line, ": ");
	if (text != NULL)
		buf_puts(line, text);
}

static void
add_list(struct buf *line, struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (json_object_is_type(one, json_type_object))
			add_error(line, string(field(one, "Field")),
				field(one, "Message"));
		else
			add_error(line, NULL, one);
	}
}

static int
read_errors(iiq_reply *reply, const char *secret)
{
	struct json_object *errors = field(reply->json, "Errors");
	struct buf line = { .max = 2 * MAX_TEXT };
	int rc = 0;

	reply->has_errors = holds_errors(errors);
	if (json_object_is_type(errors, json_type_array))
		add_list(&line, errors);
	else if (json_object_is_type(errors, json_type_object)) {
		json_object_object_foreach(errors, name, value)
			add_error(&line, name, value);
	} else
		add_error(&line, NULL, errors);
	if (line.len > 0)
		rc = reply_set_text(
			reply, IIQ_ERRORS, line.data, line.len, secret);
	buf_free(&line);
	return rc;
}

/* ErrorKey of the envelope, or else of the first of its Errors. */
static struct json_object *
error_key(struct json_object *json)
{
	struct json_object *key = field(json, "ErrorKey");
	struct json_object *errors = field(json, "Errors");

	if (string(key) == NULL &&
		json_object_is_type(errors, json_type_array) &&
		json_object_array_length(errors) > 0)
		key = field(json_object_array_get_idx(errors, 0), "ErrorKey");
	return key;
}

/* Of the whole, of the item, or of the first of the items. */
static struct json_object *
site(const iiq_reply *reply)
{
	struct json_object *first = NULL, *site = field(reply->json, "SiteId");

	if (site == NULL)
		site = field(reply->item, "SiteId");
	if (reply->items != NULL)
		first = json_object_array_get_idx(reply->items, 0);
	return site != NULL ? site : field(first, "SiteId");
}

static int
read_texts(iiq_reply *reply, const char *secret)
{
	const struct {
		enum iiq_text which;
		struct json_object *value;
	} texts[] = { { IIQ_MESSAGE, field(reply->json, "Message") },
		{ IIQ_ERROR_KEY, error_key(reply->json) },
		{ IIQ_UID, field(reply->json, "Uid") },
		{ IIQ_SITE_OF_REPLY, site(reply) } };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *text = string(texts[i].value);

		if (text != NULL && reply_set_text(reply, texts[i].which, text,
					    strlen(text), secret) < 0)
			return -1;
	}
	return 0;
}

int
reply_read(iiq_reply *reply, const char *secret)
{
	reply->kind = reply->body.len > 0 ? BODY_OTHER : BODY_NONE;
	if (reply->body.len > 0 &&
		is_bloated(reply->body.data, reply->body.len))
		reply->kind = BODY_BLOATED;
	if (!reply->body.full && reply->kind == BODY_OTHER &&
		reply_parse(reply->body.data, reply->body.len, MAX_DEPTH,
			&reply->json) < 0)
		return -1;
	/* A bare word or number is JSON, but no answer of this API. */
	if (!json_object_is_type(reply->json, json_type_object) &&
		!json_object_is_type(reply->json, json_type_array)) {
		json_object_put(reply->json);
		reply->json = NULL;
		return 0;
	}
	reply->kind = BODY_JSON;
	read_numbers(reply);
	read_items(reply);
	if (read_errors(reply, secret) < 0)
		return -1;
	return read_texts(reply, secret);
}
