/* test_memory.c - the library when memory runs out, once at every place */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "fake/scripted.h"
#include "incidentiq.h"
#include "unit/unit.h"

/*
 * The linker (--wrap) leads what the library's own objects ask for through
 * here; libcurl and json-c get theirs as ever, and so does the server's thread.
 */
static _Thread_local long left_until_failure = -1; /* -1: never */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
int __wrap_asprintf(char **out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int __wrap___asprintf_chk(char **out, int flag, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool
fails(void)
{
	if (left_until_failure < 0)
		return false;
	return left_until_failure-- == 0;
}

void *
__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

char *
__wrap_strdup(const char *text)
{
	return fails() ? NULL : __real_strdup(text);
}

int
__wrap_asprintf(char **out, const char *format, ...)
{
	va_list args;
	int rc;

	if (fails())
		return -1;
	va_start(args, format);
	rc = vasprintf(out, format, args);
	va_end(args);
	return rc;
}

/* What asprintf() becomes by _FORTIFY_SOURCE. */
int
__wrap___asprintf_chk(char **out, int flag, const char *format, ...)
{
	va_list args;
	int rc;

	(void)flag;
	if (fails())
		return -1;
	va_start(args, format);
	rc = vasprintf(out, format, args);
	va_end(args);
	return rc;
}

static const char body[] =
	"HTTP/1.1 201 Created\r\nConnection: close\r\nSiteId: s\r\n\r\n"
	"{\"Uid\":\"u\",\"Message\":\"m\",\"ErrorKey\":\"k\"}";

/* All that a program does in its life; what fails first is the result. */
static enum iiq_error
live(const char *url, iiq_session **session, iiq_reply **reply)
{
	struct iiq_claims claims;
	enum iiq_error error;

	if ((error = iiq_session_new(session)) != IIQ_OK ||
		(error = iiq_session_set(*session, IIQ_URL, url)) != IIQ_OK ||
		(error = iiq_session_set(*session, IIQ_SITE_ID,
			 "6f1ec0de-51fe-4a11-9c3d-0123456789ab")) != IIQ_OK ||
		(error = iiq_session_find_token(*session)) != IIQ_OK)
		return error;
	error = iiq_session_claims(*session, &claims);
	if (error != IIQ_OK)
		return error;
	/* What could not be read is not said to be opaque. */
	if (!claims.is_jwt)
		return IIQ_ERR_TOKEN;
	return iiq_call(*session, "POST", "/tickets/new", NULL, "{}", reply);
}

START_TEST(every_lack_of_memory_is_reported)
{
	static const struct scripted_step steps[] = { { SCRIPTED_ACCEPT, NULL },
		{ SCRIPTED_READ, NULL }, { SCRIPTED_SEND, body },
		{ SCRIPTED_CLOSE, NULL }, { SCRIPTED_END, NULL } };
	enum iiq_error error = IIQ_ERR_MEMORY;
	long places = 0;

	setenv("IIQ_API_TOKEN", "e30.eyJleHAiOjd9.c2ln", 1);
	for (; error == IIQ_ERR_MEMORY && places < 200; places++) {
		struct scripted *server = scripted_start(steps);
		iiq_session *session = NULL;
		iiq_reply *reply = NULL;
		bool failed;
		size_t sent;

		left_until_failure = places;
		error = live(scripted_url(server), &session, &reply);
		failed = left_until_failure < 0;
		left_until_failure = -1;
		if (error == IIQ_ERR_MEMORY && session != NULL)
			ck_assert_ptr_nonnull(strstr(
				iiq_session_error(session), "out of memory"));
		else if (error != IIQ_OK && session != NULL)
			ck_abort_msg("place %ld: %s", places,
				iiq_session_error(session));
		/* A text for people may be missing, and all else be well. */
		if (error == IIQ_OK && failed)
			error = IIQ_ERR_MEMORY;
		else if (reply != NULL && error == IIQ_ERR_MEMORY)
			ck_assert_int_ne(iiq_certainty(reply), IIQ_YES);
		scripted_stop(server, &sent, NULL);
		if (sent == 0)
			ck_assert_int_eq(iiq_certainty(reply), IIQ_NO);
		iiq_reply_free(reply);
		iiq_session_free(session);
	}
	ck_assert_int_eq(error, IIQ_OK);
	ck_assert_int_gt(places, 15);
}
END_TEST

START_TEST(encoding_reports_it_too)
{
	left_until_failure = 0;
	ck_assert_ptr_null(iiq_escape("a"));
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { every_lack_of_memory_is_reported,
		encoding_reports_it_too };

	return unit_run("memory", tests, UNIT_COUNT(tests));
}
