/* serve.c - take one request where it belongs, with the habits of the wire */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/serve.h"

#include <stdbool.h>
#include <string.h>

#include "fake/api.h"
#include "fake/control.h"
#include "fake/exchange.h"
#include "fake/fake.h"

/* Cuts the prefix off the path if it is there, as a whole part. */
static bool
below(struct exchange *x, const char *prefix)
{
	size_t length = strlen(prefix);

	if (strncmp(x->path, prefix, length) != 0 ||
		(x->path[length] != '/' && x->path[length] != '\0'))
		return false;
	x->path += length;
	return true;
}

static bool
is_post(const struct exchange *x)
{
	return strcmp(x->method, "POST") == 0;
}

/* True when the request ends here: nothing is done, nothing is answered. */
static bool
dropped_before(struct exchange *x)
{
	struct fake *fake = x->fake;
	const struct habits *habits = &fake->habits;

	if (habit(habits, HABIT_HANG)) {
		while (habit(habits, HABIT_HANG) && !fake->ending)
			pthread_cond_wait(&fake->changed, &fake->lock);
		return true;
	}
	if (habit(habits, HABIT_DELAY_MS) > 0)
		fake_dawdle(fake, HABIT_DELAY_MS);
	return fake->ending || habit(habits, HABIT_DROP) ||
	       (is_post(x) &&
		       fake_chance(fake, habit(habits, HABIT_LOSE_REQUEST)));
}

/* True when a call that did its work shall not be answered. */
static bool
answer_is_lost(struct exchange *x)
{
	struct habits *habits = &x->fake->habits;

	if (x->kind == KIND_CREATE && habit_use(habits, HABIT_LOSE_NEXT))
		return true;
	if (x->kind == KIND_COMMENT &&
		habit_use(habits, HABIT_LOSE_NEXT_COMMENT))
		return true;
	if (x->kind == KIND_STEP && habit_use(habits, HABIT_LOSE_NEXT_STEP))
		return true;
	return is_post(x) &&
	       fake_chance(x->fake, habit(habits, HABIT_LOSE_ANSWER));
}

static void
serve_api(struct exchange *x)
{
	struct fake *fake = x->fake;
	bool changed;

	if (dropped_before(x)) {
		x->drop = true;
		return;
	}
	api_serve(x);
	if (x->status >= 300)
		return;
	changed = x->kind == KIND_CREATE || x->kind == KIND_COMMENT ||
		  x->kind == KIND_STEP;
	x->drop = answer_is_lost(x);
	fake->lost_answers += x->drop && changed;
	if (changed && habit(&fake->habits, HABIT_COMMIT_DELAY_MS) > 0) {
		fake->committing++;
		fake_dawdle(fake, HABIT_COMMIT_DELAY_MS);
		fake->committing--;
		x->drop |= fake->ending;
	}
}

void
serve(struct exchange *x, int client_port)
{
	const char *agent = exchange_header(x, "User-Agent");
	struct fake *fake = x->fake;
	struct request_seen seen = {
		.method = x->method,
		.path = x->path,
		.user_agent = agent ? agent : "",
		.port = client_port,
		.time = fake_now(),
	};
	size_t number;

	pthread_mutex_lock(&fake->lock);
	if (below(x, "/_fake/person")) {
		person_serve(x);
	} else if (below(x, "/_fake")) {
		control_serve(x);
	} else {
		number = request_log_add(&fake->requests, &seen);
		if (below(x, "/agent/tickets"))
			page_serve(x);
		/* What hangs does so whatever it is asked for. */
		else if (below(x, "/api/v1.0") ||
			 habit(&fake->habits, HABIT_HANG))
			serve_api(x);
		else
			answer_text(x, 404, "text/html",
				"<html><body>Not Found</body></html>\n");
		request_log_answer(&fake->requests, number,
			x->drop ? -1 : x->status, fake_now());
	}
	x->date_offset_s = habit(&fake->habits, HABIT_DATE_OFFSET);
	pthread_mutex_unlock(&fake->lock);
}
