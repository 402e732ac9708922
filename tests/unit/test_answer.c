/* test_answer.c - what IncidentIQ's answers ask for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/iiq_answer.h"

#include "unit/unit.h"

enum { IRRELEVANT = -1 };

static const struct row {
	enum iiq_error error;
	int certainty;
	enum answer write, read, on_ticket;
} rows[] = {
	{ IIQ_OK, IRRELEVANT, DESK_DONE, DESK_DONE, DESK_DONE },
	/* never got there */
	{ IIQ_ERR_RESOLVE, IIQ_NO, DESK_AWAY, DESK_AWAY, DESK_AWAY },
	{ IIQ_ERR_CONNECT, IIQ_NO, DESK_AWAY, DESK_AWAY, DESK_AWAY },
	{ IIQ_ERR_TLS, IIQ_NO, DESK_AWAY, DESK_AWAY, DESK_AWAY },
	{ IIQ_ERR_TIMEOUT, IIQ_NO, DESK_AWAY, DESK_AWAY, DESK_AWAY },
	{ IIQ_ERR_NETWORK, IIQ_NO, DESK_AWAY, DESK_AWAY, DESK_AWAY },
	{ IIQ_ERR_MEMORY, IIQ_NO, DESK_AWAY, DESK_AWAY, DESK_AWAY },
	/* got there perhaps; a read may simply be repeated */
	{ IIQ_ERR_TIMEOUT, IIQ_MAYBE, DESK_MAYBE, DESK_AWAY, DESK_MAYBE },
	{ IIQ_ERR_NETWORK, IIQ_MAYBE, DESK_MAYBE, DESK_AWAY, DESK_MAYBE },
	{ IIQ_ERR_NETWORK, IIQ_YES, DESK_MAYBE, DESK_AWAY, DESK_MAYBE },
	/* on a connection before this one */
	{ IIQ_ERR_RESOLVE, IIQ_MAYBE, DESK_MAYBE, DESK_AWAY, DESK_MAYBE },
	{ IIQ_ERR_CONNECT, IIQ_MAYBE, DESK_MAYBE, DESK_AWAY, DESK_MAYBE },
	{ IIQ_ERR_TLS, IIQ_MAYBE, DESK_MAYBE, DESK_AWAY, DESK_MAYBE },
	{ IIQ_ERR_CERTIFICATE, IIQ_MAYBE, DESK_MAYBE, DESK_LOCKED, DESK_MAYBE },
	{ IIQ_ERR_MEMORY, IIQ_YES, DESK_MAYBE, DESK_AWAY, DESK_MAYBE },
	{ IIQ_ERR_SERVER, IRRELEVANT, DESK_MAYBE, DESK_MAYBE, DESK_MAYBE },
	{ IIQ_ERR_FORMAT, IRRELEVANT, DESK_MAYBE, DESK_MAYBE, DESK_MAYBE },
	{ IIQ_ERR_CONFLICT, IRRELEVANT, DESK_MAYBE, DESK_MAYBE, DESK_MAYBE },
	/* a person must put something right */
	{ IIQ_ERR_ARGUMENT, IRRELEVANT, DESK_LOCKED, DESK_LOCKED, DESK_LOCKED },
	{ IIQ_ERR_TOKEN, IRRELEVANT, DESK_LOCKED, DESK_LOCKED, DESK_LOCKED },
	{ IIQ_ERR_CERTIFICATE, IIQ_NO, DESK_LOCKED, DESK_LOCKED, DESK_LOCKED },
	{ IIQ_ERR_REDIRECT, IRRELEVANT, DESK_LOCKED, DESK_LOCKED, DESK_LOCKED },
	{ IIQ_ERR_AUTH, IRRELEVANT, DESK_LOCKED, DESK_LOCKED, DESK_LOCKED },
	{ IIQ_ERR_FORBIDDEN, IRRELEVANT, DESK_LOCKED, DESK_LOCKED,
		DESK_LOCKED },
	/* the ticket, or the whole address */
	{ IIQ_ERR_NOT_FOUND, IRRELEVANT, DESK_LOCKED, DESK_LOCKED, DESK_GONE },
	{ IIQ_ERR_RATE_LIMIT, IRRELEVANT, DESK_SLOW, DESK_SLOW, DESK_SLOW },
	{ IIQ_ERR_REJECTED, IRRELEVANT, DESK_REFUSED, DESK_REFUSED,
		DESK_REFUSED },
	{ IIQ_ERR_API, IRRELEVANT, DESK_REFUSED, DESK_REFUSED, DESK_REFUSED },
};

static void
check(const struct row *row, enum iiq_certainty certainty)
{
	static const struct iiq_request write = { .is_read = false };
	static const struct iiq_request read = { .is_read = true };
	static const struct iiq_request on_ticket = { .on_ticket = true };

	ck_assert_msg(iiq_answer(row->error, certainty, &write) == row->write,
		"write, error %d, certainty %d", row->error, certainty);
	ck_assert_msg(iiq_answer(row->error, certainty, &read) == row->read,
		"read, error %d, certainty %d", row->error, certainty);
	ck_assert_msg(
		iiq_answer(row->error, certainty, &on_ticket) == row->on_ticket,
		"on ticket, error %d, certainty %d", row->error, certainty);
}

START_TEST(every_error_asks_for_its_reaction)
{
	for (size_t i = 0; i < UNIT_COUNT(rows); i++)
		if (rows[i].certainty == IRRELEVANT)
			for (int c = IIQ_NO; c <= IIQ_YES; c++)
				check(&rows[i], (enum iiq_certainty)c);
		else
			check(&rows[i], (enum iiq_certainty)rows[i].certainty);
}
END_TEST

START_TEST(no_error_was_forgotten)
{
	for (int error = IIQ_OK; error <= IIQ_ERR_API; error++) {
		size_t i = 0;

		while (i < UNIT_COUNT(rows) && (int)rows[i].error != error)
			i++;
		ck_assert_msg(i < UNIT_COUNT(rows), "error %d", error);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { every_error_asks_for_its_reaction,
		no_error_was_forgotten };

	return unit_run("answer", tests, UNIT_COUNT(tests));
}
