/* field.h - put and get the fields of JSON objects */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_FIELD_H
#define FAKE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;

/* A NULL text is left out, as the API leaves out what is null. */
void put_text(struct json_object *object, const char *name, const char *text);
void put_int(struct json_object *object, const char *name, int64_t number);
void put_number(struct json_object *object, const char *name, double number);
void put_bool(struct json_object *object, const char *name, bool truth);

/* {"ID_NAME": id, "Name": name}, for what is nested; nothing for id NULL. */
void put_named(struct json_object *object, const char *field,
	const char *id_name, const char *id, const char *name);

/* A text that is there and not empty, or NULL. Borrowed. */
const char *get_text(struct json_object *object, const char *name);
bool get_bool(struct json_object *object, const char *name);
/* An array, or NULL. Borrowed. */
struct json_object *get_array(struct json_object *object, const char *name);
bool has_field(struct json_object *object, const char *name);

/* 8-4-4-4-12 hexadecimal digits. */
bool is_uuid(const char *text);

#endif
