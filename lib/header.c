/* header.c - the header lines of an answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* "HTTP/1.1 404 Not Found"; after a 100 there comes another one. */
static void
status_line(struct exchange *x, const char *line, size_t len)
{
	char text[128];
	int at = 0;

	x->status = 0;
	snprintf(text, sizeof text, "%.*s", (int)len, line);
	if (sscanf(text, "HTTP/%*[0-9.] %3d %n", &x->status, &at) < 1)
		return;
	text_fit(x->reply->reason, sizeof x->reply->reason, text + at,
		at > 0 ? strlen(text + at) : 0, x->session->text[IIQ_TOKEN]);
}

/* The value when the line is the header called name; else NULL. */
static const char *
value_of(const char *line, size_t len, const char *name, size_t *value_len)
{
	size_t n = strlen(name);
	const char *p = line + n + 1;

	if (len <= n || line[n] != ':' || strncasecmp(line, name, n) != 0)
		return NULL;
	while (p < line + len && (*p == ' ' || *p == '\t'))
		p++;
	*value_len = (size_t)(line + len - p);
	return p;
}

void
header_line(struct exchange *x, const char *line, size_t len)
{
	const char *value;
	size_t n;

	while (len > 0 && isspace((unsigned char)line[len - 1]))
		len--;
	if (len == 0)
		x->whole_header = x->status >= 200;
	else if (len > 5 && memcmp(line, "HTTP/", 5) == 0)
		status_line(x, line, len);
	else if ((value = value_of(line, len, "Retry-After", &n)) != NULL)
		snprintf(x->retry_after, sizeof x->retry_after, "%.*s", (int)n,
			value);
	else if ((value = value_of(line, len, "Date", &n)) != NULL)
		snprintf(x->date, sizeof x->date, "%.*s", (int)n, value);
	else if ((value = value_of(line, len, "SiteId", &n)) != NULL)
		/* Without memory it stays unknown: nothing hangs on it. */
		(void)reply_set_text(x->reply, IIQ_SITE_OF_REPLY, value, n,
			x->session->text[IIQ_TOKEN]);
}
