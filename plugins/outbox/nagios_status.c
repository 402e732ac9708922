/* nagios_status.c - what Nagios' status file tells of one object */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/nagios_status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* A block of the file: "hostcomment {", a line each, "}". */
struct block {
	enum { OTHER, INFO, PROGRAM, OBJECT, COMMENT } kind;
	bool is_asked_for; /* as far as was read */
	bool is_well, is_acknowledged, has_text;
	unsigned long id;
};

struct reading {
	const struct nagios_question *question;
	struct nagios_status *status;
	bool is_status; /* and not what Nagios keeps elsewhere */
	struct block block;
};

static void
begin_block(struct reading *reading, const char *name)
{
	const bool is_host = reading->question->service[0] == '\0';
	struct block *block = &reading->block;

	*block = (struct block){ .kind = OTHER, .is_asked_for = true };
	if (strcmp(name, "info {") == 0)
		block->kind = INFO;
	else if (strcmp(name, "programstatus {") == 0)
		block->kind = PROGRAM;
	else if (strcmp(name, is_host ? "hoststatus {" : "servicestatus {") ==
		 0)
		block->kind = OBJECT;
	else if (strcmp(name, is_host ? "hostcomment {" : "servicecomment {") ==
		 0)
		block->kind = COMMENT;
}

static void
read_object(struct block *block, const char *name, const char *value)
{
	if (strcmp(name, "current_state") == 0)
		block->is_well = strcmp(value, "0") == 0;
	else if (strcmp(name, "problem_has_been_acknowledged") == 0)
		block->is_acknowledged = strcmp(value, "0") != 0;
}

/* IncidentIQ writes what stands in our links in either case. */
static void
read_comment(struct block *block, const struct nagios_question *question,
	const char *name, const char *value)
{
	if (strcmp(name, "comment_id") == 0)
		block->id = strtoul(value, NULL, 10);
	else if (strcmp(name, "author") == 0)
		block->is_asked_for &= strcmp(value, question->author) == 0;
	else if (strcmp(name, "comment_data") == 0)
		block->has_text = strcasecmp(value, question->text) == 0;
}

static void
read_line(struct reading *reading, char *name)
{
	const struct nagios_question *question = reading->question;
	struct block *block = &reading->block;
	char *value = strchr(name, '=');

	if (value == NULL)
		return;
	*value++ = '\0';
	if (block->kind == INFO && strcmp(name, "created") == 0)
		reading->status->written = (time_t)strtoll(value, NULL, 10);
	else if (strcmp(name, "host_name") == 0)
		block->is_asked_for &= strcmp(value, question->host) == 0;
	else if (strcmp(name, "service_description") == 0)
		block->is_asked_for &= strcmp(value, question->service) == 0;
	else if (block->kind == OBJECT)
		read_object(block, name, value);
	else if (block->kind == COMMENT)
		read_comment(block, question, name, value);
}

static void
end_block(struct reading *reading)
{
	const struct block *block = &reading->block;
	struct nagios_status *status = reading->status;

	if (block->kind == PROGRAM)
		reading->is_status = true;
	if (block->kind == OBJECT && block->is_asked_for) {
		status->is_known = true;
		status->is_well = block->is_well;
		status->is_acknowledged = block->is_acknowledged;
	}
	if (block->kind == COMMENT && block->is_asked_for) {
		status->has_text |= block->has_text;
		if (status->count < NAGIOS_COMMENTS)
			status->comments[status->count++] = block->id;
	}
}

static bool
is_too_old(const struct reading *reading)
{
	return reading->is_status &&
	       reading->status->written <= reading->question->after;
}

static void
read_lines(struct reading *reading, FILE *file)
{
	char *line = NULL;
	size_t size = 0;

	while (!is_too_old(reading) && getline(&line, &size, file) >= 0) {
		char *text = line + strspn(line, " \t");

		text[strcspn(text, "\n")] = '\0';
		if (strchr(text, '{') != NULL && strchr(text, '=') == NULL)
			begin_block(reading, text);
		else if (strcmp(text, "}") == 0)
			end_block(reading);
		else if (reading->block.kind != OTHER)
			read_line(reading, text);
	}
	free(line);
}

/* A FIFO, which is what its neighbour in the settings names, must not hold us
 * up. */
static FILE *
open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");

	if (file == NULL && fd >= 0)
		close(fd);
	return file;
}

int
nagios_status_read(const char *path, const struct nagios_question *question,
	struct nagios_status *out, struct err *why)
{
	struct reading reading = { .question = question, .status = out };
	FILE *file = open_file(path);
	struct stat st;

	memset(out, 0, sizeof(*out));
	if (file == NULL)
		return err_set(why, "%s: %s", path, strerror(errno));
	if (fstat(fileno(file), &st) == 0 && S_ISREG(st.st_mode))
		read_lines(&reading, file);
	fclose(file);
	if (!reading.is_status || out->written == 0)
		return err_set(why, "%s is no status file of Nagios", path);
	return 0;
}
