/* opt_value.c - what the text of an option means */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/number.h"
#include "common/opt_private.h"

/* "--pace 7x", or "pace = 7x" where that is how the user wrote it. */
static int
not_a(const struct value *value, const char *what, struct err *why)
{
	bool from_file = value->origin == OPT_FROM_INI_SHARED ||
			 value->origin == OPT_FROM_INI_SECTION ||
			 value->origin == OPT_FROM_EXTRA;

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
	const struct value *value = opt_get(opts, name);

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
	const struct value *value = opt_get(opts, name);
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
	const struct value *value = opt_get(opts, name);
	const char *rest = value->text;
	char what[48];

	snprintf(what, sizeof(what), "a number of at least %g", min);
	if (rest == NULL || decimal(&rest, out) < 0 || *rest != '\0' ||
		*out < min)
		return not_a(value, what, why);
	return 0;
}
