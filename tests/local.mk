# SPDX-License-Identifier: GPL-3.0-or-later
# C unit tests are programs with libcheck; end-to-end tests are scripts that run
# the built programs. Every test finds what it needs through the environment.
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; top_builddir='$(abs_top_builddir)'; \
	export top_srcdir top_builddir;
TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CHECK_CFLAGS) \
	$(JSON_CFLAGS)

include tests/unit/local.mk
include tests/fake/local.mk
include tests/fault/local.mk
include tests/e2e/local.mk
include tests/bench/local.mk

# Rules of the source as a whole.
RULE_TESTS = tests/agree.sh tests/layers.sh
dist_check_SCRIPTS += $(RULE_TESTS)
TESTS += $(RULE_TESTS)
