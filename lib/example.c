/* example.c - who am I? Ask IncidentIQ, and say when the token ends */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cc example.c $(pkg-config --cflags --libs libincidentiq) -o whoami
 * IIQ_API_TOKEN=... ./whoami https://TENANT.incidentiq.com SITE-ID */
#include <incidentiq.h>
#include <json.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	iiq_session *session = NULL;
	iiq_reply *reply = NULL;
	struct iiq_claims claims;
	struct json_object *user = NULL;
	int status = 1;

	if (argc != 3 || iiq_session_new(&session) != IIQ_OK)
		return 2;
	if (iiq_session_set(session, IIQ_URL, argv[1]) != IIQ_OK ||
		iiq_session_set(session, IIQ_SITE_ID, argv[2]) != IIQ_OK ||
		iiq_session_find_token(session) != IIQ_OK ||
		iiq_session_claims(session, &claims) != IIQ_OK ||
		iiq_call(session, "GET", "/login", NULL, NULL, &reply) !=
			IIQ_OK)
		fprintf(stderr, "%s\n", iiq_session_error(session));
	else {
		json_object_object_get_ex(
			iiq_reply_part(reply, IIQ_ITEM), "User", &user);
		printf("%s\n", json_object_to_json_string(user));
		if (claims.has_expires)
			printf("token ends at %.0f\n", claims.expires);
		status = 0;
	}
	iiq_reply_free(reply);
	iiq_session_free(session);
	return status;
}
