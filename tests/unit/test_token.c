/* test_token.c - token files, and what a token says of itself */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "private.h"
#include "unit/unit.h"

static char folder[64];
static char path[96];
static iiq_session *session;

static void
set_up(void)
{
	snprintf(folder, sizeof folder, "/tmp/iiq-token.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/token", folder);
	ck_assert_int_eq(iiq_session_new(&session), IIQ_OK);
}

static void
tear_down(void)
{
	iiq_session_free(session);
	unlink(path);
	rmdir(folder);
}

static void
write_file(const char *text, size_t len, mode_t mode)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, len, file), len);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
}

static enum iiq_error
use_file(void)
{
	return iiq_session_set(session, IIQ_TOKEN_FILE, path);
}

static void
refused(const char *reason)
{
	ck_assert_int_eq(use_file(), IIQ_ERR_TOKEN);
	ck_assert_msg(strstr(iiq_session_error(session), reason) != NULL,
		"\"%s\" lacks \"%s\"", iiq_session_error(session), reason);
	ck_assert_ptr_null(session->text[IIQ_TOKEN]);
}

START_TEST(one_newline_at_the_end_of_a_token_file_is_dropped)
{
	static const char *const texts[] = { "opaque-token", "opaque-token\n",
		"opaque-token\r\n" };

	set_up();
	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		write_file(texts[i], strlen(texts[i]), 0600);
		ck_assert_int_eq(use_file(), IIQ_OK);
		ck_assert_str_eq(session->text[IIQ_TOKEN], "opaque-token");
	}
	tear_down();
}
END_TEST

START_TEST(what_a_header_must_not_hold_is_no_token)
{
	static const struct {
		const char *text;
		size_t len;
		const char *reason;
	} cases[] = {
		{ "", 0, "empty" },
		{ "\n", 1, "empty" },
		{ "a\n\n", 3, "control character" },
		{ "a b", 3, "blank" },
		{ " a", 2, "blank" },
		{ "a\tb", 3, "blank" },
		{ "a\r\nX: y", 7, "control character" },
		{ "a\x7f", 2, "control character" },
		{ "a\xc3\xbc", 3, "not ASCII" },
		{ "a\0b", 3, "NUL" },
		{ "Bearer abc", 10, "word Bearer" },
	};

	set_up();
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		write_file(cases[i].text, cases[i].len, 0600);
		refused(cases[i].reason);
	}
	tear_down();
}
END_TEST

START_TEST(a_token_file_that_others_reach_is_refused)
{
	static const struct {
		mode_t mode;
		const char *reason; /* NULL: fine */
	} cases[] = { { 0400, NULL }, { 0600, NULL }, { 0640, NULL },
		{ 0440, NULL }, { 0604, "others may read" },
		{ 0644, "chmod o-r" }, { 0620, "chmod go-w" },
		{ 0602, "chmod go-w" }, { 0666, "chmod go-w" } };

	set_up();
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		unlink(path);
		write_file("opaque-token", 12, cases[i].mode);
		iiq_session_set(session, IIQ_TOKEN, NULL);
		if (cases[i].reason != NULL)
			refused(cases[i].reason);
		else
			ck_assert_int_eq(use_file(), IIQ_OK);
	}
	tear_down();
}
END_TEST

START_TEST(a_token_file_is_a_small_regular_file)
{
	static char text[MAX_TOKEN + 2];
	char target[96];

	set_up();
	refused("No such file");
	ck_assert_int_eq(mkdir(path, 0700), 0);
	refused("not a regular file");
	rmdir(path);
	/* Nobody writes to it: a careless open() would wait for ever. */
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	refused("not a regular file");
	unlink(path);
	snprintf(target, sizeof target, "%s/target", folder);
	ck_assert_int_eq(symlink(target, path), 0);
	refused("symbolic link");
	unlink(path);
	memset(text, 'x', sizeof text);
	write_file(text, MAX_TOKEN, 0600);
	ck_assert_int_eq(use_file(), IIQ_OK);
	iiq_session_set(session, IIQ_TOKEN, NULL);
	write_file(text, MAX_TOKEN + 1, 0600);
	refused("larger than 16 KiB");
	tear_down();
}
END_TEST

START_TEST(a_refused_file_leaves_the_token_that_was_there)
{
	set_up();
	ck_assert_int_eq(
		iiq_session_set(session, IIQ_TOKEN, "the-old-one"), IIQ_OK);
	ck_assert_int_eq(use_file(), IIQ_ERR_TOKEN);
	ck_assert_str_eq(session->text[IIQ_TOKEN], "the-old-one");
	tear_down();
}
END_TEST

START_TEST(a_token_is_found_in_the_environment_then_with_systemd)
{
	set_up();
	snprintf(path, sizeof path, "%s/incidentiq.token", folder);
	write_file("from-systemd\n", 13, 0400);
	unsetenv("IIQ_API_TOKEN");
	unsetenv("CREDENTIALS_DIRECTORY");
	ck_assert_int_eq(iiq_session_find_token(session), IIQ_ERR_TOKEN);
	ck_assert_ptr_nonnull(
		strstr(iiq_session_error(session), "$IIQ_API_TOKEN"));
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	ck_assert_int_eq(iiq_session_find_token(session), IIQ_OK);
	ck_assert_str_eq(session->text[IIQ_TOKEN], "from-systemd");
	setenv("IIQ_API_TOKEN", "", 1);
	ck_assert_int_eq(iiq_session_find_token(session), IIQ_OK);
	ck_assert_str_eq(session->text[IIQ_TOKEN], "from-systemd");
	setenv("IIQ_API_TOKEN", "from-environment", 1);
	ck_assert_int_eq(iiq_session_find_token(session), IIQ_OK);
	ck_assert_str_eq(session->text[IIQ_TOKEN], "from-environment");
	setenv("IIQ_API_TOKEN", "bad\ntoken", 1);
	ck_assert_int_eq(iiq_session_find_token(session), IIQ_ERR_TOKEN);
	tear_down();
}
END_TEST

/* ---- Claims ---- */

/* The token whose middle part is the payload, in base64url. */
static const char *
jwt(const char *payload)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789-_";
	static char out[64 * 1024];
	size_t len = strlen(payload), n;
	char *p = out + sprintf(out, "eyJhbGciOiJIUzI1NiJ9.");

	for (size_t i = 0; i < len; i += 3) {
		unsigned bits = 0;

		n = len - i < 3 ? len - i : 3;
		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 |
			       (k < n ? (unsigned char)payload[i + k] : 0);
		for (size_t k = 0; k <= n; k++)
			*p++ = digits[bits >> (18 - 6 * k) & 63];
	}
	strcpy(p, ".c2ln");
	return out;
}

START_TEST(claims_are_read_with_their_fractions)
{
	struct iiq_claims claims;

	token_claims(
		jwt("{\"iss\":\"6f1ec0de\",\"sub\":\"~?>\",\"iat\":1734567890.25,"
		    "\"exp\":1829175890}"),
		&claims);
	ck_assert(claims.is_jwt);
	ck_assert(claims.has_issued);
	ck_assert_double_eq(claims.issued, 1734567890.25);
	ck_assert(claims.has_expires);
	ck_assert_double_eq(claims.expires, 1829175890);
	ck_assert_str_eq(claims.issuer, "6f1ec0de");
	ck_assert_str_eq(claims.subject, "~?>");
	ck_assert_str_eq(claims.why_opaque, "");
}
END_TEST

START_TEST(an_expiry_counts_only_when_it_is_a_number)
{
	static const struct {
		const char *payload;
		bool has;
		double expires;
	} cases[] = {
		{ "{\"exp\":0}", true, 0 },
		{ "{\"exp\":-5.5}", true, -5.5 },
		{ "{\"exp\":1e300}", true, 1e300 },
		{ "{\"exp\":99999999999999999999999}", true,
			9223372036854775807.0 },
		{ "{\"exp\":1e999}", false, 0 },
		{ "{\"exp\":\"1734567890\"}", false, 0 },
		{ "{\"exp\":null}", false, 0 },
		{ "{\"exp\":true}", false, 0 },
		{ "{\"exp\":[1]}", false, 0 },
		{ "{}", false, 0 },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct iiq_claims claims;

		token_claims(jwt(cases[i].payload), &claims);
		ck_assert_msg(claims.is_jwt, "%s: %s", cases[i].payload,
			claims.why_opaque);
		ck_assert_msg(claims.has_expires == cases[i].has, "%s",
			cases[i].payload);
		ck_assert_msg(claims.expires == cases[i].expires ||
				      !cases[i].has || cases[i].expires > 9e18,
			"%s: %f", cases[i].payload, claims.expires);
	}
}
END_TEST

START_TEST(what_is_no_jwt_is_opaque_and_says_why)
{
	static const struct {
		const char *token, *why;
	} cases[] = {
		{ "opaque", "three parts" }, { "a.b", "three parts" },
		{ "a.b.c.d", "three parts" }, { "a.b.c.d.e", "encrypted" },
		{ "a..c", "JSON object" }, { "a.!!.c", "base64url" },
		{ "a.e30=.c", "base64url" }, { "a.e.c", "base64url" },
		{ "a.bm8.c", "JSON object" },	  /* no */
		{ "a.WzFd.c", "JSON object" },	  /* [1] */
		{ "a.eyJhIjo.c", "JSON object" }, /* {"a": */
		{ "a.e30A.c", "JSON object" },	  /* {} and a NUL */
		{ "a.e319.c", "JSON object" },	  /* {}} */
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct iiq_claims claims;

		token_claims(cases[i].token, &claims);
		ck_assert_msg(!claims.is_jwt, "%s", cases[i].token);
		ck_assert_msg(strstr(claims.why_opaque, cases[i].why) != NULL,
			"%s: %s", cases[i].token, claims.why_opaque);
	}
	ck_assert_str_ne(jwt("{}"), "");
}
END_TEST

START_TEST(a_payload_of_ten_thousand_arrays_is_opaque)
{
	static char deep[20001];
	struct iiq_claims claims;

	memset(deep, '[', 10000);
	memset(deep + 10000, ']', 10000);
	token_claims(jwt(deep), &claims);
	ck_assert(!claims.is_jwt);
}
END_TEST

START_TEST(random_tokens_do_no_harm)
{
	unsigned seed = 1;
	char token[128];

	for (int i = 0; i < 20000; i++) {
		struct iiq_claims claims;
		size_t len = (size_t)rand_r(&seed) % (sizeof token - 1);

		for (size_t k = 0; k < len; k++)
			token[k] = "eyJ.AZaz09-_{}\"=x"[rand_r(&seed) % 17];
		token[len] = '\0';
		token_claims(token, &claims);
		ck_assert(claims.is_jwt || claims.why_opaque[0] != '\0');
	}
}
END_TEST

START_TEST(claims_need_a_token)
{
	struct iiq_claims claims = { .is_jwt = true };

	set_up();
	ck_assert_int_eq(iiq_session_claims(session, &claims), IIQ_ERR_TOKEN);
	ck_assert(!claims.is_jwt);
	iiq_session_set(session, IIQ_TOKEN, jwt("{\"exp\":7}"));
	ck_assert_int_eq(iiq_session_claims(session, &claims), IIQ_OK);
	ck_assert_double_eq(claims.expires, 7);
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		one_newline_at_the_end_of_a_token_file_is_dropped,
		what_a_header_must_not_hold_is_no_token,
		a_token_file_that_others_reach_is_refused,
		a_token_file_is_a_small_regular_file,
		a_refused_file_leaves_the_token_that_was_there,
		a_token_is_found_in_the_environment_then_with_systemd,
		claims_are_read_with_their_fractions,
		an_expiry_counts_only_when_it_is_a_number,
		what_is_no_jwt_is_opaque_and_says_why,
		a_payload_of_ten_thousand_arrays_is_opaque,
		random_tokens_do_no_harm, claims_need_a_token
	};

	return unit_run("token", tests, UNIT_COUNT(tests));
}
