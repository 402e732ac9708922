/* session.c - a session and its settings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "private.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const long default_numbers[NUMBER_OPTIONS] = {
	[IIQ_TIMEOUT_MS] = 30000,
	[IIQ_MAX_BODY_BYTES] = 4L * 1024 * 1024,
	[IIQ_ADDRESS_FAMILY] = 0,
};

enum iiq_error
iiq_session_new(iiq_session **out)
{
	iiq_session *session = calloc(1, sizeof *session);

	*out = session;
	if (session == NULL)
		return IIQ_ERR_MEMORY;
	memcpy(session->number, default_numbers, sizeof default_numbers);
	session->changed = true;
	return IIQ_OK;
}

void
iiq_session_free(iiq_session *session)
{
	if (session == NULL)
		return;
	wire_free(session->wire);
	/* A proxy's URL can hold a password, so wipe them all. */
	for (size_t i = 0; i < TEXT_OPTIONS; i++)
		token_wipe(session->text[i]);
	free(session);
}

static enum iiq_error
no_memory(iiq_session *session)
{
	return error_set(session, IIQ_ERR_MEMORY, "out of memory");
}

/* ---- Text: each kind checks its value and makes what is kept ---- */

static enum iiq_error
take_as_is(
	iiq_session *session, const char *name, const char *value, char **out)
{
	(void)name;
	*out = strdup(value);
	return *out != NULL ? IIQ_OK : no_memory(session);
}

static enum iiq_error
take_url(iiq_session *session, const char *name, const char *value, char **out)
{
	const char *wrong;

	*out = url_base(value, &wrong);
	if (*out != NULL)
		return IIQ_OK;
	if (wrong == NULL)
		return no_memory(session);
	/* Without the value where it can hold a password. */
	if (strchr(value, '@') != NULL)
		return error_set(
			session, IIQ_ERR_ARGUMENT, "%s: %s", name, wrong);
	return error_set(
		session, IIQ_ERR_ARGUMENT, "%s \"%s\": %s", name, value, wrong);
}

static bool
is_uuid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == 'x' ? !isxdigit((unsigned char)text[i])
				   : text[i] != '-')
			return false;
	return text[sizeof form - 1] == '\0';
}

static enum iiq_error
take_uuid(iiq_session *session, const char *name, const char *value, char **out)
{
	if (is_uuid(value))
		return take_as_is(session, name, value, out);
	return error_set(session, IIQ_ERR_ARGUMENT,
		"%s \"%s\": it is not a UUID such as "
		"12345678-9abc-def0-1234-56789abcdef0",
		name, value);
}

static enum iiq_error
take_token(
	iiq_session *session, const char *name, const char *value, char **out)
{
	const char *wrong = token_fault(value);

	if (wrong == NULL)
		return take_as_is(session, name, value, out);
	return error_set(session, IIQ_ERR_TOKEN, "%s: %s", name, wrong);
}

static enum iiq_error
take_file(iiq_session *session, const char *name, const char *value, char **out)
{
	(void)name;
	return token_read(session, value, out);
}

static enum iiq_error
take_ca(iiq_session *session, const char *name, const char *value, char **out)
{
	if (access(value, R_OK) == 0)
		return take_as_is(session, name, value, out);
	return error_set(session, IIQ_ERR_ARGUMENT, "%s %s: %m", name, value);
}

static enum iiq_error
take_tls(iiq_session *session, const char *name, const char *value, char **out)
{
	if (strcmp(value, "1.2") == 0 || strcmp(value, "1.3") == 0)
		return take_as_is(session, name, value, out);
	return error_set(session, IIQ_ERR_ARGUMENT,
		"%s \"%s\": it is neither 1.2 nor 1.3", name, value);
}

/* What becomes a line of a header must be one. */
static enum iiq_error
take_line(iiq_session *session, const char *name, const char *value, char **out)
{
	for (const char *p = value; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			return error_set(session, IIQ_ERR_ARGUMENT,
				"%s: it holds a control character or one that "
				"is not ASCII",
				name);
	return take_as_is(session, name, value, out);
}

static const struct {
	const char *name;
	enum iiq_error (*take)(iiq_session *session, const char *name,
		const char *value, char **out);
} texts[TEXT_OPTIONS] = {
	[IIQ_URL] = { "URL", take_url },
	[IIQ_SITE_ID] = { "site id", take_uuid },
	[IIQ_PRODUCT_ID] = { "product id", take_uuid },
	[IIQ_TOKEN] = { "token", take_token },
	[IIQ_TOKEN_FILE] = { "token file", take_file },
	[IIQ_PROXY] = { "proxy", take_line },
	[IIQ_NO_PROXY] = { "no-proxy list", take_line },
	[IIQ_CA] = { "CA file", take_ca },
	[IIQ_TLS_MIN] = { "least TLS version", take_tls },
	[IIQ_USER_AGENT] = { "user agent", take_line },
	[IIQ_API_FLAGS] = { "API flags", take_line },
};

enum iiq_error
iiq_session_set(
	iiq_session *session, enum iiq_text_option option, const char *value)
{
	enum iiq_error error = IIQ_OK;
	char *kept = NULL;

	if (session == NULL)
		return IIQ_ERR_ARGUMENT;
	if ((unsigned)option >= TEXT_OPTIONS)
		return error_set(session, IIQ_ERR_ARGUMENT,
			"there is no text option %d", (int)option);
	if (value != NULL)
		error = texts[option].take(
			session, texts[option].name, value, &kept);
	if (error != IIQ_OK)
		return error;
	/* A file is only another way to the token. */
	if (option == IIQ_TOKEN_FILE)
		option = IIQ_TOKEN;
	token_wipe(session->text[option]);
	session->text[option] = kept;
	session->changed = true;
	return IIQ_OK;
}

enum iiq_error
iiq_session_find_token(iiq_session *session)
{
	const char *token = getenv("IIQ_API_TOKEN");
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	enum iiq_error error;
	char *path;

	if (session == NULL)
		return IIQ_ERR_ARGUMENT;
	if (token != NULL && token[0] != '\0')
		return iiq_session_set(session, IIQ_TOKEN, token);
	if (folder == NULL || folder[0] == '\0')
		return error_set(session, IIQ_ERR_TOKEN,
			"no token: neither $IIQ_API_TOKEN nor "
			"$CREDENTIALS_DIRECTORY is set");
	if (asprintf(&path, "%s/incidentiq.token", folder) < 0)
		return no_memory(session);
	error = iiq_session_set(session, IIQ_TOKEN_FILE, path);
	free(path);
	return error;
}

/* ---- Numbers ---- */

enum iiq_error
iiq_session_set_number(
	iiq_session *session, enum iiq_number_option option, long value)
{
	static const struct {
		const char *name;
		long least, most;
	} numbers[NUMBER_OPTIONS] = {
		[IIQ_TIMEOUT_MS] = { "timeout (ms)", 1, 3600000 },
		[IIQ_MAX_BODY_BYTES] = { "largest body (bytes)", 1024,
			1024L * 1024 * 1024 },
		[IIQ_ADDRESS_FAMILY] = { "address family", 0, 6 },
	};

	if (session == NULL)
		return IIQ_ERR_ARGUMENT;
	if ((unsigned)option >= NUMBER_OPTIONS)
		return error_set(session, IIQ_ERR_ARGUMENT,
			"there is no number option %d", (int)option);
	if (option == IIQ_ADDRESS_FAMILY && value != 0 && value != 4 &&
		value != 6)
		return error_set(session, IIQ_ERR_ARGUMENT,
			"address family %ld: it is neither 4, 6 nor 0", value);
	if (value < numbers[option].least || value > numbers[option].most)
		return error_set(session, IIQ_ERR_ARGUMENT,
			"%s %ld: it is not from %ld to %ld",
			numbers[option].name, value, numbers[option].least,
			numbers[option].most);
	session->number[option] = value;
	/* The others are read at each call. */
	if (option == IIQ_ADDRESS_FAMILY)
		session->changed = true;
	return IIQ_OK;
}

/* ---- The rest ---- */

enum iiq_error
iiq_session_set_log(iiq_session *session, int level, iiq_log_fn *log, void *arg)
{
	if (session == NULL)
		return IIQ_ERR_ARGUMENT;
	if (level < 0 || level > 2)
		return error_set(session, IIQ_ERR_ARGUMENT,
			"log level %d: it is not from 0 to 2", level);
	session->log_level = log != NULL ? level : 0;
	session->log = log;
	session->log_arg = arg;
	session->changed = true;
	return IIQ_OK;
}

enum iiq_error
iiq_session_claims(iiq_session *session, struct iiq_claims *claims)
{
	*claims = (struct iiq_claims){ .is_jwt = false };
	if (session == NULL || session->text[IIQ_TOKEN] == NULL)
		return session == NULL ? IIQ_ERR_ARGUMENT
				       : error_set(session, IIQ_ERR_TOKEN,
						 "no token is set");
	return token_claims(session->text[IIQ_TOKEN], claims) < 0
		       ? no_memory(session)
		       : IIQ_OK;
}
