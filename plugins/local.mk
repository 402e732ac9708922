# SPDX-License-Identifier: GPL-3.0-or-later
# What more than one program needs; a program takes only the objects it calls,
# so that notify_incidentiq stays linked to libc alone.
noinst_LIBRARIES += libcommon.a
libcommon_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) \
	-DOUTBOX='"$(pkglibexecdir)/incidentiq-outbox"'
libcommon_a_CFLAGS = $(CFLAGS_PROGRAM)
libcommon_a_SOURCES =

include plugins/common/local.mk
include plugins/check_incidentiq/local.mk
include plugins/notify_incidentiq/local.mk
include plugins/outbox/local.mk
