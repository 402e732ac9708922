# SPDX-License-Identifier: GPL-3.0-or-later
# Linked to libc alone: a storm starts hundreds of it at once.
bin_PROGRAMS += notify_incidentiq
notify_incidentiq_CPPFLAGS = $(AM_CPPFLAGS)
notify_incidentiq_CFLAGS = $(CFLAGS_PROGRAM)
notify_incidentiq_LDFLAGS = $(LDFLAGS_PROGRAM)
notify_incidentiq_SOURCES = plugins/notify_incidentiq/main.c
notify_incidentiq_LDADD = libnotify.a libcommon.a

# Everything but main, so that the tests can link it.
noinst_LIBRARIES += libnotify.a
libnotify_a_CPPFLAGS = $(AM_CPPFLAGS) \
	-DCONFIG_FILE='"$(sysconfdir)/incidentiq/incidentiq.ini"' \
	-DSPOOL_DIR='"$(spooldir)"'
libnotify_a_CFLAGS = $(CFLAGS_PROGRAM)
libnotify_a_SOURCES = \
	plugins/notify_incidentiq/alert.c plugins/notify_incidentiq/alert.h \
	plugins/notify_incidentiq/boot.c plugins/notify_incidentiq/boot.h \
	plugins/notify_incidentiq/intake.c plugins/notify_incidentiq/intake.h \
	plugins/notify_incidentiq/options.c
dist_man_MANS += plugins/notify_incidentiq/notify_incidentiq.8 \
	plugins/notify_incidentiq/incidentiq.ini.5
# For the README.
EXTRA_DIST += plugins/notify_incidentiq/nagios-host.png \
	plugins/notify_incidentiq/icinga-host.png
