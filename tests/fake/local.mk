# SPDX-License-Identifier: GPL-3.0-or-later
# fake_incidentiq: a stand-in for the help desk, with its bad habits.
check_PROGRAMS += fake_incidentiq
fake_incidentiq_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests \
	$(MHD_CFLAGS) $(JSON_CFLAGS)
fake_incidentiq_CFLAGS = $(CFLAGS_PROGRAM) -pthread
fake_incidentiq_LDFLAGS = $(LDFLAGS_PROGRAM) -pthread
fake_incidentiq_LDADD = libcommon.a $(MHD_LIBS) $(JSON_LIBS) -lm
fake_incidentiq_SOURCES = \
	tests/fake/activities.c \
	tests/fake/answer.c \
	tests/fake/api.c tests/fake/api.h \
	tests/fake/auth.c \
	tests/fake/changes.c \
	tests/fake/control.c tests/fake/control.h \
	tests/fake/create.c \
	tests/fake/exchange.h \
	tests/fake/fake.c tests/fake/fake.h \
	tests/fake/field.c tests/fake/field.h \
	tests/fake/filters.c \
	tests/fake/habits.c tests/fake/habits.h \
	tests/fake/http.c tests/fake/http.h \
	tests/fake/lists.c \
	tests/fake/main.c \
	tests/fake/page.c \
	tests/fake/person.c \
	tests/fake/request_log.c tests/fake/request_log.h \
	tests/fake/search.c \
	tests/fake/serve.c tests/fake/serve.h \
	tests/fake/site.c tests/fake/site.h \
	tests/fake/steps.c \
	tests/fake/ticket_json.c \
	tests/fake/tickets.c tests/fake/tickets.h \
	tests/fake/token.c tests/fake/token.h
EXTRA_DIST += tests/fake/README.md
dist_check_SCRIPTS += tests/fake/make-ca.sh
