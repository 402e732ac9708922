/* token.h - tokens that the fake gives out and takes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_TOKEN_H
#define FAKE_TOKEN_H

#include <stdbool.h>

/*
 * A JWT as the vendor makes them, expiring at that time. Nobody signed it: the
 * fake knows its own by the "jti". free() it.
 */
char *token_make(
	const char *site_id, const char *user, double issued, double expires);

/* What a JWT says of itself; false for what is none. */
struct token_claims {
	bool ours;
	double issued, expires;
};
bool token_read(const char *token, struct token_claims *claims);

#endif
