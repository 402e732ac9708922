/* text.c - foreign text made fit to be printed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
	MIN_SECRET = 8, /* a shorter one would hide half of the words */
	MIN_JWT = 16
};

/* What is read and what is written; each step moves both. */
struct copy {
	char *out;
	size_t size, used;
	const char *at, *end;
};

static size_t
left(const struct copy *copy)
{
	return (size_t)(copy->end - copy->at);
}

/* Whole characters only, so that a cut text stays UTF-8. */
static void
put(struct copy *copy, const char *text, size_t len)
{
	if (len >= copy->size - copy->used) {
		copy->at = copy->end;
		return;
	}
	memcpy(copy->out + copy->used, text, len);
	copy->used += len;
}

static const char mark[] = "[redacted]";

static void
hide(struct copy *copy, const char *upto)
{
	copy->at = upto;
	put(copy, mark, sizeof mark - 1);
}

static bool
is_token_char(char c)
{
	return isalnum((unsigned char)c) || strchr("-_.=", c) != NULL;
}

/* JSON objects in base64url begin with "eyJ": all JWTs do. */
static bool
hide_jwt(struct copy *copy)
{
	const char *p = copy->at;

	if (left(copy) < MIN_JWT || memcmp(p, "eyJ", 3) != 0)
		return false;
	while (p < copy->end && *p != '\0' && is_token_char(*p))
		p++;
	if (p - copy->at < MIN_JWT)
		return false;
	hide(copy, p);
	return true;
}

/* The end of a value: of what is in quotes or was hidden, or of the line. What
 * has parts of its own is hidden to the end of all. */
static const char *
value_end(const char *p, const char *end)
{
	char quote = p < end && *p == '"' ? '"' : '\n';

	if ((size_t)(end - p) >= sizeof mark - 1 &&
		memcmp(p, mark, sizeof mark - 1) == 0)
		return p + sizeof mark - 1;
	if (p < end && (*p == '[' || *p == '{'))
		return end;
	if (quote == '"')
		p++;
	for (; p < end && *p != quote; p++)
		if (*p == '\\' && quote == '"' && p + 1 < end)
			p++;
	return p < end && quote == '"' ? p + 1 : p;
}

/* "Bearer" and its token, as far as it does not look like an English word. */
static bool
hide_bearer(struct copy *copy)
{
	static const char name[] = "Bearer ";
	const char *p = copy->at + sizeof name - 1;

	if (left(copy) < sizeof name + MIN_SECRET ||
		strncasecmp(copy->at, name, sizeof name - 1) != 0)
		return false;
	while (p<copy->end && * p> ' ')
		p++;
	if (p - copy->at < (int)sizeof name + MIN_SECRET)
		return false;
	put(copy, name, sizeof name - 1);
	hide(copy, p);
	return true;
}

/* Bytes of the UTF-8 character at p, and the character; 0: it is broken. */
static size_t
decode(const char *p, size_t len, unsigned *point)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)*p;
	size_t n = c < 0x80   ? 1
		   : c < 0xc2 ? 0
		   : c < 0xe0 ? 2
		   : c < 0xf0 ? 3
			      : 4;

	if (n == 0 || c > 0xf4 || n > len)
		return 0;
	*point = n == 1 ? c : c & (0xffU >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | ((unsigned char)p[i] & 0x3f);
	}
	if (*point < least[n] || *point > 0x10ffff ||
		(*point >= 0xd800 && *point <= 0xdfff))
		return 0;
	return n;
}

/* Controls, line separators, and marks that turn the reading direction. */
static bool
is_unprintable(unsigned c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static void
copy_char(struct copy *copy)
{
	unsigned point = 0;
	const char *from = copy->at;
	size_t n = decode(from, left(copy), &point);

	copy->at += n > 0 ? n : 1;
	if (n == 0)
		put(copy, "?", 1);
	else if (is_unprintable(point))
		put(copy, " ", 1);
	else
		put(copy, from, n);
}

/* What JSON lets stand between a name, its colon and the value. */
static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What stands behind a name, in whatever case and with or without "-" and "_"
 * between its letters; NULL: it is another. */
static const char *
after_name(const struct copy *copy, const char *name)
{
	const char *p = copy->at;

	for (; *name != '\0'; name++, p++) {
		while (p > copy->at && p < copy->end &&
			(*p == '-' || *p == '_'))
			p++;
		if (p == copy->end || tolower((unsigned char)*p) != *name)
			return NULL;
	}
	return p;
}

/* A name, a colon or equals sign and a secret: a header, or JSON. */
static bool
hide_named(struct copy *copy)
{
	static const char *const names[] = { "authorization", "usertoken",
		"jwttoken", "xsrftoken", "cookie", "accesstoken",
		"refreshtoken" };
	const char *p = NULL;

	for (size_t i = 0; p == NULL && i < sizeof names / sizeof *names; i++)
		p = after_name(copy, names[i]);
	if (p == NULL)
		return false;
	while (p < copy->end && (*p == '"' || *p == '\\' || is_blank(*p)))
		p++;
	if (p == copy->end || (*p != ':' && *p != '='))
		return false;
	do
		p++;
	while (p < copy->end && is_blank(*p));
	while (copy->at < p)
		copy_char(copy);
	hide(copy, value_end(p, copy->end));
	return true;
}

/* "%2B" for a plus, with digits of either case. */
static bool
is_code_of(const char *p, const char *end, char c)
{
	char code[4];

	if (end - p < 3 || *p != '%')
		return false;
	snprintf(code, sizeof code, "%%%02X", (unsigned char)c);
	return strncasecmp(p, code, 3) == 0;
}

/* How many bytes of the text are the secret, as it is or percent-encoded; 0:
 * they are something else. */
static size_t
secret_here(const struct copy *copy, const char *secret)
{
	const char *p = copy->at;

	for (; *secret != '\0'; secret++)
		if (p < copy->end && *p == *secret)
			p++;
		else if (is_code_of(p, copy->end, *secret))
			p += 3;
		else
			return 0;
	return (size_t)(p - copy->at);
}

void
text_fit(char *out, size_t size, const char *text, size_t len,
	const char *secret)
{
	struct copy copy = { out, size, 0, text, text + len };
	size_t n;

	if (secret != NULL && strlen(secret) < MIN_SECRET)
		secret = NULL;
	while (copy.at < copy.end) {
		n = secret != NULL ? secret_here(&copy, secret) : 0;
		if (n > 0)
			hide(&copy, copy.at + n);
		else if (!hide_jwt(&copy) && !hide_bearer(&copy) &&
			 !hide_named(&copy))
			copy_char(&copy);
	}
	out[copy.used] = '\0';
}
