/* probe.c - the requests of a check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/probe.h"

#include <stdio.h>
#include <string.h>

#include "check_incidentiq/clock.h"

enum { HOPELESS_MS = 100 };

struct run {
	iiq_session *session;
	const struct questions *questions;
	double began_s;
	struct facts *facts;
};

static void
copy_text(char *to, size_t size, const char *text)
{
	size_t length = text == NULL ? 0 : strlen(text);

	/* What does not fit ends before a character, not inside of one. */
	if (length >= size)
		for (length = size - 1; (text[length] & 0xc0) == 0x80;)
			length--;
	snprintf(to, size, "%.*s", (int)length, text == NULL ? "" : text);
}

static void
read_answer(iiq_session *session, const iiq_reply *reply, struct answer *out)
{
	copy_text(out->sentence, sizeof(out->sentence),
		iiq_session_error(session));
	for (int i = 0; i < ANSWER_NUMBERS; i++)
		out->number[i] = reply == NULL ? -1
					       : iiq_reply_number(reply,
							 (enum iiq_number)i);
	if (reply == NULL)
		return;
	/* Only without an envelope the whole is taken as the item. */
	out->is_strange = iiq_reply_part(reply, IIQ_ITEM) != NULL &&
			  iiq_reply_part(reply, IIQ_ITEM) ==
				  iiq_reply_part(reply, IIQ_JSON);
	copy_text(
		out->peer, sizeof(out->peer), iiq_reply_text(reply, IIQ_PEER));
	copy_text(out->site, sizeof(out->site),
		iiq_reply_text(reply, IIQ_SITE_OF_REPLY));
	copy_text(out->message, sizeof(out->message),
		iiq_reply_text(reply, IIQ_MESSAGE));
}

/* What one attempt may take of the time that is left: its share, but not so
 * little that it is hopeless. Rounded, so that a sentence that names it reads
 * well; the watchdog has a grace for that. */
static long
share_ms(const struct run *run, unsigned attempts)
{
	double left_s = run->questions->timeout_s - (clock_s() - run->began_s);
	long left = (long)(left_s * 1000), share = left / (long)attempts, step;

	if (share < HOPELESS_MS)
		share = left < HOPELESS_MS ? left : HOPELESS_MS;
	step = share < 1000 ? 10 : 100;

	return share < 1 ? 1 : (share + step - 1) / step * step;
}

static void
attempt(struct run *run, const struct request *request, unsigned attempts,
	struct answer *out)
{
	iiq_reply *reply = NULL;

	iiq_session_set_number(
		run->session, IIQ_TIMEOUT_MS, share_ms(run, attempts));
	out->error = iiq_call(run->session, request->method, request->path,
		request->query, request->body, &reply);
	out->ended = time(NULL);
	read_answer(run->session, reply, out);
	iiq_reply_free(reply);
}

/* May it be over when the same is asked again? */
static bool
passes(enum iiq_error error)
{
	return error == IIQ_ERR_RESOLVE || error == IIQ_ERR_CONNECT ||
	       error == IIQ_ERR_TLS || error == IIQ_ERR_TIMEOUT ||
	       error == IIQ_ERR_NETWORK || error == IIQ_ERR_SERVER;
}

/* True when an answer came, whatever it says. */
static bool
ask(struct run *run, int which, const struct request *request)
{
	struct answer *answer = &run->facts->answer[which];
	bool safe = strcmp(request->method, "GET") == 0;
	unsigned attempts = 1 + (safe ? run->questions->retries : 0);

	answer->asked = true;
	attempt(run, request, attempts, answer);
	while (passes(answer->error) && --attempts > 0) {
		run->facts->retries++;
		attempt(run, request, attempts, answer);
	}
	return answer->number[IIQ_STATUS] >= 0;
}

/* A list that was asked for is there, or it is no answer to that: a captive
 * portal speaks JSON as well. */
static void
insist_on_answer(const struct request *request, struct answer *answer)
{
	const char *wrong = answer->number[IIQ_BODY_BYTES] <= 0 ? "empty"
			    : request->is_list && answer->is_strange
				    ? "none of IncidentIQ's"
				    : NULL;

	if (answer->error != IIQ_OK || wrong == NULL)
		return;
	answer->error = IIQ_ERR_FORMAT;
	snprintf(answer->sentence, sizeof(answer->sentence),
		"%s %s: HTTP %d, but the body is %s", request->method,
		request->path, (int)answer->number[IIQ_STATUS], wrong);
}

static bool
ask_permission(struct run *run, int which)
{
	const struct request *request = &permissions[which].request;
	int answer = ANSWER_PERMISSION + which;

	if (!ask(run, answer, request))
		return false;
	insist_on_answer(request, &run->facts->answer[answer]);
	return run->facts->answer[answer].error != IIQ_ERR_RATE_LIMIT;
}

static void
ask_all(struct run *run)
{
	static const struct request alive = { .method = "GET",
		.path = "/sites/isalive" };
	const struct questions *questions = run->questions;
	const struct request token = { .method = "GET",
		.path = questions->path,
		.query = questions->query,
		.is_list = strcmp(questions->path, REQUEST_PROBE) == 0 };
	enum iiq_error error;

	if (questions->alive && !ask(run, ANSWER_ALIVE, &alive))
		return;
	if (!ask(run, ANSWER_TOKEN, &token))
		return;
	insist_on_answer(&token, &run->facts->answer[ANSWER_TOKEN]);
	error = run->facts->answer[ANSWER_TOKEN].error;
	if (error != IIQ_OK && error != IIQ_ERR_FORBIDDEN)
		return;
	for (int i = 0; i < PERMISSIONS; i++)
		if ((questions->permissions >> i & 1) &&
			!ask_permission(run, i))
			return;
}

void
probe(iiq_session *session, const struct questions *questions,
	struct facts *out)
{
	struct run run = { session, questions, clock_s(), out };

	*out = (struct facts){ .now = time(NULL) };
	out->claims_error = iiq_session_claims(session, &out->claims);
	if (questions->offline)
		return;
	ask_all(&run);
	out->elapsed_s = clock_s() - run.began_s;
}
