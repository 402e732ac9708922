/* test_cost.c - what a ticket costs the database */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <string.h>

#include "common/mem.h"
#include "unit/rig.h"
#include "unit/trace.h"
#include "unit/unit.h"

enum { MOST = 64 };

static struct rig rig;
static struct {
	char *sql[MOST];
	size_t count;
} seen;

static void
on_statement(const struct trace *trace)
{
	for (size_t i = 0; i < seen.count; i++)
		if (strcmp(seen.sql[i], trace->sql) == 0)
			return;
	ck_assert_uint_lt(seen.count, MOST);
	seen.sql[seen.count++] = xstrdup(trace->sql);
}

static void
setup(void)
{
	trace_begin();
	rig_open(&rig);
	rig.user = "00000000-0000-4000-8000-00000000000a";
}

static void
teardown(void)
{
	rig_close(&rig);
	while (seen.count > 0)
		free(seen.sql[--seen.count]);
}

/* What SQLite makes to sort, or to look something up in, and throws away. */
static bool
makes_a_table(sqlite3_stmt *explained)
{
	static const char *const makers[] = { "OpenEphemeral", "SorterOpen",
		"OpenAutoindex" };
	bool does = false;

	while (sqlite3_step(explained) == SQLITE_ROW)
		for (size_t i = 0; i < UNIT_COUNT(makers); i++)
			does |= strcmp((const char *)sqlite3_column_text(
					       explained, 1),
					makers[i]) == 0;
	return does;
}

static void
expect_no_table(sqlite3 *db, const char *sql)
{
	char *explain = xasprintf("EXPLAIN %s", sql);
	sqlite3_stmt *explained;

	ck_assert_msg(sqlite3_prepare_v2(db, explain, -1, &explained, NULL) ==
			      SQLITE_OK,
		"%s: %s", sql, sqlite3_errmsg(db));
	ck_assert_msg(!makes_a_table(explained), "%s", sql);
	sqlite3_finalize(explained);
	free(explain);
}

/* One that is made and thrown away costs more than all else that a statement
 * does: a list of three words after IN is enough. */
START_TEST(no_statement_for_a_ticket_makes_a_table_of_its_own)
{
	size_t count;
	sqlite3 *db;

	while (seen.count > 0) /* those that open the database */
		free(seen.sql[--seen.count]);
	rig_down(&rig, "web1");
	rig_settle(&rig);
	rig_down(&rig, "web2");
	rig_settle(&rig);
	rig_tell(&rig, EVENT_ACKNOWLEDGEMENT, EVENT_DOWN, "web1", "");
	rig_settle(&rig);
	rig_up(&rig, "web1");
	rig_pass(&rig, 3600, 60);
	rig_expect_tickets(&rig, "web", 1, 2);
	count = seen.count;
	ck_assert_uint_gt(count, 20);
	ck_assert_int_eq(sqlite3_open(rig.path, &db), SQLITE_OK);
	for (size_t i = 0; i < count; i++)
		expect_no_table(db, seen.sql[i]);
	sqlite3_close(db);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		no_statement_for_a_ticket_makes_a_table_of_its_own
	};

	return unit_run_with("cost", tests, UNIT_COUNT(tests), setup, teardown);
}
