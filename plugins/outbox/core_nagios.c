/* core_nagios.c - Nagios' comments: its command FIFO, its status file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"
#include "outbox/core.h"

/* ---- commands ---- */

/* Nagios stops and leaves its FIFO behind, and a shell that redirects to one
 * that is gone makes a file of it: neither may hold us up or take our words. */
static enum core_answer
open_fifo(const char *path, int *out, struct err *why)
{
	int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat st;

	if (fd < 0) {
		err_set(why, "%s: %s", path,
			errno == ENXIO ? "Nagios does not run"
				       : strerror(errno));
		return CORE_LATER;
	}
	if (fstat(fd, &st) < 0 || !S_ISFIFO(st.st_mode)) {
		err_set(why, "%s is no FIFO: Nagios did not make it", path);
		close(fd);
		return CORE_LATER;
	}
	*out = fd;
	return CORE_DONE;
}

/* In one write, so that no other program's words come between. */
static enum core_answer
command(const struct core_nagios *nagios, const char *line, struct err *why)
{
	size_t length = strlen(line);
	enum core_answer answer;
	int fd;

	if (length > PIPE_BUF) {
		err_set(why, "a command of %zu bytes is too long for Nagios",
			length);
		return CORE_NEVER;
	}
	answer = open_fifo(nagios->commands, &fd, why);
	if (answer != CORE_DONE)
		return answer;
	if (write(fd, line, length) != (ssize_t)length) {
		err_set(why, "%s: %s", nagios->commands, strerror(errno));
		answer = CORE_LATER;
	}
	close(fd);
	return answer;
}

/* "web1" or "web1;disk C:", as a command names an object; free() it. NULL for a
 * name that would end there: Nagios has no object of that name. */
static char *
object_of(const struct notice *notice)
{
	if (strpbrk(notice->host, ";\n") || strpbrk(notice->service, ";\n"))
		return NULL;
	return xasprintf("%s%s%s", notice->host,
		notice->service[0] == '\0' ? "" : ";", notice->service);
}

/* Nagios' pages render HTML in a comment, and show a plain URL as text. What
 * came from elsewhere must not end the link, nor the command; free() it. */
static char *
link_to(const struct notice *notice)
{
	static const char harmless[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789:/.-_~%[]";
	char *url = xstrdup(notice->url), *number = xstrdup(notice->number);
	char *text;

	for (char *at = url; *(at += strspn(at, harmless)) != '\0';)
		*at = '_';
	for (char *at = number; *(at += strspn(at, harmless)) != '\0';)
		*at = '_';
	text = xasprintf("<a href=\"%s\">IncidentIQ #%s</a>", url, number);
	free(number);
	free(url);
	return text;
}

static enum core_answer
show(void *self, const struct notice *notice, time_t now, struct err *why)
{
	const struct core_nagios *nagios = self;
	const char *kind = notice->service[0] == '\0' ? "HOST" : "SVC";
	char *object = object_of(notice), *text, *line;
	enum core_answer answer;

	if (object == NULL) {
		err_set(why, "Nagios has no object of that name");
		return CORE_NEVER;
	}
	text = link_to(notice);
	/* 1;0;1: not sticky, nobody is told, and the comment outlives the
	 * acknowledgement. */
	line = xasprintf("[%lld] %s_%s_%s;%s;%s;" CORE_AUTHOR ";%s\n",
		(long long)now, nagios->acknowledge ? "ACKNOWLEDGE" : "ADD",
		kind, nagios->acknowledge ? "PROBLEM" : "COMMENT", object,
		nagios->acknowledge ? "1;0;1" : "1", text);
	answer = command(nagios, line, why);
	free(line);
	free(text);
	free(object);
	return answer;
}

/* ---- comments ---- */

/* A block of the status file: "hostcomment {", a line each, "}". */
struct block {
	bool is_host, is_service; /* neither: no comment */
	bool is_ours;		  /* as far as was read */
	char id[24];
};

static void
read_line(struct block *block, const struct notice *notice, char *line)
{
	char *value = strchr(line, '=');

	if (value == NULL)
		return;
	*value++ = '\0';
	if (strcmp(line, "comment_id") == 0)
		snprintf(block->id, sizeof(block->id), "%s", value);
	else if (strcmp(line, "host_name") == 0)
		block->is_ours &= strcmp(value, notice->host) == 0;
	else if (strcmp(line, "service_description") == 0)
		block->is_ours &= strcmp(value, notice->service) == 0;
	else if (strcmp(line, "author") == 0)
		block->is_ours &= strcmp(value, CORE_AUTHOR) == 0;
}

static enum core_answer
end_block(const struct core_nagios *nagios, const struct block *block,
	const struct notice *notice, time_t now, struct err *why)
{
	bool wants_host = notice->service[0] == '\0';
	enum core_answer answer;
	char *line;

	if (!block->is_ours ||
		!(wants_host ? block->is_host : block->is_service))
		return CORE_DONE;
	line = xasprintf("[%lld] DEL_%s_COMMENT;%s\n", (long long)now,
		wants_host ? "HOST" : "SVC", block->id);
	answer = command(nagios, line, why);
	free(line);
	return answer;
}

/* Every comment of ours on that object; *written: when Nagios wrote the file.
 */
static enum core_answer
hide_all(const struct core_nagios *nagios, FILE *status,
	const struct notice *notice, time_t now, time_t *written,
	struct err *why)
{
	enum core_answer answer = CORE_DONE;
	struct block block = { .is_ours = false };
	char *line = NULL;
	size_t size = 0;

	while (answer == CORE_DONE && getline(&line, &size, status) >= 0) {
		char *text = line + strspn(line, " \t");

		text[strcspn(text, "\n")] = '\0';
		if (strncmp(text, "created=", 8) == 0)
			*written = (time_t)strtoll(text + 8, NULL, 10);
		if (strchr(text, '{') != NULL && strchr(text, '=') == NULL)
			block = (struct block){
				.is_host = strcmp(text, "hostcomment {") == 0,
				.is_service =
					strcmp(text, "servicecomment {") == 0,
				.is_ours = true
			};
		else if (strcmp(text, "}") == 0)
			answer = end_block(nagios, &block, notice, now, why);
		else if (block.is_host || block.is_service)
			read_line(&block, notice, text);
	}
	free(line);
	return answer;
}

/* A command tells no number back, so the comment shows in the file first, which
 * Nagios writes every few seconds. */
static enum core_answer
wait_for_file(const struct core_nagios *nagios, time_t now, time_t written,
	struct err *why)
{
	enum { PATIENCE_S = 60 };

	if (now - written <= PATIENCE_S)
		return CORE_SOON;
	err_set(why, "%s is older than the comment: does Nagios run?",
		nagios->status);
	return CORE_LATER;
}

static enum core_answer
hide(void *self, const struct notice *notice, time_t now, struct err *why)
{
	const struct core_nagios *nagios = self;
	enum core_answer answer;
	time_t written = 0;
	FILE *status = fopen(nagios->status, "re");

	if (status == NULL) {
		err_set(why, "%s: %s", nagios->status, strerror(errno));
		return CORE_LATER;
	}
	answer = hide_all(nagios, status, notice, now, &written, why);
	fclose(status);
	if (answer == CORE_DONE && written <= notice->shown + 1)
		return wait_for_file(nagios, now, written, why);
	return answer;
}

/* ---- for doctor ---- */

static enum core_answer
probe(void *self, struct err *why)
{
	const struct core_nagios *nagios = self;
	enum core_answer answer;
	int fd;

	if (access(nagios->status, R_OK) < 0) {
		err_set(why, "%s: %s", nagios->status, strerror(errno));
		return CORE_LATER;
	}
	answer = open_fifo(nagios->commands, &fd, why);
	if (answer == CORE_DONE)
		close(fd);
	return answer;
}

void
core_nagios(struct core *out, const struct core_nagios *how)
{
	struct core_nagios *nagios = xcalloc(1, sizeof(*nagios));

	*nagios = *how;
	*out = (struct core){ .self = nagios,
		.probe = probe,
		.show = show,
		.hide = hide,
		.free = free };
}
