/* api.h - the calls of the API */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_API_H
#define FAKE_API_H

#include <stdbool.h>
#include <stddef.h>

struct exchange;
struct person;
struct json_object;
struct ticket;

/* Finds the call, with its habits; x->path is the part after /api/v1.0. */
void api_serve(struct exchange *x);

/* True when the credentials are good; else the answer is made. */
bool auth_check(struct exchange *x);

/* Each is one call, or a few that differ by their arguments. */
void create_serve(struct exchange *x);
void create_simple_serve(struct exchange *x);
void search_serve(struct exchange *x);
void ticket_read_serve(struct exchange *x);
void activities_list_serve(struct exchange *x);
void activity_new_serve(struct exchange *x);
void activity_new_quiet_serve(struct exchange *x);
void step_move_serve(struct exchange *x);
void step_close_serve(struct exchange *x);
void step_cancel_serve(struct exchange *x);
void step_duplicate_serve(struct exchange *x);
void change_assign_serve(struct exchange *x);
void change_update_serve(struct exchange *x);
void change_assets_serve(struct exchange *x);
void change_urgent_serve(struct exchange *x);
void change_not_urgent_serve(struct exchange *x);
void lists_alive_serve(struct exchange *x);
void lists_settings_serve(struct exchange *x);
void lists_login_serve(struct exchange *x);
void lists_statuses_serve(struct exchange *x);
void lists_locations_serve(struct exchange *x);
void lists_rooms_serve(struct exchange *x);
void lists_teams_serve(struct exchange *x);
void lists_issues_serve(struct exchange *x);
void lists_users_serve(struct exchange *x);
void lists_user_serve(struct exchange *x);
void lists_filters_serve(struct exchange *x);
void assets_by_tag_serve(struct exchange *x);
void assets_by_serial_serve(struct exchange *x);

/* The ticket that x->arg[0] names and the token may see; else NULL, and the
 * answer is made. */
struct ticket *api_ticket(struct exchange *x);

/* The same to change it: one of another person is marked as touched. */
struct ticket *api_ticket_to_change(struct exchange *x);

/* Who is behind the token. */
const struct person *api_user(const struct exchange *x);

/* A ticket as GET /tickets/ID shows it, as a search's row does, and as
 * /_fake/tickets does; offset_s is added to dates. */
struct json_object *ticket_detail(const struct ticket *ticket, long offset_s);
struct json_object *ticket_row(const struct ticket *ticket, long offset_s);
struct json_object *ticket_truth(const struct ticket *ticket);

/* A date as the API writes it: without a zone. */
void ticket_date(double when, long offset_s, char text[32]);

#endif
