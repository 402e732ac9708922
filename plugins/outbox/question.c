/* question.c - what a person at the terminal answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/question.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/clean.h"

enum { LINE_SIZE = 1024 };

bool
question_possible(void)
{
	return isatty(STDIN_FILENO) != 0;
}

/* False if the line was longer than what is taken; its rest is gone then. */
static bool
is_whole(const char *line)
{
	int c;

	if (strlen(line) < LINE_SIZE - 1 || strchr(line, '\n') != NULL)
		return true;
	do
		c = getchar();
	while (c != '\n' && c != EOF);
	return false;
}

char *
question_ask(const char *question)
{
	char line[LINE_SIZE];

	for (;;) {
		printf("%s: ", question);
		fflush(stdout);
		if (fgets(line, sizeof(line), stdin) == NULL) {
			putchar('\n');
			return NULL;
		}
		if (is_whole(line))
			return clean_text(line, sizeof(line), 0);
		puts("That is too long.");
	}
}
