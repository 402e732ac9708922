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
#include "outbox/nagios_status.h"

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

/* ---- comments ---- */

/* What a file tells that Nagios wrote after a time: a command gives no answer,
 * and Nagios may end before it has read it. It writes the file every few
 * seconds. */
static enum core_answer
look(const struct core_nagios *nagios, const struct nagios_question *question,
	time_t now, struct nagios_status *out, struct err *why)
{
	enum { PATIENCE_S = 60 };

	if (nagios_status_read(nagios->status, question, out, why) < 0)
		return CORE_LATER;
	if (out->written > question->after)
		return CORE_DONE;
	if (now - out->written <= PATIENCE_S)
		return CORE_SOON;
	err_set(why, "%s is older than the comment: does Nagios run?",
		nagios->status);
	return CORE_LATER;
}

/* An acknowledgement takes the place of the one that a person made, and of what
 * is well there is none: there it is a mere comment. */
static char *
words_that_show(const struct core_nagios *nagios, const struct notice *notice,
	const struct nagios_status *status, const char *text, time_t now)
{
	const char *kind = notice->service[0] == '\0' ? "HOST" : "SVC";
	bool acknowledges = nagios->acknowledge && !status->is_well &&
			    !status->is_acknowledged;
	char *object = object_of(notice), *line = NULL;

	/* 1;0;1: not sticky, nobody is told, and the comment outlives the
	 * acknowledgement. */
	if (object != NULL)
		line = xasprintf("[%lld] %s_%s_%s;%s;%s;" CORE_AUTHOR ";%s\n",
			(long long)now, acknowledges ? "ACKNOWLEDGE" : "ADD",
			kind, acknowledges ? "PROBLEM" : "COMMENT", object,
			acknowledges ? "1;0;1" : "1", text);
	free(object);
	return line;
}

static enum core_answer
ask_to_show(const struct core_nagios *nagios, struct notice *notice,
	const struct nagios_status *status, const char *text, time_t now,
	struct err *why)
{
	char *line = status->is_known ? words_that_show(nagios, notice, status,
						text, now)
				      : NULL;
	enum core_answer answer = CORE_NEVER;

	if (line == NULL)
		err_set(why, "Nagios has no such object");
	else
		answer = command(nagios, line, why);
	free(line);
	if (answer != CORE_DONE)
		return answer;
	answer = CORE_SOON;
	if (notice->asked != 0) {
		err_set(why, "%s: Nagios has not taken the comment",
			nagios->commands);
		answer = CORE_LATER;
	}
	notice->asked = now;
	return answer;
}

/* The file may be written in the second of what is to be seen in it, but not
 * before. */
static struct nagios_question
question_of(const struct notice *notice, const char *text, time_t since)
{
	return (struct nagios_question){ .host = notice->host,
		.service = notice->service,
		.author = CORE_AUTHOR,
		.text = text,
		.after = since == 0 ? 0 : since + 1 };
}

static enum core_answer
show(void *self, struct notice *notice, time_t now, struct err *why)
{
	const struct core_nagios *nagios = self;
	time_t since =
		notice->asked > notice->begun ? notice->asked : notice->begun;
	char *text = link_to(notice);
	const struct nagios_question question =
		question_of(notice, text, since);
	struct nagios_status status;
	enum core_answer answer = look(nagios, &question, now, &status, why);

	if (answer == CORE_DONE && !status.has_text)
		answer = ask_to_show(nagios, notice, &status, text, now, why);
	free(text);
	return answer;
}

/* Done when none is left: what Nagios did not read is said again, as none gets
 * the number of another one. */
static enum core_answer
hide(void *self, struct notice *notice, time_t now, struct err *why)
{
	const struct core_nagios *nagios = self;
	const struct nagios_question question =
		question_of(notice, "", notice->asked);
	struct nagios_status status;
	enum core_answer answer = look(nagios, &question, now, &status, why);

	if (answer != CORE_DONE || status.count == 0)
		return answer;
	for (size_t i = 0; i < status.count && answer == CORE_DONE; i++) {
		char *line =
			xasprintf("[%lld] DEL_%s_COMMENT;%lu\n", (long long)now,
				notice->service[0] == '\0' ? "HOST" : "SVC",
				status.comments[i]);

		answer = command(nagios, line, why);
		free(line);
	}
	if (answer != CORE_DONE)
		return answer;
	notice->asked = now;
	return CORE_SOON;
}

/* ---- for doctor ---- */

static enum core_answer
probe(void *self, struct err *why)
{
	static const struct nagios_question nothing = {
		.host = "", .service = "", .author = "", .text = ""
	};
	const struct core_nagios *nagios = self;
	struct nagios_status status;
	enum core_answer answer;
	int fd;

	if (nagios_status_read(nagios->status, &nothing, &status, why) < 0)
		return CORE_LATER;
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
