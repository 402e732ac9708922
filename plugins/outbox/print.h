/* print.h - values, for people and as JSON */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_PRINT_H
#define OUTBOX_PRINT_H

#include <stdint.h>
#include <time.h>

struct json_object;

/* How much of a time is told. */
enum { PRINT_TO_MINUTE = 16, PRINT_TO_SECOND = 19 };

/* As people here write it; at most so many characters of it. */
void print_time(const char *label, time_t when, int length);

/* What IncidentIQ said may hold what a terminal obeys. */
void print_text(const char *text);

/* "" and 0 are null. */
void json_put_text(struct json_object *to, const char *key, const char *text);
void json_put_time(struct json_object *to, const char *key, time_t when);
void json_put_number(struct json_object *to, const char *key, int64_t number);

/* Prints and frees it. */
void json_print(struct json_object *json);

#endif
