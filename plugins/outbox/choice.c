/* choice.c - one of what the tenant has, chosen by its name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clean.h"
#include "common/mem.h"
#include "outbox/ids.h"
#include "outbox/print.h"
#include "outbox/question.h"

enum { PAGE_ROWS = 20 };

/* What became of an answer; err_set() returns the first. */
enum { WRONG = -1, NOT_YET, TAKEN };

/* What a person looks at while choosing. */
struct search {
	struct choice *choice;
	const struct helpdesk *desk;
	struct entries list;
	size_t shown; /* rows of it, page by page */
};

/* ---- the list ---- */

static void
print_name(const struct entry *entry)
{
	print_text(entry->name);
	if (entry->other[0] != '\0') {
		fputs(", ", stdout);
		print_text(entry->other);
	}
	putchar('\n');
}

/* The next rows; behind the last come the first. */
static void
print_page(struct search *search)
{
	size_t count = search->list.count, end;

	if (search->shown >= count)
		search->shown = 0;
	end = search->shown + PAGE_ROWS;
	while (search->shown < count && search->shown < end) {
		const struct entry *row = &search->list.rows[search->shown++];

		printf("%3zu  ", search->shown);
		print_name(row);
	}
	if (search->shown < count)
		printf("     and %zu more\n", count - search->shown);
	else if (count >= HELPDESK_LIST_PAGES * HELPDESK_PAGE_ROWS)
		puts("     and maybe more: give a part of the name");
}

static void
show(struct search *search, struct entries *found)
{
	entries_clear(&search->list);
	search->list = *found;
	search->shown = 0;
	memset(found, 0, sizeof(*found));
	print_page(search);
}

/* ---- an answer ---- */

static int
take(struct search *search, const struct entry *entry)
{
	struct choice *choice = search->choice;

	snprintf(choice->id, sizeof(choice->id), "%s", entry->id);
	choice->name = xasprintf("%s%s%s", entry->name,
		entry->other[0] == '\0' ? "" : ", ", entry->other);
	printf("%s: ", thing_name(choice->thing));
	print_name(entry);
	return TAKEN;
}

static int
take_none(const struct search *search)
{
	printf("%s: none\n", thing_name(search->choice->thing));
	return TAKEN;
}

/* Where no list may be read, ids are all there is. */
static int
take_unseen(struct search *search, const char *word,
	const struct verdict *verdict, struct err *why)
{
	struct choice *choice = search->choice;

	if (!ids_is_id(word))
		return err_set(why, "%s", verdict->text);
	snprintf(choice->id, sizeof(choice->id), "%s", word);
	return TAKEN;
}

static bool
is_number(const char *answer)
{
	return answer[0] != '\0' &&
	       answer[strspn(answer, "0123456789")] == '\0';
}

static int
take_numbered(struct search *search, const char *answer, struct err *why)
{
	unsigned long number = strtoul(answer, NULL, 10);

	if (number == 0 || number > search->list.count)
		return err_set(why, "There is no number %.40s.", answer);
	return take(search, &search->list.rows[number - 1]);
}

static int
not_one(const struct search *search, const char *word, size_t count,
	struct err *why)
{
	const char *name = thing_name(search->choice->thing);

	if (word[0] == '\0' && count == 0)
		return err_set(why, "There is no %s.", name);
	if (count == 0)
		return err_set(why, "--%s: none has \"%.80s\" in its name",
			name, word);
	return err_set(why,
		"--%s: %zu have \"%.80s\" in their name: give more of it, or "
		"an id",
		name, count, word);
}

/* A whole name is meant even if others hold it. */
static const struct entry *
only(const struct entries *found, const char *word)
{
	size_t same;
	const struct entry *one = entries_named(found, word, &same);

	if (word[0] == '\0')
		return NULL;
	if (same == 1)
		return one;
	return found->count == 1 ? found->rows : NULL;
}

static int
look_up(struct search *search, const char *word, struct err *why)
{
	const struct helpdesk *desk = search->desk;
	struct entries found = { 0 };
	struct verdict verdict = desk->lookup(
		desk->self, search->choice->thing, word, "", &found);
	const struct entry *one = only(&found, word);
	int rc;

	if (verdict.answer != DESK_DONE)
		rc = take_unseen(search, word, &verdict, why);
	else if (one != NULL)
		rc = take(search, one);
	else
		rc = not_one(search, word, found.count, why);
	if (rc < 0 && found.count > 0) {
		show(search, &found);
		rc = NOT_YET;
	}
	entries_clear(&found);
	return rc;
}

/* Of who looks at a list, "" asks for more of it. */
static int
respond(struct search *search, const char *answer, struct err *why)
{
	bool sees_list = search->list.count > 0;

	if (!search->choice->is_needed && strcmp(answer, "-") == 0)
		return take_none(search);
	if (sees_list && answer[0] == '\0') {
		print_page(search);
		return NOT_YET;
	}
	if (sees_list && is_number(answer))
		return take_numbered(search, answer, why);
	return look_up(search, answer, why);
}

/* ---- asking ---- */

/* free() it. */
static char *
question(const struct search *search)
{
	const char *none = search->choice->is_needed ? "" : ", - for none";

	if (search->list.count == 0)
		return xasprintf("%s (a part of the name, Enter for a list%s)",
			search->choice->what, none);
	if (search->list.count <= PAGE_ROWS)
		return xasprintf("Its number, or more of the name%s", none);
	return xasprintf(
		"Its number, or more of the name, Enter for the next%s", none);
}

/* NULL where none is to come; free() it. */
static char *
next_answer(const struct search *search, int rc, const struct err *why)
{
	char *text, *answer;

	if (!question_possible())
		return NULL;
	if (rc == WRONG)
		puts(why->text);
	text = question(search);
	answer = question_ask(text, NULL);
	free(text);
	return answer;
}

/* What an option says, if anything. */
static int
begin(struct search *search, const char *said, struct err *why)
{
	const char *name = thing_name(search->choice->thing);
	char *word;
	int rc;

	if (said == NULL || (said[0] == '\0' && search->choice->is_needed)) {
		err_set(why, "%s is not known: give --%s", name, name);
		return NOT_YET;
	}
	if (said[0] == '\0')
		return TAKEN;
	word = clean_text(said, 1024, 0);
	rc = respond(search, word, why);
	free(word);
	return rc;
}

int
choice_make(struct choice *choice, const struct helpdesk *desk,
	const char *said, struct err *why)
{
	struct search search = { .choice = choice, .desk = desk };
	int rc = begin(&search, said, why);
	char *answer;

	while (rc != TAKEN &&
		(answer = next_answer(&search, rc, why)) != NULL) {
		rc = respond(&search, answer, why);
		free(answer);
	}
	entries_clear(&search.list);
	return rc == TAKEN ? 0 : -1;
}

void
choice_clear(struct choice *choice)
{
	free(choice->name);
	choice->name = NULL;
}
