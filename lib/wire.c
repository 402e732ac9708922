/* wire.c - the connection of a session, and its settings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "wire.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void
wire_free(struct wire *wire)
{
	if (wire == NULL)
		return;
	curl_easy_cleanup(wire->curl);
	free(wire);
	curl_global_cleanup();
}

static struct wire *
wire_new(void)
{
	struct wire *wire = calloc(1, sizeof *wire);

	if (wire == NULL)
		return NULL;
	/* Counted by libcurl, so each session can do it for itself. */
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(wire);
		return NULL;
	}
	wire->curl = curl_easy_init();
	if (wire->curl != NULL)
		return wire;
	wire_free(wire);
	return NULL;
}

/* ---- Settings ---- */

int
wire_set_longs(CURL *curl, const struct wire_long *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (curl_easy_setopt(curl, options[i].option,
			    options[i].value) != CURLE_OK)
			return -1;
	return 0;
}

int
wire_set_texts(CURL *curl, const struct wire_text *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (curl_easy_setopt(curl, options[i].option,
			    options[i].value) != CURLE_OK)
			return -1;
	return 0;
}

/* Does a folder hold links such as 5ed36f99.0, by which OpenSSL finds a CA? */
static bool
is_hashed(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool found = false;

	while (dir != NULL && !found && (entry = readdir(dir)) != NULL)
		found = strlen(entry->d_name) == 10 &&
			strspn(entry->d_name, "0123456789abcdef") == 8 &&
			strcmp(entry->d_name + 8, ".0") == 0;
	if (dir != NULL)
		closedir(dir);
	return found;
}

static int
set_ca(CURL *curl, const char *file, const char *folder)
{
	const struct wire_text texts[] = { { CURLOPT_CAINFO, file },
		{ CURLOPT_CAPATH, folder } };

	return wire_set_texts(curl, texts, sizeof texts / sizeof *texts);
}

/*
 * Reading the system's bundle of some 150 certificates costs eight times what
 * the rest of a request does. From a hashed folder OpenSSL loads just the one
 * it needs; GnuTLS would load them all, so there the default stays.
 */
static int
set_system_ca(struct wire *wire)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	const char *end =
		info->cainfo != NULL ? strrchr(info->cainfo, '/') : NULL;
	char folder[256] = "";

	if (info->ssl_version == NULL ||
		strncmp(info->ssl_version, "OpenSSL/", 8) != 0)
		return 0;
	if (info->capath != NULL)
		snprintf(folder, sizeof folder, "%s", info->capath);
	else if (end != NULL)
		snprintf(folder, sizeof folder, "%.*s",
			(int)(end - info->cainfo), info->cainfo);
	/* A folder that libcurl was built with was meant as a hashed one. Were
	 * it none after all, the bundle is asked when verification fails. */
	if (folder[0] == '\0' || (info->capath == NULL && !is_hashed(folder)))
		return 0;
	wire->ca_shortcut = info->cainfo != NULL;
	return set_ca(wire->curl, NULL, folder);
}

static int
use_ca(struct wire *wire, const char *ca)
{
	struct stat st;

	wire->ca_shortcut = false;
	if (ca == NULL)
		return set_system_ca(wire);
	if (stat(ca, &st) == 0 && S_ISDIR(st.st_mode))
		return set_ca(wire->curl, NULL, ca);
	return set_ca(wire->curl, ca, NULL);
}

int
wire_use_bundle(struct wire *wire)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	wire->ca_shortcut = false;
	return set_ca(wire->curl, info->cainfo, info->capath);
}

static long
ip_resolve(long family)
{
	return family == 4   ? CURL_IPRESOLVE_V4
	       : family == 6 ? CURL_IPRESOLVE_V6
			     : CURL_IPRESOLVE_WHATEVER;
}

/* Everything that does not change from call to call. */
static int
wire_configure(iiq_session *s)
{
	CURL *curl = s->wire->curl;
	const char *tls = s->text[IIQ_TLS_MIN];
	const char *agent = s->text[IIQ_USER_AGENT];
	bool tls13 = tls != NULL && strcmp(tls, "1.3") == 0;
	const struct wire_long longs[] = {
		/* No SIGALRM: it would be the program's, not ours. */
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
#if LIBCURL_VERSION_NUM < 0x075500
		{ CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS },
#endif
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_HTTP09_ALLOWED, 0 },
		{ CURLOPT_MAXCONNECTS, 1 },
		{ CURLOPT_CERTINFO, 1 },
		{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
		{ CURLOPT_SSLVERSION, tls13 ? CURL_SSLVERSION_TLSv1_3
					    : CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_IPRESOLVE,
			ip_resolve(s->number[IIQ_ADDRESS_FAMILY]) },
		{ CURLOPT_VERBOSE, s->log_level >= 2 },
#if LIBCURL_VERSION_NUM >= 0x075700
		/* A resolver that hangs must not hold up the deadline. */
		{ CURLOPT_QUICK_EXIT, 1 },
#endif
	};
	const struct wire_text texts[] = {
#if LIBCURL_VERSION_NUM >= 0x075500
		{ CURLOPT_PROTOCOLS_STR, "http,https" },
#endif
		{ CURLOPT_USERAGENT,
			agent != NULL ? agent
				      : "libincidentiq/" PACKAGE_VERSION },
		{ CURLOPT_PROXY, s->text[IIQ_PROXY] },
		/* Unencrypted, so not one hop farther than loopback. */
		{ CURLOPT_NOPROXY, url_is_plain(s->text[IIQ_URL])
					   ? "*"
					   : s->text[IIQ_NO_PROXY] },
	};

	curl_easy_reset(curl);
	if (wire_set_longs(curl, longs, sizeof longs / sizeof *longs) < 0 ||
		wire_set_texts(curl, texts, sizeof texts / sizeof *texts) < 0 ||
		use_ca(s->wire, s->text[IIQ_CA]) < 0)
		return -1;
	s->changed = false;
	return 0;
}

int
wire_ready(iiq_session *session)
{
	if (session->wire == NULL)
		session->wire = wire_new();
	if (session->wire == NULL)
		return -1;
	return session->changed ? wire_configure(session) : 0;
}
