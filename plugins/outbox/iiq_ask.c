/* iiq_ask.c - one request of IncidentIQ, at its pace */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/mem.h"
#include "outbox/iiq_answer.h"
#include "outbox/iiq_desk.h"

double
iiq_seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
keep_pace(struct iiq_desk *desk)
{
	double wait = pace_take(desk->pace, iiq_seconds_now());
	struct timespec left = { (time_t)wait,
		(long)((wait - (double)(time_t)wait) * 1e9) };
	sigset_t none;

	/* Whoever is asked to stop waits no longer than for the answer. */
	sigemptyset(&none);
	if (wait > 0)
		ppoll(NULL, 0, &left, &none);
}

struct verdict
iiq_ask(struct iiq_desk *desk, const struct request *request, iiq_reply **reply)
{
	const char *body =
		request->body == NULL
			? NULL
			: json_object_to_json_string_ext(
				  request->body, JSON_C_TO_STRING_PLAIN);
	struct verdict verdict = { .answer = DESK_DONE };
	enum iiq_error error;

	*reply = NULL;
	keep_pace(desk);
	error = iiq_call(desk->session, request->method, request->path,
		request->query, body, reply);
	desk->error = error;
	if (error != IIQ_OK) {
		int64_t wait = iiq_reply_number(*reply, IIQ_RETRY_AFTER_S);

		verdict.answer = iiq_answer(
			error, iiq_certainty(*reply), &request->kind);
		verdict.retry_after_s = wait > 0 ? (long)wait : 0;
		snprintf(verdict.text, sizeof(verdict.text), "%s",
			iiq_session_error(desk->session));
	}
	if (verdict.answer == DESK_SLOW)
		pace_slow(desk->pace);
	free(request->path);
	json_object_put(request->body);
	return verdict;
}

/* A success whose answer lacks what it is for. */
struct verdict
iiq_not_understood(const char *what, enum answer answer)
{
	struct verdict verdict = { .answer = answer };

	snprintf(verdict.text, sizeof(verdict.text),
		"IncidentIQ's answer holds no %s", what);
	return verdict;
}

struct verdict
iiq_probe(void *self)
{
	struct request request = { .method = "GET",
		.path = xstrdup("/tickets/statuses"),
		.kind = { .is_read = true } };
	iiq_reply *reply;
	struct verdict verdict = iiq_ask(self, &request, &reply);

	iiq_reply_free(reply);
	return verdict;
}

char *
iiq_ticket_path(const char *id, const char *rest)
{
	char *safe = iiq_escape(id), *path;

	path = xasprintf("/tickets/%s%s", safe == NULL ? "" : safe, rest);
	free(safe);
	return path;
}
