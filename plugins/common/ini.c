/* ini.c - read an ini file line by line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/ini.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { INI_LINE = 16 * 1024 }; /* bytes, its NUL included */
static const char blanks[] = " \t\r\n\f\v";

/* The text without blanks at either end; changes it. */
static char *
trim(char *text)
{
	size_t length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]) != NULL)
		length--;
	text[length] = '\0';
	return text;
}

/* "[name]": returns the name, or NULL if the line is no whole section head. */
static char *
section_name(char *line)
{
	size_t length = strlen(line);
	char *name;

	if (line[length - 1] != ']')
		return NULL;
	line[length - 1] = '\0';
	name = trim(line + 1);
	return name[0] == '\0' ? NULL : name;
}

struct reader {
	ini_take_fn *take;
	void *arg;
	char *section; /* NULL before the first */
	bool world_readable;
};

static int
take_line(struct reader *reader, char *line, struct err *why)
{
	struct ini_line found = { .world_readable = reader->world_readable };
	char *equals, *name;

	if (line[0] == '\0' || line[0] == '#' || line[0] == ';')
		return 0;
	if (line[0] == '[') {
		name = section_name(line);
		if (name == NULL)
			return err_set(why, "a section is written [name]");
		free(reader->section);
		reader->section = strdup(name);
		if (reader->section == NULL)
			return err_set(why, "out of memory");
		found.section = reader->section;
		return reader->take(reader->arg, &found, why);
	}
	equals = strchr(line, '=');
	if (equals == NULL || equals == line)
		return err_set(why, "neither [section] nor key = value");
	if (reader->section == NULL)
		return err_set(why, "a key before the first [section]");
	*equals = '\0';
	found.section = reader->section;
	found.key = trim(line);
	found.value = trim(equals + 1);
	return reader->take(reader->arg, &found, why);
}

static FILE *
open_file(const char *path, bool *world_readable)
{
	FILE *file;
	struct stat st;

	*world_readable = false;
	if (strcmp(path, "-") == 0)
		return stdin;
	file = fopen(path, "re");
	if (file != NULL && fstat(fileno(file), &st) == 0)
		*world_readable = st.st_mode & S_IROTH;
	return file;
}

/* One line without its end: 1, 0 when it is too long, -1 at the file's end. */
static int
read_line(FILE *file, char line[INI_LINE], size_t *length)
{
	int c;

	*length = 0;
	while ((c = getc_unlocked(file)) != EOF && c != '\n') {
		if (*length == INI_LINE - 1)
			return 0;
		line[(*length)++] = (char)c;
	}
	line[*length] = '\0';
	return c != EOF || *length > 0 ? 1 : -1;
}

static int
take_text(struct reader *reader, char *line, size_t length, bool first,
	struct err *why)
{
	if (strlen(line) != length)
		return err_set(why, "the line holds a NUL byte");
	if (first && strncmp(line, "\xef\xbb\xbf", 3) == 0)
		line += 3;
	return take_line(reader, trim(line), why);
}

int
ini_read(const char *path, ini_take_fn *take, void *arg, struct err *why)
{
	struct reader reader = { .take = take, .arg = arg };
	FILE *file = open_file(path, &reader.world_readable);
	struct err bad;
	char line[INI_LINE];
	size_t length;
	unsigned number = 0;
	int got, rc = 0;

	if (file == NULL)
		return err_set(why, "%s: %s", path, strerror(errno));
	while ((got = read_line(file, line, &length)) > 0)
		if (take_text(&reader, line, length, ++number == 1, &bad) < 0 &&
			rc == 0)
			rc = err_set(why, "%s:%u: %s", path, number, bad.text);
	if (ferror(file)) {
		rc = err_set(why, "%s: %s", path, strerror(errno));
	} else {
		if (got == 0 && rc == 0)
			rc = err_set(why, "%s:%u: the line is too long", path,
				number + 1);
		errno = 0;
	}
	free(reader.section);
	if (file != stdin)
		fclose(file);
	return rc;
}
