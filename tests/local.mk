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
include tests/fuzz/local.mk
include tests/e2e/local.mk
include tests/bench/local.mk

# Rules of the source as a whole.
RULE_TESTS = tests/agree.sh tests/layers.sh tests/packages.sh
dist_check_SCRIPTS += $(RULE_TESTS)
TESTS += $(RULE_TESTS)

# What chance decides is tried several times as often as in make check, and the
# fuzz targets look for more.
CHECK_LONG = 5
LONG_TESTS = tests/unit/test_converge tests/unit/test_model \
	tests/e2e/check_memory.sh tests/e2e/outbox_fight.sh \
	tests/e2e/outbox_kill.sh tests/e2e/send_storm.sh tests/e2e/storm.sh

.PHONY: check-long
check-long:
	@$(MAKE) fuzz FUZZ_SECONDS=60
	@LONG=$(CHECK_LONG) $(MAKE) check TESTS='$(LONG_TESTS)'

# What two more readers of C say; both must be silent. It wants the libraries of
# the tests as well, and needs no build.
LINT_CPPFLAGS = -DHAVE_CONFIG_H -D_GNU_SOURCE -I. -I$(srcdir)/lib \
	-I$(srcdir)/plugins -I$(srcdir)/tests -DSYSCONFDIR='""' \
	-DCONFIG_FILE='""' -DSPOOL_DIR='""' -DOUTBOX='""'
LINT_CFLAGS = $(CURL_CFLAGS) $(JSON_CFLAGS) $(SQLITE_CFLAGS) $(MD_CFLAGS) \
	$(CHECK_CFLAGS) $(MICROHTTPD_CFLAGS)
# cppcheck does not read the headers of libraries.
LINT_FOREACH = json_object_object_foreach(o, k, v)=while (o)

.PHONY: lint
lint:
	cppcheck -q -j2 --std=c11 --error-exitcode=1 \
		--enable=warning,performance,portability \
		'-D$(LINT_FOREACH)' $(LINT_CPPFLAGS) \
		$(srcdir)/lib $(srcdir)/plugins $(srcdir)/tests
	find $(srcdir)/lib $(srcdir)/plugins $(srcdir)/tests -name '*.c' | \
		xargs -P2 -I % clang-tidy --quiet % -- -std=gnu11 \
		$(LINT_CPPFLAGS) $(LINT_CFLAGS)

# The pictures of the README, into the source.
.PHONY: screenshots
screenshots: all fake_incidentiq
	$(AM_TESTS_ENVIRONMENT) $(srcdir)/contrib/screenshots
