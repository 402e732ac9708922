/* store.c - the outbox's database: opening it, statements, transactions */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/mem.h"
#include "outbox/filesystem.h"
#include "outbox/schema.h"
#include "outbox/sql.h"

/* To compile a statement costs several times what it costs to run it. */
struct kept {
	const char *sql; /* where the text was: quicker than to compare it */
	sqlite3_stmt *statement;
};

struct store {
	sqlite3 *db;
	char *path;
	struct store_wait wait; /* all zero: nobody is asked */
	struct kept *kept;
	size_t kept_count;
};

static int
failed(struct store *store, struct err *why)
{
	return err_set(why, "%s: %s", store->path, sqlite3_errmsg(store->db));
}

static int
run_script(struct store *store, const char *script, struct err *why)
{
	if (sqlite3_exec(store->db, script, NULL, NULL, NULL) != SQLITE_OK)
		return failed(store, why);
	return 0;
}

static int
version_of(struct store *store, int64_t *version, struct err *why)
{
	sqlite3_stmt *row;
	int rc = sql_first(store, "PRAGMA user_version", NULL, 0, &row, why);

	if (rc == 1)
		*version = sqlite3_column_int64(row, 0);
	sql_end(row);
	return rc == 1 ? 0 : -1;
}

/* Within a transaction, as another process may be about to do the same. */
static int
migrate_from(struct store *store, int64_t version, struct err *why)
{
	char set_version[40];

	if (version > schema_newest)
		return err_set(why,
			"%s was made by a newer release: install that release "
			"again, or move the file away to start anew",
			store->path);
	if (version > 0 && version < SCHEMA_FIRST)
		return err_set(why,
			"%s was made before the first release: move the file "
			"away to start anew",
			store->path);
	for (int64_t i = version == 0 ? SCHEMA_FIRST - 1 : version;
		i < schema_newest; i++)
		if (run_script(store, schema_steps[i - SCHEMA_FIRST + 1], why) <
			0)
			return -1;
	sqlite3_snprintf(sizeof(set_version), set_version,
		"PRAGMA user_version = %d", schema_newest);
	return run_script(store, set_version, why);
}

static int
migrate(struct store *store, struct err *why)
{
	int64_t version = 0;
	int rc;

	if (version_of(store, &version, why) < 0)
		return -1;
	if (version == schema_newest)
		return 0;
	if (store_begin(store, why) < 0)
		return -1;
	rc = version_of(store, &version, why);
	if (rc == 0)
		rc = migrate_from(store, version, why);
	return store_end(store, rc, why);
}

/* Made by us, so that it is private from its first moment on. */
static int
make_private(const char *path, struct err *why)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return err_set(why, "%s: %s", path, strerror(errno));
	close(fd);
	return 0;
}

/* There the database's shared memory and locks do not work, or seem to. */
static int
refuse_remote(const char *path, struct err *why)
{
	struct filesystem fs;

	if (filesystem_of(path, &fs, why) < 0)
		return -1;
	if (fs.kind != FILESYSTEM_REMOTE)
		return 0;
	return err_set(why,
		"%s is on %s: move the spool to a disk of this machine", path,
		fs.name);
}

/* count: how often it was asked of this lock. Most last for milliseconds. */
static int
on_lock(void *arg, int count)
{
	enum { SOON_MS = 10, SOON = 500 };
	const struct store *store = arg;

	if (count < SOON) {
		poll(NULL, 0, SOON_MS);
		return 1;
	}
	return store->wait.goes_on != NULL &&
	       store->wait.goes_on(store->wait.arg);
}

int
store_open(struct store **out, const char *path, struct err *why)
{
	return store_open_waiting(out, path, &(struct store_wait){ 0 }, why);
}

int
store_open_waiting(struct store **out, const char *path,
	const struct store_wait *wait, struct err *why)
{
	struct store *store;

	*out = NULL;
	if (make_private(path, why) < 0 || refuse_remote(path, why) < 0)
		return -1;
	store = xcalloc(1, sizeof(*store));
	store->path = xstrdup(path);
	store->wait = *wait;
	if (sqlite3_open_v2(path, &store->db,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		    NULL) != SQLITE_OK ||
		sqlite3_busy_handler(store->db, on_lock, store) != SQLITE_OK) {
		failed(store, why);
		goto out;
	}
	if (run_script(store,
		    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		    "PRAGMA foreign_keys = ON;",
		    why) < 0 ||
		migrate(store, why) < 0)
		goto out;
	*out = store;
	return 0;
out:
	store_close(store);
	return -1;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < store->kept_count; i++)
		sqlite3_finalize(store->kept[i].statement);
	free(store->kept);
	sqlite3_close(store->db);
	free(store->path);
	free(store);
}

int
store_begin(struct store *store, struct err *why)
{
	return sql_run(store, "BEGIN IMMEDIATE", NULL, 0, why);
}

int
store_end(struct store *store, int rc, struct err *why)
{
	if (rc == 0 && sql_run(store, "COMMIT", NULL, 0, why) == 0)
		return 0;
	sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

/* ---- statements ---- */

/* One of this text that nobody uses; NULL = there is none. */
static sqlite3_stmt *
find_kept(const struct store *store, const char *sql)
{
	for (size_t i = 0; i < store->kept_count; i++) {
		sqlite3_stmt *statement = store->kept[i].statement;

		if (store->kept[i].sql == sql &&
			strcmp(sqlite3_sql(statement), sql) == 0 &&
			!sqlite3_stmt_busy(statement))
			return statement;
	}
	return NULL;
}

static sqlite3_stmt *
compile(struct store *store, const char *sql, struct err *why)
{
	struct kept kept = { .sql = sql };

	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
		    &kept.statement, NULL) != SQLITE_OK) {
		failed(store, why);
		return NULL;
	}
	store->kept = xrealloc(
		store->kept, (store->kept_count + 1) * sizeof(*store->kept));
	store->kept[store->kept_count++] = kept;
	return kept.statement;
}

sqlite3_stmt *
sql_prepare(struct store *store, const char *sql,
	const struct sql_value *values, size_t count, struct err *why)
{
	sqlite3_stmt *statement = find_kept(store, sql);
	int rc = SQLITE_OK;

	if (statement == NULL)
		statement = compile(store, sql, why);
	if (statement == NULL)
		return NULL;
	for (size_t i = 0; rc == SQLITE_OK && i < count; i++)
		rc = values[i].text != NULL
			     ? sqlite3_bind_text(statement, (int)i + 1,
				       values[i].text, -1, SQLITE_TRANSIENT)
			     : sqlite3_bind_int64(
				       statement, (int)i + 1, values[i].number);
	if (rc == SQLITE_OK)
		return statement;
	failed(store, why);
	sql_end(statement);
	return NULL;
}

void
sql_end(sqlite3_stmt *statement)
{
	if (statement == NULL)
		return;
	sqlite3_reset(statement);
	/* What was bound may be large, and is needed no more. */
	sqlite3_clear_bindings(statement);
}

int
sql_step(struct store *store, sqlite3_stmt *statement, struct err *why)
{
	int rc = sqlite3_step(statement);

	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : failed(store, why);
}

int
sql_first(struct store *store, const char *sql, const struct sql_value *values,
	size_t count, sqlite3_stmt **row, struct err *why)
{
	*row = sql_prepare(store, sql, values, count, why);
	return *row == NULL ? -1 : sql_step(store, *row, why);
}

int
sql_run(struct store *store, const char *sql, const struct sql_value *values,
	size_t count, struct err *why)
{
	sqlite3_stmt *statement;
	int rc = sql_first(store, sql, values, count, &statement, why);

	sql_end(statement);
	return rc < 0 ? -1 : 0;
}

int
sql_changed(struct store *store)
{
	return sqlite3_changes(store->db);
}

int64_t
sql_inserted(struct store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}

char *
sql_text(sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);

	return xstrdup(text == NULL ? "" : (const char *)text);
}

/* ---- facts ---- */

int
store_set_text(struct store *store, const char *key, const char *value,
	struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(key), SQL_TEXT(value) };

	return sql_run(store,
		"INSERT INTO fact (key, text) VALUES (?1, ?2)"
		" ON CONFLICT (key) DO UPDATE SET text = excluded.text",
		values, SQL_COUNT(values), why);
}

int
store_text(struct store *store, const char *key, char **out, struct err *why)
{
	struct sql_value values[] = { SQL_TEXT(key) };
	sqlite3_stmt *row;
	int rc = sql_first(store, "SELECT text FROM fact WHERE key = ?1",
		values, 1, &row, why);

	*out = NULL;
	if (rc >= 0)
		*out = rc == 1 ? sql_text(row, 0) : xstrdup("");
	sql_end(row);
	return rc < 0 ? -1 : 0;
}

int
store_set_time(
	struct store *store, const char *key, time_t when, struct err *why)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)when);
	return store_set_text(store, key, text, why);
}

int
store_time(struct store *store, const char *key, time_t *out, struct err *why)
{
	char *text;

	if (store_text(store, key, &text, why) < 0)
		return -1;
	*out = (time_t)strtoll(text, NULL, 10);
	free(text);
	return 0;
}
