/* question.h - what a person at the terminal answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_QUESTION_H
#define OUTBOX_QUESTION_H

#include <stdbool.h>

/* Is there anybody to answer? */
bool question_possible(void);

/*
 * The answer, cleaned, maybe ""; NULL when there is none to come. free() it.
 * fallback, which is offered in brackets, is the answer of who presses Enter;
 * NULL where there is none.
 */
char *question_ask(const char *question, const char *fallback);

#endif
