/* markup.c - HTML that a person wrote, with fields between */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/markup.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Where one of these begins, what follows is not seen any more. */
static const char *const opaque[] = { "script", "style", "textarea", "title",
	"template", "iframe", "noscript", "xmp", "plaintext", "select" };

static const char *const links[] = { "href", "src", "action", "formaction",
	"srcset", "background", "poster", "data" };

static bool
is_one_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(word, words[i]) == 0)
			return true;
	return false;
}

static void
forget_word(struct markup *markup)
{
	markup->length = 0;
	markup->word[0] = '\0';
}

static void
add_to_word(struct markup *markup, char c)
{
	if (markup->length < sizeof(markup->word) - 1) {
		markup->word[markup->length++] = c;
		markup->word[markup->length] = '\0';
	}
}

/* ---- places ---- */

static void
in_text(struct markup *markup, char c)
{
	if (c == '<') {
		markup->place = MARKUP_TAG;
		markup->last = c;
		markup->is_name = true;
		forget_word(markup);
	}
}

/* The scheme of a link, once enough of it is known. */
static int
check_link(const struct markup *markup, struct err *why)
{
	if (!is_one_of(markup->word, links, sizeof(links) / sizeof(links[0])) ||
		strncasecmp(markup->head, "http://", 7) == 0 ||
		strncasecmp(markup->head, "https://", 8) == 0)
		return 0;
	return err_set(why, "%s=\"%s\": a link begins with http:// or https://",
		markup->word, markup->head);
}

static int
in_value(struct markup *markup, char c, struct err *why)
{
	if (c == '"') {
		if (check_link(markup, why) < 0)
			return -1;
		markup->place = MARKUP_TAG;
		forget_word(markup);
		markup->last = c;
	} else if (markup->head_length < sizeof(markup->head) - 1) {
		markup->head[markup->head_length++] = c;
		markup->head[markup->head_length] = '\0';
	}
	return 0;
}

static void
begin_value(struct markup *markup)
{
	markup->place = MARKUP_VALUE;
	markup->head_length = 0;
	markup->head[0] = '\0';
}

/* Behind a tag's name, or an attribute's. */
static int
check_word(struct markup *markup, char c, struct err *why)
{
	bool is_name = markup->is_name && markup->length > 0;

	if (is_name && is_one_of(markup->word, opaque,
			       sizeof(opaque) / sizeof(opaque[0])))
		return err_set(why, "<%s> has no place here", markup->word);
	if (c == '=' && strncasecmp(markup->word, "on", 2) == 0)
		return err_set(why, "%s= would be a script", markup->word);
	if (is_name)
		markup->is_name = false;
	return 0;
}

static int
in_tag(struct markup *markup, char c, struct err *why)
{
	char last = markup->last;

	markup->last = c;
	if (last == '=' && c != '"')
		return err_set(why, "write %s=\"...\", with such quotes",
			markup->word);
	if (last == '<' && !isalpha((unsigned char)c) && c != '/')
		return err_set(why, "a < that begins no tag is written &lt;");
	if (c == '"' && last != '=')
		return err_set(why, "a quote in the wrong place of a tag");
	if (c == '"') {
		begin_value(markup);
		return 0;
	}
	if (isalnum((unsigned char)c) || c == '-') {
		add_to_word(markup, c);
		return 0;
	}
	if (strchr("=>/ ", c) == NULL)
		return err_set(why, "a tag holds \"%c\"", c);
	if (check_word(markup, c, why) < 0)
		return -1;
	if (c == '>')
		markup->place = MARKUP_TEXT;
	else if (c == ' ')
		forget_word(markup);
	return 0;
}

int
markup_text(
	struct markup *markup, const char *text, size_t length, struct err *why)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < length; i++)
		switch (markup->place) {
		case MARKUP_TEXT:
			in_text(markup, text[i]);
			break;
		case MARKUP_TAG:
			rc = in_tag(markup, text[i], why);
			break;
		case MARKUP_VALUE:
			rc = in_value(markup, text[i], why);
			break;
		}
	return rc;
}

int
markup_field(struct markup *markup, struct err *why)
{
	if (markup->place == MARKUP_TAG)
		return err_set(why, "a field in a tag stands between quotes");
	return markup->place == MARKUP_VALUE ? check_link(markup, why) : 0;
}

int
markup_end(const struct markup *markup, struct err *why)
{
	if (markup->place == MARKUP_TEXT)
		return 0;
	return err_set(why, "the last tag has no >");
}

/* ---- shorter ---- */

/* Of a tag, or of a character or what stands for one. */
static size_t
unit_length(const char *at)
{
	static const char name[] = "#0123456789abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t length = 1;
	bool is_quoted = false;

	if (at[0] == '&') {
		length += strspn(at + 1, name);
		return at[length] == ';' ? length + 1 : 1;
	}
	if (at[0] != '<') {
		while ((at[length] & 0xc0) == 0x80)
			length++;
		return length;
	}
	for (; at[length] != '\0' && (is_quoted || at[length] != '>'); length++)
		if (at[length] == '"')
			is_quoted = !is_quoted;
	return at[length] == '>' ? length + 1 : length;
}

/* A new line closes nothing: it may be left out. */
static bool
is_tag(const char *at)
{
	return at[0] == '<' && strncasecmp(at, "<br>", 4) != 0;
}

static size_t
text_length(const char *html)
{
	size_t sum = 0, length;

	for (; *html != '\0'; html += length) {
		length = unit_length(html);
		sum += is_tag(html) ? 0 : length;
	}
	return sum;
}

bool
markup_halve(char *html)
{
	size_t limit = text_length(html) / 2, kept = 0, length;
	char *to = html;

	for (const char *at = html; *at != '\0'; at += length) {
		length = unit_length(at);
		if (!is_tag(at)) {
			if (length > limit - kept) {
				limit = kept;
				continue;
			}
			kept += length;
		}
		memmove(to, at, length);
		to += length;
	}
	*to = '\0';
	return kept > 0;
}

void
markup_escape(const char *text, FILE *to)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '&':
			fputs("&amp;", to);
			break;
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		case '\n':
			fputs("<br>", to);
			break;
		default:
			fputc(*text, to);
		}
}
