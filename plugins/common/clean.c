/* clean.c - text from outside, made fit to store and to print */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/clean.h"

#include <stdbool.h>
#include <string.h>

#include "common/mem.h"

enum { CHARACTER_MAX = 4 }; /* bytes of one character in UTF-8 */

/* How long a character with this first byte is, and the least second byte and
 * the greatest: what keeps out overlong forms, surrogates and the beyond. */
static const struct lead {
	unsigned char first, last;
	unsigned char length;
	unsigned char second_min, second_max;
} leads[] = {
	{ 0xc2, 0xdf, 2, 0x80, 0xbf },
	{ 0xe0, 0xe0, 3, 0xa0, 0xbf },
	{ 0xe1, 0xec, 3, 0x80, 0xbf },
	{ 0xed, 0xed, 3, 0x80, 0x9f },
	{ 0xee, 0xef, 3, 0x80, 0xbf },
	{ 0xf0, 0xf0, 4, 0x90, 0xbf },
	{ 0xf1, 0xf3, 4, 0x80, 0xbf },
	{ 0xf4, 0xf4, 4, 0x80, 0x8f },
};

/* Length of the character of several bytes at text; 0 = it is none. Never
 * looks beyond the text's end, since a NUL is no continuation. */
static size_t
wide_length(const unsigned char *text)
{
	const struct lead *lead;

	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		lead = &leads[i];
		if (text[0] < lead->first || text[0] > lead->last)
			continue;
		if (text[1] < lead->second_min || text[1] > lead->second_max)
			return 0;
		for (size_t k = 2; k < lead->length; k++)
			if ((text[k] & 0xc0) != 0x80)
				return 0;
		return lead->length;
	}
	return 0;
}

static bool
is_white(unsigned char byte)
{
	return byte <= ' ' || byte == 0x7f;
}

/* Writes what stands at text as one clean character to out; returns its
 * length and how much of text it stands for in *used. */
static size_t
take_character(const unsigned char *text, unsigned flags,
	unsigned char out[CHARACTER_MAX], size_t *used)
{
	unsigned char byte = text[0];
	size_t length;

	*used = 1;
	out[0] = byte;
	if (byte == '\n' || (byte == '\r' && text[1] == '\n')) {
		*used = byte == '\r' ? 2 : 1;
		out[0] = (flags & CLEAN_LINES) ? '\n' : ' ';
		return 1;
	}
	if ((flags & CLEAN_ESCAPES) && byte == '\\' && text[1] == 'n') {
		*used = 2;
		out[0] = '\n';
		return 1;
	}
	if (byte < 0x80) {
		if (is_white(byte))
			out[0] = ' ';
		else if (byte == '|' && (flags & CLEAN_PIPES))
			out[0] = '/';
		return 1;
	}
	length = wide_length(text);
	if (length > 0)
		*used = length;
	/* U+0080 to U+009F are control characters too, in either encoding. */
	if ((length == 0 && byte < 0xa0) ||
		(byte == 0xc2 && length == 2 && text[1] < 0xa0)) {
		out[0] = ' ';
		return 1;
	}
	if (length == 0) {
		out[0] = (unsigned char)(0xc0 | (byte >> 6));
		out[1] = (unsigned char)(0x80 | (byte & 0x3f));
		return 2;
	}
	memcpy(out, text, length);
	return length;
}

char *
clean_text(const char *text, size_t max_bytes, unsigned flags)
{
	const unsigned char *in = (const unsigned char *)text;
	const unsigned char *end;
	unsigned char character[CHARACTER_MAX];
	size_t length, used, room, written = 0;
	char *out;

	while (*in != '\0' && is_white(*in))
		in++;
	room = strlen((const char *)in);
	end = in + room;
	while (end > in && is_white(end[-1]))
		end--;
	/* The newline that ends a line is no second line, so after that. */
	if (memchr(in, '\n', (size_t)(end - in)) != NULL)
		flags &= ~(unsigned)CLEAN_ESCAPES;
	/* A Latin-1 byte becomes two; nothing else grows. */
	room = room > max_bytes / 2 ? max_bytes : room * 2;
	out = xcalloc(1, room + CHARACTER_MAX);
	while (in < end) {
		length = take_character(in, flags, character, &used);
		in += used;
		if (written == 0 && is_white(character[0]))
			continue;
		if (written + length > room)
			break;
		memcpy(out + written, character, length);
		written += length;
	}
	while (written > 0 && is_white((unsigned char)out[written - 1]))
		written--;
	out[written] = '\0';
	return out;
}
