/* number.h - plain decimal numbers, in and out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_NUMBER_H
#define COMMON_NUMBER_H

/* The largest number that is read, either side of zero. */
#define NUMBER_LIMIT 1e15

/*
 * Reads [-]digits[.digits] and moves *text behind it; -1 if there is none or it
 * is beyond the limit. No blanks, exponents, "inf", "nan" or hexadecimal
 * digits, which strtod() takes; 010 is ten.
 */
int number_read(const char **text, double *out);

/*
 * A number without exponent and without needless zeros, at most 6 decimals.
 * What is beyond +-1e20 is written as that. The point is a point, because no
 * program here calls setlocale().
 */
#define NUMBER_TEXT 32
void number_format(double value, char text[NUMBER_TEXT]);

/* The value, or the end of the range that it is beyond. By hand, as libm is one
 * more library to load. */
double number_clamp(double value, double least, double most);

#endif
