/* test_iiq_json.c - what is sent to IncidentIQ, and read of its answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/iiq_json.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "outbox/ids.h"
#include "unit/unit.h"

#define ID_1 "0a1b2c3d-0000-4000-8000-00000000000a"
#define ID_2 "0A1B2C3D-0000-4000-8000-00000000000B"
#define ID_3 "0a1b2c3d-0000-4000-8000-00000000000c"

static json_object *
parse(const char *text)
{
	json_object *object = json_tokener_parse(text);

	ck_assert_msg(object != NULL || strcmp(text, "null") == 0, "%s", text);
	return object;
}

/* Compares the JSON, key order included, and frees it. */
static void
check_json(json_object *object, const char *expected)
{
	ck_assert_str_eq(json_object_to_json_string_ext(object,
				 JSON_C_TO_STRING_PLAIN |
					 JSON_C_TO_STRING_NOSLASHESCAPE),
		expected);
	json_object_put(object);
}

/* ---- requests ---- */

static const struct draft bare = { .subject = "web1 is DOWN",
	.body = "<p>b</p>",
	.marker = "iiq1x",
	.note = "" };

#define BARE_START                                                             \
	"{\"ProductId\":\"88df910c-91aa-e711-80c2-0004ffa00010\","             \
	"\"Subject\":\"web1 is DOWN\",\"IssueDescription\":\"<p>b</p>"

START_TEST(a_bare_draft_sends_nothing_that_is_not_known)
{
	check_json(iiq_json_draft(&bare), BARE_START "<p>iiq1x</p>\"}");
}
END_TEST

START_TEST(a_full_draft_sends_ids_and_ends_with_its_marker)
{
	struct draft draft = bare;

	draft.urgent = true;
	draft.note = "<p>n</p>";
	draft.id[THING_REQUESTER] = ID_1;
	draft.id[THING_ROOM] = ID_2;
	draft.id[THING_TEAM] = "";
	draft.id[THING_ASSET] = ID_3;
	check_json(iiq_json_draft(&draft),
		BARE_START "<p>n</p><p>iiq1x</p>\",\"ForId\":\"" ID_1
			   "\",\"LocationRoomId\":\"" ID_2
			   "\",\"Assets\":[{\"AssetId\":\"" ID_3
			   "\"}],\"IsUrgent\":true}");
}
END_TEST

#define COMMENT(is_public)                                                     \
	"{\"TicketId\":\"" ID_1 "\",\"TicketActivityId\":\"" ID_2              \
	"\",\"IsPublic\":" is_public ",\"WaitForResponse\":false,"             \
	"\"TicketWasUpdated\":false,\"ActivityItems\":[{\"$type\":"            \
	"\"Spark.Shared.Models.TicketActivityComment, Spark.Shared\","         \
	"\"TicketActivityTypeId\":6,\"Comments\":\"<p>c</p>\"}]}"

START_TEST(a_comment_is_public_where_wanted_and_its_type_comes_first)
{
	check_json(iiq_json_comment(ID_1, ID_2, "<p>c</p>", false),
		COMMENT("false"));
	check_json(iiq_json_comment(ID_1, ID_2, "<p>c</p>", true),
		COMMENT("true"));
}
END_TEST

START_TEST(a_search_filters_by_keyword_and_a_scan_by_nothing)
{
	check_json(iiq_json_search("iiq1x"),
		"{\"Schema\":\"All\",\"FilterByProduct\":true,"
		"\"OnlyShowDeleted\":false,\"Filters\":[{\"Facet\":\"keyword\","
		"\"Value\":\"iiq1x\"}]}");
	check_json(iiq_json_search(NULL),
		"{\"Schema\":\"All\",\"FilterByProduct\":true,"
		"\"OnlyShowDeleted\":false,\"Filters\":[]}");
}
END_TEST

START_TEST(a_name_is_asked_for_by_its_facet)
{
	check_json(iiq_json_filter(THING_TEAM, "net\"work"),
		"{\"Facets\":[\"team\"],\"Query\":\"net\\\"work\","
		"\"ResultsFilter\":{\"EntityName\":\"tickets\","
		"\"ShowAll\":false,\"ShowDeleted\":false}}");
}
END_TEST

/* ---- ids ---- */

START_TEST(an_id_is_a_uuid_in_either_case)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = { { ID_1, true }, { ID_2, true }, { "", false },
		{ "network", false }, { ID_1 "0", false },
		{ "0a1b2c3d-0000-4000-8000-00000000000", false },
		{ "0a1b2c3d00000-4000-8000-00000000000a", false },
		{ "0a1b2c3g-0000-4000-8000-00000000000a", false },
		{ "{a1b2c3d-0000-4000-8000-00000000000a", false } };

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(ids_is_id(cases[i].text) == cases[i].is, "%s",
			cases[i].text);
}
END_TEST

/* ---- tickets ---- */

static struct ticket
ticket_of(const char *text, bool expected)
{
	json_object *item = parse(text);
	struct ticket ticket;

	ck_assert_msg(iiq_json_ticket(item, &ticket) == expected, "%s", text);
	json_object_put(item);
	return ticket;
}

START_TEST(a_tickets_details_are_read)
{
	struct ticket ticket = ticket_of(
		"{\"TicketId\":\"" ID_1
		"\",\"TicketNumber\":\"01234567373996\","
		"\"Subject\":\"s\",\"IssueDescription\":\"<p>b</p>\","
		"\"IsClosed\":true,\"CreatedDate\":\"2024-02-29T12:00:01.37\"}",
		true);

	ck_assert_str_eq(ticket.id, ID_1);
	ck_assert_str_eq(ticket.number, "01234567373996");
	ck_assert_str_eq(ticket.subject, "s");
	ck_assert_str_eq(ticket.body, "<p>b</p>");
	ck_assert(ticket.closed);
	ck_assert_int_eq(ticket.created, 1709208001);
	ticket_clear(&ticket);
}
END_TEST

START_TEST(a_row_names_things_otherwise)
{
	struct ticket ticket =
		ticket_of("{\"TicketId\":\"" ID_1 "\",\"TicketSubject\":\"s\","
			  "\"TicketCreatedDate\":\"2024-02-29T12:00:01\"}",
			true);

	ck_assert_str_eq(ticket.subject, "s");
	ck_assert_str_eq(ticket.number, "?");
	ck_assert_int_eq(ticket.created, 1709208001);
	ck_assert_ptr_null(ticket.body);
	ck_assert(!ticket.closed);
	ticket_clear(&ticket);
}
END_TEST

START_TEST(a_ticket_is_closed_only_if_it_says_so)
{
	static const struct {
		const char *fields;
		bool closed;
	} cases[] = {
		{ "\"IsClosed\":true", true },
		{ "\"IsClosed\":false", false },
		{ "\"IsClosed\":null", false },
		{ "\"IsClosed\":1", true },
		{ "\"IsClosed\":0", false },
		{ "\"IsClosed\":\"true\"", true },
		{ "\"IsClosed\":\"True\"", true },
		{ "\"IsClosed\":\"false\"", false },
		{ "\"IsClosed\":{}", false },
		{ "\"IsClosed\":[true]", false },
		{ "\"WorkflowStep\":{\"IsClosed\":true}", true },
		{ "\"WorkflowStep\":{\"IsClosed\":false}", false },
		{ "\"WorkflowStep\":7", false },
		{ "\"IsClosed\":null,\"WorkflowStep\":{\"IsClosed\":true}",
			true },
		{ "\"IsClosed\":false,\"WorkflowStep\":{\"IsClosed\":true}",
			false },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		char *text = xasprintf(
			"{\"TicketId\":\"" ID_1 "\",%s}", cases[i].fields);
		struct ticket ticket = ticket_of(text, true);

		ck_assert_msg(ticket.closed == cases[i].closed, "%s", text);
		ticket_clear(&ticket);
		free(text);
	}
}
END_TEST

START_TEST(what_has_no_id_is_no_ticket)
{
	static const char *const texts[] = { "{}", "[]", "null", "7", "\"x\"",
		"{\"TicketId\":null}", "{\"TicketId\":7}", "{\"TicketId\":{}}",
		"{\"TicketId\":\"\"}", "{\"TicketId\":\"a b\"}",
		"{\"TicketId\":\"a\\u001b\"}",
		"{\"TicketId\":\"0123456789012345678901234567890123456789\"}" };

	for (size_t i = 0; i < UNIT_COUNT(texts); i++)
		ticket_of(texts[i], false);
}
END_TEST

static const char *const odd_values[] = { "null", "true", "7", "1.5e300",
	"\"\"", "\"x\"", "[]", "[[]]", "[null]", "{}", "{\"a\":{}}", "-1" };

START_TEST(odd_types_are_survived_in_every_field_of_a_ticket)
{
	static const char *const fields[] = { "TicketNumber", "Subject",
		"TicketSubject", "IssueDescription", "IsClosed", "CreatedDate",
		"TicketCreatedDate", "WorkflowStep" };

	for (size_t i = 0; i < UNIT_COUNT(fields); i++)
		for (size_t k = 0; k < UNIT_COUNT(odd_values); k++) {
			char *text = xasprintf("{\"TicketId\":\"" ID_1
					       "\",\"%s\":%s}",
				fields[i], odd_values[k]);
			struct ticket ticket = ticket_of(text, true);

			ck_assert_int_eq(ticket.created, 0);
			ticket_clear(&ticket);
			free(text);
		}
}
END_TEST

START_TEST(a_ticket_number_is_never_empty_and_fit_to_print)
{
	static const struct {
		const char *item, *number;
	} cases[] = {
		{ "{\"TicketId\":\"t\",\"TicketNumber\":\"\"}", "?" },
		{ "{\"TicketId\":\"t\",\"TicketNumber\":\"\\n\"}", "?" },
		{ "{\"TicketId\":\"t\",\"TicketNumber\":\"7\\u001b[1m\"}",
			"7 [1m" },
		{ "{\"TicketId\":\"t\",\"TicketNumber\":"
		  "\"12345678901234567890123456789012345678\u00e9\"}",
			"12345678901234567890123456789012345678" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		json_object *item = parse(cases[i].item);
		struct ticket ticket;

		ck_assert(iiq_json_ticket(item, &ticket));
		ck_assert_str_eq(ticket.number, cases[i].number);
		ticket_clear(&ticket);
		json_object_put(item);
	}
}
END_TEST

/* ---- lists ---- */

START_TEST(a_list_of_tickets_is_read)
{
	json_object *items = parse(
		"[{\"TicketId\":\"" ID_1 "\"},{\"TicketId\":\"" ID_2 "\"}]");
	struct tickets rows = { .total = 2 };

	ck_assert(iiq_json_rows(items, &rows));
	ck_assert_uint_eq(rows.count, 2);
	ck_assert_str_eq(rows.rows[1].id, ID_2);
	ck_assert_int_eq(rows.total, 2);
	tickets_clear(&rows);
	json_object_put(items);
}
END_TEST

START_TEST(a_list_with_unreadable_rows_does_not_pass_for_whole)
{
	json_object *items =
		parse("[null,{\"TicketId\":\"" ID_1 "\"},7,{},[]]");
	struct tickets rows = { .total = -1 };

	ck_assert(iiq_json_rows(items, &rows));
	ck_assert_uint_eq(rows.count, 1);
	ck_assert_str_eq(rows.rows[0].id, ID_1);
	ck_assert_int_eq(rows.total, 5);
	tickets_clear(&rows);
	json_object_put(items);
}
END_TEST

START_TEST(what_is_no_list_is_none)
{
	static const char *const texts[] = { "null", "{}", "7", "\"x\"",
		"true" };

	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		json_object *items = parse(texts[i]);
		struct tickets rows = { .total = -1 };

		ck_assert_msg(!iiq_json_rows(items, &rows), "%s", texts[i]);
		tickets_clear(&rows);
		json_object_put(items);
	}
}
END_TEST

/* ---- names ---- */

/* "ID NAME OTHER LOCATION ROOM;" of each row, ids by their last letter. */
static void
check_entries(enum thing thing, const char *text, const char *expected)
{
	json_object *items = parse(text);
	struct entries rows = { 0 };
	char got[400] = "";
	size_t used = 0;

	iiq_json_entries(items, thing, &rows);
	for (size_t i = 0; i < rows.count; i++) {
		const struct entry *row = &rows.rows[i];

		used += (size_t)snprintf(got + used, sizeof(got) - used,
			"%s %s %s %s %s;", row->id + 35, row->name, row->other,
			row->location[0] == '\0' ? "-" : row->location + 35,
			row->room[0] == '\0' ? "-" : row->room + 35);
	}
	ck_assert_str_eq(got, expected);
	entries_clear(&rows);
	json_object_put(items);
}

START_TEST(lists_and_filters_name_things_each_in_its_way)
{
	static const struct {
		enum thing thing;
		const char *text, *rows;
	} cases[] = {
		{ THING_TEAM,
			"[{\"Facet\":\"team\",\"Name\":\"N\",\"Id\":\"" ID_1
			"\"},{\"Facet\":\"tag\",\"Name\":\"N\",\"Id\":\"" ID_3
			"\"}]",
			"a N  - -;" },
		{ THING_TEAM, "[{\"TeamId\":\"" ID_2 "\",\"Name\":\"N\"}]",
			"B N  - -;" },
		{ THING_REQUESTER,
			"[{\"UserId\":\"" ID_1 "\",\"Name\":\"J\","
			"\"Email\":\"j@x\",\"LocationId\":\"" ID_2 "\"}]",
			"a J j@x - -;" },
		{ THING_ROOM,
			"[{\"LocationRoomId\":\"" ID_1
			"\",\"Name\":\"MDF\",\"LocationId\":\"" ID_3 "\"}]",
			"a MDF  c -;" },
		{ THING_ASSET,
			"[{\"AssetId\":\"" ID_1 "\",\"AssetTag\":\"T7\","
			"\"Name\":\"sw\",\"SerialNumber\":\"S\","
			"\"LocationId\":\"" ID_2 "\",\"LocationRoomId\":\"" ID_3
			"\"}]",
			"a T7 S B c;" },
		{ THING_TEAM,
			"[null,7,[],{},{\"Name\":\"N\"},{\"Name\":\"N\","
			"\"Id\":\"no id\"},{\"Id\":\"" ID_1 "\"},"
			"{\"Name\":\"N\",\"Id\":\"" ID_1 "\"},"
			"{\"Name\":\"N\",\"Id\":\"" ID_1 "\"}]",
			"a N  - -;" },
		{ THING_TEAM, "null", "" },
		{ THING_TEAM, "{}", "" },
		{ THING_TEAM, "7", "" },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++)
		check_entries(cases[i].thing, cases[i].text, cases[i].rows);
}
END_TEST

START_TEST(odd_types_are_survived_in_every_field_of_an_entry)
{
	static const char *const fields[] = { "AssetTag", "AssetId", "Id",
		"Name", "Facet", "SerialNumber", "LocationId",
		"LocationRoomId" };

	for (size_t i = 0; i < UNIT_COUNT(fields); i++)
		for (size_t k = 0; k < UNIT_COUNT(odd_values); k++) {
			char *text = xasprintf("[{\"AssetTag\":\"T7\","
					       "\"AssetId\":\"" ID_1
					       "\",\"%s\":%s}]",
				fields[i], odd_values[k]);
			json_object *items = parse(text);
			struct entries rows = { 0 };

			iiq_json_entries(items, THING_ASSET, &rows);
			ck_assert_uint_le(rows.count, 1);
			entries_clear(&rows);
			json_object_put(items);
			free(text);
		}
}
END_TEST

/* Who cannot be told from us is a person. */
START_TEST(a_ticket_is_touched_unless_all_of_it_is_ours)
{
	static const struct {
		const char *activities, *users[2];
		bool touched;
	} cases[] = {
		{ "[]", { ID_1 }, false },
		{ "[{\"UserId\":\"0A1B2C3D-0000-4000-8000-00000000000A\"},"
		  "{\"User\":{\"UserId\":\"" ID_1 "\"}}]",
			{ ID_1 }, false },
		{ "[{\"UserId\":\"" ID_1 "\"},{\"UserId\":\"" ID_3 "\"}]",
			{ ID_1 }, true },
		/* The last token was another user's. */
		{ "[{\"UserId\":\"" ID_1 "\"},{\"UserId\":\"" ID_3 "\"}]",
			{ ID_1, ID_3 }, false },
		{ "[{\"User\":{\"UserId\":\"" ID_3 "\"}}]", { ID_1 }, true },
		{ "[{\"UserId\":\"" ID_1 "\"}]", { "" }, true },
		{ "[]", { "" }, true },
		{ "[{}]", { ID_1 }, true },
		{ "[7]", { ID_1 }, true },
		{ "{}", { ID_1 }, true },
		{ "null", { ID_1 }, true },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		json_object *activities = parse(cases[i].activities);
		struct us us = { 0 };

		for (size_t k = 0; k < 2 && cases[i].users[k] != NULL; k++)
			us_add(&us, cases[i].users[k]);
		ck_assert_msg(
			iiq_json_touched(activities, &us) == cases[i].touched,
			"%s", cases[i].activities);
		us_clear(&us);
		json_object_put(activities);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_bare_draft_sends_nothing_that_is_not_known,
		a_full_draft_sends_ids_and_ends_with_its_marker,
		a_comment_is_public_where_wanted_and_its_type_comes_first,
		a_search_filters_by_keyword_and_a_scan_by_nothing,
		a_name_is_asked_for_by_its_facet,
		an_id_is_a_uuid_in_either_case, a_tickets_details_are_read,
		a_row_names_things_otherwise,
		a_ticket_is_closed_only_if_it_says_so,
		what_has_no_id_is_no_ticket,
		odd_types_are_survived_in_every_field_of_a_ticket,
		a_ticket_number_is_never_empty_and_fit_to_print,
		a_list_of_tickets_is_read,
		a_list_with_unreadable_rows_does_not_pass_for_whole,
		what_is_no_list_is_none,
		lists_and_filters_name_things_each_in_its_way,
		odd_types_are_survived_in_every_field_of_an_entry,
		a_ticket_is_touched_unless_all_of_it_is_ours };

	return unit_run("iiq_json", tests, UNIT_COUNT(tests));
}
