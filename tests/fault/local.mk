# SPDX-License-Identifier: GPL-3.0-or-later
# System calls that fail, in the programs as they are shipped.
check_LTLIBRARIES += fault.la
fault_la_CPPFLAGS = $(AM_CPPFLAGS)
# -rpath: without a place to go to, libtool would build no shared object.
fault_la_LDFLAGS = -module -avoid-version -shared -rpath /nowhere
fault_la_SOURCES = tests/fault/fault.c

check_LTLIBRARIES += memory.la names.la
memory_la_CPPFLAGS = $(AM_CPPFLAGS)
memory_la_LDFLAGS = $(fault_la_LDFLAGS)
memory_la_SOURCES = tests/fault/memory.c
names_la_CPPFLAGS = $(AM_CPPFLAGS)
names_la_LDFLAGS = $(fault_la_LDFLAGS)
names_la_SOURCES = tests/fault/names.c

# What is shipped may be static, so that nothing can be put before its libc.
check_PROGRAMS += tests/fault/notify_incidentiq
tests_fault_notify_incidentiq_CFLAGS = $(CFLAGS_PROGRAM)
tests_fault_notify_incidentiq_LDFLAGS = $(LDFLAGS_PROGRAM)
tests_fault_notify_incidentiq_SOURCES = plugins/notify_incidentiq/main.c
tests_fault_notify_incidentiq_LDADD = $(notify_incidentiq_LDADD)

fault_tests = tests/fault/test_check tests/fault/test_intake
check_PROGRAMS += $(fault_tests)
TESTS += $(fault_tests)
tests_fault_test_check_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fault_test_check_CFLAGS = $(AM_CFLAGS) -pthread
tests_fault_test_check_LDFLAGS = $(AM_LDFLAGS) -pthread
tests_fault_test_check_SOURCES = tests/fault/test_check.c tests/fault/run.c \
	tests/fault/run.h tests/fake/scripted.c tests/fake/scripted.h
tests_fault_test_check_LDADD = $(UNIT_LIBS)
tests_fault_test_intake_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fault_test_intake_LDADD = $(UNIT_LIBS)
