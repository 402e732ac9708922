/* err.h - one sentence that says what went wrong, and where */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_ERR_H
#define COMMON_ERR_H

struct err {
	char text[512];
};

/* Sets the sentence; returns -1, so that a caller can return it at once. */
int err_set(struct err *why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts "where: " before the sentence; returns -1. */
int err_add(struct err *why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
