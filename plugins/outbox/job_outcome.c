/* job_outcome.c - how a job went */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/job.h"
#include "outbox/sql.h"

int
job_done(struct store *store, const struct job *job, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(job->id) };

	return sql_run(store,
		"UPDATE job SET state = 'done', error = '' WHERE id = ?1",
		values, 1, why);
}

/* Most outcomes are a state, a time, a count of tries and a sentence. */
struct outcome {
	const char *state;
	time_t due;
	unsigned tries;
	bool doubtful;
	bool minimal;
};

static int
record(struct store *store, const struct job *job,
	const struct outcome *outcome, const char *error, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(job->id),
		SQL_TEXT(outcome->state), SQL_NUMBER(outcome->due),
		SQL_NUMBER(outcome->tries), SQL_NUMBER(outcome->minimal),
		SQL_TEXT(error),
		SQL_NUMBER(outcome->doubtful ? job->absent : 0),
		SQL_NUMBER(outcome->doubtful ? job->unsure : 0),
		SQL_NUMBER(outcome->doubtful || job->doubtful) };

	return sql_run(store,
		"UPDATE job SET state = ?2, due = ?3, tries = ?4, minimal = ?5,"
		" error = ?6, absent = ?7, unsure = ?8,"
		" doubted = max(doubted, ?9) WHERE id = ?1",
		values, SQL_COUNT(values), why);
}

int
job_retry(struct store *store, const struct job *job, time_t due, bool attempt,
	const char *error, struct err *why)
{
	return record(store, job,
		&(struct outcome){ .state = "pending",
			.due = due,
			.tries = job->tries + attempt,
			.minimal = job->minimal },
		error, why);
}

int
job_doubt(struct store *store, const struct job *job, time_t due,
	const char *error, struct err *why)
{
	return record(store, job,
		&(struct outcome){ .state = "sending",
			.due = due,
			.tries = job->tries + 1,
			.doubtful = true,
			.minimal = job->minimal },
		error, why);
}

int
job_hold(struct store *store, const struct job *job, time_t due,
	const char *error, struct err *why)
{
	return record(store, job,
		&(struct outcome){ .state = "held",
			.due = due,
			.tries = job->tries + 1,
			.minimal = job->minimal },
		error, why);
}

int
job_minimise(struct store *store, const struct job *job, const char *error,
	struct err *why)
{
	return record(store, job,
		&(struct outcome){ .state = "pending", .minimal = true }, error,
		why);
}

int
job_bury(struct store *store, const struct job *job, const char *error,
	struct err *why)
{
	return record(store, job,
		&(struct outcome){ .state = "dead",
			.tries = job->tries + 1,
			.minimal = job->minimal },
		error, why);
}

int
job_revive(struct store *store, time_t now, int *count, struct err *why)
{
	struct sql_value values[] = { SQL_NUMBER(now) };

	if (sql_run(store,
		    "UPDATE job SET state = 'pending', due = ?1, minimal = 0"
		    " WHERE state IN ('dead', 'held')",
		    values, 1, why) < 0)
		return -1;
	*count = sql_changed(store);
	return 0;
}
