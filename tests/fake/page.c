/* page.c - the tickets as a web page, so that a person can look */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fake/api.h"
#include "fake/control.h"
#include "fake/exchange.h"
#include "fake/fake.h"

static void
escaped(FILE *to, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '&':
			fputs("&amp;", to);
			break;
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		case '\'':
			fputs("&#39;", to);
			break;
		default:
			putc(*text, to);
		}
}

static void
local_time(FILE *to, double when)
{
	time_t seconds = (time_t)when;
	struct tm local;
	char text[40];

	if (when <= 0)
		return;
	localtime_r(&seconds, &local);
	strftime(text, sizeof(text), "%d %b %H:%M:%S", &local);
	fputs(text, to);
}

static void
head(FILE *to, const char *title)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
	      "charset=\"utf-8\"><meta http-equiv=\"refresh\" "
	      "content=\"3\"><title>",
		to);
	escaped(to, title);
	fputs("</title>\n<style>\n"
	      "body{font:15px/1.5 system-ui,sans-serif;margin:0;color:#1d2733;"
	      "background:#f3f5f8}\n"
	      "header{background:#17375e;color:#fff;padding:.8em 1.5em;"
	      "font-size:1.15em}\n"
	      "header small{opacity:.75;margin-left:1em}\n"
	      "main{max-width:72em;margin:1.5em auto;padding:0 1.5em}\n"
	      "table{width:100%;border-collapse:collapse;background:#fff;"
	      "box-shadow:0 1px 3px #0002}\n"
	      "th,td{text-align:left;padding:.5em .8em;"
	      "border-bottom:1px solid #e4e8ee;vertical-align:top}\n"
	      "th{color:#5b6b7f;font-weight:600;white-space:nowrap}\n"
	      "a{color:#1a5fb4;text-decoration:none}\n"
	      ".open,.closed{border-radius:1em;padding:.1em .7em;"
	      "white-space:nowrap}\n"
	      ".open{background:#fde3e1;color:#a01b12}\n"
	      ".closed{background:#dff3e4;color:#1c6b34}\n"
	      "pre{white-space:pre-wrap;margin:0;font:inherit}\n"
	      "</style></head><body><header>Fake IncidentIQ"
	      "<small>a stand-in for tests: nothing here is real</small>"
	      "</header><main>\n",
		to);
}

static void
state(FILE *to, const struct ticket *ticket)
{
	fprintf(to, "<span class=\"%s\">",
		ticket->step->is_closed ? "closed" : "open");
	escaped(to, ticket->step->name);
	fputs(ticket->is_urgent ? "</span> urgent" : "</span>", to);
}

static void
assets(FILE *to, const struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->asset_count; i++) {
		fputs(i ? ", " : "", to);
		escaped(to, ticket->assets[i]->tag);
	}
}

static const char *
name_of(const struct thing *thing)
{
	return thing ? thing->name : "";
}

static void
row(FILE *to, const struct ticket *ticket)
{
	fprintf(to, "<tr><td><a href=\"/agent/tickets/%s\">%s</a></td><td>",
		ticket->id, ticket->number);
	escaped(to, ticket->subject);
	fputs("</td><td>", to);
	state(to, ticket);
	fputs("</td><td>", to);
	escaped(to, name_of(ticket->location));
	fputs("</td><td>", to);
	assets(to, ticket);
	fputs("</td><td>", to);
	escaped(to, name_of(ticket->team));
	fputs("</td><td>", to);
	local_time(to, ticket->created);
	fputs("</td><td>", to);
	local_time(to, ticket->closed);
	fprintf(to, "</td><td>%zu</td></tr>\n", ticket->comment_count);
}

static void
list(FILE *to, const struct tickets *tickets)
{
	head(to, "Tickets");
	fputs("<table><tr><th>Number<th>Subject<th>State<th>Location<th>Asset"
	      "<th>Team<th>Opened<th>Closed<th>Comments</tr>\n",
		to);
	if (tickets->count == 0)
		fputs("<tr><td colspan=\"9\">No tickets yet.</td></tr>\n", to);
	for (size_t i = tickets->count; i-- > 0;)
		row(to, tickets->rows[i]);
	fputs("</table></main></body></html>\n", to);
}

static void
fact(FILE *to, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	fprintf(to, "<tr><th>%s</th><td><pre>", name);
	escaped(to, value);
	fputs("</pre></td></tr>\n", to);
}

static void
fact_time(FILE *to, const char *name, double when)
{
	if (when <= 0)
		return;
	fprintf(to, "<tr><th>%s</th><td>", name);
	local_time(to, when);
	fputs("</td></tr>\n", to);
}

static void
comments(FILE *to, const struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->comment_count; i++) {
		const struct comment *comment = &ticket->comments[i];

		fputs("<tr><th>", to);
		escaped(to, comment->author->name);
		fputs("<br>", to);
		local_time(to, comment->created);
		fputs(comment->is_public ? "<br>public" : "<br>internal", to);
		fputs("</th><td><pre>", to);
		escaped(to, comment->text);
		fputs("</pre></td></tr>\n", to);
	}
}

static void
details(FILE *to, const struct ticket *ticket)
{
	head(to, ticket->subject);
	fputs("<p><a href=\"/agent/tickets\">All tickets</a></p>\n<h2>", to);
	escaped(to, ticket->subject);
	fputs("</h2>\n<table><tr><th>State</th><td>", to);
	state(to, ticket);
	fputs("</td></tr>\n", to);
	fact(to, "Number", ticket->number);
	fact(to, "Close reason", name_of(ticket->reason));
	fact(to, "Requested for", ticket->requester->name);
	fact(to, "Submitted by", ticket->creator->name);
	fact(to, "Assigned to", ticket->assignee ? ticket->assignee->name : "");
	fact(to, "Team", name_of(ticket->team));
	fact(to, "Issue", name_of(ticket->issue));
	fact(to, "Location", name_of(ticket->location));
	fact(to, "Room", name_of(ticket->room));
	fputs("<tr><th>Assets</th><td>", to);
	assets(to, ticket);
	fputs("</td></tr>\n", to);
	fact_time(to, "Opened", ticket->created);
	fact_time(to, "Closed", ticket->closed);
	/* As it came, tags and all: what others sent is not to be trusted. */
	fact(to, "Description", ticket->description);
	comments(to, ticket);
	fputs("</table></main></body></html>\n", to);
}

void
page_serve(struct exchange *x)
{
	const struct tickets *tickets = &x->fake->tickets;
	const struct ticket *ticket = NULL;
	char *text = NULL;
	size_t bytes;
	FILE *to;

	if (x->path[0] == '/' && x->path[1] != '\0') {
		ticket = ticket_find(tickets, x->path + 1);
		if (ticket == NULL) {
			answer_text(x, 404, "text/plain", "no such ticket\n");
			return;
		}
	}
	to = open_memstream(&text, &bytes);
	if (to == NULL)
		return;
	if (ticket != NULL)
		details(to, ticket);
	else
		list(to, tickets);
	fclose(to);
	answer_text(x, 200, "text/html; charset=utf-8", text);
	free(text);
}
