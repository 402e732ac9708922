/* token.c - tokens that the fake gives out and takes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/token.h"

#include <json-c/json.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "fake/field.h"
#include "fake/site.h"

#define OUR_JTI "fa4e0000-0000-4000-8000-00000000f4ce"

static const char digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static char *
base64url(const char *text)
{
	size_t length = strlen(text);
	char *out = xcalloc(length / 3 * 4 + 5, 1);
	uint32_t bits = 0;
	int have = 0;
	size_t n = 0;

	for (size_t i = 0; i < length; i++) {
		bits = bits << 8 | (unsigned char)text[i];
		for (have += 8; have >= 6; have -= 6)
			out[n++] = digits[bits >> (have - 6) & 63];
	}
	if (have > 0)
		out[n++] = digits[bits << (6 - have) & 63];
	return out;
}

static char *
base64url_back(const char *text, size_t length)
{
	char *out = xcalloc(length + 1, 1);
	uint32_t bits = 0;
	int have = 0;
	size_t n = 0;

	for (size_t i = 0; i < length; i++) {
		const char *digit = strchr(digits, text[i]);

		if (digit == NULL || *digit == '\0') {
			free(out);
			return NULL;
		}
		bits = bits << 6 | (uint32_t)(digit - digits);
		have += 6;
		if (have >= 8)
			out[n++] = (char)(bits >> (have -= 8) & 255);
	}
	return out;
}

char *
token_make(const char *site_id, const char *user, double issued, double expires)
{
	/* The vendor's dates have a fraction. */
	char *payload = xasprintf("{\"iss\":\"%s\","
				  "\"scope\":\"https://fake.incidentiq.com\","
				  "\"sub\":\"%s\",\"jti\":\"%s\","
				  "\"iat\":%.3f,\"exp\":%.3f}",
		site_id, user, OUR_JTI, issued, expires);
	char *head = base64url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
	char *body = base64url(payload);
	char *token = xasprintf("%s.%s.%s", head, body,
		"bm9ib2R5LXNpZ25lZC10aGlzLWl0LWlzLWEtZmFrZS4");

	free(payload);
	free(head);
	free(body);
	return token;
}

static double
number_of(struct json_object *payload, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(payload, name, &value))
		return 0;
	return json_object_get_double(value);
}

bool
token_read(const char *token, struct token_claims *claims)
{
	const char *start = strchr(token, '.');
	const char *end = start ? strchr(start + 1, '.') : NULL;
	struct json_object *payload = NULL;
	const char *jti;
	char *text;

	memset(claims, 0, sizeof(*claims));
	if (end == NULL)
		return false;
	text = base64url_back(start + 1, (size_t)(end - start - 1));
	if (text != NULL)
		payload = json_tokener_parse(text);
	free(text);
	if (payload == NULL)
		return false;
	jti = get_text(payload, "jti");
	claims->ours = jti != NULL && strcmp(jti, OUR_JTI) == 0;
	claims->issued = number_of(payload, "iat");
	claims->expires = number_of(payload, "exp");
	json_object_put(payload);
	return true;
}
