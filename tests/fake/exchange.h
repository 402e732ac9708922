/* exchange.h - one request and its answer, as the calls of the API see it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_EXCHANGE_H
#define FAKE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

struct fake;
struct json_object;
struct ticket;

/* Habits may concern one kind of call. */
enum kind {
	KIND_OTHER,
	KIND_ALIVE, /* needs no token */
	KIND_LOGIN, /* who the token is */
	KIND_LIST,  /* of what the site has, or one thing of it */
	KIND_FILTERS,
	KIND_SEARCH,
	KIND_CREATE,
	KIND_READ,
	KIND_COMMENT,
	KIND_STEP /* whatever else changes a ticket */
};

struct exchange {
	struct fake *fake;
	void *connection; /* what exchange_query() and _header() look into */
	const char *method;
	char *path;
	const char *arg[2]; /* what stood for each {} of the route */
	char *body;
	size_t body_bytes;
	struct json_object *json; /* the body, or NULL */
	enum kind kind;

	int status;
	char *text; /* the answer's body */
	const char *type;
	long retry_after_s; /* header Retry-After; 0 = none */
	long date_offset_s; /* how wrong the header Date is */
	bool drop;	    /* close the connection, answer nothing */
};

/* A parameter of the query or a header; NULL when absent. */
const char *exchange_query(const struct exchange *x, const char *name);
const char *exchange_header(const struct exchange *x, const char *name);

/* Calls each with every parameter of the query; value is "" when absent. */
void exchange_each_query(const struct exchange *x,
	void (*each)(void *arg, const char *name, const char *value),
	void *arg);

/* The number of a query parameter, at least 0; else fallback. */
size_t exchange_number(
	const struct exchange *x, const char *name, size_t fallback);

/* ---- Answers in the API's envelope; each eats the JSON that it gets ---- */

void answer_item(struct exchange *x, int status, struct json_object *item);

/* The page of all that the query's $p and $s ask for. */
void answer_items(struct exchange *x, struct json_object *all);

/* A page that was cut already, of total rows. */
void answer_page(struct exchange *x, struct json_object *page, size_t total);

void answer_message(struct exchange *x, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Errors of one field: as an object in a 400 to a create, as an array
 * elsewhere: both are seen. item may be NULL. */
void answer_errors(struct exchange *x, int status, const char *field,
	const char *message, struct json_object *item);

/* ---- Answers without envelope ---- */

void answer_text(
	struct exchange *x, int status, const char *type, const char *text);
void answer_json(struct exchange *x, int status, struct json_object *json);

#endif
