# SPDX-License-Identifier: GPL-3.0-or-later
# System calls that fail, in the programs as they are shipped.
check_LTLIBRARIES += fault.la
fault_la_CPPFLAGS = $(AM_CPPFLAGS)
# -rpath: without a place to go to, libtool would build no shared object.
fault_la_LDFLAGS = -module -avoid-version -shared -rpath /nowhere
fault_la_SOURCES = tests/fault/fault.c

check_LTLIBRARIES += clock.la memory.la names.la
clock_la_CPPFLAGS = $(AM_CPPFLAGS)
clock_la_LDFLAGS = $(fault_la_LDFLAGS)
clock_la_SOURCES = tests/fault/clock.c
memory_la_CPPFLAGS = $(AM_CPPFLAGS)
memory_la_LDFLAGS = $(fault_la_LDFLAGS)
memory_la_SOURCES = tests/fault/memory.c
names_la_CPPFLAGS = $(AM_CPPFLAGS)
names_la_LDFLAGS = $(fault_la_LDFLAGS)
names_la_SOURCES = tests/fault/names.c

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

# For tests/e2e/outbox_kill.sh.
check_PROGRAMS += tests/fault/kill_at
