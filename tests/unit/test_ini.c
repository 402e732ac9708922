/* test_ini.c - what an ini file's lines say */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/ini.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "unit/unit.h"

/* Every line taken, as "section/key=value;". */
static char taken[1024];
static char path[] = "/tmp/test_ini.XXXXXX";

static int
take(void *arg, const struct ini_line *line, struct err *why)
{
	(void)arg;
	if (line->key == NULL)
		return 0;
	if (strcmp(line->key, "bad") == 0)
		return err_set(why, "a bad key");
	snprintf(taken + strlen(taken), sizeof(taken) - strlen(taken),
		"%s/%s=%s;", line->section, line->key, line->value);
	return 0;
}

static int
read_text(const char *text, size_t length, struct err *why)
{
	int fd, rc, saved;

	strcpy(strrchr(path, '.'), ".XXXXXX");
	fd = mkstemp(path);
	taken[0] = '\0';
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, length), (ssize_t)length);
	close(fd);
	rc = ini_read(path, take, NULL, why);
	saved = errno;
	unlink(path);
	errno = saved;
	return rc;
}

START_TEST(good_lines_are_taken_without_their_blanks)
{
	static const struct {
		const char *text, *taken;
	} cases[] = {
		{ "[a]\nk = v\n", "a/k=v;" },
		{ "[a]\nk=v", "a/k=v;" },
		{ "  [ a b ]  \n\t k\t=  v w \t\n", "a b/k=v w;" },
		{ "\xef\xbb\xbf[a]\r\nk = v\r\n", "a/k=v;" },
		{ "[a]\n# k = v\n; k = v\n  # k = v\n\nk = v\n", "a/k=v;" },
		{ "[a]\nk =\n", "a/k=;" },
		{ "[a]\nk = v # w\n", "a/k=v # w;" },
		{ "[a]\nk = \"v\"\n", "a/k=\"v\";" },
		{ "[a]\nk = v = w\n", "a/k=v = w;" },
		{ "[a]\nk=1\n[b]\nk=2\n[a]\nl=3\n", "a/k=1;b/k=2;a/l=3;" },
		{ "[a]\n; [b]\nk = v\n", "a/k=v;" },
		{ "[a]\nk = ;v\n", "a/k=;v;" },
		{ "[a]\nk =#v\n", "a/k=#v;" },
		{ "[a]\nk#x = v\n", "a/k#x=v;" },
		{ "[a]\nk  k = v\t v\n", "a/k  k=v\t v;" },
		{ "[a]\nk==v\n", "a/k==v;" },
		{ "[a]\nk = [b]\n", "a/k=[b];" },
		{ "[a]\nk = v\\\nl = w\n", "a/k=v\\;a/l=w;" },
		{ "[a]]\nk = v\n", "a]/k=v;" },
		{ "[[a]\nk = v\n", "[a/k=v;" },
		{ "[A]\nK = V\n[a]\nk = v\n", "A/K=V;a/k=v;" },
		{ "[a]\nk = 1\nk = 2\n", "a/k=1;a/k=2;" },
		{ "[a]\n\v\f\n\r\nk = v\f\n", "a/k=v;" },
		{ "[a]\nk = \xc3\xa4\n", "a/k=\xc3\xa4;" },
		{ "\xef\xbb\xbf", "" },
		{ "\n\n", "" },
		{ "[a]", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct err why = { "" };

		ck_assert_msg(read_text(cases[i].text, strlen(cases[i].text),
				      &why) == 0,
			"%s", why.text);
		ck_assert_str_eq(taken, cases[i].taken);
	}
}
END_TEST

START_TEST(a_bad_line_is_named_and_the_others_are_taken)
{
	static const struct {
		const char *text, *where, *taken;
	} cases[] = {
		{ "[a]\nk = 1\nnonsense\nl = 2\n", ":3: ", "a/k=1;a/l=2;" },
		{ "k = v\n[a]\nl = 2\n", ":1: ", "a/l=2;" },
		{ "[a\nk = v\n", ":1: ", "" },
		{ "[]\n[a]\nk = v\n", ":1: ", "a/k=v;" },
		{ "[\n[a]\nk = v\n", ":1: ", "a/k=v;" },
		{ "[ \t]\n[a]\nk = v\n", ":1: ", "a/k=v;" },
		{ "[a] # b\n[a]\nk = v\n", ":1: ", "a/k=v;" },
		{ "\xef\xbb\xbf\xef\xbb\xbf[a]\n", ":1: ", "" },
		{ "[a]\n\xef\xbb\xbf[b]\nk = v\n", ":2: ", "a/k=v;" },
		{ "[a]\nk : v\n", ":2: ", "" },
		{ "[a]\n\n# c\nk\n", ":4: ", "" },
		{ "[a]\nno", ":2: ", "" },
		{ "[a]\n \t= v\n", ":2: ", "" },
		{ "[a]\n= v\n", ":2: ", "" },
		{ "[a]\nbad = 1\nk = 2\nbad = 3\n", ":2: a bad key", "a/k=2;" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct err why = { "" };

		ck_assert_int_eq(
			read_text(cases[i].text, strlen(cases[i].text), &why),
			-1);
		ck_assert_int_eq(errno, 0);
		ck_assert_int_eq(strncmp(why.text, path, strlen(path)), 0);
		ck_assert_msg(strstr(why.text, cases[i].where) != NULL, "%s",
			why.text);
		ck_assert_str_eq(taken, cases[i].taken);
	}
}
END_TEST

START_TEST(a_nul_byte_hides_nothing)
{
	static const char text[] = "[a]\nk = v\0w\nl = 2\n";
	struct err why = { "" };

	ck_assert_int_eq(read_text(text, sizeof(text) - 1, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, ":2: "));
	ck_assert_str_eq(taken, "a/l=2;");
}
END_TEST

/* A device may be given as a file, and is one line without an end. */
START_TEST(a_line_without_an_end_is_too_long)
{
	struct err why;

	ck_assert_int_eq(ini_read("/dev/zero", take, NULL, &why), -1);
	ck_assert_str_eq(why.text, "/dev/zero:1: the line is too long");
}
END_TEST

START_TEST(a_file_that_is_not_there_is_told_from_a_bad_one)
{
	struct err why = { "" };

	ck_assert_int_eq(
		ini_read("/nonexistent/file.ini", take, NULL, &why), -1);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_ptr_nonnull(strstr(why.text, "/nonexistent/file.ini: "));
}
END_TEST

START_TEST(a_directory_is_no_ini_file)
{
	struct err why = { "" };

	ck_assert_int_eq(ini_read("/", take, NULL, &why), -1);
	ck_assert_str_eq(why.text, "/: Is a directory");
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { good_lines_are_taken_without_their_blanks,
		a_bad_line_is_named_and_the_others_are_taken,
		a_nul_byte_hides_nothing, a_line_without_an_end_is_too_long,
		a_file_that_is_not_there_is_told_from_a_bad_one,
		a_directory_is_no_ini_file };

	return unit_run("ini", tests, UNIT_COUNT(tests));
}
