# SPDX-License-Identifier: GPL-3.0-or-later
dist_man_MANS += plugins/check_incidentiq/check_incidentiq.1

# All but main(), so that the tests can have it.
noinst_LIBRARIES += libcheck_incidentiq.a
libcheck_incidentiq_a_CFLAGS = $(CFLAGS_PROGRAM)
libcheck_incidentiq_a_SOURCES = \
	plugins/check_incidentiq/judge.c plugins/check_incidentiq/judge.h \
	plugins/check_incidentiq/probe.c plugins/check_incidentiq/probe.h \
	plugins/check_incidentiq/report.c plugins/check_incidentiq/report.h \
	plugins/check_incidentiq/watchdog.c plugins/check_incidentiq/watchdog.h
