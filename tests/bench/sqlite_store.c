/* sqlite_store.c - a text on stable storage, by way of SQLite */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include <sqlite3.h>

static const char set_up[] = "PRAGMA journal_mode = WAL;"
			     "PRAGMA synchronous = FULL;"
			     "CREATE TABLE IF NOT EXISTS alert(text)";

/* sqlite_store FILE TEXT */
int
main(int argc, char **argv)
{
	sqlite3_stmt *insert = NULL;
	sqlite3 *db = NULL;
	int done = SQLITE_ERROR;

	if (argc != 3)
		return 2;
	if (sqlite3_open(argv[1], &db) == SQLITE_OK &&
		sqlite3_busy_timeout(db, 10000) == SQLITE_OK &&
		sqlite3_exec(db, set_up, NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db, "INSERT INTO alert VALUES(?)", -1,
			&insert, NULL) == SQLITE_OK &&
		sqlite3_bind_text(insert, 1, argv[2], -1, SQLITE_STATIC) ==
			SQLITE_OK)
		done = sqlite3_step(insert);
	sqlite3_finalize(insert);
	sqlite3_close(db);
	return done == SQLITE_DONE ? 0 : 1;
}
