/* core_icinga.c - Icinga's comments, by its REST API */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/core.h"
#include "outbox/icinga_api.h"

struct icinga {
	struct icinga_api *api;
	const char *url, *user;
	bool acknowledge;
};

/* ---- actions ---- */

/* How many objects it was done to; the answer holds a code for each. -1: none
 * that it could be done to, or not to all. */
static int
count_done(json_object *answer)
{
	json_object *results, *code;
	size_t count, done = 0;

	if (!json_object_object_get_ex(answer, "results", &results) ||
		!json_object_is_type(results, json_type_array))
		return -1;
	count = json_object_array_length(results);
	for (size_t i = 0; i < count; i++)
		done += json_object_object_get_ex(
				json_object_array_get_idx(results, i), "code",
				&code) &&
			json_object_get_int(code) / 100 == 2;
	return done == count ? (int)count : -1;
}

/* An action upon what the filter finds; the body is taken over. A filter that
 * finds nothing is 404 or 500, with an empty list. */
static enum core_answer
act(const struct icinga *icinga, const char *action, json_object *body,
	long *status, struct err *why)
{
	char *path = xasprintf("/v1/actions/%s", action);
	enum core_answer out = CORE_LATER;
	json_object *answer;
	int done;

	if (icinga_api_call(icinga->api, path, body, status, &answer, why) < 0)
		goto out;
	done = count_done(answer);
	if (done == 0) {
		err_set(why, "Icinga has no such object");
		out = CORE_NEVER;
	} else if (done > 0 && *status == 200) {
		out = CORE_DONE;
	} else {
		icinga_api_explain(icinga->api, path, *status, answer, why);
	}
out:
	json_object_put(answer);
	json_object_put(body);
	free(path);
	return out;
}

/* ---- comments ---- */

/* Names go in as variables, so that no quote in them matters. */
static json_object *
body_for(const struct notice *notice, const char *type, const char *filter)
{
	json_object *body = json_object_new_object();
	json_object *names = json_object_new_object();

	json_object_object_add(
		names, "h", json_object_new_string(notice->host));
	json_object_object_add(
		names, "s", json_object_new_string(notice->service));
	json_object_object_add(names, "a", json_object_new_string(CORE_AUTHOR));
	json_object_object_add(body, "filter_vars", names);
	json_object_object_add(body, "filter", json_object_new_string(filter));
	json_object_object_add(body, "type", json_object_new_string(type));
	return body;
}

static json_object *
comment_on(const struct notice *notice)
{
	bool is_host = notice->service[0] == '\0';
	json_object *body = body_for(notice, is_host ? "Host" : "Service",
		is_host ? "host.name == h"
			: "host.name == h && service.name == s");
	char *text =
		xasprintf("IncidentIQ #%s %s", notice->number, notice->url);

	json_object_object_add(
		body, "author", json_object_new_string(CORE_AUTHOR));
	json_object_object_add(body, "comment", json_object_new_string(text));
	free(text);
	return body;
}

static enum core_answer
acknowledge(const struct icinga *icinga, const struct notice *notice,
	long *status, struct err *why)
{
	json_object *body = comment_on(notice);

	/* Nobody is told, and the comment outlives the acknowledgement. */
	json_object_object_add(body, "sticky", json_object_new_boolean(false));
	json_object_object_add(body, "notify", json_object_new_boolean(false));
	json_object_object_add(
		body, "persistent", json_object_new_boolean(true));
	return act(icinga, "acknowledge-problem", body, status, why);
}

static enum core_answer
hide(void *self, struct notice *notice, time_t now, struct err *why)
{
	static const char ours[] = "comment.author == a && "
				   "comment.host_name == h && "
				   "comment.service_name == s";
	enum core_answer answer;
	long status;

	(void)now;
	answer = act(self, "remove-comment", body_for(notice, "Comment", ours),
		&status, why);
	/* A person was faster. */
	return answer == CORE_NEVER ? CORE_DONE : answer;
}

static enum core_answer
show(void *self, struct notice *notice, time_t now, struct err *why)
{
	enum { IS_SO_ALREADY = 409 };
	const struct icinga *icinga = self;
	/* One whose answer was lost is there already. */
	enum core_answer answer = hide(self, notice, now, why);
	long status;

	if (answer != CORE_DONE)
		return answer;
	if (icinga->acknowledge) {
		answer = acknowledge(icinga, notice, &status, why);
		/* A person has, or the problem is over. */
		if (status != IS_SO_ALREADY)
			return answer;
	}
	return act(icinga, "add-comment", comment_on(notice), &status, why);
}

/* ---- for doctor ---- */

static bool
covers(const char *permission, const char *wanted)
{
	char *pattern = xstrdup(permission);
	bool does;

	pattern[strcspn(pattern, " ")] = '\0';
	does = fnmatch(pattern, wanted, FNM_NOESCAPE | FNM_CASEFOLD) == 0;
	free(pattern);
	return does;
}

/* What an ApiUser may do stands there with wildcards, as Icinga matches them,
 * and with "(filtered)" behind it where that is not so for all objects. */
static bool
is_permitted(json_object *permissions, const char *wanted)
{
	for (size_t i = 0; i < json_object_array_length(permissions); i++) {
		const char *permission = json_object_get_string(
			json_object_array_get_idx(permissions, i));

		if (permission != NULL && covers(permission, wanted))
			return true;
	}
	return false;
}

/* Those that the answer holds; NULL: Icinga would have said some. */
static json_object *
permissions_in(json_object *answer)
{
	json_object *results = NULL, *permissions = NULL;

	json_object_object_get_ex(answer, "results", &results);
	if (json_object_is_type(results, json_type_array))
		json_object_object_get_ex(json_object_array_get_idx(results, 0),
			"permissions", &permissions);
	return json_object_is_type(permissions, json_type_array) ? permissions
								 : NULL;
}

static enum core_answer
check_permissions(
	const struct icinga *icinga, json_object *answer, struct err *why)
{
	static const char *const wanted[] = { "actions/add-comment",
		"actions/remove-comment", "actions/acknowledge-problem" };
	json_object *permissions = permissions_in(answer);
	size_t count = icinga->acknowledge ? 3 : 2;

	if (permissions == NULL) {
		err_set(why, "icinga-url = %s: that is not Icinga's API",
			icinga->url);
		return CORE_LATER;
	}
	for (size_t i = 0; i < count; i++)
		if (!is_permitted(permissions, wanted[i])) {
			err_set(why, "icinga-user = %s has no permission %s",
				icinga->user, wanted[i]);
			return CORE_LATER;
		}
	return CORE_DONE;
}

static enum core_answer
probe(void *self, struct err *why)
{
	const struct icinga *icinga = self;
	enum core_answer out = CORE_LATER;
	json_object *answer;
	long status;

	if (icinga_api_call(icinga->api, "/v1", NULL, &status, &answer, why) <
		0)
		return CORE_LATER;
	if (status == 200)
		out = check_permissions(icinga, answer, why);
	else
		icinga_api_explain(icinga->api, "/v1", status, answer, why);
	json_object_put(answer);
	return out;
}

static void
icinga_free(void *self)
{
	struct icinga *icinga = self;

	icinga_api_close(icinga->api);
	free(icinga);
}

int
core_icinga(struct core *out, const struct icinga_login *login,
	bool acknowledge, struct err *why)
{
	struct icinga *icinga;
	struct icinga_api *api;

	if (icinga_api_open(login, &api, why) < 0)
		return -1;
	icinga = xcalloc(1, sizeof(*icinga));
	*icinga = (struct icinga){ .api = api,
		.url = login->url,
		.user = login->user,
		.acknowledge = acknowledge };
	*out = (struct core){ .self = icinga,
		.probe = probe,
		.show = show,
		.hide = hide,
		.free = icinga_free };
	return 0;
}
