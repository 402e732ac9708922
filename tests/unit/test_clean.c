/* test_clean.c - text from outside, made fit to store and to print */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/clean.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit/unit.h"

enum { LINES = CLEAN_LINES, BOTH = CLEAN_LINES | CLEAN_ESCAPES };

static const struct {
	const char *in;
	size_t max_bytes;
	unsigned flags;
	const char *out;
} cases[] = {
	{ "", 9, 0, "" },
	{ "web1", 9, 0, "web1" },
	{ " \t web 1\r\n", 9, 0, "web 1" },
	{ "a\tb\001c\177d", 9, 0, "a b c d" },
	{ "a\nb", 9, 0, "a b" },
	{ "a\nb\r\nc", 9, LINES, "a\nb\nc" },
	{ "a\\nb", 9, 0, "a\\nb" },
	{ "a\\nb", 9, LINES, "a\\nb" },
	{ "a\\nb", 9, BOTH, "a\nb" },
	{ "C:\\new\nline", 20, BOTH, "C:\\new\nline" },
	{ "a\\nb\n", 9, BOTH, "a\nb" },
	{ "\\na\\n", 9, BOTH, "a" },
	{ "a|b", 9, 0, "a|b" },
	{ "a|b", 9, CLEAN_PIPES, "a/b" },
	/* UTF-8 stays, Latin-1 becomes it, control characters of either go. */
	{ "\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\xa5", 9, 0,
		"\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\xa5" },
	{ "caf\xe9", 9, 0, "caf\xc3\xa9" },
	{ "caf\xe9 x", 9, 0, "caf\xc3\xa9 x" },
	{ "a\x85z", 9, 0, "a z" },
	{ "a\xc2\x85z", 9, 0, "a z" },
	{ "\xc2\x85z", 9, 0, "z" },
	/* Overlong, surrogate, beyond the last: no UTF-8. */
	{ "\xc0\xaf", 9, 0, "\xc3\x80\xc2\xaf" },
	{ "\xed\xa0\x80", 9, 0, "\xc3\xad\xc2\xa0" },
	{ "\xf4\x90\x80\x80z", 9, 0, "\xc3\xb4   z" },
	{ "\xf0\x9f\x94", 9, 0, "\xc3\xb0" },
	{ "\xe2\x82", 9, 0, "\xc3\xa2" },
	/* Cut between characters. */
	{ "abcdef", 3, 0, "abc" },
	{ "ab\xc3\xa4", 3, 0, "ab" },
	{ "ab\xc3\xa4", 4, 0, "ab\xc3\xa4" },
	{ "ab cd", 3, 0, "ab" },
	{ "\xf0\x9f\x94\xa5", 3, 0, "" },
	{ "abc", 0, 0, "" },
};

START_TEST(text_is_bounded_and_cleaned)
{
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char *out = clean_text(
			cases[i].in, cases[i].max_bytes, cases[i].flags);

		ck_assert_msg(strcmp(out, cases[i].out) == 0,
			"case %zu: \"%s\" instead of \"%s\"", i, out,
			cases[i].out);
		free(out);
	}
}
END_TEST

/* Bytes that like to make trouble, more often than chance would. */
static void
random_text(char *text, size_t size)
{
	static const char odd[] = "\\n \t\r\n\xc2\x85\xe2\x82\xac\xf0\x9f\xed";
	size_t length = (size_t)rand() % size;

	for (size_t i = 0; i < length; i++)
		text[i] = (char)(rand() % 2 ? odd[rand() % (sizeof(odd) - 1)]
					    : 1 + rand() % 255);
	text[length] = '\0';
}

START_TEST(what_is_clean_already_stays_as_it_is)
{
	unsigned seed = (unsigned)time(NULL);
	char text[64], *once, *twice;

	srand(seed);
	for (int i = 0; i < 20000; i++) {
		random_text(text, sizeof(text));
		once = clean_text(text, 40, BOTH);
		twice = clean_text(once, 40, LINES);
		ck_assert_msg(strlen(once) <= 40, "seed %u", seed);
		ck_assert_msg(strcmp(once, twice) == 0,
			"seed %u, round %d: \"%s\" became \"%s\"", seed, i,
			once, twice);
		free(once);
		free(twice);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { text_is_bounded_and_cleaned,
		what_is_clean_already_stays_as_it_is };

	return unit_run("clean", tests, UNIT_COUNT(tests));
}
