/* markup.h - HTML that a person wrote, with fields between */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_MARKUP_H
#define OUTBOX_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/err.h"

/*
 * Follows the tags, so that nothing a field holds becomes one, no link leads
 * elsewhere than to http or https, and what stands behind is not swallowed.
 * Begin with all zero.
 */
enum markup_place { MARKUP_TEXT, MARKUP_TAG, MARKUP_VALUE };
struct markup {
	enum markup_place place;
	bool is_name; /* word is the tag's, else an attribute's; cut */
	char word[16];
	size_t length;
	char head[9]; /* of a value */
	size_t head_length;
	char last;
};

int markup_text(struct markup *markup, const char *text, size_t length,
	struct err *why);
int markup_field(struct markup *markup, struct err *why);
int markup_end(const struct markup *markup, struct err *why);

/* Shortens whole HTML to its tags and the first half of what stands between, in
 * its place. False if next to nothing does. */
bool markup_halve(char *html);

/* Writes text so that it is nothing but text: & < > " escaped, newlines as
 * <br>. */
void markup_escape(const char *text, FILE *to);

#endif
