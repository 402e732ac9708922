/* minimal_get.c - the least that libcurl and json-c can do for a check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <curl/curl.h>
#include <json.h>

struct answer {
	json_tokener *parser;
	json_object *json;
};

static size_t
take(char *data, size_t size, size_t count, void *arg)
{
	struct answer *answer = arg;

	answer->json = json_tokener_parse_ex(
		answer->parser, data, (int)(size * count));
	return size * count;
}

/* minimal_get CA-FILE URL HEADER...: 0 when a JSON object came. */
int
main(int argc, char **argv)
{
	struct answer answer = { .parser = json_tokener_new() };
	struct curl_slist *headers = NULL;
	CURLcode code;
	CURL *curl;

	if (argc < 3)
		return 2;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	curl = curl_easy_init();
	for (int i = 3; i < argc; i++)
		headers = curl_slist_append(headers, argv[i]);
	curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(curl, CURLOPT_CAINFO, argv[1]);
	curl_easy_setopt(curl, CURLOPT_URL, argv[2]);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
	code = curl_easy_perform(curl);
	return code == CURLE_OK && answer.json != NULL ? 0 : 1;
}
