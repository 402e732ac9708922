/* control.c - /_fake/...: set habits, count, and tell the truth */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/control.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

struct setting {
	struct fake *fake;
	struct err why;
};

/* Some habits start something at once. */
static void
start(struct fake *fake, enum habit which)
{
	long value = habit(&fake->habits, which);

	if (which == HABIT_STRANGERS && value > 0)
		tickets_add_strangers(&fake->tickets, (size_t)value);
	else if (which == HABIT_EXPIRE_IN)
		fake->expires_at = value > 0 ? fake_now() + (double)value : 0;
	else if (which == HABIT_SEED)
		fake->dice = (uint64_t)value;
	pthread_cond_broadcast(&fake->changed);
}

static void
set_one(void *arg, const char *name, const char *value)
{
	struct setting *setting = arg;
	enum habit which;

	if (habit_set(&setting->fake->habits, name, value, &which,
		    &setting->why) == 0)
		start(setting->fake, which);
}

static void
set_serve(struct exchange *x)
{
	struct setting setting = { .fake = x->fake };

	exchange_each_query(x, set_one, &setting);
	if (setting.why.text[0] != '\0')
		answer_text(x, 400, "text/plain", setting.why.text);
	else
		answer_json(x, 200, habits_json(&x->fake->habits));
}

static void
habits_serve(struct exchange *x)
{
	answer_json(x, 200, habits_json(&x->fake->habits));
}

static void
tickets_serve(struct exchange *x)
{
	const struct tickets *tickets = &x->fake->tickets;
	struct json_object *all = json_object_new_array();

	for (size_t i = 0; i < tickets->count; i++)
		json_object_array_add(all, ticket_truth(tickets->rows[i]));
	answer_json(x, 200, all);
}

static void
requests_serve(struct exchange *x)
{
	answer_json(x, 200, request_log_json(&x->fake->requests));
}

static struct json_object *
counts(const struct fake *fake)
{
	const struct tickets *tickets = &fake->tickets;
	struct json_object *all = json_object_new_object();
	int64_t ours = 0, open = 0, touched = 0, comments = 0, mails = 0;

	for (size_t i = 0; i < tickets->count; i++) {
		const struct ticket *ticket = tickets->rows[i];

		ours += !ticket->stranger;
		open += !ticket->stranger && !ticket->step->is_closed;
		touched += ticket->stranger && ticket->touched;
		comments += (int64_t)ticket->comment_count;
		for (size_t k = 0; k < ticket->comment_count; k++)
			mails += ticket->comments[k].mailed;
	}
	put_int(all, "created", ours);
	put_int(all, "open", open);
	put_int(all, "closed", ours - open);
	put_int(all, "strangers", (int64_t)tickets->count - ours);
	put_int(all, "strangers-touched", touched);
	put_int(all, "comments", comments);
	put_int(all, "mails", mails);
	put_int(all, "searches", (int64_t)fake->searches);
	put_int(all, "lost", (int64_t)fake->lost_answers);
	put_int(all, "committing", (int64_t)fake->committing);
	return all;
}

static void
take_name(void *arg, const char *name, const char *value)
{
	(void)value;
	snprintf(arg, 64, "%s", name);
}

/* One count as a plain number, or all as JSON. */
static void
count_serve(struct exchange *x)
{
	struct json_object *all = counts(x->fake);
	struct json_object *one;
	char name[64] = "";

	exchange_each_query(x, take_name, name);
	if (name[0] == '\0') {
		answer_json(x, 200, all);
		return;
	}
	if (json_object_object_get_ex(all, name, &one))
		answer_text(x, 200, "text/plain", json_object_get_string(one));
	else
		answer_text(x, 404, "text/plain", "there is no such count");
	json_object_put(all);
}

static void
reset_serve(struct exchange *x)
{
	fake_reset(x->fake);
	answer_text(x, 200, "text/plain", "");
}

void
control_serve(struct exchange *x)
{
	static const struct {
		const char *method;
		const char *path;
		void (*serve)(struct exchange *x);
	} controls[] = {
		{ "POST", "/set", set_serve },
		{ "GET", "/habits", habits_serve },
		{ "GET", "/tickets", tickets_serve },
		{ "GET", "/requests", requests_serve },
		{ "GET", "/count", count_serve },
		{ "POST", "/reset", reset_serve },
	};

	for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		if (strcmp(controls[i].method, x->method) == 0 &&
			strcmp(controls[i].path, x->path) == 0) {
			controls[i].serve(x);
			return;
		}
	answer_text(x, 404, "text/plain", "there is no such control");
}
