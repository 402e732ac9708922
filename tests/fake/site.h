/* site.h - the school district that the fake serves: who and what is there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_SITE_H
#define FAKE_SITE_H

#include <stdbool.h>
#include <stddef.h>

/* Fixed, so that a test can name them. */
#define SITE_ID	      "6f1ec0de-51fe-4a11-9c3d-0123456789ab"
#define SITE_PRODUCT  "88df910c-91aa-e711-80c2-0004ffa00010"
#define SITE_WORKFLOW "3a2b1c00-f10a-4e57-8000-000000000001"

struct thing {
	const char *id;
	const char *name;
	const char *within; /* a room's location */
};

struct person {
	const char *id;
	const char *name;
	const char *email;
	const char *role;
};

struct asset {
	const char *id;
	const char *tag;
	const char *serial;
	const char *name;
	const char *location_id;
	const char *room_id;
};

struct step {
	const char *id;
	const char *name;
	const char *status;
	bool is_closed;
};

struct table {
	const struct thing *rows;
	size_t count;
};

extern const struct table site_teams, site_locations, site_rooms, site_issues,
	site_reasons;
extern const struct person site_people[];
extern const size_t site_people_count;
extern const struct asset site_assets[];
extern const size_t site_assets_count;
extern const struct step site_steps[];
extern const size_t site_steps_count;

/* Rows of site_people: whose the token is, and who a person at the help desk
 * and a teacher are. */
enum { SITE_ROBOT, SITE_OTHER_ROBOT, SITE_AGENT, SITE_TEACHER };
/* Rows of site_steps. */
enum {
	STEP_SUBMITTED,
	STEP_IN_PROGRESS,
	STEP_WAITING,
	STEP_RESOLVED,
	STEP_CANCELLED
};

/* By id, without regard to case; NULL when there is none. */
const struct thing *table_find(const struct table *table, const char *id);
const struct person *site_person(const char *id_or_email);
const struct asset *site_asset(const char *id);
const struct step *site_step(const char *id);

#endif
