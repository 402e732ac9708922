/* url.c - addresses: the base URL, paths and queries, and percent-encoding */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_HOST = 253, MAX_URL = 2048 };
static const char api_path[] = "/api/v1.0";

/* A URL taken apart; nothing is copied. */
struct parts {
	bool plain; /* http */
	const char *host;
	int host_len;
	const char *port; /* with its colon, or empty */
	int port_len;
	const char *path; /* empty, or from its slash on */
	int path_len;
};

static bool
is_name(const char *host, int len)
{
	for (int i = 0; i < len; i++)
		if (!isalnum((unsigned char)host[i]) &&
			strchr(i > 0 ? ".-_" : "_", host[i]) == NULL)
			return false;
	return len > 0 && len <= MAX_HOST;
}

/* The address in the brackets of "[::1]". */
static bool
is_ip6(const char *host, int len, struct in6_addr *ip)
{
	char text[INET6_ADDRSTRLEN];

	if (len < 4 || len - 2 >= (int)sizeof text || host[len - 1] != ']')
		return false;
	snprintf(text, sizeof text, "%.*s", len - 2, host + 1);
	return inet_pton(AF_INET6, text, ip) == 1;
}

static bool
is_loopback(const char *host, int len)
{
	char text[INET_ADDRSTRLEN];
	struct in6_addr ip6;
	struct in_addr ip;

	if (len == 9 && strncasecmp(host, "localhost", 9) == 0)
		return true;
	if (host[0] == '[')
		return is_ip6(host, len, &ip6) && IN6_IS_ADDR_LOOPBACK(&ip6);
	if (len >= (int)sizeof text)
		return false;
	snprintf(text, sizeof text, "%.*s", len, host);
	/* Not by its first letters: 127.example.org is somebody else's. */
	return inet_pton(AF_INET, text, &ip) == 1 &&
	       ntohl(ip.s_addr) >> 24 == 127;
}

static bool
is_port(const char *port, int len)
{
	long n = 0;

	for (int i = 1; i < len && n <= 65535; i++) {
		if (!isdigit((unsigned char)port[i]))
			return false;
		n = n * 10 + (port[i] - '0');
	}
	return len == 0 || (len > 1 && n > 0 && n <= 65535);
}

/* Bytes that may stand in a URL as they are; others come percent-encoded. */
static const char *
byte_fault(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}#", c) != NULL)
			return "a character in it must be percent-encoded";
		if (c == '%' && (!isxdigit((unsigned char)p[1]) ||
					!isxdigit((unsigned char)p[2])))
			return "a % is not followed by two hexadecimal digits";
	}
	return NULL;
}

static const char *
take_scheme(const char **rest, struct parts *parts)
{
	const char *sep = strstr(*rest, "://");

	parts->plain = false;
	if (sep == NULL)
		return NULL;
	if (sep - *rest == 4 && strncasecmp(*rest, "http", 4) == 0)
		parts->plain = true;
	else if (sep - *rest != 5 || strncasecmp(*rest, "https", 5) != 0)
		return "it is neither https:// nor http://";
	*rest = sep + 3;
	return NULL;
}

static const char *
take_host(const char *rest, struct parts *parts)
{
	int len = (int)strcspn(rest, "/");
	int host_len = rest[0] == '[' ? (int)strcspn(rest, "]") + 1
				      : (int)strcspn(rest, ":/");
	struct in6_addr ip;

	if (host_len > len)
		host_len = len;
	parts->host = rest;
	parts->host_len = host_len;
	parts->port = rest + host_len;
	parts->port_len = len - host_len;
	parts->path = rest + len;
	if (rest[0] == '[' ? !is_ip6(rest, host_len, &ip)
			   : !is_name(rest, host_len))
		return "its host name is not one";
	if (parts->port_len > 0 &&
		(parts->port[0] != ':' ||
			!is_port(parts->port, parts->port_len)))
		return "its port is not a number from 1 to 65535";
	return NULL;
}

static const char *
take_apart(const char *value, struct parts *parts)
{
	const char *wrong = byte_fault(value);

	if (strlen(value) > MAX_URL)
		return "it is too long";
	if (strchr(value, '@') != NULL)
		return "it must not hold a user name or password";
	if (strpbrk(value, "?#") != NULL)
		return "it must end with the path, without ? or #";
	if (wrong == NULL)
		wrong = take_scheme(&value, parts);
	if (wrong == NULL)
		wrong = take_host(value, parts);
	if (wrong != NULL)
		return wrong;
	parts->path_len = (int)strlen(parts->path);
	while (parts->path_len > 0 && parts->path[parts->path_len - 1] == '/')
		parts->path_len--;
	if (parts->plain && !is_loopback(parts->host, parts->host_len))
		return "http:// is for loopback only, the token would travel "
		       "unencrypted: use https://";
	return parts->path_len > 0 ? url_fault(parts->path, NULL) : NULL;
}

char *
url_base(const char *value, const char **wrong)
{
	struct parts p;
	char *base;

	*wrong = take_apart(value, &p);
	if (*wrong != NULL)
		return NULL;
	if (p.path_len == 0) {
		p.path = api_path;
		p.path_len = sizeof api_path - 1;
	}
	if (asprintf(&base, "%s://%.*s%.*s%.*s", p.plain ? "http" : "https",
		    p.host_len, p.host, p.port_len, p.port, p.path_len,
		    p.path) < 0)
		return NULL;
	return base;
}

bool
url_is_plain(const char *base)
{
	return strncmp(base, "http:", 5) == 0;
}

/* "." and ".." would be another path than the one that was asked for. */
static bool
has_dot_segment(const char *path)
{
	for (const char *p = strchr(path, '/'); p != NULL; p = strchr(p, '/')) {
		size_t len = strcspn(++p, "/");

		if ((len == 1 || len == 2) && strncmp(p, "..", len) == 0)
			return true;
	}
	return false;
}

const char *
url_fault(const char *path, const char *query)
{
	const char *wrong;

	if (path[0] != '/')
		return "it does not begin with a slash";
	if (strchr(path, '?') != NULL)
		return "the query is an argument of its own";
	if (has_dot_segment(path))
		return "it holds a segment \".\" or \"..\"";
	wrong = byte_fault(path);
	return wrong != NULL || query == NULL ? wrong : byte_fault(query);
}

void
url_host(const char *url, char *out, size_t size)
{
	const char *sep = strstr(url, "//");
	const char *host = sep != NULL ? sep + 2 : url;
	const char *end = host + strcspn(host, "/?#");
	const char *at = memchr(host, '@', (size_t)(end - host));

	if (at != NULL)
		host = at + 1;
	snprintf(out, size, "%.*s", (int)(end - host), host);
}

char *
iiq_escape(const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t len = text != NULL ? strlen(text) : 0;
	char *out, *p;

	if (len > (SIZE_MAX - 1) / 3 || (out = malloc(3 * len + 1)) == NULL)
		return NULL;
	p = out;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		/* By code, not isalnum(): that depends on the locale. */
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			(c >= 'a' && c <= 'z') || strchr("-._~", c) != NULL) {
			*p++ = (char)c;
			continue;
		}
		*p++ = '%';
		*p++ = hex[c >> 4];
		*p++ = hex[c & 15];
	}
	*p = '\0';
	return out;
}
