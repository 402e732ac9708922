/* fuzz_retry_after.c - however long a server asks us to wait, there is an end
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"
#include "outbox/gate.h"
#include "private.h"

enum { DAY_S = 24 * 60 * 60, HOUR_S = 60 * 60 };

/* Lines up to an empty one are header; returns what stands behind that. */
static const char *
read_header(struct exchange *x, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		size_t whole = length + (text[length] == '\n');

		header_line(x, text, whole);
		text += whole;
		if (length == 0)
			break;
	}
	return text;
}

/* Plain digits mean what they say, up to a day. */
static void
digits_hold(const struct exchange *x)
{
	const char *said = x->retry_after;
	size_t digits = strspn(said, "0123456789");

	FUZZ_HOLDS(x->retry_after_s >= -1);
	if (said[0] == '\0')
		FUZZ_HOLDS(x->retry_after_s == -1);
	if (digits > 0 && digits < 18 && said[digits] == '\0')
		FUZZ_HOLDS(x->retry_after_s == atoll(said));
}

static void
outcome_holds(const struct exchange *x, int64_t wait_s)
{
	int64_t body_s = iiq_reply_number(x->reply, IIQ_RETRY_AFTER_S);
	int64_t said = body_s >= 0 ? body_s : x->retry_after_s;

	FUZZ_HOLDS(wait_s == (said > DAY_S ? DAY_S : said));
	FUZZ_HOLDS(wait_s >= -1 && wait_s <= DAY_S);
}

/* The outbox waits an hour at most, and a minute where it is not told. */
static void
gate_holds(int64_t wait_s)
{
	const struct verdict slow = { .answer = DESK_SLOW,
		.retry_after_s = wait_s > 0 ? (long)wait_s : 0 };
	const time_t now = 1700000000;
	struct gate gate = { 0 };

	gate_heed(&gate, &slow, now, 0);
	FUZZ_HOLDS(gate.opens > now && gate.opens <= now + HOUR_S);
	if (wait_s > 0 && wait_s <= HOUR_S)
		FUZZ_HOLDS(gate.opens == now + wait_s);
}

/* The input is an answer: header lines, an empty line, a body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct iiq_session session = { 0 };
	struct exchange x = { .session = &session,
		.reply = reply_new(1024 * 1024) };
	const char *body = read_header(&x, text);
	struct facts facts = { .bytes_sent = 1 };
	int64_t wait_s;

	facts_dates(&x);
	digits_hold(&x);
	FUZZ_HOLDS(buf_puts(&x.reply->body, body) == 0);
	FUZZ_HOLDS(reply_read(x.reply, NULL) == 0);
	facts.status = x.status;
	facts.body = x.reply->kind;
	facts.retry_body_s = iiq_reply_number(x.reply, IIQ_RETRY_AFTER_S);
	facts.retry_header_s = x.retry_after_s;
	wait_s = outcome_of(&facts).retry_after_s;
	outcome_holds(&x, wait_s);
	gate_holds(wait_s);
	iiq_reply_free(x.reply);
	free(text);
	return 0;
}
