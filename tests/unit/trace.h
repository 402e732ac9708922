/* trace.h - what SQLite did, and what that cost */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_TRACE_H
#define UNIT_TRACE_H

#include <sqlite3.h>

/* Of one statement, since it was run last. */
struct trace {
	const char *sql;
	int scanned, sorted, steps;
};

/* The test says what it makes of each. */
static void on_statement(const struct trace *trace);

static inline int
trace_statement(unsigned kind, void *arg, void *statement, void *time_ns)
{
	const struct trace trace = {
		.sql = sqlite3_sql(statement),
		.scanned = sqlite3_stmt_status(
			statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1),
		.sorted = sqlite3_stmt_status(
			statement, SQLITE_STMTSTATUS_SORT, 1),
		.steps = sqlite3_stmt_status(
			statement, SQLITE_STMTSTATUS_VM_STEP, 1),
	};

	(void)kind;
	(void)arg;
	(void)time_ns;
	on_statement(&trace);
	return 0;
}

static inline int
trace_connection(
	sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
	(void)error;
	(void)api;
	return sqlite3_trace_v2(
		db, SQLITE_TRACE_PROFILE, trace_statement, NULL);
}

/* The store keeps its connection to itself; SQLite tells of it. */
static inline void
trace_begin(void)
{
	sqlite3_auto_extension((void (*)(void))trace_connection);
}

#endif
