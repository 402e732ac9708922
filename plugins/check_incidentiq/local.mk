# SPDX-License-Identifier: GPL-3.0-or-later
plugin_PROGRAMS += check_incidentiq
check_incidentiq_CPPFLAGS = $(AM_CPPFLAGS) -DSYSCONFDIR='"$(sysconfdir)"'
check_incidentiq_CFLAGS = $(CFLAGS_PROGRAM)
check_incidentiq_LDFLAGS = $(LDFLAGS_PROGRAM)
check_incidentiq_LDADD = libcheck_incidentiq.a libcommon.a libincidentiq.la \
	$(JSON_LIBS)
check_incidentiq_SOURCES = plugins/check_incidentiq/main.c
dist_man_MANS += plugins/check_incidentiq/check_incidentiq.1

# All but main(), so that the tests can have it.
noinst_LIBRARIES += libcheck_incidentiq.a
libcheck_incidentiq_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) \
	-DSYSCONFDIR='"$(sysconfdir)"'
libcheck_incidentiq_a_CFLAGS = $(CFLAGS_PROGRAM)
libcheck_incidentiq_a_SOURCES = \
	plugins/check_incidentiq/clock.c plugins/check_incidentiq/clock.h \
	plugins/check_incidentiq/facts.c plugins/check_incidentiq/facts.h \
	plugins/check_incidentiq/judge.c plugins/check_incidentiq/judge.h \
	plugins/check_incidentiq/judge_network.c \
	plugins/check_incidentiq/judge_token.c \
	plugins/check_incidentiq/measure.c plugins/check_incidentiq/measure.h \
	plugins/check_incidentiq/probe.c plugins/check_incidentiq/probe.h \
	plugins/check_incidentiq/report.c plugins/check_incidentiq/report.h \
	plugins/check_incidentiq/report_json.c \
	plugins/check_incidentiq/report_openmetrics.c \
	plugins/check_incidentiq/request.c plugins/check_incidentiq/request.h \
	plugins/check_incidentiq/settings.c \
	plugins/check_incidentiq/settings.h \
	plugins/check_incidentiq/sub_checks.h \
	plugins/check_incidentiq/watchdog.c plugins/check_incidentiq/watchdog.h
