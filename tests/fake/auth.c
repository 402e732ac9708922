/* auth.c - who may call: token, site and client */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"
#include "fake/token.h"

static bool
token_is_good(const struct fake *fake, const char *token)
{
	struct token_claims claims;
	double now = fake_now();
	bool jwt = token_read(token, &claims);

	if (habit(&fake->habits, HABIT_REVOKED))
		return false;
	if (fake->expires_at > 0 && now >= fake->expires_at)
		return false;
	if (jwt && claims.expires > 0 && now >= claims.expires)
		return false;
	return strcmp(token, fake->token) == 0 || claims.ours;
}

bool
auth_check(struct exchange *x)
{
	static const char bearer[] = "Bearer ";
	const char *authorization = exchange_header(x, "Authorization");
	const char *client = exchange_header(x, "Client");
	const char *site = exchange_header(x, "SiteId");

	if (authorization == NULL ||
		strncasecmp(authorization, bearer, strlen(bearer)) != 0) {
		answer_message(x, 401,
			"Authentication required. Send a bearer token.");
		return false;
	}
	if (!token_is_good(x->fake, authorization + strlen(bearer))) {
		answer_message(x, 401, "Invalid or expired token");
		return false;
	}
	if (client == NULL || strcmp(client, "ApiClient") != 0) {
		answer_message(x, 401,
			"Authentication required for this kind of client.");
		return false;
	}
	if (!is_uuid(site)) {
		answer_errors(x, 400, "SiteId",
			"The header SiteId must hold a UUID.", NULL);
		return false;
	}
	if (strcasecmp(site, x->fake->site_id) != 0) {
		/* The same words as for a missing permission. */
		answer_message(x, 401,
			"Attempted to perform an unauthorized operation.");
		return false;
	}
	return true;
}
