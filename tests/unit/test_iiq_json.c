/* test_iiq_json.c - what is sent to IncidentIQ, and read of its answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/iiq_json.h"

#include <json-c/json.h>
#include <string.h>

#include "common/mem.h"
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
	.note = "",
	.asset = "" };

#define BARE_START                                                             \
	"{\"ProductId\":\"88df910c-91aa-e711-80c2-0004ffa00010\","             \
	"\"Subject\":\"web1 is DOWN\",\"IssueDescription\":\"<p>b</p>"

START_TEST(a_bare_draft_sends_nothing_that_is_not_known)
{
	struct iiq_ids none = { 0 };

	check_json(iiq_json_draft(&bare, &none), BARE_START "<p>iiq1x</p>\"}");
}
END_TEST

START_TEST(a_full_draft_sends_ids_and_ends_with_its_marker)
{
	struct draft draft = bare;
	struct iiq_ids ids = { 0 };

	draft.urgent = true;
	draft.note = "<p>n</p>";
	ck_assert(iiq_ids_take(&ids, IIQ_ID_REQUESTER, ID_1));
	ck_assert(iiq_ids_take(&ids, IIQ_ID_ROOM, ID_2));
	iiq_ids_miss(&ids, "team", "a<b");
	iiq_ids_miss(&ids, "asset tag", "7");
	ids.asset = xstrdup(ID_3);
	check_json(iiq_json_draft(&draft, &ids), BARE_START
		"<p>n</p><p>team a&lt;b not found<br>asset tag 7 not found<br>"
		"</p><p>iiq1x</p>\",\"ForId\":\"" ID_1
		"\",\"LocationRoomId\":\"" ID_2
		"\",\"Assets\":[{\"AssetId\":\"" ID_3
		"\"}],\"IsUrgent\":true}");
	iiq_ids_free(&ids);
}
END_TEST

START_TEST(a_comment_is_internal_and_its_type_comes_first)
{
	check_json(iiq_json_comment(ID_1, ID_2, "<p>c</p>"),
		"{\"TicketId\":\"" ID_1 "\",\"TicketActivityId\":\"" ID_2
		"\",\"IsPublic\":false,\"WaitForResponse\":false,"
		"\"TicketWasUpdated\":false,\"ActivityItems\":[{\"$type\":"
		"\"Spark.Shared.Models.TicketActivityComment, Spark.Shared\","
		"\"TicketActivityTypeId\":6,\"Comments\":\"<p>c</p>\"}]}");
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
	check_json(iiq_json_filter(IIQ_ID_TEAM, "net\"work"),
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
		ck_assert_msg(iiq_is_id(cases[i].text) == cases[i].is, "%s",
			cases[i].text);
}
END_TEST

START_TEST(a_default_room_goes_with_the_default_location_only)
{
	struct iiq_ids ids = { 0 };

	ck_assert(iiq_ids_wants_default(&ids, IIQ_ID_ROOM));
	ck_assert(!iiq_ids_take(&ids, IIQ_ID_LOCATION, "north"));
	ck_assert(iiq_ids_take(&ids, IIQ_ID_LOCATION, ID_1));
	ck_assert(!iiq_ids_wants_default(&ids, IIQ_ID_LOCATION));
	ck_assert(!iiq_ids_wants_default(&ids, IIQ_ID_ROOM));
	ck_assert(iiq_ids_wants_default(&ids, IIQ_ID_TEAM));
	iiq_ids_free(&ids);
}
END_TEST

START_TEST(every_kind_of_id_has_its_word_and_name)
{
	struct mapping mapping = { "r", "i", "l", "m", NULL };

	ck_assert_str_eq(iiq_ids_word(&mapping, IIQ_ID_REQUESTER), "r");
	ck_assert_str_eq(iiq_ids_word(&mapping, IIQ_ID_ISSUE), "i");
	ck_assert_str_eq(iiq_ids_word(&mapping, IIQ_ID_LOCATION), "l");
	ck_assert_str_eq(iiq_ids_word(&mapping, IIQ_ID_ROOM), "m");
	ck_assert_str_eq(iiq_ids_word(&mapping, IIQ_ID_TEAM), "");
	ck_assert_str_eq(iiq_id_name(IIQ_ID_TEAM), "team");
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
		"{\"TicketId\":\"\"}",
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

#define ASSET(tag, id, rest)                                                   \
	"{\"AssetTag\":\"" tag "\",\"AssetId\":\"" id "\"" rest "}"

static struct iiq_ids
asset_of(const char *text, struct iiq_ids ids, bool expected)
{
	json_object *items = parse(text);

	ck_assert_msg(
		iiq_json_asset(items, "T7", &ids) == expected, "%s", text);
	json_object_put(items);
	return ids;
}

START_TEST(an_asset_is_found_among_0_1_or_n_rows)
{
	static const struct {
		const char *text, *id;
	} cases[] = {
		{ "[]", NULL },
		{ "[" ASSET("T7", ID_1, "") "]", ID_1 },
		{ "[" ASSET("t7", ID_1, "") "]", ID_1 },
		{ "[" ASSET("T70", ID_1, "") "," ASSET("T7", ID_2, "") "]",
			ID_2 },
		{ "[" ASSET("T70", ID_1, "") "]", NULL },
		{ "[" ASSET("T7", "no id", "") "]", NULL },
		{ "[null,7,[],{}," ASSET("T7", ID_1, "") "]", ID_1 },
		{ "null", NULL },
		{ "{}", NULL },
		{ "7", NULL },
		{ "\"T7\"", NULL },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct iiq_ids ids = asset_of(cases[i].text,
			(struct iiq_ids){ 0 }, cases[i].id != NULL);

		if (cases[i].id != NULL)
			ck_assert_str_eq(ids.asset, cases[i].id);
		else
			ck_assert_ptr_null(ids.asset);
		iiq_ids_free(&ids);
	}
}
END_TEST

START_TEST(an_asset_lends_its_place_where_the_alert_has_none)
{
	static const char placed[] = "[" ASSET("T7", ID_1,
		",\"LocationId\":\"" ID_2 "\",\"LocationRoomId\":\"" ID_3
		"\"") "]";
	struct iiq_ids ids = asset_of(placed, (struct iiq_ids){ 0 }, true);

	ck_assert_str_eq(ids.id[IIQ_ID_LOCATION], ID_2);
	ck_assert_str_eq(ids.id[IIQ_ID_ROOM], ID_3);
	iiq_ids_free(&ids);
	ids = (struct iiq_ids){ 0 };
	iiq_ids_take(&ids, IIQ_ID_LOCATION, ID_1);
	ids = asset_of(placed, ids, true);
	ck_assert_str_eq(ids.id[IIQ_ID_LOCATION], ID_1);
	ck_assert_ptr_null(ids.id[IIQ_ID_ROOM]);
	iiq_ids_free(&ids);
}
END_TEST

START_TEST(odd_types_are_survived_in_every_field_of_an_asset)
{
	static const char *const fields[] = { "AssetTag", "AssetId",
		"LocationId", "LocationRoomId" };

	for (size_t i = 0; i < UNIT_COUNT(fields); i++)
		for (size_t k = 0; k < UNIT_COUNT(odd_values); k++) {
			char *text = xasprintf(
				"[{\"AssetTag\":\"T7\",\"AssetId\":\"" ID_1
				"\",\"LocationId\":\"" ID_2 "\",\"%s\":%s}]",
				fields[i], odd_values[k]);
			struct iiq_ids ids =
				asset_of(text, (struct iiq_ids){ 0 }, i > 1);

			iiq_ids_free(&ids);
			free(text);
		}
}
END_TEST

START_TEST(a_name_is_taken_only_if_it_is_the_whole_name)
{
	static const struct {
		const char *text;
		bool found;
	} cases[] = {
		{ "[{\"Facet\":\"team\",\"Name\":\"Network\",\"Id\":\"" ID_1
		  "\"}]",
			true },
		{ "[{\"Name\":\"network 2\",\"Id\":\"" ID_2
		  "\"},{\"Name\":\"network\",\"Id\":\"" ID_1 "\"}]",
			true },
		{ "[{\"Name\":\"network 2\",\"Id\":\"" ID_1 "\"}]", false },
		{ "[{\"Name\":\"network\",\"Id\":7}]", false },
		{ "[{\"Name\":\"network\"}]", false },
		{ "[{\"Name\":7,\"Id\":\"" ID_1 "\"}]", false },
		{ "[]", false },
		{ "{}", false },
		{ "null", false },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		json_object *items = parse(cases[i].text);
		struct iiq_ids ids = { 0 };

		ck_assert_msg(iiq_json_named(items, IIQ_ID_TEAM, "network",
				      &ids) == cases[i].found,
			"%s", cases[i].text);
		if (cases[i].found)
			ck_assert_str_eq(ids.id[IIQ_ID_TEAM], ID_1);
		iiq_ids_free(&ids);
		json_object_put(items);
	}
}
END_TEST

/* Who cannot be told from us is a person. */
START_TEST(a_ticket_is_touched_unless_all_of_it_is_ours)
{
	static const struct {
		const char *activities, *user;
		bool touched;
	} cases[] = {
		{ "[]", ID_1, false },
		{ "[{\"UserId\":\"0A1B2C3D-0000-4000-8000-00000000000A\"},"
		  "{\"User\":{\"UserId\":\"" ID_1 "\"}}]",
			ID_1, false },
		{ "[{\"UserId\":\"" ID_1 "\"},{\"UserId\":\"" ID_3 "\"}]", ID_1,
			true },
		{ "[{\"User\":{\"UserId\":\"" ID_3 "\"}}]", ID_1, true },
		{ "[{\"UserId\":\"" ID_1 "\"}]", "", true },
		{ "[{}]", ID_1, true },
		{ "[7]", ID_1, true },
		{ "{}", ID_1, true },
		{ "null", ID_1, true },
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		json_object *activities = parse(cases[i].activities);

		ck_assert_msg(iiq_json_touched(activities, cases[i].user) ==
				      cases[i].touched,
			"%s", cases[i].activities);
		json_object_put(activities);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { a_bare_draft_sends_nothing_that_is_not_known,
		a_full_draft_sends_ids_and_ends_with_its_marker,
		a_comment_is_internal_and_its_type_comes_first,
		a_search_filters_by_keyword_and_a_scan_by_nothing,
		a_name_is_asked_for_by_its_facet,
		an_id_is_a_uuid_in_either_case,
		a_default_room_goes_with_the_default_location_only,
		every_kind_of_id_has_its_word_and_name,
		a_tickets_details_are_read, a_row_names_things_otherwise,
		a_ticket_is_closed_only_if_it_says_so,
		what_has_no_id_is_no_ticket,
		odd_types_are_survived_in_every_field_of_a_ticket,
		a_list_of_tickets_is_read,
		a_list_with_unreadable_rows_does_not_pass_for_whole,
		what_is_no_list_is_none, an_asset_is_found_among_0_1_or_n_rows,
		an_asset_lends_its_place_where_the_alert_has_none,
		odd_types_are_survived_in_every_field_of_an_asset,
		a_name_is_taken_only_if_it_is_the_whole_name,
		a_ticket_is_touched_unless_all_of_it_is_ours };

	return unit_run("iiq_json", tests, UNIT_COUNT(tests));
}
