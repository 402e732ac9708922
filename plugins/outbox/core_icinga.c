/* core_icinga.c - Icinga's comments, by its REST API */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"
#include "outbox/core.h"

/* It is near, and tickets wait meanwhile. */
enum { CONNECT_S = 2, TIMEOUT_S = 5 };
enum { ANSWER_MAX = 256 * 1024, PASSWORD_MAX = 256 };

struct icinga {
	struct core_icinga how;
	CURL *curl;
	struct curl_slist *headers;
	char error[CURL_ERROR_SIZE];
};

/* ---- requests ---- */

struct answer {
	long status;
	size_t length;
	char text[ANSWER_MAX];
};

static size_t
take(char *data, size_t size, size_t count, void *arg)
{
	struct answer *answer = arg;

	if (size * count > sizeof(answer->text) - 1 - answer->length)
		return 0;
	memcpy(answer->text + answer->length, data, size * count);
	answer->length += size * count;
	return size * count;
}

/* GET where body is NULL. */
static int
request(struct icinga *icinga, const char *path, json_object *body,
	struct answer *out, struct err *why)
{
	char *url = xasprintf("%s%s", icinga->how.url, path);
	CURL *curl = icinga->curl;
	CURLcode code;

	out->length = 0;
	icinga->error[0] = '\0';
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, out);
	if (body == NULL)
		curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
	else
		curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS,
			json_object_to_json_string_ext(
				body, JSON_C_TO_STRING_PLAIN));
	code = curl_easy_perform(curl);
	out->text[out->length] = '\0';
	if (code != CURLE_OK)
		err_set(why, "%s: %s", url,
			icinga->error[0] != '\0' ? icinga->error
						 : curl_easy_strerror(code));
	free(url);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &out->status);
	return code == CURLE_OK ? 0 : -1;
}

/* How many objects it was done to; the answer holds a code for each. -1: none
 * that it could be done to, or not to all. */
static int
count_done(const struct answer *answer)
{
	json_object *root = json_tokener_parse(answer->text), *results, *code;
	size_t count, done = 0;
	int rc = -1;

	if (json_object_object_get_ex(root, "results", &results) &&
		json_object_is_type(results, json_type_array)) {
		count = json_object_array_length(results);
		for (size_t i = 0; i < count; i++)
			done += json_object_object_get_ex(
					json_object_array_get_idx(results, i),
					"code", &code) &&
				json_object_get_int(code) / 100 == 2;
		if (done == count)
			rc = (int)count;
	}
	json_object_put(root);
	return rc;
}

/* An action upon what the filter finds; the body is taken over. A filter that
 * finds nothing is 404 or 500, with an empty list. */
static enum core_answer
act(struct icinga *icinga, const char *action, json_object *body, long *status,
	struct err *why)
{
	struct answer *answer = xcalloc(1, sizeof(*answer));
	char *path = xasprintf("/v1/actions/%s", action);
	enum core_answer out = CORE_LATER;
	int rc = request(icinga, path, body, answer, why), done;

	*status = answer->status;
	done = rc < 0 ? -1 : count_done(answer);
	if (done == 0) {
		err_set(why, "Icinga has no such object");
		out = CORE_NEVER;
	} else if (done > 0 && answer->status == 200) {
		out = CORE_DONE;
	} else if (rc == 0) {
		err_set(why, "%s%s: HTTP %ld%s", icinga->how.url, path,
			answer->status,
			answer->status == 401 || answer->status == 403
				? ": see permissions of its ApiUser"
				: "");
	}
	json_object_put(body);
	free(path);
	free(answer);
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
acknowledge(struct icinga *icinga, const struct notice *notice, long *status,
	struct err *why)
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
show(void *self, struct notice *notice, time_t now, struct err *why)
{
	enum { IS_SO_ALREADY = 409 };
	struct icinga *icinga = self;
	long status;

	(void)now;
	if (icinga->how.acknowledge) {
		enum core_answer answer =
			acknowledge(icinga, notice, &status, why);

		/* A person has, or the problem is over. */
		if (status != IS_SO_ALREADY)
			return answer;
	}
	return act(icinga, "add-comment", comment_on(notice), &status, why);
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
probe(void *self, struct err *why)
{
	struct icinga *icinga = self;
	struct answer *answer = xcalloc(1, sizeof(*answer));
	enum core_answer out = CORE_LATER;

	if (request(icinga, "/v1", NULL, answer, why) < 0)
		goto out;
	if (answer->status == 200)
		out = CORE_DONE;
	else
		err_set(why, "%s: HTTP %ld", icinga->how.url, answer->status);
out:
	free(answer);
	return out;
}

/* ---- opening ---- */

static int
read_password(const char *path, char out[PASSWORD_MAX], struct err *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	ssize_t got = -1;
	int rc = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		rc = err_set(why, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(st.st_mode) || (st.st_mode & S_IRWXO) != 0)
		rc = err_set(why,
			"%s: everybody may read the password: chmod o= %s",
			path, path);
	else if ((got = read(fd, out, PASSWORD_MAX - 1)) < 0)
		rc = err_set(why, "%s: %s", path, strerror(errno));
	out[got < 0 ? 0 : got] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	if (rc == 0 && out[0] == '\0')
		rc = err_set(why, "%s holds no password", path);
	if (fd >= 0)
		close(fd);
	return rc;
}

static void
icinga_free(void *self)
{
	struct icinga *icinga = self;

	curl_easy_cleanup(icinga->curl);
	curl_slist_free_all(icinga->headers);
	curl_global_cleanup();
	free(icinga);
}

static int
set_up(struct icinga *icinga, const char *password)
{
	const struct core_icinga *how = &icinga->how;
	CURL *curl = icinga->curl;
	bool failed = false;

	icinga->headers = curl_slist_append(NULL, "Accept: application/json");
	failed |= icinga->headers == NULL;
	failed |= curl_easy_setopt(curl, CURLOPT_HTTPHEADER, icinga->headers);
	failed |= curl_easy_setopt(curl, CURLOPT_USERNAME, how->user);
	failed |= curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
	failed |= curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, icinga->error);
	failed |= curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	failed |= curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
	failed |=
		curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	failed |= curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	failed |= curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	if (how->ca_file != NULL)
		failed |= curl_easy_setopt(curl, CURLOPT_CAINFO, how->ca_file);
	return failed ? -1 : 0;
}

int
core_icinga(struct core *out, const struct core_icinga *how, struct err *why)
{
	char password[PASSWORD_MAX];
	struct icinga *icinga;
	int rc;

	if (strncmp(how->url, "https://", 8) != 0)
		return err_set(why, "icinga-url = %s: write https://HOST:5665",
			how->url);
	if (how->user == NULL || how->password_file == NULL)
		return err_set(why, "icinga-url also wants icinga-user and "
				    "icinga-password-file");
	if (read_password(how->password_file, password, why) < 0)
		return -1;
	icinga = xcalloc(1, sizeof(*icinga));
	icinga->how = *how;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	icinga->curl = curl_easy_init();
	rc = icinga->curl == NULL ? -1 : set_up(icinga, password);
	explicit_bzero(password, sizeof(password));
	if (rc < 0) {
		icinga_free(icinga);
		return err_set(why, "libcurl cannot be set up for Icinga");
	}
	*out = (struct core){ .self = icinga,
		.probe = probe,
		.show = show,
		.hide = hide,
		.free = icinga_free };
	return 0;
}
