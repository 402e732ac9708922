/* opt.c - one table of options: command line, environment, ini file, --help */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/opt.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/ini.h"
#include "common/mem.h"
#include "common/number.h"

/* What getopt_long returns for row i when the row has no letter. */
enum { FIRST_LONG = 256 };

struct value {
	const struct opt *opt;
	char *text;
	enum opt_origin origin;
	int count;
};

struct opts {
	size_t count;
	struct value values[];
};

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
	free(opts);
}

/* The row of a name, or opts->count. */
static size_t
find(const struct opts *opts, const char *name)
{
	size_t i = 0;

	while (i < opts->count && strcmp(opts->values[i].opt->name, name) != 0)
		i++;
	return i;
}

/* A name that no table has is a slip of ours, not of the user. */
static const struct value *
get(const struct opts *opts, const char *name)
{
	size_t i = find(opts, name);

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

/*
 * Keeps a value unless one of a higher origin is there already. A repeat that
 * says nothing is passed over: so --asset '$_HOSTX$' --asset '$_SERVICEX$' is
 * the service's own, else the host's.
 */
static void
put(struct value *value, const char *text, enum opt_origin origin)
{
	if (origin < value->origin)
		return;
	if (origin == OPT_FROM_COMMAND_LINE && value->origin == origin &&
		text != NULL && says_nothing(text))
		return;
	free(value->text);
	value->text = xstrdup(text == NULL ? "yes" : text);
	value->origin = origin;
	value->count++;
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
		longs[n].has_arg = opt->value != NULL;
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
			put(value, text, OPT_FROM_ENVIRONMENT);
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
		put(value, optarg, OPT_FROM_COMMAND_LINE);
	}
	rc = optind;
out:
	free(letters);
	free(longs);
	return rc;
}

/* ---- ini file ---- */

struct ini_target {
	struct opts *opts;
	const struct opts_ini *ini;
};

static int
take_key(void *arg, const struct ini_line *line, struct err *why)
{
	const struct ini_target *target = arg;
	bool shared = strcmp(line->section, "incidentiq") == 0;
	unsigned where = shared ? OPT_INI_SHARED : OPT_INI_SECTION;
	struct opts *opts = target->opts;
	size_t i = find(opts, line->key);

	if (!shared && strcmp(line->section, target->ini->section) != 0)
		return 0;
	if (i == opts->count || !(opts->values[i].opt->where & where)) {
		if (target->ini->foreign_ok)
			return 0;
		return err_set(why, "[%s] has no key \"%s\"", line->section,
			line->key);
	}
	put(&opts->values[i], line->value[0] == '\0' ? NULL : line->value,
		shared ? OPT_FROM_INI_SHARED : OPT_FROM_INI_SECTION);
	return 0;
}

int
opts_read_ini(struct opts *opts, const struct opts_ini *ini, struct err *why)
{
	struct ini_target target = { opts, ini };

	if (ini_read(ini->path, take_key, &target, why) == 0)
		return 0;
	return errno == ENOENT && !ini->must_exist ? 0 : -1;
}

/* ---- values ---- */

const char *
opts_text(const struct opts *opts, const char *name)
{
	return get(opts, name)->text;
}

enum opt_origin
opts_origin(const struct opts *opts, const char *name)
{
	return get(opts, name)->origin;
}

int
opts_count(const struct opts *opts, const char *name)
{
	return get(opts, name)->count;
}

/* "--pace 7x", or "pace = 7x" where that is how the user wrote it. */
static int
not_a(const struct value *value, const char *what, struct err *why)
{
	bool from_file = value->origin == OPT_FROM_INI_SHARED ||
			 value->origin == OPT_FROM_INI_SECTION;

	return err_set(why,
		from_file ? "%s = %s is not %s" : "--%s %s is not %s",
		value->opt->name, value->text == NULL ? "" : value->text, what);
}

int
opt_truth(const char *text, bool *out)
{
	static const struct {
		const char *word;
		bool truth;
	} words[] = {
		{ "yes", true },
		{ "true", true },
		{ "on", true },
		{ "1", true },
		{ "no", false },
		{ "false", false },
		{ "off", false },
		{ "0", false },
	};

	*out = false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(text, words[i].word) == 0) {
			*out = words[i].truth;
			return 0;
		}
	return -1;
}

int
opts_bool(const struct opts *opts, const char *name, bool *out, struct err *why)
{
	const struct value *value = get(opts, name);

	*out = false;
	if (value->text == NULL || opt_truth(value->text, out) == 0)
		return 0;
	return not_a(value, "yes or no", why);
}

/* What is counted or timed here is never negative. */
static int
decimal(const char **text, double *out)
{
	return **text == '-' ? -1 : number_read(text, out);
}

int
opt_duration(const char *text, double *out_s)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 },
		{ "d", 86400 } };

	if (decimal(&text, out_s) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(text, units[i].name) == 0) {
			*out_s *= units[i].seconds;
			return 0;
		}
	return -1;
}

int
opts_seconds(const struct opts *opts, const char *name, double min_s,
	double *out, struct err *why)
{
	const struct value *value = get(opts, name);
	char what[80];

	snprintf(what, sizeof(what),
		"a duration of at least %gs, like 90, 90s, 5m, 2h or 1d",
		min_s);
	if (value->text == NULL || opt_duration(value->text, out) < 0 ||
		*out < min_s)
		return not_a(value, what, why);
	return 0;
}

int
opts_number(const struct opts *opts, const char *name, double min, double *out,
	struct err *why)
{
	const struct value *value = get(opts, name);
	const char *rest = value->text;
	char what[48];

	snprintf(what, sizeof(what), "a number of at least %g", min);
	if (rest == NULL || decimal(&rest, out) < 0 || *rest != '\0' ||
		*out < min)
		return not_a(value, what, why);
	return 0;
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

		if (!(opt->where & OPT_COMMAND_LINE))
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
