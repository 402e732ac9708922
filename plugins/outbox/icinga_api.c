/* icinga_api.c - one request to the REST API of Icinga 2 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/icinga_api.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clean.h"
#include "common/mem.h"

/* It is near, and tickets wait meanwhile. */
enum { CONNECT_S = 2, TIMEOUT_S = 5 };
enum { ANSWER_MAX = 256 * 1024, PASSWORD_MAX = 256, REASON_MAX = 200 };

struct icinga_api {
	struct icinga_login login;
	char *url; /* without a slash at its end */
	CURL *curl;
	struct curl_slist *headers;
	char error[CURL_ERROR_SIZE];
};

/* ---- password ---- */

static int
read_password(const char *path, char out[PASSWORD_MAX], struct err *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	ssize_t got = -1;
	int rc = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		rc = err_set(why, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		rc = err_set(why, "%s is no regular file", path);
	else if ((st.st_mode & S_IRWXO) != 0)
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

/* Anew for each request, so that whoever changes it tells nobody. */
static int
set_password(struct icinga_api *api, struct err *why)
{
	char password[PASSWORD_MAX];
	int rc = read_password(api->login.password_file, password, why);

	if (rc == 0 &&
		curl_easy_setopt(api->curl, CURLOPT_PASSWORD, password) != 0)
		rc = err_set(why, "libcurl cannot be set up for Icinga");
	explicit_bzero(password, sizeof(password));
	return rc;
}

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

static int
perform(struct icinga_api *api, const char *url, struct answer *answer,
	struct err *why)
{
	CURLcode code;

	api->error[0] = '\0';
	curl_easy_setopt(api->curl, CURLOPT_URL, url);
	curl_easy_setopt(api->curl, CURLOPT_WRITEDATA, answer);
	code = curl_easy_perform(api->curl);
	if (code != CURLE_OK)
		return err_set(why, "%s: %s", url,
			api->error[0] != '\0' ? api->error
					      : curl_easy_strerror(code));
	answer->text[answer->length] = '\0';
	curl_easy_getinfo(api->curl, CURLINFO_RESPONSE_CODE, &answer->status);
	return 0;
}

int
icinga_api_call(struct icinga_api *api, const char *path, json_object *body,
	long *status, json_object **out, struct err *why)
{
	struct answer *answer = xcalloc(1, sizeof(*answer));
	char *url = xasprintf("%s%s", api->url, path);
	int rc = -1;

	*out = NULL;
	*status = 0;
	if (set_password(api, why) < 0)
		goto out;
	if (body == NULL)
		curl_easy_setopt(api->curl, CURLOPT_HTTPGET, 1L);
	else
		curl_easy_setopt(api->curl, CURLOPT_COPYPOSTFIELDS,
			json_object_to_json_string_ext(
				body, JSON_C_TO_STRING_PLAIN));
	rc = perform(api, url, answer, why);
	*status = answer->status;
	if (rc == 0)
		*out = json_tokener_parse(answer->text);
out:
	free(url);
	free(answer);
	return rc;
}

void
icinga_api_explain(const struct icinga_api *api, const char *path, long status,
	json_object *answer, struct err *why)
{
	json_object *text = NULL;
	char *reason;

	json_object_object_get_ex(answer, "status", &text);
	reason = clean_text(text == NULL ? "" : json_object_get_string(text),
		REASON_MAX, CLEAN_PIPES);
	err_set(why, "%s%s: HTTP %ld%s%s", api->url, path, status,
		reason[0] == '\0' ? "" : ": ", reason);
	free(reason);
}

/* ---- opening ---- */

/* What is printed of it must hold no password. */
static int
take_url(const char *url, char **out, struct err *why)
{
	static const char scheme[] = "https://";
	size_t length = strlen(url);

	if (strchr(url, '@') != NULL)
		return err_set(why, "icinga-url holds a user: that is "
				    "icinga-user, and icinga-password-file");
	if (length > 0 && url[length - 1] == '/')
		length--;
	if (strncmp(url, scheme, strlen(scheme)) != 0 ||
		length <= strlen(scheme) ||
		strcspn(url + strlen(scheme), "/?#") + strlen(scheme) < length)
		return err_set(
			why, "icinga-url = %s: write https://HOST:5665", url);
	*out = xasprintf("%.*s", (int)length, url);
	return 0;
}

static int
set_up(struct icinga_api *api)
{
	CURL *curl = api->curl;
	bool failed = curl == NULL;

	if (failed)
		return -1;
	api->headers = curl_slist_append(NULL, "Accept: application/json");
	failed |= api->headers == NULL;
	failed |= curl_easy_setopt(curl, CURLOPT_HTTPHEADER, api->headers);
	failed |= curl_easy_setopt(curl, CURLOPT_USERNAME, api->login.user);
	failed |= curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, api->error);
	failed |= curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	failed |= curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
	failed |=
		curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	failed |= curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	failed |= curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	if (api->login.ca_file != NULL)
		failed |= curl_easy_setopt(
			curl, CURLOPT_CAINFO, api->login.ca_file);
	return failed ? -1 : 0;
}

int
icinga_api_open(const struct icinga_login *login, struct icinga_api **out,
	struct err *why)
{
	struct icinga_api *api = xcalloc(1, sizeof(*api));
	int rc = -1;

	*out = NULL;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	api->login = *login;
	api->curl = curl_easy_init();
	if (take_url(login->url, &api->url, why) < 0)
		goto out;
	if (login->user == NULL || login->password_file == NULL)
		err_set(why, "icinga-url also wants icinga-user and "
			     "icinga-password-file");
	else if (set_up(api) < 0)
		err_set(why, "libcurl cannot be set up for Icinga");
	else
		rc = set_password(api, why);
out:
	if (rc == 0)
		*out = api;
	else
		icinga_api_close(api);
	return rc;
}

void
icinga_api_close(struct icinga_api *api)
{
	if (api == NULL)
		return;
	curl_easy_cleanup(api->curl);
	curl_slist_free_all(api->headers);
	curl_global_cleanup();
	free(api->url);
	free(api);
}
