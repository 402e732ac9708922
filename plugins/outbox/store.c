/* store.c - the outbox's database: opening it, its schema, transactions */
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

/*
 * Entry i brings a database of version i to i + 1. Entries are never edited
 * once released: a change of the schema is a new one.
 */
static const char *const migrations[] = {
	/* One row a host or service: what it is, and the newest known of it. */
	"CREATE TABLE object ("
	" id INTEGER PRIMARY KEY,"
	" identity TEXT NOT NULL UNIQUE,"
	" marker TEXT NOT NULL UNIQUE,"
	" name TEXT NOT NULL,"
	" state TEXT NOT NULL DEFAULT '',"
	" state_time INTEGER NOT NULL DEFAULT 0,"
	" received INTEGER NOT NULL DEFAULT 0);"
	/* Events that were seen, so that a copy is known for one. */
	"CREATE TABLE event ("
	" identity TEXT PRIMARY KEY,"
	" received INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX event_age ON event (received);"
	/* One row a problem of an object, from its first notification until its
	 * ticket is resolved. */
	"CREATE TABLE incident ("
	" id INTEGER PRIMARY KEY,"
	" object INTEGER NOT NULL REFERENCES object,"
	" opened INTEGER NOT NULL,"
	" ended INTEGER,"
	" told TEXT NOT NULL,"	/* worst state its ticket tells */
	" alert TEXT NOT NULL," /* the event its ticket is made of */
	" relapse TEXT,"	/* event to open anew with */
	" repeats INTEGER NOT NULL DEFAULT 0,"
	/* UUIDs come in either case. */
	" ticket TEXT COLLATE NOCASE,"
	" number TEXT);"
	/* Promise: at most one live incident an object. */
	"CREATE UNIQUE INDEX incident_live ON incident (object)"
	" WHERE ended IS NULL;"
	"CREATE INDEX incident_ticket ON incident (ticket)"
	" WHERE ticket IS NOT NULL;"
	/* What IncidentIQ is still to be told, in order for each incident.
	 * Longer lists after IN become tables, which cost more than all else,
	 * each time that a row or an index is written. */
	"CREATE TABLE job ("
	" id INTEGER PRIMARY KEY,"
	" incident INTEGER NOT NULL REFERENCES incident,"
	" action TEXT NOT NULL CHECK (action = 'create'"
	"  OR action = 'comment' OR action = 'resolve'),"
	" seq INTEGER NOT NULL,"
	" state TEXT NOT NULL CHECK (state IN ('pending', 'sending')"
	"  OR state = 'held' OR state IN ('dead', 'done')),"
	" due INTEGER NOT NULL,"
	" tries INTEGER NOT NULL DEFAULT 0,"
	" minimal INTEGER NOT NULL DEFAULT 0,"
	" sent INTEGER NOT NULL DEFAULT 0,"   /* when the doubt began */
	" absent INTEGER NOT NULL DEFAULT 0," /* first clean search without it
					       */
	" unsure INTEGER NOT NULL DEFAULT 0," /* first search that told nothing
					       */
	" created INTEGER NOT NULL,"
	" text TEXT NOT NULL DEFAULT '',"
	" error TEXT NOT NULL DEFAULT '',"
	" UNIQUE (incident, action, seq));"
	"CREATE INDEX job_due ON job (due, id)"
	" WHERE state NOT IN ('dead', 'done');"
	"CREATE INDEX job_order ON job (incident, id, state);"
	"CREATE TABLE fact ("
	" key TEXT PRIMARY KEY,"
	" text TEXT NOT NULL) WITHOUT ROWID;",
	/* What people want to see of an event, and of a job that they gave up.
	 */
	"ALTER TABLE event ADD COLUMN object INTEGER REFERENCES object;"
	"ALTER TABLE event ADD COLUMN type TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE event ADD COLUMN state TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE event ADD COLUMN text TEXT NOT NULL DEFAULT '';"
	"CREATE INDEX event_object ON event (object, received);"
	"ALTER TABLE job ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;",
	/* Comments that tell of the object are not for a ticket that a person
	 * closed; 1 for those that tell what a person wrote. */
	"ALTER TABLE job ADD COLUMN note INTEGER NOT NULL DEFAULT 1;"
	/* When the ticket was first seen closed by a person. */
	"ALTER TABLE incident ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;"
	/* When the object was last well, as far as the incident knows. */
	"ALTER TABLE incident ADD COLUMN anchor INTEGER NOT NULL DEFAULT 0;"
	/* The event to open the next incident with if the ticket is closed. */
	"ALTER TABLE job ADD COLUMN alert TEXT NOT NULL DEFAULT '';",
	/* When we resolved its ticket, and the step that had before. */
	"ALTER TABLE incident ADD COLUMN resolved INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE incident ADD COLUMN step TEXT NOT NULL DEFAULT '';"
	/* The object's last incident with a ticket; 0: there is none. */
	"ALTER TABLE incident ADD COLUMN previous INTEGER NOT NULL DEFAULT 0;"
	/* 1: that one's ticket cannot be opened again. */
	"ALTER TABLE incident ADD COLUMN anew INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX incident_object ON incident (object, id);",
	/* What names stood for when the help desk was asked last. */
	"CREATE TABLE name ("
	" thing TEXT NOT NULL,"
	" word TEXT NOT NULL COLLATE NOCASE,"
	" within TEXT NOT NULL COLLATE NOCASE," /* a room's location, or '' */
	" id TEXT NOT NULL,"			/* '' = none */
	" location TEXT NOT NULL,"		/* where an asset is */
	" room TEXT NOT NULL,"
	" problem TEXT NOT NULL," /* why there is none */
	" asked INTEGER NOT NULL,"
	" PRIMARY KEY (thing, word, within)) WITHOUT ROWID;",
	/* What keeps the core from telling of it, and since when. */
	("ALTER TABLE object ADD COLUMN flags INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE object ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0;"),
	/* When it was last looked whether a person closed the ticket. */
	"ALTER TABLE incident ADD COLUMN looked INTEGER NOT NULL DEFAULT 0;",
	/* When its ticket was not there; 0: it was, or one of ours was seen
	 * since; -1: a person knows. */
	"ALTER TABLE incident ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX incident_gone ON incident (gone) WHERE gone > 0;"
	/* When another one began because a person had closed its ticket. */
	"ALTER TABLE incident ADD COLUMN revived INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX incident_revived ON incident (revived)"
	" WHERE revived > 0;",
	/* When the sweep looked for its tickets. */
	"ALTER TABLE object ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX object_unswept ON object (received)"
	" WHERE received > swept;",
	/* When anything at all was told of it, a mere reminder too. */
	"ALTER TABLE object ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;",
	/* When that was, as IncidentIQ writes it. */
	"ALTER TABLE incident ADD COLUMN closed_on TEXT NOT NULL DEFAULT '';",
	/* 1: it goes before what is not. */
	("ALTER TABLE job ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;"
	 "CREATE INDEX job_urgent ON job (due, id)"
	 " WHERE urgent = 1 AND state NOT IN ('dead', 'done');"),
	/* When that was by a clock that nobody can set. */
	("ALTER TABLE object ADD COLUMN boot INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE object ADD COLUMN uptime INTEGER NOT NULL DEFAULT 0;"),
	/* 1: it seemed to be, so that nothing was made of it. */
	"ALTER TABLE event ADD COLUMN overtaken INTEGER NOT NULL DEFAULT 0;",
	/* Tickets that were closed and are no incident's: none is ever taken
	 * for one that was left open. */
	"CREATE TABLE closed_ticket ("
	" ticket TEXT COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID;",
	/* The ticket that the core shows of it, and when it was asked to; -1:
	 * it knows no such object. */
	("ALTER TABLE incident ADD COLUMN noticed INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE incident ADD COLUMN noticed_ticket TEXT COLLATE NOCASE"
	 " NOT NULL DEFAULT '';"
	 "ALTER TABLE incident ADD COLUMN notice_due INTEGER NOT NULL"
	 " DEFAULT 0;"
	 "CREATE INDEX incident_notice ON incident (notice_due)"
	 " WHERE ticket IS NOT NULL AND noticed >= 0"
	 " AND noticed_ticket <> CASE WHEN ended IS NULL THEN ticket"
	 "  ELSE '' END;"
	 /* One row: how the core is, and when it is asked again. */
	 "CREATE TABLE core ("
	 " due INTEGER NOT NULL,"
	 " failures INTEGER NOT NULL," /* in a row */
	 " since INTEGER NOT NULL,"
	 " error TEXT NOT NULL);"
	 "INSERT INTO core VALUES (0, 0, 0, '');"),
	/* Whose token we had: as it said, or '', and as IncidentIQ said. */
	"CREATE TABLE user ("
	" name TEXT COLLATE NOCASE,"
	" id TEXT COLLATE NOCASE,"
	" PRIMARY KEY (name, id)) WITHOUT ROWID;",
	/* 1: it was in doubt once, so its text may have been sent. */
	"ALTER TABLE job ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;",
	/* Those to be forgotten. */
	"CREATE INDEX incident_ended ON incident (ended)"
	" WHERE ended IS NOT NULL;",
	/* From now on only when the core was asked for what it was not yet seen
	 * to have done. */
	("UPDATE incident SET noticed = 0 WHERE noticed > 0;"
	 "DROP INDEX incident_notice;"
	 "CREATE INDEX incident_notice ON incident (notice_due)"
	 " WHERE ticket IS NOT NULL AND noticed >= 0"
	 " AND (noticed > 0"
	 "  OR noticed_ticket <> CASE WHEN ended IS NULL THEN ticket"
	 "   ELSE '' END);"),
	/* How often in a row that failed. */
	"ALTER TABLE incident ADD COLUMN notice_failures INTEGER NOT NULL"
	" DEFAULT 0;",
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
	const int64_t newest = SQL_COUNT(migrations);
	char set_version[40];

	if (version > newest)
		return err_set(why,
			"%s was made by a newer release: install that release "
			"again, or move the file away to start anew",
			store->path);
	for (; version < newest; version++)
		if (run_script(store, migrations[version], why) < 0)
			return -1;
	sqlite3_snprintf(sizeof(set_version), set_version,
		"PRAGMA user_version = %d", (int)newest);
	return run_script(store, set_version, why);
}

static int
migrate(struct store *store, struct err *why)
{
	int64_t version = 0;
	int rc;

	if (version_of(store, &version, why) < 0)
		return -1;
	if (version == SQL_COUNT(migrations))
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
