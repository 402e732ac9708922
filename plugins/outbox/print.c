/* print.c - values, for people and as JSON */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/print.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/clean.h"

void
print_time(const char *label, time_t when, int length)
{
	char text[32] = "";
	struct tm parts;

	if (localtime_r(&when, &parts) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &parts);
	printf("%s%.*s", label, length, text);
}

void
print_text(const char *text)
{
	char *clean = clean_text(text, 1024, 0);

	fputs(clean, stdout);
	free(clean);
}

void
json_put_text(json_object *to, const char *key, const char *text)
{
	char *clean = clean_text(text, 1024, 0);

	json_object_object_add(to, key,
		clean[0] == '\0' ? NULL : json_object_new_string(clean));
	free(clean);
}

void
json_put_time(json_object *to, const char *key, time_t when)
{
	char text[32] = "";
	struct tm parts;

	if (when > 0 && gmtime_r(&when, &parts) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
	json_put_text(to, key, text);
}

void
json_put_number(json_object *to, const char *key, int64_t number)
{
	json_object_object_add(to, key, json_object_new_int64(number));
}

void
json_print(json_object *json)
{
	puts(json_object_to_json_string_ext(json,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}
