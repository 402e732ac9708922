# SPDX-License-Identifier: GPL-3.0-or-later
# The objects are gathered in a convenience library, which the tests link to
# reach what libincidentiq.so hides.
noinst_LTLIBRARIES += libiiqparts.la
libiiqparts_la_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS) $(JSON_CFLAGS)
libiiqparts_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden
libiiqparts_la_LIBADD = $(CURL_LIBS) $(JSON_LIBS)
libiiqparts_la_SOURCES = \
	lib/private.h lib/buf.c lib/call.c lib/error.c lib/facts.c \
	lib/header.c lib/log.c lib/outcome.c lib/reply.c lib/session.c \
	lib/text.c lib/token.c lib/url.c lib/wire.c lib/wire.h

lib_LTLIBRARIES += libincidentiq.la
libincidentiq_la_SOURCES =
libincidentiq_la_LIBADD = libiiqparts.la
# CURRENT:REVISION:AGE. Code changed: R+1. Interface changed: C+1, R=0; and
# A+1 if it only grew, else A=0 and a new node in the map.
libincidentiq_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 -no-undefined \
	-Wl,--version-script=$(srcdir)/lib/libincidentiq.map
EXTRA_libincidentiq_la_DEPENDENCIES = lib/libincidentiq.map
EXTRA_DIST += lib/libincidentiq.map

include_HEADERS += lib/incidentiq.h
pkgconfig_DATA += lib/libincidentiq.pc
dist_man_MANS += lib/libincidentiq.3

# Installed as source; built by make check, so that it stays true.
dist_example_DATA = lib/example.c
exampledir = $(docdir)/examples
check_PROGRAMS += example
example_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
example_CFLAGS = $(CFLAGS_PROGRAM)
example_LDFLAGS = $(LDFLAGS_PROGRAM)
example_SOURCES = lib/example.c
example_LDADD = libincidentiq.la $(JSON_LIBS)
