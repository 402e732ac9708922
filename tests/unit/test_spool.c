/* test_spool.c - alerts on stable storage, one file each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"
#include "unit/unit.h"

enum { NOON = 1795500000 };

/* ---- a spool of our own ---- */

static char dir[64];
static struct spool *spool;
static struct err why;

static void
open_spool(void)
{
	umask(027);
	strcpy(dir, "/tmp/test_spool.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chmod(dir, 02770), 0);
	ck_assert_msg(spool_open(&spool, dir, &why) == 0, "%s", why.text);
}

static void
close_spool(void)
{
	char *command = xasprintf("rm -rf %s", dir);

	spool_close(spool);
	spool = NULL;
	ck_assert_int_eq(system(command), 0);
	free(command);
}

/* The path of something in the spool; free() it. */
static char *
inside(const char *name)
{
	return xasprintf("%s/%s", dir, name);
}

static void
put_file(const char *name, const char *text, size_t length)
{
	char *path = inside(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0640);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, length), (ssize_t)length);
	close(fd);
	free(path);
}

static mode_t
mode_of(const char *name)
{
	char *path = inside(name);
	struct stat st;

	ck_assert_int_eq(lstat(path, &st), 0);
	free(path);
	return st.st_mode;
}

static void
make_event(struct event *event, const char *host)
{
	event_init(event);
	event->type = EVENT_PROBLEM;
	event->state = EVENT_DOWN;
	event->received = NOON;
	event_set_text(event, EVENT_HOST, host);
}

static void
put_host(const char *host, time_t received)
{
	struct event event;

	make_event(&event, host);
	event.received = received;
	ck_assert_msg(spool_put(spool, &event, &why) == 0, "%s", why.text);
	event_free(&event);
}

/* What a visit saw: hosts, and the reasons of bad ones. */
static char seen[512];

static int
see(void *arg, const char *name, struct event *event)
{
	(void)name;
	snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), "%s ",
		event->text[EVENT_HOST]);
	return arg == NULL ? 0 : 7;
}

static void
see_bad(void *arg, const char *name, const char *reason)
{
	(void)arg;
	snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), "%s: %s ",
		name, reason);
}

static int
visit(size_t max, void *arg)
{
	const struct spool_visitor visitor = { see, see_bad, arg };

	seen[0] = '\0';
	return spool_each(spool, max, &visitor, &why);
}

/* ---- text ---- */

static const char *const pieces[] = { "a", "Z", "\\", "\\n", "\n", "=", "$",
	"\xc3\xa4", "\xe2\x82\xac", " ", "end", "host=x", "incidentiq-event 1",
	"|", "%s" };

static void
random_text(struct event *event, enum event_text which)
{
	char text[256] = "";

	for (int i = rand() % 20; i > 0; i--)
		strcat(text, pieces[(size_t)rand() % UNIT_COUNT(pieces)]);
	event_set_text(event, which, text);
}

static void
random_event(struct event *event)
{
	event_init(event);
	event->type = (enum event_type)(rand() % (EVENT_CUSTOM + 1));
	event->state = (enum event_state)(rand() % (EVENT_UNKNOWN + 1));
	event->received = rand();
	event->received_ns = rand() % 1000000000;
	event->boot = rand() % 3 ? 2 * (unsigned)rand() + 1 : 0;
	event->uptime = rand() % 3 ? rand() : 0;
	event->state_time = rand() % 3 ? rand() : 0;
	event->anchor = rand() % 3 ? rand() : 0;
	for (int i = 0; i < EVENT_TEXTS; i++)
		random_text(event, (enum event_text)i);
	if (event->text[EVENT_HOST][0] == '\0')
		event_set_text(event, EVENT_HOST, "h");
}

static void
assert_same(const struct event *a, const struct event *b, unsigned seed)
{
	ck_assert_msg(a->type == b->type && a->state == b->state &&
			      a->received == b->received &&
			      a->received_ns == b->received_ns &&
			      a->boot == b->boot && a->uptime == b->uptime &&
			      a->state_time == b->state_time &&
			      a->anchor == b->anchor,
		"seed %u", seed);
	for (int i = 0; i < EVENT_TEXTS; i++)
		ck_assert_msg(strcmp(a->text[i], b->text[i]) == 0,
			"seed %u: %s: \"%s\" and \"%s\"", seed,
			event_text_name((enum event_text)i), a->text[i],
			b->text[i]);
}

START_TEST(what_was_written_is_read_back)
{
	unsigned seed = (unsigned)time(NULL);
	struct event out, back;
	char *text;

	srand(seed);
	for (int i = 0; i < 2000; i++) {
		random_event(&out);
		event_init(&back);
		text = spool_format(&out);
		ck_assert_msg(spool_parse(text, strlen(text), &back, &why) == 0,
			"seed %u: %s", seed, why.text);
		assert_same(&out, &back, seed);
		free(text);
		event_free(&out);
		event_free(&back);
	}
}
END_TEST

START_TEST(a_file_cut_anywhere_is_known_as_torn)
{
	struct event out, back;
	char *text;

	make_event(&out, "end");
	event_set_text(&out, EVENT_LONG_OUTPUT, "one\nend\nhost=two");
	text = spool_format(&out);
	for (size_t cut = 0; cut < strlen(text); cut++) {
		event_init(&back);
		ck_assert_msg(spool_parse(text, cut, &back, &why) < 0,
			"cut at %zu", cut);
		event_free(&back);
	}
	free(text);
	event_free(&out);
}
END_TEST

START_TEST(a_file_that_was_changed_or_lengthened_is_refused)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "incidentiq-event 1 00011\nhost=a\nend\n", NULL },
		{ "incidentiq-event 1 00018\nhost=a\nlater=1\nend\n", "torn" },
		{ "incidentiq-event 1 00019\nhost=a\nlater=1\nend\n", NULL },
		{ "incidentiq-event 1 00011\nhost=a\nend\n\n", "torn" },
		{ "incidentiq-event 1 00011\nhost=a\nent\n", "torn" },
		{ "incidentiq-event 2 00011\nhost=a\nend\n", "version" },
		{ "incidentiq-event 1 00011\nhust=a\nend\n", "no host" },
		{ "incidentiq-event 1 00004\nend\n", "no host" },
		{ "something else that is long enough", "no alert" },
		{ "", "no alert" },
	};
	struct event event;

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		int rc;

		event_init(&event);
		rc = spool_parse(
			cases[i].text, strlen(cases[i].text), &event, &why);
		ck_assert_msg(
			(rc == 0) == (cases[i].why == NULL), "case %zu", i);
		if (rc < 0)
			ck_assert_msg(strstr(why.text, cases[i].why) != NULL,
				"case %zu: %s", i, why.text);
		event_free(&event);
	}
}
END_TEST

START_TEST(holes_of_zeroes_are_refused)
{
	struct event out, back;
	char *text;
	size_t length;

	make_event(&out, "web1");
	event_init(&back);
	text = spool_format(&out);
	length = strlen(text);
	memset(text + length - 20, 0, 10);
	ck_assert_int_lt(spool_parse(text, length, &back, &why), 0);
	free(text);
	event_free(&out);
	event_free(&back);
}
END_TEST

/* A text of nothing but what takes two bytes in the file. */
static void
fill(struct event *event, enum event_text which, const char *with)
{
	size_t size = 20 * 1024, step = strlen(with);
	char *text = xcalloc(1, size + step);

	for (size_t i = 0; i < size; i += step)
		memcpy(text + i, with, step);
	event_set_text(event, which, text);
	free(text);
}

START_TEST(the_biggest_alert_fits_and_long_output_is_cut_between_characters)
{
	static const char *const fillings[] = { "x", "\\", "\xc3\xa4",
		"\\\xe2\x82\xac", "\xf0\x9f\x94\xa5", "a\xf0\x9f\x94\xa5" };
	struct event out, back;
	char *text;

	for (size_t i = 0; i < UNIT_COUNT(fillings); i++) {
		event_init(&out);
		event_init(&back);
		for (int k = 0; k < EVENT_TEXTS; k++)
			fill(&out, (enum event_text)k,
				k == EVENT_LONG_OUTPUT ? fillings[i] : "\\");
		text = spool_format(&out);
		ck_assert_uint_lt(strlen(text), SPOOL_FILE_MAX);
		ck_assert_msg(spool_parse(text, strlen(text), &back, &why) == 0,
			"%s", why.text);
		ck_assert_str_eq(
			out.text[EVENT_OUTPUT], back.text[EVENT_OUTPUT]);
		/* Longest beginning of whole characters that fits. */
		ck_assert_int_eq(strncmp(out.text[EVENT_LONG_OUTPUT],
					 back.text[EVENT_LONG_OUTPUT],
					 strlen(back.text[EVENT_LONG_OUTPUT])),
			0);
		ck_assert_uint_gt(strlen(back.text[EVENT_LONG_OUTPUT]), 8000);
		free(text);
		event_free(&out);
		event_free(&back);
	}
}
END_TEST

/* ---- directory ---- */

START_TEST(first_use_makes_what_is_missing_for_user_and_group)
{
	open_spool();
	ck_assert_uint_eq(mode_of("new") & 07777, 02770);
	ck_assert_uint_eq(mode_of("tmp") & 07777, 02770);
	ck_assert_uint_eq(mode_of("bad") & 07777, 02770);
	ck_assert_uint_eq(mode_of("lost") & 07777, 0660);
	ck_assert_uint_eq(mode_of("lock") & 07777, 0660);
	ck_assert_int_eq(spool_lost(spool), 0);
	close_spool();
}
END_TEST

START_TEST(alerts_come_back_in_the_order_of_arrival)
{
	size_t count;
	long oldest_s;

	open_spool();
	put_host("second", NOON);
	put_host("third", NOON);
	put_host("fourth", NOON + 1);
	put_host("first", NOON - 1);
	ck_assert_int_eq(visit(9, NULL), 0);
	ck_assert_str_eq(seen, "first second third fourth ");
	ck_assert_int_eq(visit(2, NULL), 0);
	ck_assert_str_eq(seen, "first second ");
	ck_assert_int_eq(spool_count(spool, NOON + 59, &count, &oldest_s), 0);
	ck_assert_uint_eq(count, 4);
	ck_assert_int_eq(oldest_s, 60);
	close_spool();
}
END_TEST

START_TEST(a_visit_stops_when_the_visitor_says_so)
{
	open_spool();
	put_host("a", NOON);
	put_host("b", NOON);
	ck_assert_int_eq(visit(9, &spool), 7);
	ck_assert_str_eq(seen, "a ");
	close_spool();
}
END_TEST

static int
take_away(void *arg, const char *name, struct event *event)
{
	(void)event;
	ck_assert_int_eq(spool_remove(arg, name, &why), 0);
	/* A second time is no error: somebody was faster. */
	ck_assert_int_eq(spool_remove(arg, name, &why), 0);
	return 0;
}

START_TEST(what_was_removed_is_gone)
{
	struct spool_visitor visitor = { take_away, see_bad, NULL };
	size_t count;
	long oldest_s;

	open_spool();
	visitor.arg = spool;
	put_host("a", NOON);
	put_host("b", NOON);
	ck_assert_int_eq(spool_each(spool, 9, &visitor, &why), 0);
	ck_assert_int_eq(spool_count(spool, NOON, &count, &oldest_s), 0);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(oldest_s, 0);
	close_spool();
}
END_TEST

START_TEST(what_is_no_alert_is_put_aside_and_holds_nobody_up)
{
	char *link, *pipe;

	open_spool();
	link = inside("new/2link");
	pipe = inside("new/3pipe");
	put_file("new/0torn", "incidentiq-event 1 00099\nhost=a\n", 32);
	put_file("new/1empty", "", 0);
	ck_assert_int_eq(symlink("/etc/passwd", link), 0);
	ck_assert_int_eq(mkfifo(pipe, 0640), 0);
	put_file("new/.hidden", "x", 1);
	put_host("good", NOON);
	ck_assert_int_eq(visit(9, NULL), 0);
	ck_assert_ptr_nonnull(strstr(seen, "good "));
	ck_assert_ptr_nonnull(strstr(seen, "0torn: it is torn"));
	ck_assert_ptr_nonnull(strstr(seen, "1empty: it is no alert"));
	ck_assert_ptr_nonnull(strstr(seen, "2link: it is a symbolic link"));
	ck_assert_ptr_nonnull(strstr(seen, "3pipe: it is no regular file"));
	ck_assert_int_eq(visit(9, NULL), 0);
	ck_assert_str_eq(seen, "good ");
	ck_assert(S_ISREG(mode_of("bad/0torn")));
	ck_assert(S_ISLNK(mode_of("bad/2link")));
	free(link);
	free(pipe);
	close_spool();
}
END_TEST

START_TEST(a_spool_that_everybody_may_write_to_is_refused)
{
	struct spool *other;

	open_spool();
	ck_assert_int_eq(chmod(dir, 01777), 0);
	ck_assert_int_lt(spool_open(&other, dir, &why), 0);
	ck_assert_ptr_null(other);
	ck_assert_ptr_nonnull(strstr(why.text, "chmod o-w"));
	close_spool();
}
END_TEST

START_TEST(a_missing_spool_is_answered_with_the_command_that_makes_it)
{
	struct spool *other;

	ck_assert_int_lt(spool_open(&other, "/nonexistent/spool", &why), 0);
	ck_assert_ptr_nonnull(strstr(why.text,
		"install -d -o nagios -g nagios -m 2770 /nonexistent/spool"));
}
END_TEST

START_TEST(links_in_the_spool_are_not_followed)
{
	struct spool *other;
	char *new, *lost, *elsewhere;

	open_spool();
	elsewhere = inside("elsewhere");
	new = inside("new");
	lost = inside("lost");
	ck_assert_int_eq(rmdir(new), 0);
	ck_assert_int_eq(symlink("/tmp", new), 0);
	ck_assert_int_lt(spool_open(&other, dir, &why), 0);
	ck_assert_int_eq(unlink(lost), 0);
	ck_assert_int_eq(symlink("elsewhere", lost), 0);
	ck_assert_int_lt(spool_mark_lost(dir), 0);
	ck_assert_int_lt(access(elsewhere, F_OK), 0);
	free(new);
	free(lost);
	free(elsewhere);
	close_spool();
}
END_TEST

START_TEST(a_lost_alert_is_remembered)
{
	char *lost;

	open_spool();
	lost = inside("lost");
	ck_assert_int_eq(spool_mark_lost(dir), 0);
	ck_assert_int_ge(spool_lost(spool), time(NULL) - 5);
	ck_assert_int_eq(unlink(lost), 0);
	ck_assert_int_eq(spool_lost(spool), 0);
	ck_assert_int_eq(spool_mark_lost(dir), 0);
	ck_assert_int_ge(spool_lost(spool), time(NULL) - 5);
	ck_assert_int_lt(spool_mark_lost("/nonexistent"), 0);
	free(lost);
	close_spool();
}
END_TEST

START_TEST(one_at_a_time_holds_the_lock_and_it_is_inherited)
{
	int fd, other;

	open_spool();
	fd = spool_lock(spool);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	ck_assert(spool_is_lock(spool, fd));
	ck_assert(!spool_is_lock(spool, STDIN_FILENO));
	ck_assert(!spool_is_lock(spool, 999));
	ck_assert_int_lt(spool_lock(spool), 0);
	ck_assert_int_eq(errno, EWOULDBLOCK);
	/* The last copy holds it. */
	other = dup(fd);
	close(fd);
	ck_assert_int_lt(spool_lock(spool), 0);
	close(other);
	fd = spool_lock(spool);
	ck_assert_int_ge(fd, 0);
	close(fd);
	close_spool();
}
END_TEST

START_TEST(only_old_leftovers_of_killed_intakes_are_removed)
{
	open_spool();
	put_file("tmp/x", "", 0);
	ck_assert_int_eq(spool_clean(spool, time(NULL)), 0);
	ck_assert(S_ISREG(mode_of("tmp/x")));
	ck_assert_int_eq(spool_clean(spool, time(NULL) + 3700), 0);
	{
		char *path = inside("tmp/x");

		ck_assert_int_lt(access(path, F_OK), 0);
		free(path);
	}
	close_spool();
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		what_was_written_is_read_back,
		a_file_cut_anywhere_is_known_as_torn,
		a_file_that_was_changed_or_lengthened_is_refused,
		holes_of_zeroes_are_refused,
		the_biggest_alert_fits_and_long_output_is_cut_between_characters,
		first_use_makes_what_is_missing_for_user_and_group,
		alerts_come_back_in_the_order_of_arrival,
		a_visit_stops_when_the_visitor_says_so,
		what_was_removed_is_gone,
		what_is_no_alert_is_put_aside_and_holds_nobody_up,
		a_spool_that_everybody_may_write_to_is_refused,
		a_missing_spool_is_answered_with_the_command_that_makes_it,
		links_in_the_spool_are_not_followed,
		a_lost_alert_is_remembered,
		one_at_a_time_holds_the_lock_and_it_is_inherited,
		only_old_leftovers_of_killed_intakes_are_removed,
	};

	return unit_run("spool", tests, UNIT_COUNT(tests));
}
