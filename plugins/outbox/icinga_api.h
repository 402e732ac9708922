/* icinga_api.h - one request to the REST API of Icinga 2 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_ICINGA_API_H
#define OUTBOX_ICINGA_API_H

#include <json-c/json.h>

#include "common/err.h"

struct icinga_login {
	const char *url; /* https://HOST:5665 */
	const char *user;
	const char *password_file;
	const char *ca_file; /* NULL: what the system trusts */
};

struct icinga_api;

/* Borrows the texts. */
int icinga_api_open(const struct icinga_login *login, struct icinga_api **out,
	struct err *why);
void icinga_api_close(struct icinga_api *api);

/* GET where body is NULL, which stays the caller's; *out is what came, NULL if
 * that was no JSON. Put it. */
int icinga_api_call(struct icinga_api *api, const char *path, json_object *body,
	long *status, json_object **out, struct err *why);

/* Why it says no: "PATH: HTTP 404: No such ...". */
void icinga_api_explain(const struct icinga_api *api, const char *path,
	long status, json_object *answer, struct err *why);

#endif
