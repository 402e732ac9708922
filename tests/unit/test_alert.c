/* test_alert.c - an event from options and environment
 *
 * The files in notifications/ hold what Nagios 4.4 and Icinga 2.13 sent:
 *     env NAME=VALUE      a variable of the environment
 *     arg WORD            an argument; <LF> in it is a newline
 *     want KEY=VALUE      a line of the spool file; no other may be there
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notify_incidentiq/alert.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/spool.h"
#include "notify_incidentiq/intake.h"
#include "unit/unit.h"

enum { WORDS = 64 };

struct call {
	char *words[WORDS];
	int count;
	char wanted[4096];
	struct event event;
	struct err why;
	int rc;
};

static void
call_init(struct call *call)
{
	memset(call, 0, sizeof(*call));
	call->words[call->count++] = xstrdup("send");
	clearenv();
}

static void
call_run(struct call *call)
{
	struct opts *opts = send_opts_new();

	ck_assert_msg(
		opts_parse(opts, call->count, call->words, &call->why) >= 0,
		"%s", call->why.text);
	event_init(&call->event);
	call->rc = alert_read(opts, &call->event, &call->why);
	opts_free(opts);
}

static void
call_free(struct call *call)
{
	for (int i = 0; i < call->count; i++)
		free(call->words[i]);
	event_free(&call->event);
}

/* ---- what was recorded ---- */

/* The argument with its newlines. */
static char *
with_lines(const char *text)
{
	char *out = xstrdup(text), *at;

	while ((at = strstr(out, "<LF>")) != NULL) {
		*at = '\n';
		memmove(at + 1, at + 4, strlen(at + 4) + 1);
	}
	return out;
}

static void
take_line(struct call *call, char *line)
{
	char *equals;

	line[strcspn(line, "\n")] = '\0';
	if (strncmp(line, "arg ", 4) == 0) {
		ck_assert_int_lt(call->count, WORDS - 1);
		call->words[call->count++] = with_lines(line + 4);
	} else if (strncmp(line, "env ", 4) == 0) {
		equals = strchr(line, '=');
		ck_assert_ptr_nonnull(equals);
		*equals = '\0';
		setenv(line + 4, equals + 1, 1);
	} else if (strncmp(line, "want ", 5) == 0) {
		strcat(call->wanted, line + 5);
		strcat(call->wanted, "\n");
	}
}

/* The spool file's text without head, time of receipt and end. */
static char *
shown(const struct event *event)
{
	char *text = spool_format(event), *from, *to;

	from = strchr(text, '\n') + 1;
	memmove(text, from, strlen(from) + 1);
	from = strstr(text, "received=");
	to = strchr(from, '\n') + 1;
	memmove(from, to, strlen(to) + 1);
	text[strlen(text) - strlen("end\n")] = '\0';
	return text;
}

static void
replay(const char *path)
{
	FILE *file = fopen(path, "r");
	struct call call;
	char line[2048], *got;

	ck_assert_msg(file != NULL, "%s", path);
	call_init(&call);
	while (fgets(line, sizeof(line), file) != NULL)
		take_line(&call, line);
	fclose(file);
	call_run(&call);
	got = shown(&call.event);
	ck_assert_msg(call.rc == 0, "%s: %s", path, call.why.text);
	ck_assert_msg(strcmp(got, call.wanted) == 0, "%s:\n%sinstead of\n%s",
		path, got, call.wanted);
	free(got);
	call_free(&call);
}

START_TEST(what_the_cores_sent_is_understood)
{
	const char *top = getenv("top_srcdir");
	char *dir = xasprintf(
		"%s/tests/unit/notifications", top == NULL ? "." : top);
	DIR *stream = opendir(dir);
	struct dirent *entry;
	int count = 0;

	ck_assert_msg(stream != NULL, "%s", dir);
	while ((entry = readdir(stream)) != NULL) {
		char *path;

		if (strstr(entry->d_name, ".txt") == NULL)
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		replay(path);
		free(path);
		count++;
	}
	closedir(stream);
	free(dir);
	ck_assert_int_ge(count, 30);
}
END_TEST

/* ---- rules ---- */

/* Options and environment in one list: "--..." or NAME=VALUE. */
static void
call_of(struct call *call, const char *const *list)
{
	call_init(call);
	for (; *list != NULL; list++) {
		const char *equals = strchr(*list, '=');
		char *name;

		if ((*list)[0] == '-') {
			call->words[call->count++] = xstrdup(*list);
			continue;
		}
		name = xstrndup(*list, (size_t)(equals - *list));
		setenv(name, equals + 1, 1);
		free(name);
	}
	call_run(call);
}

START_TEST(sources_rank_option_nagios_plain)
{
	static const struct {
		const char *list[6];
		enum event_text which;
		const char *text;
	} cases[] = {
		{ { "--host=a", "NAGIOS_HOSTNAME=b" }, EVENT_HOST, "a" },
		{ { "--host=", "NAGIOS_HOSTNAME=b" }, EVENT_HOST, "" },
		{ { "NAGIOS_HOSTNAME=b", "HOSTNAME=c" }, EVENT_HOST, "b" },
		/* A shell's own HOSTNAME is no alert. */
		{ { "HOSTNAME=c" }, EVENT_HOST, "" },
		{ { "HOSTNAME=c", "NOTIFICATIONTYPE=" }, EVENT_HOST, "" },
		{ { "HOSTNAME=c", "NOTIFICATIONTYPE=X" }, EVENT_HOST, "c" },
		{ { "HOSTNAME=c", "NOTIFICATIONTYPE=X",
			  "NAGIOS_NOTIFICATIONTYPE=X" },
			EVENT_HOST, "" },
		/* The service's macro for a service, the host's for a host. */
		{ { "NAGIOS_HOSTOUTPUT=h", "NAGIOS_SERVICEOUTPUT=s" },
			EVENT_OUTPUT, "h" },
		{ { "NAGIOS_HOSTOUTPUT=h", "NAGIOS_SERVICEOUTPUT=s",
			  "--service=x" },
			EVENT_OUTPUT, "s" },
		{ { "NAGIOS_HOSTOUTPUT=h", "--service=x" }, EVENT_OUTPUT, "" },
		/* Custom variables: the service's before the host's. */
		{ { "NAGIOS__HOSTIIQ_ASSET=h" }, EVENT_ASSET, "h" },
		{ { "NAGIOS__HOSTIIQ_ASSET=h", "--service=x" }, EVENT_ASSET,
			"h" },
		{ { "NAGIOS__HOSTIIQ_ASSET=h", "NAGIOS__SERVICEIIQ_ASSET=s",
			  "NAGIOS_SERVICEDESC=x" },
			EVENT_ASSET, "s" },
		{ { "NAGIOS__HOSTIIQ_ASSET=h", "NAGIOS__SERVICEIIQ_ASSET=s" },
			EVENT_ASSET, "h" },
		{ { "NAGIOS__HOSTIIQ_TEAM=h", "--team=o" }, EVENT_TEAM, "o" },
		{ { "--team=$_HOSTIIQ_TEAM$" }, EVENT_TEAM, "" },
		{ { "NAGIOS_NOTIFICATIONAUTHOR=a",
			  "NAGIOS_NOTIFICATIONAUTHORNAME=b" },
			EVENT_AUTHOR, "a" },
		{ { "NAGIOS_NOTIFICATIONAUTHORNAME=b" }, EVENT_AUTHOR, "b" },
		{ { NULL }, EVENT_INSTANCE, "" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct call call;

		call_of(&call, cases[i].list);
		ck_assert_msg(strcmp(call.event.text[cases[i].which],
				      cases[i].text) == 0,
			"case %zu: %s", i, call.event.text[cases[i].which]);
		call_free(&call);
	}
}
END_TEST

START_TEST(every_text_has_an_option)
{
	for (int i = 0; i < EVENT_TEXTS; i++) {
		char *option = xasprintf(
			"--%s=value", event_text_name((enum event_text)i));
		const char *list[] = { option, NULL };
		struct call call;

		call_of(&call, list);
		ck_assert_str_eq(call.event.text[i], "value");
		call_free(&call);
		free(option);
	}
}
END_TEST

START_TEST(times_are_seconds_and_zero_is_none)
{
	static const struct {
		const char *option;
		time_t time;
		int rc;
	} cases[] = {
		{ "--state-time=1795491641", 1795491641, 0 },
		{ "--state-time=1795491641.75", 1795491641, 0 },
		{ "--state-time=0", 0, 0 },
		{ "--state-time=", 0, 0 },
		{ "--state-time=$LASTHOSTUP$", 0, 0 },
		{ "--state-time=-5", 0, -1 },
		{ "--state-time=yesterday", 0, -1 },
		{ "--state-time=1795491641s", 0, -1 },
		{ "--state-time=9223372036", 9223372036, 0 },
		{ "--state-time=9223372037", 0, -1 },
		{ "--state-time=99999999999999999999", 0, -1 },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const char *list[] = { "--type=CUSTOM", cases[i].option, NULL };
		struct call call;

		call_of(&call, list);
		ck_assert_msg(call.event.state_time == cases[i].time, "%s",
			cases[i].option);
		ck_assert_int_eq(call.rc, cases[i].rc);
		call_free(&call);
	}
}
END_TEST

START_TEST(a_word_that_is_no_state_leaves_a_problem_a_problem)
{
	static const struct {
		const char *list[4];
		enum event_state state;
		int rc;
	} cases[] = {
		{ { "--type=PROBLEM", "--state=gone" }, EVENT_DOWN, -1 },
		{ { "--type=PROBLEM", "--state=gone", "--service=s" },
			EVENT_CRITICAL, -1 },
		{ { "--type=RECOVERY", "--state=gone" }, EVENT_UP, -1 },
		{ { "--type=CUSTOM", "--state=gone" }, EVENT_UNKNOWN, -1 },
		{ { "--type=PROBLEM", "--state=unknown", "--service=s" },
			EVENT_UNKNOWN, 0 },
		{ { "--type=PROBLEM", "--state=3", "--service=s" },
			EVENT_UNKNOWN, 0 },
		{ { "--type=PROBLEM" }, EVENT_DOWN, 0 },
		{ { "--state=DOWN" }, EVENT_DOWN, -1 }, /* no type */
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct call call;

		call_of(&call, cases[i].list);
		ck_assert_msg(
			call.event.state == cases[i].state, "case %zu", i);
		ck_assert_int_eq(call.rc, cases[i].rc);
		call_free(&call);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		what_the_cores_sent_is_understood,
		sources_rank_option_nagios_plain,
		every_text_has_an_option,
		times_are_seconds_and_zero_is_none,
		a_word_that_is_no_state_leaves_a_problem_a_problem,
	};

	return unit_run("alert", tests, UNIT_COUNT(tests));
}
