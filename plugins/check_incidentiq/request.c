/* request.c - what the check may ask: reads, never a change */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/request.h"

#include <string.h>

/* One row at most where paging is known to work; an asset of no tag. */
const struct permission permissions[PERMISSIONS] = {
	{ "tickets", { "POST", "/tickets", "$p=0&$s=1", "{}", true } },
	{ "assets", { "GET", "/assets/assettag/0", NULL, NULL, true } },
	{ "users", { "POST", "/users", "$p=0&$s=1", "{}", true } },
	{ "locations", { "GET", "/locations/all", NULL, NULL, true } },
	{ "teams", { "GET", "/teams", "$s=1", NULL, true } },
	{ "issues", { "GET", "/issues/site", NULL, NULL, true } },
	{ "settings", { "GET", "/sites/my/settings", NULL, NULL, false } },
};

/* The bit of a name; 0 when nobody has that name. */
static unsigned
bit_of(const char *name, size_t length)
{
	for (size_t i = 0; i < PERMISSIONS; i++)
		if (strlen(permissions[i].name) == length &&
			memcmp(permissions[i].name, name, length) == 0)
			return 1u << i;
	return 0;
}

int
permissions_parse(const char *names, unsigned *set, struct err *why)
{
	static const char separators[] = ", ";

	*set = 0;
	if (strcmp(names, "none") == 0)
		return 0;
	for (const char *p = names + strspn(names, separators); *p != '\0';
		p += strspn(p, separators)) {
		size_t length = strcspn(p, separators);
		unsigned bit = bit_of(p, length);

		if (bit == 0)
			return err_set(why,
				"there is no permission \"%.*s\"; see "
				"--list-permissions",
				(int)length, p);
		*set |= bit;
		p += length;
	}
	if (*set == 0)
		return err_set(
			why, "it names no permission; write none for none");
	return 0;
}
