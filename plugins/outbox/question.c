/* question.c - what a person at the terminal answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clean.h"
#include "common/mem.h"
#include "outbox/print.h"

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

static void
print_question(const char *question, const char *fallback)
{
	fputs(question, stdout);
	if (fallback != NULL) {
		fputs(" [", stdout);
		print_text(fallback);
		putchar(']');
	}
	fputs(": ", stdout);
	fflush(stdout);
}

char *
question_ask(const char *question, const char *fallback)
{
	char line[LINE_SIZE], *answer;

	for (;;) {
		print_question(question, fallback);
		if (fgets(line, sizeof(line), stdin) == NULL) {
			putchar('\n');
			return NULL;
		}
		if (is_whole(line))
			break;
		puts("That is too long.");
	}
	answer = clean_text(line, sizeof(line), 0);
	if (answer[0] != '\0' || fallback == NULL)
		return answer;
	free(answer);
	return xstrdup(fallback);
}
