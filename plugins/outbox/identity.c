/* identity.c - what tells objects, events and tickets apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/identity.h"

#include <ctype.h>
#include <inttypes.h>
#include <sha2.h>
#include <stdio.h>
#include <string.h>

/* The NUL between two parts keeps "ab","c" apart from "a","bc". */
static void
add(SHA2_CTX *hash, const char *part)
{
	SHA256Update(hash, (const uint8_t *)part, strlen(part) + 1);
}

static void
add_number(SHA2_CTX *hash, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, number);
	add(hash, text);
}

void
identity_of_object(const struct event *event, char out[IDENTITY_SIZE])
{
	SHA2_CTX hash;

	SHA256Init(&hash);
	add(&hash, event->text[EVENT_INSTANCE]);
	add(&hash, event_is_host(event) ? "H" : "S");
	add(&hash, event->text[EVENT_HOST]);
	add(&hash, event->text[EVENT_SERVICE]);
	SHA256End(&hash, out);
}

void
identity_of_event(const struct event *event, char out[IDENTITY_SIZE])
{
	bool changes_state =
		event->type == EVENT_PROBLEM || event->type == EVENT_RECOVERY;
	char object[IDENTITY_SIZE];
	SHA2_CTX hash;

	identity_of_object(event, object);
	SHA256Init(&hash);
	add(&hash, object);
	add(&hash, event_type_name(event->type));
	add(&hash, event_state_name(event->state));
	if (changes_state && event->state_time > 0) {
		add_number(&hash, event->state_time);
	} else {
		add_number(&hash, event->received / 60);
		add(&hash, event->text[EVENT_AUTHOR]);
		add(&hash, event->text[EVENT_COMMENT]);
	}
	SHA256End(&hash, out);
}

void
identity_marker(const char object[IDENTITY_SIZE], char out[MARKER_SIZE])
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint8_t digest[SHA256_DIGEST_LENGTH];
	unsigned bits = 0, count = 0;
	const uint8_t *next = digest;
	SHA2_CTX hash;

	SHA256Init(&hash);
	add(&hash, object);
	SHA256Final(digest, &hash);
	memcpy(out, "iiq1", 4);
	for (size_t i = 4; i < MARKER_SIZE - 1; i++) {
		if (count < 5) {
			bits = bits << 8 | *next++;
			count += 8;
		}
		count -= 5;
		out[i] = digits[bits >> count & 31];
	}
	out[MARKER_SIZE - 1] = '\0';
}

/* The length of an HTML tag or entity at text, 0 if there is none. */
static size_t
markup(const char *text)
{
	size_t length;

	if (text[0] == '<')
		length = strcspn(text, ">");
	else if (text[0] == '&')
		length = strcspn(text, "; ");
	else
		return 0;
	return text[length] == '\0' ? 0 : length + 1;
}

bool
identity_marks(const char *text, const char *marker)
{
	char word[MARKER_SIZE] = "";
	size_t length = 0;

	/* Find the last word that a reader sees. Help desks add tags. */
	while (*text != '\0') {
		size_t skip = markup(text);

		if (skip == 0 && isalnum((unsigned char)*text)) {
			length = 0;
			while (isalnum((unsigned char)text[length]))
				length++;
			snprintf(word, sizeof(word), "%.*s",
				length < sizeof(word) ? (int)length : 0, text);
			skip = length;
		}
		text += skip > 0 ? skip : 1;
	}
	return strcmp(word, marker) == 0;
}

void
identity_uuid(const char *object, int64_t number, char out[UUID_SIZE])
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA2_CTX hash;

	SHA256Init(&hash);
	add(&hash, object);
	add_number(&hash, number);
	SHA256Final(digest, &hash);
	digest[6] = (digest[6] & 0x0f) | 0x80; /* version 8: made our own way */
	digest[8] = (digest[8] & 0x3f) | 0x80;
	for (size_t i = 0, at = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[at++] = '-';
		at += (size_t)snprintf(out + at, 3, "%02x", digest[i]);
	}
}
