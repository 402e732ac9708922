/* site.c - the school district that the fake serves: who and what is there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake/site.h"

#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TABLE(rows)                                                            \
	{                                                                      \
		rows, COUNT(rows)                                              \
	}

static const struct thing teams[] = {
	{ "7ea00000-0000-4000-8000-000000000001", "Network Team", NULL },
	{ "7ea00000-0000-4000-8000-000000000002", "Field Technicians", NULL },
	{ "7ea00000-0000-4000-8000-000000000003", "Systems & Servers", NULL },
};

static const struct thing locations[] = {
	{ "10c00000-0000-4000-8000-000000000001", "Lincoln High School", NULL },
	{ "10c00000-0000-4000-8000-000000000002", "Oak Park Elementary", NULL },
	{ "10c00000-0000-4000-8000-000000000003", "District Office", NULL },
};

static const struct thing rooms[] = {
	{ "20000000-0000-4000-8000-000000000001", "MDF",
		"10c00000-0000-4000-8000-000000000001" },
	{ "20000000-0000-4000-8000-000000000002", "Library",
		"10c00000-0000-4000-8000-000000000001" },
	{ "20000000-0000-4000-8000-000000000003", "Computer Lab",
		"10c00000-0000-4000-8000-000000000002" },
	{ "20000000-0000-4000-8000-000000000004", "Server Room",
		"10c00000-0000-4000-8000-000000000003" },
};

static const struct thing issues[] = {
	{ "155e0000-0000-4000-8000-000000000001", "Network > Device down",
		NULL },
	{ "155e0000-0000-4000-8000-000000000002", "Server > Not responding",
		NULL },
	{ "155e0000-0000-4000-8000-000000000003", "Chromebook > Broken screen",
		NULL },
};

static const struct thing reasons[] = {
	{ "c98ae44e-ada0-4ae7-ae30-817785c00001", "Cancelled", NULL },
	{ "c98ae44e-ada0-4ae7-ae30-817785c00002", "Resolved", NULL },
	{ "c98ae44e-ada0-4ae7-ae30-817785c00003", "No longer occurring", NULL },
	{ "c98ae44e-ada0-4ae7-ae30-817785c00004", "Duplicate", NULL },
	{ "c98ae44e-ada0-4ae7-ae30-817785c00005", "No issue found", NULL },
	{ "c98ae44e-ada0-4ae7-ae30-817785c00006", "No response", NULL },
};

const struct table site_teams = TABLE(teams);
const struct table site_locations = TABLE(locations);
const struct table site_rooms = TABLE(rooms);
const struct table site_issues = TABLE(issues);
const struct table site_reasons = TABLE(reasons);

const struct person site_people[] = {
	[SITE_ROBOT] = { "05e40000-0000-4000-8000-000000000001",
		"Monitoring Robot", "monitoring@district.example", "Agent" },
	[SITE_OTHER_ROBOT] = { "05e40000-0000-4000-8000-000000000002",
		"Inventory Robot", "inventory@district.example", "Agent" },
	[SITE_AGENT] = { "05e40000-0000-4000-8000-000000000003",
		"Pat O'Neil <IT>", "pat@district.example", "Agent" },
	[SITE_TEACHER] = { "05e40000-0000-4000-8000-000000000004", "Ms. Rivera",
		"rivera@district.example", "Faculty" },
};
const size_t site_people_count = COUNT(site_people);

/* A tag should be unique; nobody promises that. */
const struct asset site_assets[] = {
	{ "a55e0000-0000-4000-8000-000000000001", "A-1001", "FOC1111X0AA",
		"core-sw-01", "10c00000-0000-4000-8000-000000000001",
		"20000000-0000-4000-8000-000000000001" },
	{ "a55e0000-0000-4000-8000-000000000002", "A-1002", "FOC2222X0BB",
		"lab-pc-01", "10c00000-0000-4000-8000-000000000002",
		"20000000-0000-4000-8000-000000000003" },
	{ "a55e0000-0000-4000-8000-000000000003", "A-1003", "FOC3333X0CC",
		"web-01", "10c00000-0000-4000-8000-000000000003",
		"20000000-0000-4000-8000-000000000004" },
	{ "a55e0000-0000-4000-8000-000000000009", "A-1009", "FOC9999X0DD",
		"projector-9", "10c00000-0000-4000-8000-000000000001", NULL },
	{ "a55e0000-0000-4000-8000-00000000000a", "A-1009", "FOC9999X0EE",
		"projector-9b", "10c00000-0000-4000-8000-000000000002", NULL },
};
const size_t site_assets_count = COUNT(site_assets);

const struct step site_steps[] = {
	[STEP_SUBMITTED] = { "57e00000-0000-4000-8000-000000000001",
		"Submitted", "Submitted", false },
	[STEP_IN_PROGRESS] = { "57e00000-0000-4000-8000-000000000002",
		"In Progress", "In Progress", false },
	[STEP_WAITING] = { "57e00000-0000-4000-8000-000000000003",
		"Waiting on Requestor", "On Hold", false },
	[STEP_RESOLVED] = { "57e00000-0000-4000-8000-000000000004",
		"Issue Resolved", "Closed", true },
	[STEP_CANCELLED] = { "57e00000-0000-4000-8000-000000000005",
		"Cancelled", "Cancelled", true },
};
const size_t site_steps_count = COUNT(site_steps);

const struct thing *
table_find(const struct table *table, const char *id)
{
	for (size_t i = 0; id != NULL && i < table->count; i++)
		if (strcasecmp(table->rows[i].id, id) == 0)
			return &table->rows[i];
	return NULL;
}

const struct person *
site_person(const char *id_or_email)
{
	for (size_t i = 0; id_or_email != NULL && i < COUNT(site_people); i++)
		if (strcasecmp(site_people[i].id, id_or_email) == 0 ||
			strcasecmp(site_people[i].email, id_or_email) == 0)
			return &site_people[i];
	return NULL;
}

const struct asset *
site_asset(const char *id)
{
	for (size_t i = 0; id != NULL && i < COUNT(site_assets); i++)
		if (strcasecmp(site_assets[i].id, id) == 0)
			return &site_assets[i];
	return NULL;
}

const struct step *
site_step(const char *id)
{
	for (size_t i = 0; id != NULL && i < COUNT(site_steps); i++)
		if (strcasecmp(site_steps[i].id, id) == 0)
			return &site_steps[i];
	return NULL;
}
