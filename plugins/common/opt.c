/* opt.c - one table of options: command line, environment, ini file, --help */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/opt.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/opt_private.h"

/* What getopt_long returns for row i when the row has no letter. */
enum { FIRST_LONG = 256 };

struct opts *
opts_new(const struct opt *table, size_t count, const struct opt *more,
	size_t more_count)
{
	struct opts *opts = xcalloc(
		1, sizeof(*opts) + (count + more_count) * sizeof(struct value));

	for (size_t i = 0; i < count + more_count; i++) {
		struct value *value = &opts->values[i];

		value->opt = i < count ? &table[i] : &more[i - count];
		if (value->opt->fallback == NULL)
			continue;
		value->text = xstrdup(value->opt->fallback);
		value->origin = OPT_FROM_FALLBACK;
	}
	opts->count = count + more_count;
	return opts;
}

void
opts_free(struct opts *opts)
{
	if (opts == NULL)
		return;
	for (size_t i = 0; i < opts->count; i++)
		free(opts->values[i].text);
	free(opts->extra);
	free(opts);
}

size_t
opt_find(const struct opts *opts, const char *name)
{
	size_t i = 0;

	while (i < opts->count && strcmp(opts->values[i].opt->name, name) != 0)
		i++;
	return i;
}

const struct value *
opt_get(const struct opts *opts, const char *name)
{
	size_t i = opt_find(opts, name);

	if (i == opts->count)
		abort();
	return &opts->values[i];
}

/* A macro that a core had no value for: nothing, or as it was written. */
static bool
says_nothing(const char *text)
{
	size_t length = strlen(text);

	return length == 0 || (text[0] == '$' && text[length - 1] == '$');
}

void
opt_put(struct value *value, const char *text, enum opt_origin origin)
{
	if (origin < value->origin)
		return;
	if (origin == OPT_FROM_COMMAND_LINE && value->origin == origin &&
		text != NULL && says_nothing(text))
		return;
	free(value->text);
	value->text = xstrdup(text == NULL ? "yes" : text);
	value->count = value->origin == origin ? value->count + 1 : 1;
	value->origin = origin;
}

/* ---- command line ---- */

static int
code_of(const struct opts *opts, size_t i)
{
	int letter = opts->values[i].opt->letter;

	return letter != 0 ? letter : FIRST_LONG + (int)i;
}

static struct value *
value_of_code(struct opts *opts, int code)
{
	for (size_t i = 0; i < opts->count; i++)
		if (code_of(opts, i) == code)
			return &opts->values[i];
	return NULL;
}

/* getopt's two descriptions of the same table; returns the short one. */
static char *
describe(const struct opts *opts, struct option *longs)
{
	/* '+': words behind the options are no options. ':': no output. */
	char *letters = xcalloc(opts->count + 2, 3), *end = letters;
	size_t n = 0;

	*end++ = '+';
	*end++ = ':';
	for (size_t i = 0; i < opts->count; i++) {
		const struct opt *opt = opts->values[i].opt;

		if (!(opt->where & OPT_COMMAND_LINE))
			continue;
		longs[n].name = opt->name;
		longs[n].has_arg = opt->where & OPT_EXTRA ? optional_argument
							  : opt->value != NULL;
		longs[n++].val = code_of(opts, i);
		if (opt->letter == 0)
			continue;
		*end++ = (char)opt->letter;
		if (opt->value != NULL)
			*end++ = ':';
	}
	return letters;
}

static int
complain(int code, char **argv, struct err *why)
{
	const char *word = argv[optind - 1];

	if (code == ':')
		return err_set(why, "option %s needs a value", word);
	/* A cluster such as -vx leaves optind where it is: name the letter. */
	if (optopt > 0 && optopt < FIRST_LONG && strncmp(word, "--", 2) != 0)
		return err_set(why, "unknown option -%c, see --help", optopt);
	return err_set(
		why, "unknown option or needless value: %s, see --help", word);
}

static void
take_environment(struct opts *opts)
{
	for (size_t i = 0; i < opts->count; i++) {
		struct value *value = &opts->values[i];
		const char *text = value->opt->env == NULL
					   ? NULL
					   : getenv(value->opt->env);

		if (text != NULL && text[0] != '\0')
			opt_put(value, text, OPT_FROM_ENVIRONMENT);
	}
}

int
opts_parse(struct opts *opts, int argc, char **argv, struct err *why)
{
	struct option *longs = xcalloc(opts->count + 1, sizeof(*longs));
	char *letters = describe(opts, longs);
	int code, rc = -1;

	take_environment(opts);
	optind = 0; /* GNU's way to start afresh */
	opterr = 0;
	while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		struct value *value = value_of_code(opts, code);

		if (value == NULL || code == '?' || code == ':') {
			complain(code, argv, why);
			goto out;
		}
		if (!(value->opt->where & OPT_EXTRA)) {
			opt_put(value, optarg, OPT_FROM_COMMAND_LINE);
			continue;
		}
		/* An optional value may be the next word all the same. */
		if (optarg == NULL && optind < argc && argv[optind][0] != '-')
			optarg = argv[optind++];
		opts->extra = xrealloc(
			opts->extra, (opts->extras + 1) * sizeof(*opts->extra));
		opts->extra[opts->extras++] = optarg;
	}
	opts->program = argv[0];
	rc = optind;
out:
	free(letters);
	free(longs);
	return rc;
}

/* ---- values ---- */

void
opts_say(struct opts *opts, const char *name, const char *text)
{
	size_t i = opt_find(opts, name);

	if (i == opts->count)
		abort();
	opt_put(&opts->values[i], text, OPT_FROM_COMMAND_LINE);
}

const char *
opts_text(const struct opts *opts, const char *name)
{
	return opt_get(opts, name)->text;
}

enum opt_origin
opts_origin(const struct opts *opts, const char *name)
{
	return opt_get(opts, name)->origin;
}

int
opts_count(const struct opts *opts, const char *name)
{
	const struct value *value = opt_get(opts, name);
	bool is_meant;

	/* A file may say that a flag is not given. */
	if (value->text != NULL && opt_truth(value->text, &is_meant) == 0 &&
		!is_meant)
		return 0;
	return value->count;
}

/* ---- --help ---- */

enum { HELP_COLUMN = 26 };

/* Prints text whose lines after the first are moved to the help column. */
static void
print_moved(const char *text, FILE *to)
{
	for (; *text != '\0'; text++) {
		fputc(*text, to);
		if (*text == '\n')
			fprintf(to, "%*s", HELP_COLUMN, "");
	}
}

void
opts_help(const struct opts *opts, FILE *to)
{
	for (size_t i = 0; i < opts->count; i++) {
		const struct opt *opt = opts->values[i].opt;
		int width;

		if (!(opt->where & OPT_COMMAND_LINE) || opt->help == NULL)
			continue;
		width = fprintf(
			to, opt->letter ? " -%c, " : "     ", opt->letter);
		width += fprintf(to, "--%s", opt->name);
		if (opt->value != NULL)
			width += fprintf(to, "=%s", opt->value);
		if (width >= HELP_COLUMN)
			fprintf(to, "\n%*s", HELP_COLUMN, "");
		else
			fprintf(to, "%*s", HELP_COLUMN - width, "");
		print_moved(opt->help, to);
		if (opt->fallback != NULL)
			fprintf(to, " (%s)", opt->fallback);
		fputc('\n', to);
	}
}
