/* test_cores.c - perfdata and ranges, as those who read them do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/number.h"
#include "common/perfdata.h"
#include "unit/unit.h"

enum { ROUNDS = 2000, METRICS = 4, FIELD = 80 };

/* SEED=N in the environment does a run again. */
static unsigned seed;

static unsigned
dice(unsigned sides)
{
	return (unsigned)rand_r(&seed) % sides;
}

/* ---- what is printed ---- */

/* In eighths and not too large, so that six decimals print it as it is. */
static double
some_number(void)
{
	static const unsigned sizes[] = { 2, 20, 2000, 2000000 };
	unsigned size = sizes[dice(4)];

	return ((double)dice(2 * size + 1) - size) / 8;
}

static struct range
some_range(void)
{
	double a = some_number(), b = some_number();
	struct range range = { dice(5) > 0, dice(3) == 0, fmin(a, b),
		fmax(a, b) };

	if (dice(4) == 0)
		range.start = -INFINITY;
	if (dice(4) == 0)
		range.end = INFINITY;
	if (dice(4) == 0 && range.end >= 0)
		range.start = 0;
	return range;
}

/* Labels are constants of the programs; these are worse. */
static const char *const labels[] = { "time", "token_ttl", "a label", "it's",
	"'quoted'", "x=y", "pipe|d", "a::b", "C:", "semi;colon", "per%cent",
	"\xc3\xa4rger", "two\nlines", "a_label_of_much_more_than_nineteen", " ",
	"''", "-1.5", "U" };
static const char *const units[] = { "", "s", "B", "%", "c" };

struct printed {
	struct metric metric;
	struct thresholds limits;
	char warning[RANGE_TEXT], critical[RANGE_TEXT];
};

static void
some_metric(struct printed *out)
{
	out->limits = (struct thresholds){ some_range(), some_range() };
	out->metric = (struct metric){
		.label = labels[dice(UNIT_COUNT(labels))],
		.unit = units[dice(UNIT_COUNT(units))],
		.value = some_number(),
		.limits = dice(4) == 0 ? NULL : &out->limits,
		.limits_factor = dice(4) == 0 ? 86400 : 1,
		.has_min = dice(2) == 0,
	};
	out->warning[0] = out->critical[0] = '\0';
	if (out->metric.limits == NULL)
		return;
	range_format(
		&out->limits.warning, out->metric.limits_factor, out->warning);
	range_format(&out->limits.critical, out->metric.limits_factor,
		out->critical);
}

/* A plugin's perfdata: some metrics, of which each comes out. */
static void
print_some(struct printed *printed, size_t count, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		size_t before = strlen(text);

		some_metric(&printed[i]);
		ck_assert_uint_gt(
			perfdata_add(text, size, &printed[i].metric), before);
	}
	ck_assert_ptr_null(strpbrk(text, "|\n'"));
}

/* ---- what is read ---- */

struct reading {
	char label[FIELD], unit[FIELD];
	double value;
	char warning[FIELD], critical[FIELD], min[FIELD], max[FIELD];
};

static void
copy(char out[FIELD], const char *from, size_t length)
{
	ck_assert_uint_lt(length, FIELD);
	memcpy(out, from, length);
	out[length] = '\0';
}

/* Icinga takes a limit that is one plain number, and drops any other. */
static void
icinga_limit(char out[FIELD], const char *field, size_t length)
{
	copy(out, field, length);
	if (strspn(out, "+-0123456789.e") != length)
		out[0] = '\0';
}

/*
 * Icinga 2: up to the first '=' the label, quotes around it go, "::" in it is a
 * prefix for the labels to come; up to the next blank the rest, whose fields
 * semicolons part. A comma makes it all invalid.
 */
static size_t
icinga_read(const char *text, struct reading *out)
{
	size_t count = 0;
	const char *equals;

	while ((equals = strchr(text, '=')) != NULL) {
		struct reading *one = &out[count++];
		char *limits[] = { one->warning, one->critical, one->min,
			one->max };
		const char *end = equals + 1 + strcspn(equals + 1, " ");
		char *unit;

		ck_assert_uint_le(count, METRICS);
		*one = (struct reading){ .value = 0 };
		text += strspn(text, " ");
		copy(one->label, text, (size_t)(equals - text));
		ck_assert_ptr_null(strstr(one->label, "::"));
		ck_assert_ptr_null(memchr(equals, ',', (size_t)(end - equals)));
		one->value = strtod(equals + 1, &unit);
		text = unit + strcspn(unit, "; ");
		copy(one->unit, unit, (size_t)(text - unit));
		for (size_t i = 0; i < 4 && *text == ';'; i++) {
			const char *field = text + 1;

			text = field + strcspn(field, "; ");
			icinga_limit(limits[i], field, (size_t)(text - field));
		}
		text = end + (*end == ' ');
	}
	return count;
}

/*
 * Graphers behind Nagios, such as PNP, hunt with one pattern: no quote and no
 * '=' in a label, a plain number, letters or '%', then each field if it fits.
 */
static size_t
grapher_read(const char *text, struct reading *out)
{
#define LIMIT ";?([-0-9.:~@]*)"
	static const char pattern[] =
		"^ *'?([^'=]+)'?=([-0-9.]+)([A-Za-z0-9_/%]*)" LIMIT LIMIT
		";?([-0-9.]*);?([-0-9.]*)( |$)";
	regex_t regex;
	regmatch_t at[9];
	size_t count = 0;

	ck_assert_int_eq(regcomp(&regex, pattern, REG_EXTENDED), 0);
	for (; *text != '\0'; text += at[0].rm_eo) {
		struct reading *one = &out[count++];
		char number[FIELD] = "";
		char *fields[] = { one->label, number, one->unit, one->warning,
			one->critical, one->min, one->max };

		ck_assert_uint_le(count, METRICS);
		ck_assert_msg(regexec(&regex, text, 9, at, 0) == 0,
			"unread: \"%s\"", text);
		for (size_t i = 0; i < UNIT_COUNT(fields); i++)
			copy(fields[i], text + at[i + 1].rm_so,
				(size_t)(at[i + 1].rm_eo - at[i + 1].rm_so));
		one->value = strtod(number, NULL);
	}
	regfree(&regex);
	return count;
}

/* The label's bytes that are letters and digits come through at least. */
static void
check_label(const char *read, const char *label)
{
	ck_assert_uint_eq(strlen(read), strnlen(label, 19));
	for (size_t i = 0; read[i] != '\0'; i++)
		ck_assert_msg(
			read[i] == label[i] ||
				(read[i] == '_' &&
					!(label[i] >= 'a' && label[i] <= 'z')),
			"%s of %s", read, label);
}

/* The limit that Icinga draws: "alert above", and no other range. */
static void
plain_limit(const struct range *range, double factor, char text[RANGE_TEXT])
{
	text[0] = '\0';
	if (range->is_set && !range->inside && range->start == 0 &&
		isfinite(range->end))
		number_format(range->end * factor, text);
}

static void
check_reading(const struct reading *read, struct printed *printed,
	bool plain_limits, const char *text)
{
	const struct metric *metric = &printed->metric;
	char *warning = printed->warning, *critical = printed->critical;

	if (plain_limits && metric->limits != NULL) {
		plain_limit(&metric->limits->warning, metric->limits_factor,
			warning);
		plain_limit(&metric->limits->critical, metric->limits_factor,
			critical);
	}
	check_label(read->label, metric->label);
	ck_assert_msg(
		read->value == metric->value &&
			strcmp(read->unit, metric->unit) == 0 &&
			strcmp(read->warning, warning) == 0 &&
			strcmp(read->critical, critical) == 0 &&
			strcmp(read->min, metric->has_min ? "0" : "") == 0 &&
			read->max[0] == '\0',
		"%s: %s=%f%s;%s;%s;%s;%s", text, read->label, read->value,
		read->unit, read->warning, read->critical, read->min,
		read->max);
}

static void
check_reader(size_t (*reader)(const char *, struct reading *), bool plain)
{
	struct printed printed[METRICS];
	struct reading read[METRICS];
	char text[METRICS * 256];

	for (int i = 0; i < ROUNDS; i++) {
		size_t count = 1 + dice(METRICS);

		print_some(printed, count, text, sizeof(text));
		ck_assert_uint_eq(reader(text, read), count);
		for (size_t k = 0; k < count; k++)
			check_reading(&read[k], &printed[k], plain, text);
	}
}

START_TEST(icinga_reads_what_is_printed_but_for_ranges)
{
	check_reader(icinga_read, true);
}
END_TEST

START_TEST(a_grapher_behind_nagios_reads_what_is_printed)
{
	check_reader(grapher_read, false);
}
END_TEST

/*
 * The real module: a line for each metric, of what it must make of it. It does
 * not know "@" in perfdata; as a range it does.
 */
START_TEST(monitoring_plugin_reads_what_is_printed_and_alerts_alike)
{
	const char *script = getenv("MONITORING_PLUGIN_READER");
	struct printed printed;
	char command[512], text[256], number[NUMBER_TEXT];
	FILE *perl;

	ck_assert_ptr_nonnull(script);
	snprintf(command, sizeof(command), "/usr/bin/perl '%s'", script);
	perl = popen(command, "w");
	ck_assert_ptr_nonnull(perl);
	for (int i = 0; i < ROUNDS; i++) {
		double probe = some_number();

		print_some(&printed, 1, text, sizeof(text));
		number_format(printed.metric.value, number);
		fprintf(perl, "%s\t%.*s\t%s\t%s\t%s\t%s\t", text,
			(int)strcspn(text, "="), text, number,
			printed.metric.unit, printed.warning, printed.critical);
		if (printed.metric.limits == NULL)
			printed.limits = (struct thresholds){
				.warning = { .is_set = false }
			};
		number_format(probe * printed.metric.limits_factor, number);
		fprintf(perl, "%s\t%d\n", number,
			thresholds_judge(&printed.limits, probe));
	}
	ck_assert_int_eq(pclose(perl), 0);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { icinga_reads_what_is_printed_but_for_ranges,
		a_grapher_behind_nagios_reads_what_is_printed,
		monitoring_plugin_reads_what_is_printed_and_alerts_alike };
	const char *given = getenv("SEED"), *top = getenv("top_srcdir");
	char reader[400];

	seed = given != NULL ? (unsigned)strtoul(given, NULL, 10)
			     : (unsigned)time(NULL);
	printf("SEED=%u\n", seed);
	fflush(stdout);
	snprintf(reader, sizeof(reader), "%s/tests/unit/monitoring_plugin.pl",
		top == NULL ? "." : top);
	setenv("MONITORING_PLUGIN_READER", reader, 1);
	return unit_run("cores", tests, UNIT_COUNT(tests));
}
