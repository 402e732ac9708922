/* test_opt.c - one table of options: who wins, what is refused, what is said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/opt.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "unit/unit.h"

enum { ANYWHERE = OPT_COMMAND_LINE | OPT_INI_SHARED | OPT_INI_SECTION };

static const struct opt first_table[] = {
	{ "url", 'u', ANYWHERE, "URL", "TEST_URL", NULL, "where to go" },
	{ "timeout", 't', ANYWHERE, "SECONDS", NULL, "10", "how long to wait" },
	{ "token-file", 0, ANYWHERE, "FILE", NULL, NULL, "two\nlines" },
};
static const struct opt second_table[] = {
	{ "verbose", 'v', OPT_COMMAND_LINE, NULL, NULL, NULL, "more" },
	{ "nudge", 0, OPT_INI_SECTION, "BOOL", NULL, "yes", "ini only" },
	{ "quite-a-long-option-name", 0, OPT_COMMAND_LINE, "VALUE", NULL, NULL,
		"its help starts a line" },
};

static struct opts *opts;
static struct err why;

static void
make_opts(void)
{
	opts_free(opts);
	opts = opts_new(first_table, UNIT_COUNT(first_table), second_table,
		UNIT_COUNT(second_table));
	unsetenv("TEST_URL");
	why.text[0] = '\0';
}

/* Parses up to five words. */
static int
parse(const char *a, const char *b, const char *c, const char *d)
{
	char *argv[] = { (char *)(uintptr_t) "program", (char *)(uintptr_t)a,
		(char *)(uintptr_t)b, (char *)(uintptr_t)c,
		(char *)(uintptr_t)d, NULL };
	int argc = 0;

	while (argv[argc] != NULL)
		argc++;
	return opts_parse(opts, argc, argv, &why);
}

static int
read_ini(const char *text, bool foreign_ok)
{
	char path[] = "/tmp/test_opt.XXXXXX";
	struct opts_ini ini = { path, "mine", true, foreign_ok };
	int fd = mkstemp(path), rc;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	rc = opts_read_ini(opts, &ini, &why);
	unlink(path);
	return rc;
}

START_TEST(the_nearer_source_wins_in_whatever_order_they_are_read)
{
	static const char shared[] = "[incidentiq]\nurl = shared\n";
	static const char section[] = "[mine]\nurl = section\n"
				      "[incidentiq]\nurl = shared\n";

	make_opts();
	ck_assert_ptr_null(opts_text(opts, "url"));
	ck_assert_int_eq(opts_origin(opts, "url"), OPT_FROM_NOWHERE);
	ck_assert_int_eq(read_ini(shared, false), 0);
	ck_assert_str_eq(opts_text(opts, "url"), "shared");
	ck_assert_int_eq(read_ini(section, false), 0);
	ck_assert_str_eq(opts_text(opts, "url"), "section");
	setenv("TEST_URL", "environment", 1);
	ck_assert_int_eq(parse(NULL, NULL, NULL, NULL), 1);
	ck_assert_str_eq(opts_text(opts, "url"), "environment");
	ck_assert_int_eq(parse("-u", "line", NULL, NULL), 3);
	ck_assert_str_eq(opts_text(opts, "url"), "line");
	ck_assert_int_eq(opts_origin(opts, "url"), OPT_FROM_COMMAND_LINE);
	ck_assert_int_eq(read_ini(section, false), 0);
	ck_assert_str_eq(opts_text(opts, "url"), "line");
}
END_TEST

START_TEST(an_empty_variable_says_nothing)
{
	make_opts();
	setenv("TEST_URL", "", 1);
	ck_assert_int_eq(parse(NULL, NULL, NULL, NULL), 1);
	ck_assert_ptr_null(opts_text(opts, "url"));
}
END_TEST

START_TEST(a_fallback_gives_way_to_anything)
{
	make_opts();
	ck_assert_str_eq(opts_text(opts, "timeout"), "10");
	ck_assert_int_eq(opts_origin(opts, "timeout"), OPT_FROM_FALLBACK);
	ck_assert_int_eq(read_ini("[incidentiq]\ntimeout = 5\n", false), 0);
	ck_assert_str_eq(opts_text(opts, "timeout"), "5");
}
END_TEST

START_TEST(options_are_read_in_every_spelling_of_getopt)
{
	make_opts();
	ck_assert_int_eq(parse("--url=a", "-t5", "-vv", "-v"), 5);
	ck_assert_str_eq(opts_text(opts, "url"), "a");
	ck_assert_str_eq(opts_text(opts, "timeout"), "5");
	ck_assert_str_eq(opts_text(opts, "verbose"), "yes");
	ck_assert_int_eq(opts_count(opts, "verbose"), 3);
	make_opts();
	ck_assert_int_eq(parse("--url", "b", "--", "-v"), 4);
	ck_assert_str_eq(opts_text(opts, "url"), "b");
	ck_assert_int_eq(opts_count(opts, "verbose"), 0);
	make_opts();
	ck_assert_int_eq(parse("word", "-v", NULL, NULL), 1);
}
END_TEST

START_TEST(a_repeat_that_says_nothing_changes_nothing)
{
	static const char *const nothings[] = { "--url=", "--url=$",
		"--url=$_SERVICEIIQ_ASSET$" };

	for (size_t i = 0; i < UNIT_COUNT(nothings); i++) {
		make_opts();
		ck_assert_int_eq(
			parse("--url=host", nothings[i], NULL, NULL), 3);
		ck_assert_str_eq(opts_text(opts, "url"), "host");
		make_opts();
		ck_assert_int_eq(
			parse(nothings[i], "--url=own", NULL, NULL), 3);
		ck_assert_str_eq(opts_text(opts, "url"), "own");
	}
	make_opts();
	ck_assert_int_eq(parse("--url=host", "--url=$5", NULL, NULL), 3);
	ck_assert_str_eq(opts_text(opts, "url"), "$5");
}
END_TEST

START_TEST(a_wrong_option_is_named)
{
	static const struct {
		const char *a, *b, *names;
	} cases[] = {
		{ "--nonsense", NULL, "--nonsense" },
		{ "-x", NULL, "-x" },
		{ "-vx", NULL, "-x" },
		{ "-v", "-u", "-u" },
		{ "-v", "--url", "--url" },
		{ "--verbose=3", NULL, "--verbose" },
		{ "--nudge=no", NULL, "--nudge" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		make_opts();
		ck_assert_int_eq(parse(cases[i].a, cases[i].b, NULL, NULL), -1);
		ck_assert_msg(strstr(why.text, cases[i].names) != NULL,
			"%s: %s", cases[i].names, why.text);
	}
}
END_TEST

START_TEST(a_key_is_taken_only_where_it_may_stand)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "[mine]\nnudge = no\n", NULL },
		{ "[incidentiq]\nnudge = no\n", ":2: [incidentiq] has no key" },
		{ "[mine]\nverbose = 1\n",
			":2: [mine] has no key \"verbose\"" },
		{ "[mine]\ntypo = 1\n", ":2: [mine] has no key \"typo\"" },
		{ "[check_incidentiq]\ntypo = 1\n", NULL },
		{ "[map a*]\ntypo = 1\n", NULL },
		{ "[other]\ntypo = 1\n", ":1: there is no section [other]" },
		{ "[Map a*]\n", ":1: there is no section [Map a*]" },
		{ "[mine]\nurl =\n", ":2: url needs a value" },
		{ "[mine]\ntypo\n[mine]\nurl = u\n", ":2: " },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		int rc;

		make_opts();
		rc = read_ini(cases[i].text, false);
		ck_assert_int_eq(rc, cases[i].sentence == NULL ? 0 : -1);
		ck_assert_msg(cases[i].sentence == NULL ||
				      strstr(why.text, cases[i].sentence),
			"%s", why.text);
	}
	ck_assert_str_eq(opts_text(opts, "url"), "u");
	make_opts();
	ck_assert_int_eq(read_ini("[mine]\ntypo = 1\n[x]\n", true), 0);
}
END_TEST

START_TEST(only_a_file_that_was_asked_for_must_exist)
{
	struct opts_ini ini = { "/nonexistent.ini", "mine", false, false };

	make_opts();
	ck_assert_int_eq(opts_read_ini(opts, &ini, &why), 0);
	ini.path = "/";
	ck_assert_int_eq(opts_read_ini(opts, &ini, &why), -1);
	ini.path = "/nonexistent.ini";
	ini.must_exist = true;
	ck_assert_int_eq(opts_read_ini(opts, &ini, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "/nonexistent.ini"));
}
END_TEST

START_TEST(durations_have_units)
{
	static const struct {
		const char *text;
		double seconds;
	} cases[] = { { "0", 0 }, { "10", 10 }, { "10s", 10 }, { "5m", 300 },
		{ "2h", 7200 }, { "1d", 86400 }, { "0.5", 0.5 }, { "1.5m", 90 },
		{ "010", 10 } };
	static const char *const wrong[] = { "", "s", "-1", "1e3", "0x1", "5 m",
		"5M", "5mm", "inf", "nan", "1,5", "1.", " 1", "1w" };
	double seconds;

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_int_eq(opt_duration(cases[i].text, &seconds), 0);
		ck_assert_double_eq(seconds, cases[i].seconds);
	}
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++)
		ck_assert_msg(opt_duration(wrong[i], &seconds) == -1, "\"%s\"",
			wrong[i]);
}
END_TEST

START_TEST(a_value_out_of_bounds_is_refused_where_it_was_written)
{
	double value;
	bool truth;

	make_opts();
	parse("-t", "0.05", NULL, NULL);
	ck_assert_int_eq(opts_seconds(opts, "timeout", 0.1, &value, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "--timeout 0.05"));
	ck_assert_int_eq(opts_seconds(opts, "timeout", 0.05, &value, &why), 0);
	ck_assert_int_eq(opts_number(opts, "timeout", 1, &value, &why), -1);
	make_opts();
	parse("-t", "5s", NULL, NULL);
	ck_assert_int_eq(opts_number(opts, "timeout", 1, &value, &why), -1);
	make_opts();
	parse("-t", "5", NULL, NULL);
	ck_assert_int_eq(opts_number(opts, "timeout", 5, &value, &why), 0);
	ck_assert_double_eq(value, 5);
	make_opts();
	ck_assert_int_eq(read_ini("[mine]\nnudge = maybe\n", false), 0);
	ck_assert_int_eq(opts_bool(opts, "nudge", &truth, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "nudge = maybe"));
}
END_TEST

START_TEST(yes_and_no_have_many_names)
{
	static const struct {
		const char *text;
		bool truth;
	} cases[] = { { "yes", true }, { "TRUE", true }, { "On", true },
		{ "1", true }, { "no", false }, { "False", false },
		{ "off", false }, { "0", false } };
	bool truth;

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char text[40];

		make_opts();
		snprintf(text, sizeof(text), "[mine]\nnudge = %s\n",
			cases[i].text);
		ck_assert_int_eq(read_ini(text, false), 0);
		ck_assert_int_eq(opts_bool(opts, "nudge", &truth, &why), 0);
		ck_assert(truth == cases[i].truth);
	}
	make_opts();
	ck_assert_int_eq(opts_bool(opts, "verbose", &truth, &why), 0);
	ck_assert(!truth);
}
END_TEST

START_TEST(the_table_prints_itself)
{
	static const char expected[] =
		" -u, --url=URL            where to go\n"
		" -t, --timeout=SECONDS    how long to wait (10)\n"
		"     --token-file=FILE    two\n"
		"                          lines\n"
		" -v, --verbose            more\n"
		"     --quite-a-long-option-name=VALUE\n"
		"                          its help starts a line\n";
	char text[1024] = "";
	FILE *to = fmemopen(text, sizeof(text), "w");

	make_opts();
	opts_help(opts, to);
	fclose(to);
	ck_assert_str_eq(text, expected);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		the_nearer_source_wins_in_whatever_order_they_are_read,
		an_empty_variable_says_nothing,
		a_fallback_gives_way_to_anything,
		options_are_read_in_every_spelling_of_getopt,
		a_repeat_that_says_nothing_changes_nothing,
		a_wrong_option_is_named, a_key_is_taken_only_where_it_may_stand,
		only_a_file_that_was_asked_for_must_exist, durations_have_units,
		a_value_out_of_bounds_is_refused_where_it_was_written,
		yes_and_no_have_many_names, the_table_prints_itself
	};

	return unit_run("opt", tests, UNIT_COUNT(tests));
}
