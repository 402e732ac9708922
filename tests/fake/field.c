/* field.c - put and get the fields of JSON objects */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/field.h"

#include <ctype.h>
#include <json-c/json.h>
#include <string.h>

void
put_text(struct json_object *object, const char *name, const char *text)
{
	if (text != NULL)
		json_object_object_add(
			object, name, json_object_new_string(text));
}

void
put_int(struct json_object *object, const char *name, int64_t number)
{
	json_object_object_add(object, name, json_object_new_int64(number));
}

void
put_number(struct json_object *object, const char *name, double number)
{
	json_object_object_add(object, name, json_object_new_double(number));
}

void
put_bool(struct json_object *object, const char *name, bool truth)
{
	json_object_object_add(object, name, json_object_new_boolean(truth));
}

void
put_named(struct json_object *object, const char *field, const char *id_name,
	const char *id, const char *name)
{
	struct json_object *nested;

	if (id == NULL)
		return;
	nested = json_object_new_object();
	put_text(nested, id_name, id);
	put_text(nested, "Name", name);
	json_object_object_add(object, field, nested);
}

const char *
get_text(struct json_object *object, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, name, &value) ||
		!json_object_is_type(value, json_type_string) ||
		json_object_get_string_len(value) == 0)
		return NULL;
	return json_object_get_string(value);
}

bool
get_bool(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
	       json_object_get_boolean(value);
}

struct json_object *
get_array(struct json_object *object, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, name, &value) ||
		!json_object_is_type(value, json_type_array))
		return NULL;
	return value;
}

bool
has_field(struct json_object *object, const char *name)
{
	return json_object_object_get_ex(object, name, NULL);
}

bool
is_uuid(const char *text)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i;

	if (text == NULL || strlen(text) != sizeof(shape) - 1)
		return false;
	for (i = 0; shape[i] != '\0'; i++)
		if (shape[i] == '-' ? text[i] != '-'
				    : !isxdigit((unsigned char)text[i]))
			return false;
	return true;
}
