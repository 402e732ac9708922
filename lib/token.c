/* token.c - where tokens come from, and what they say of themselves */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "private.h"

#include <errno.h>
#include <fcntl.h>
#include <json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
wipe(void *data, size_t len)
{
#ifdef HAVE_EXPLICIT_BZERO
	explicit_bzero(data, len);
#else
	/* volatile, or the compiler drops writes that nobody reads */
	for (volatile char *p = data; len > 0; len--)
		*p++ = 0;
#endif
}

void
token_blank(char *token)
{
	wipe(token, strlen(token));
}

void
token_wipe(char *token)
{
	if (token != NULL)
		token_blank(token);
	free(token);
}

const char *
token_fault(const char *token)
{
	if (token[0] == '\0')
		return "it is empty";
	if (strncmp(token, "Bearer ", 7) == 0)
		return "leave out the word Bearer";
	for (const char *p = token; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return "it holds a blank, a control character or one "
			       "that is not ASCII";
	return strlen(token) > MAX_TOKEN ? "it is longer than 16 KiB" : NULL;
}

/* ---- Files ---- */

/* NULL: the file may be used; else what is wrong and how to mend it. */
static const char *
file_fault(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "it is not a regular file";
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return "group or others may write to it (chmod go-w)";
	if (st->st_mode & S_IROTH)
		return "others may read it (chmod o-r)";
	if (st->st_size > MAX_TOKEN)
		return "it is larger than 16 KiB";
	return NULL;
}

/* Reads up to size bytes: fewer only at the end of the file. */
static ssize_t
read_all(int fd, char *data, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t n = read(fd, data + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

static enum iiq_error
refuse(iiq_session *session, const char *path, const char *why)
{
	return error_set(
		session, IIQ_ERR_TOKEN, "token file %s: %s", path, why);
}

/* text holds len bytes and has room for one more. */
static const char *
take_line(char *text, size_t len)
{
	if (len > MAX_TOKEN)
		return "it is larger than 16 KiB";
	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (len > 0 && text[len - 1] == '\r')
		len--;
	text[len] = '\0';
	if (strlen(text) != len)
		return "it holds a NUL byte";
	return token_fault(text);
}

enum iiq_error
token_read(iiq_session *session, const char *path, char **out)
{
	enum { SIZE = MAX_TOKEN + 2 };
	enum iiq_error error = IIQ_ERR_TOKEN;
	char *text = NULL;
	const char *wrong;
	struct stat st;
	ssize_t len;
	/* O_NONBLOCK: opening a pipe that nobody writes to would wait. */
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

	*out = NULL;
	if (fd < 0)
		return refuse(session, path,
			errno == ELOOP ? "it is a symbolic link"
				       : strerror(errno));
	if (fstat(fd, &st) < 0) {
		refuse(session, path, strerror(errno));
		goto out;
	}
	wrong = file_fault(&st);
	if (wrong != NULL) {
		refuse(session, path, wrong);
		goto out;
	}
	text = malloc(SIZE);
	if (text == NULL) {
		error = error_set(session, IIQ_ERR_MEMORY, "out of memory");
		goto out;
	}
	len = read_all(fd, text, SIZE - 1);
	wrong = len < 0 ? strerror(errno) : take_line(text, (size_t)len);
	if (wrong != NULL) {
		refuse(session, path, wrong);
		goto out;
	}
	*out = strdup(text);
	error = *out != NULL
			? IIQ_OK
			: error_set(session, IIQ_ERR_MEMORY, "out of memory");
out:
	if (text != NULL)
		wipe(text, SIZE);
	free(text);
	close(fd);
	return error;
}

/* ---- Claims ---- */

static int
base64url_value(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789-_";
	const char *p = c != '\0' ? strchr(digits, c) : NULL;

	return p != NULL ? (int)(p - digits) : -1;
}

/* Decodes without padding into as many bytes as it has letters, or fewer; -1:
 * not base64url. */
static ssize_t
base64url(const char *text, size_t len, char *out)
{
	unsigned bits = 0, have = 0;
	size_t n = 0;

	if (len % 4 == 1)
		return -1;
	for (size_t i = 0; i < len; i++) {
		int value = base64url_value(text[i]);

		if (value < 0)
			return -1;
		bits = bits << 6 | (unsigned)value;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(bits >> have & 0xff);
		}
	}
	return (ssize_t)n;
}

static bool
number_claim(struct json_object *claims, const char *name, double *out)
{
	struct json_object *value = json_object_object_get(claims, name);
	enum json_type type = json_object_get_type(value);

	if (type != json_type_int && type != json_type_double)
		return false;
	*out = json_object_get_double(value);
	return isfinite(*out);
}

/* The middle one of three segments; NULL and why there is no such thing. */
static const char *
payload(const char *token, size_t *len, const char **why)
{
	const char *first = strchr(token, '.');
	const char *second = first != NULL ? strchr(first + 1, '.') : NULL;
	unsigned dots = 0;

	for (const char *p = token; *p != '\0'; p++)
		dots += *p == '.';
	*why = dots == 4   ? "it has five parts: an encrypted JWT"
	       : dots != 2 ? "it does not have the three parts of a JWT"
			   : NULL;
	if (*why != NULL)
		return NULL;
	*len = (size_t)(second - first - 1);
	return first + 1;
}

static void
text_claim(struct json_object *claims, const char *name, const char *token,
	char out[200])
{
	const char *text =
		json_object_get_string(json_object_object_get(claims, name));

	if (text != NULL)
		text_fit(out, 200, text, strlen(text), token);
}

int
token_claims(const char *token, struct iiq_claims *claims)
{
	const char *why, *part;
	struct json_object *json = NULL;
	size_t part_len = 0;
	char *text = NULL;
	ssize_t len;
	int rc = 0;

	*claims = (struct iiq_claims){ .is_jwt = false };
	part = payload(token, &part_len, &why);
	if (part == NULL)
		goto out;
	text = malloc(part_len + 1);
	len = text != NULL ? base64url(part, part_len, text) : 0;
	why = "its middle part is not base64url";
	if (len < 0)
		goto out;
	if (text == NULL ||
		reply_parse(text, (size_t)len, MAX_DEPTH, &json) < 0) {
		why = "out of memory";
		rc = -1;
		goto out;
	}
	why = "its middle part is not a JSON object";
	if (!json_object_is_type(json, json_type_object))
		goto out;
	why = "";
	claims->is_jwt = true;
	claims->has_expires = number_claim(json, "exp", &claims->expires);
	claims->has_issued = number_claim(json, "iat", &claims->issued);
	text_claim(json, "iss", token, claims->issuer);
	text_claim(json, "sub", token, claims->subject);
out:
	snprintf(claims->why_opaque, sizeof claims->why_opaque, "%s", why);
	json_object_put(json);
	free(text);
	return rc;
}
