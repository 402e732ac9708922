/* connect.c - a session with IncidentIQ, made of the options */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/connect.h"

#include <stdlib.h>

static const double longest_timeout_s = 3600;

int
connect_timeout(const struct opts *opts, double fallback_s, double *out_s,
	struct err *why)
{
	*out_s = fallback_s;
	if (opts_text(opts, "timeout") == NULL)
		return 0;
	if (opts_seconds(opts, "timeout", 0.1, out_s, why) < 0)
		return -1;
	if (*out_s > longest_timeout_s)
		return err_set(why, "--timeout %s is longer than an hour",
			opts_text(opts, "timeout"));
	return 0;
}

/* The library's sentence says what is wrong, the option where to mend it. */
static int
refused(iiq_session *session, const char *option, struct err *why)
{
	return err_set(why, "--%s: %s", option, iiq_session_error(session));
}

static int
set_text(iiq_session *session, enum iiq_text_option option, const char *name,
	const char *text, struct err *why)
{
	if (text == NULL || iiq_session_set(session, option, text) == IIQ_OK)
		return 0;
	return refused(session, name, why);
}

static int
set_texts(iiq_session *session, const struct opts *opts, const char *url,
	struct err *why)
{
	static const struct {
		const char *name;
		enum iiq_text_option option;
	} texts[] = {
		{ "site-id", IIQ_SITE_ID },
		{ "ca-file", IIQ_CA },
		{ "proxy", IIQ_PROXY },
		{ "no-proxy", IIQ_NO_PROXY },
		{ "tls-min", IIQ_TLS_MIN },
	};

	if (set_text(session, IIQ_URL, "url",
		    url != NULL ? url : opts_text(opts, "url"), why) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (set_text(session, texts[i].option, texts[i].name,
			    opts_text(opts, texts[i].name), why) < 0)
			return -1;
	return 0;
}

static int
set_token(iiq_session *session, const struct opts *opts, struct err *why)
{
	const char *file = opts_text(opts, "token-file");
	const char *token = getenv("IIQ_API_TOKEN");

	/* What was asked for by hand beats the environment, a file does not. */
	if (file != NULL &&
		(opts_origin(opts, "token-file") > OPT_FROM_ENVIRONMENT ||
			token == NULL || token[0] == '\0')) {
		if (iiq_session_set(session, IIQ_TOKEN_FILE, file) != IIQ_OK)
			return refused(session, "token-file", why);
		return 0;
	}
	if (iiq_session_find_token(session) != IIQ_OK)
		return err_set(why, "%s; give --token-file or $IIQ_API_TOKEN",
			iiq_session_error(session));
	return 0;
}

static int
new_session(iiq_session **out, struct err *why)
{
	if (iiq_session_new(out) != IIQ_OK)
		return err_set(why, "no memory for a session");
	return 0;
}

int
connect_token(const struct opts *opts, iiq_session **out, struct err *why)
{
	if (new_session(out, why) < 0)
		return -1;
	if (set_text(*out, IIQ_SITE_ID, "site-id", opts_text(opts, "site-id"),
		    why) == 0 &&
		set_token(*out, opts, why) == 0)
		return 0;
	iiq_session_free(*out);
	*out = NULL;
	return -1;
}

int
connect_open(const struct opts *opts, const char *url, double timeout_s,
	iiq_session **out, struct err *why)
{
	*out = NULL;
	if (url == NULL && opts_text(opts, "url") == NULL)
		return err_set(why, "no address: give --url or $IIQ_URL, or "
				    "write url = ... into the ini file");
	if (opts_text(opts, "site-id") == NULL)
		return err_set(why,
			"no site id: give --site-id or $IIQ_SITE_ID, or write "
			"site-id = ... into the ini file");
	if (new_session(out, why) < 0)
		return -1;
	if (set_texts(*out, opts, url, why) < 0 ||
		set_token(*out, opts, why) < 0)
		goto failed;
	if (iiq_session_set_number(
		    *out, IIQ_TIMEOUT_MS, (long)(timeout_s * 1000)) == IIQ_OK)
		return 0;
	refused(*out, "timeout", why);
failed:
	iiq_session_free(*out);
	*out = NULL;
	return -1;
}
