/* number.c - plain decimal numbers, in and out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
number_read(const char **text, double *out)
{
	static const char digits[] = "0123456789";
	const char *start = *text, *at = start + (*start == '-');
	size_t whole = strspn(at, digits), fraction = 0;
	char number[NUMBER_TEXT];

	at += whole;
	if (*at == '.') {
		fraction = strspn(at + 1, digits);
		at += 1 + fraction;
	}
	if (fraction == 0 && (whole == 0 || at[-1] == '.'))
		return -1;
	if ((size_t)(at - start) >= sizeof(number))
		return -1;
	/* strtod() reads on over what it takes for an exponent. */
	memcpy(number, start, (size_t)(at - start));
	number[at - start] = '\0';
	*out = strtod(number, NULL);
	*text = at;
	return fabs(*out) <= NUMBER_LIMIT ? 0 : -1;
}

double
number_clamp(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

void
number_format(double value, char text[NUMBER_TEXT])
{
	char *end;

	value = number_clamp(value, -1e20, 1e20);
	end = text + snprintf(text, NUMBER_TEXT, "%.6f", value);
	while (end[-1] == '0')
		*--end = '\0';
	if (end[-1] == '.')
		*--end = '\0';
	if (strcmp(text, "-0") == 0)
		strcpy(text, "0");
}
