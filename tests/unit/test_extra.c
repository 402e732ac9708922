/* test_extra.c - options that --extra-opts takes from the file of all plugins
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/opt.h"
#include "unit/unit.h"

enum { ANYWHERE = OPT_COMMAND_LINE | OPT_INI_SHARED, WORDS = 8 };

static const struct opt table[] = {
	{ "url", 'u', ANYWHERE, "URL", "TEST_URL", NULL, "" },
	{ "warning", 'w', OPT_COMMAND_LINE, "RANGE", NULL, "7", "" },
	{ "verbose", 'v', OPT_COMMAND_LINE, NULL, NULL, NULL, "" },
	{ "ini-only", 'i', OPT_INI_SHARED, "TEXT", NULL, NULL, "" },
	{ "extra-opts", 0, OPT_COMMAND_LINE | OPT_EXTRA, "[SECTION][@FILE]",
		NULL, NULL, "" },
};

static struct opts *opts;
static struct err why;
static char folder[] = "/tmp/test_extra.XXXXXX";

/* Two files: all.ini is that of $MP_CONFIG_FILE, f.ini is the case's. */
static void
put_file(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(name, mode), 0);
}

static void
start(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	put_file("all.ini", "[check_x]\nu = all\n[other]\nu = other\n", 0600);
	setenv("MP_CONFIG_FILE", "all.ini", 1);
	unsetenv("TEST_URL");
}

static void
finish(void)
{
	opts_free(opts);
	opts = NULL;
	unlink("f.ini");
	unlink("all.ini");
	ck_assert_int_eq(rmdir(folder), 0);
}

/* Parses words with blanks between them; returns what they came to: the index
 * of the first that is no option, the values, or the sentence. */
static const char *
parse(const char *words)
{
	static char result[700];
	static char program[] = "/usr/lib/plugins/check_x";
	char copy[200], *argv[WORDS] = { program }, *rest = copy, *word;
	int argc = 1, first;

	snprintf(copy, sizeof(copy), "%s", words);
	while ((word = strsep(&rest, " ")) != NULL && argc < WORDS - 1)
		if (word[0] != '\0')
			argv[argc++] = word;
	opts_free(opts);
	opts = opts_new(table, UNIT_COUNT(table), NULL, 0);
	first = opts_parse(opts, argc, argv, &why);
	if (first < 0 || opts_read_extra(opts, &why) < 0)
		return why.text;
	snprintf(result, sizeof(result), "%d/%d u=%s w=%s v=%d", first, argc,
		opts_text(opts, "url") == NULL ? "" : opts_text(opts, "url"),
		opts_text(opts, "warning"), opts_count(opts, "verbose"));
	return result;
}

struct row {
	const char *ini, *words, *result;
};

static void
run_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *result;

		put_file("f.ini", rows[i].ini, 0600);
		result = parse(rows[i].words);
		ck_assert_msg(strcmp(result, rows[i].result) == 0,
			"row %zu, %s: \"%s\", not \"%s\"", i, rows[i].words,
			result, rows[i].result);
	}
}

static const char two[] = "[check_x]\nu = own\n[s]\nu = s\n[u@v]\nu = at\n";

START_TEST(the_argument_says_section_and_file)
{
	static const struct row rows[] = {
		{ two, "", "1/1 u= w=7 v=0" },
		{ two, "--extra-opts=s@f.ini", "2/2 u=s w=7 v=0" },
		{ two, "--extra-opts=@f.ini", "2/2 u=own w=7 v=0" },
		{ two, "--extra-opts=other", "2/2 u=other w=7 v=0" },
		{ two, "--extra-opts=other@", "2/2 u=other w=7 v=0" },
		{ two, "--extra-opts", "2/2 u=all w=7 v=0" },
		{ two, "--extra-opts=", "2/2 u=all w=7 v=0" },
		{ two, "--extra-opts=@", "2/2 u=all w=7 v=0" },
		/* as two words */
		{ two, "--extra-opts s@f.ini", "3/3 u=s w=7 v=0" },
		{ two, "--extra-opts @f.ini", "3/3 u=own w=7 v=0" },
		{ two, "--extra-opts other", "3/3 u=other w=7 v=0" },
		{ two, "--extra-opts s@f.ini word", "3/4 u=s w=7 v=0" },
		/* bare, and another option behind */
		{ two, "--extra-opts -v", "3/3 u=all w=7 v=1" },
		{ two, "--extra-opts --verbose", "3/3 u=all w=7 v=1" },
		{ two, "--extra-opts -- word", "3/4 u=all w=7 v=0" },
		/* as getopt shortens it */
		{ two, "--extra=s@f.ini", "2/2 u=s w=7 v=0" },
	};

	run_rows(rows, UNIT_COUNT(rows));
}
END_TEST

START_TEST(the_command_line_wins_and_the_later_file_beats_the_earlier)
{
	static const char set[] = "[s]\nu = s\nw = 1\n[t]\nu = t\nv =\nv =\n";
	static const struct row rows[] = {
		{ set, "--extra-opts=s@f.ini -u me", "4/4 u=me w=1 v=0" },
		{ set, "-u me --extra-opts=s@f.ini", "4/4 u=me w=1 v=0" },
		{ set, "-w7 --extra-opts=s@f.ini", "3/3 u=s w=7 v=0" },
		{ set, "--extra-opts=s@f.ini --extra-opts=t@f.ini",
			"3/3 u=t w=1 v=2" },
		{ set, "--extra-opts=t@f.ini --extra-opts=s@f.ini",
			"3/3 u=s w=1 v=2" },
		{ set, "--extra-opts=t@f.ini --extra-opts=t@f.ini",
			"3/3 u=t w=7 v=4" },
		{ set, "--extra-opts=t@f.ini -v", "3/3 u=t w=7 v=1" },
		{ set, "-v --extra-opts=t@f.ini", "3/3 u=t w=7 v=1" },
		{ set, "-vvv --extra-opts=t@f.ini -v", "4/4 u=t w=7 v=4" },
	};

	run_rows(rows, UNIT_COUNT(rows));
}
END_TEST

START_TEST(a_file_beats_the_environment_and_our_own_ini_file)
{
	static const struct opts_ini ini = { "own.ini", "mine", true, false };

	put_file("f.ini", "[check_x]\nu = extra\n", 0600);
	put_file("own.ini", "[incidentiq]\nurl = own\n", 0600);
	setenv("TEST_URL", "environment", 1);
	ck_assert_str_eq(parse(""), "1/1 u=environment w=7 v=0");
	ck_assert_str_eq(parse("--extra-opts=@f.ini"), "2/2 u=extra w=7 v=0");
	ck_assert_int_eq(opts_origin(opts, "url"), OPT_FROM_EXTRA);
	ck_assert_int_eq(opts_read_ini(opts, &ini, &why), 0);
	ck_assert_str_eq(opts_text(opts, "url"), "extra");
	unlink("own.ini");
}
END_TEST

START_TEST(keys_are_long_options_or_letters_and_flags_need_no_value)
{
#define WITH "--extra-opts=@f.ini"
	static const struct row rows[] = {
		{ "[check_x]\nwarning = 5\n", WITH, "2/2 u= w=5 v=0" },
		{ "[check_x]\nw = 5\n", WITH, "2/2 u= w=5 v=0" },
		{ "[check_x]\nw=5\nwarning=6\n", WITH, "2/2 u= w=6 v=0" },
		{ "[check_x]\nw = @1:2 3\n", WITH, "2/2 u= w=@1:2 3 v=0" },
		{ "[check_x]\nw = -5:\n", WITH, "2/2 u= w=-5: v=0" },
		{ "[check_x]\nu = \"a\" # b\n", WITH,
			"2/2 u=\"a\" # b w=7 v=0" },
		{ "[check_x]\nverbose =\n", WITH, "2/2 u= w=7 v=1" },
		{ "[check_x]\nv=\nv=\nv=\n", WITH, "2/2 u= w=7 v=3" },
		{ "[check_x]\nv = yes\nv = no\n", WITH, "2/2 u= w=7 v=0" },
		{ "[check_x]\nv = no\n", WITH, "2/2 u= w=7 v=0" },
		/* sections of one name add up, the others are not ours */
		{ "[check_x]\nu = a\n[y]\nq = 1\n[check_x]\nw = 2\n", WITH,
			"2/2 u=a w=2 v=0" },
		{ "[check_x]\n", WITH, "2/2 u= w=7 v=0" },
		{ "\xef\xbb\xbf[check_x]\r\n\tu = a\r\n", WITH,
			"2/2 u=a w=7 v=0" },
		{ "; c\n# c\n\n[check_x]\n;w = 1\n#w = 2\n", WITH,
			"2/2 u= w=7 v=0" },
	};

	run_rows(rows, UNIT_COUNT(rows));
}
END_TEST

START_TEST(what_is_wrong_is_named_with_file_and_line)
{
#define SAYS "--extra-opts: f.ini"
	static const struct row rows[] = {
		{ "[y]\nu = a\n", WITH, SAYS " has no section [check_x]" },
		{ "[Check_x]\n", WITH, SAYS " has no section [check_x]" },
		{ "", WITH, SAYS " has no section [check_x]" },
		{ two, "--extra-opts=u@v@f.ini",
			"--extra-opts: v@f.ini: No such file or directory" },
		{ "[check_x]\nverbose\n", WITH,
			SAYS ":2: neither [section] nor key = value" },
		{ "[y]\nodd\n[check_x]\n", WITH,
			SAYS ":2: neither [section] nor key = value" },
		{ "u = a\n[check_x]\n", WITH,
			SAYS ":1: a key before the first [section]" },
		{ "[check_x\nu = a\n", WITH,
			SAYS ":1: a section is written [name]" },
		{ "[check_x]\n\nuri = a\n", WITH,
			SAYS ":3: [check_x]: there is no option \"uri\"" },
		{ "[check_x]\nur = a\n", WITH,
			SAYS ":2: [check_x]: there is no option \"ur\"" },
		{ "[check_x]\n--url = a\n", WITH,
			SAYS ":2: [check_x]: there is no option \"--url\"" },
		{ "[check_x]\nURL = a\n", WITH,
			SAYS ":2: [check_x]: there is no option \"URL\"" },
		{ "[check_x]\nini-only = a\n", WITH,
			SAYS ":2: [check_x]: there is no option \"ini-only\"" },
		{ "[check_x]\ni = a\n", WITH,
			SAYS ":2: [check_x]: there is no option \"i\"" },
		{ "[check_x]\nextra-opts = s\n", WITH,
			SAYS
			":2: [check_x]: there is no option \"extra-opts\"" },
		{ "[check_x]\nx = s\n", WITH,
			SAYS ":2: [check_x]: there is no option \"x\"" },
		{ "[check_x]\nw =\n", WITH, SAYS ":2: w needs a value" },
		{ "[check_x]\nv = 3\n", WITH,
			SAYS ":2: v takes no value but yes or no" },
		{ "", "--extra-opts=@.", "--extra-opts: .: Is a directory" },
		{ "", "--extra-opts=@none",
			"--extra-opts: none: No such file or directory" },
		{ "", "--extra-opts=nobody",
			"--extra-opts: all.ini has no section [nobody]" },
	};

	run_rows(rows, UNIT_COUNT(rows));
}
END_TEST

START_TEST(a_password_is_taken_only_from_a_file_that_not_all_may_read)
{
	static const struct {
		const char *url;
		mode_t mode;
		bool is_taken;
	} cases[] = {
		{ "http://me:hush@proxy", 0600, true },
		{ "http://me:hush@proxy", 0640, true },
		{ "http://me:hush@proxy", 0644, false },
		{ "http://me:hush@proxy", 0604, false },
		{ "http://me:hush@proxy:3128/", 0644, false },
		{ "http://me:hu@sh@proxy", 0644, false },
		{ "http://hush:@proxy", 0644, false },
		{ "me:hush@proxy:3128", 0644, false },
		{ "http://me@proxy:3128", 0644, true },
		{ "http://proxy:3128/a@b", 0644, true },
		{ "http://proxy:3128?a@b", 0644, true },
		{ "@10:20", 0644, true },
		{ "{host}: {state} @ {time}", 0644, true },
	};
	static const struct opts_ini ini = { "f.ini", "check_x", true, true };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char text[100];
		int rc;

		snprintf(text, sizeof(text),
			"[check_x]\nurl = %s\n[incidentiq]\nurl = %s\n",
			cases[i].url, cases[i].url);
		put_file("f.ini", text, cases[i].mode);
		rc = parse("--extra-opts=@f.ini") == why.text ? -1 : 0;
		ck_assert_msg((rc == 0) == cases[i].is_taken,
			"%s, mode %o, extra", cases[i].url, cases[i].mode);
		if (rc < 0)
			ck_assert_str_eq(why.text, SAYS
				":2: url holds a password, and everybody may "
				"read this file; run: chmod o-r");
		parse("");
		rc = opts_read_ini(opts, &ini, &why);
		ck_assert_msg((rc == 0) == cases[i].is_taken, "%s, mode %o",
			cases[i].url, cases[i].mode);
		ck_assert(rc == 0 || strstr(why.text, "hush") == NULL);
	}
}
END_TEST

START_TEST(a_dash_is_standard_input)
{
	put_file("f.ini", "[check_x]\nu = piped\n", 0644);
	ck_assert_ptr_nonnull(freopen("f.ini", "r", stdin));
	ck_assert_str_eq(parse("--extra-opts=@-"), "2/2 u=piped w=7 v=0");
}
END_TEST

/* ---- where the file is looked for ---- */

static const char *const places[] = {
	"/usr/local/etc/monitoring-plugins/monitoring-plugins.ini",
	"/usr/local/etc/monitoring-plugins.ini",
	"/etc/monitoring-plugins/monitoring-plugins.ini",
	"/etc/monitoring-plugins.ini",
	"/etc/nagios/plugins.ini",
	"/usr/local/nagios/etc/plugins.ini",
	"/usr/local/etc/nagios/plugins.ini",
	"/etc/opt/nagios/plugins.ini",
	"/etc/nagios-plugins.ini",
	"/usr/local/etc/nagios-plugins.ini",
	"/etc/opt/nagios-plugins.ini",
};
static size_t first_there;

int __wrap_access(const char *path, int mode);

/* The linker's --wrap: of the places, those from first_there on exist. */
int
__wrap_access(const char *path, int mode)
{
	(void)mode;
	for (size_t i = first_there; i < UNIT_COUNT(places); i++)
		if (strcmp(path, places[i]) == 0)
			return 0;
	return -1;
}

START_TEST(the_first_file_that_exists_is_taken)
{
	static const char *const nothings[] = { NULL, "" };

	for (size_t k = 0; k < UNIT_COUNT(nothings); k++) {
		unsetenv("MP_CONFIG_FILE");
		if (nothings[k] != NULL)
			setenv("MP_CONFIG_FILE", nothings[k], 1);
		for (first_there = 0; first_there < UNIT_COUNT(places);
			first_there++) {
			char start_of[100];

			snprintf(start_of, sizeof(start_of), "--extra-opts: %s",
				places[first_there]);
			ck_assert_msg(strncmp(parse("--extra-opts=no such"),
					      start_of, strlen(start_of)) == 0,
				"%s: %s", start_of, why.text);
		}
		ck_assert_str_eq(parse("--extra-opts"),
			"--extra-opts: no file of plugin options was found; "
			"name one: [SECTION]@FILE");
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { the_argument_says_section_and_file,
		the_command_line_wins_and_the_later_file_beats_the_earlier,
		a_file_beats_the_environment_and_our_own_ini_file,
		keys_are_long_options_or_letters_and_flags_need_no_value,
		what_is_wrong_is_named_with_file_and_line,
		a_password_is_taken_only_from_a_file_that_not_all_may_read,
		a_dash_is_standard_input, the_first_file_that_exists_is_taken };

	return unit_run_with("extra", tests, UNIT_COUNT(tests), start, finish);
}
