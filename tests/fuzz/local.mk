# SPDX-License-Identifier: GPL-3.0-or-later
# One target a reader. make check replays their corpora; make fuzz looks for
# more with libFuzzer, FUZZ_SECONDS each, and keeps what it finds in fuzz.dir.
fuzz_targets = tests/fuzz/fuzz_duration tests/fuzz/fuzz_extra \
	tests/fuzz/fuzz_ini tests/fuzz/fuzz_perfdata tests/fuzz/fuzz_range \
	tests/fuzz/fuzz_template
FUZZ_COMMON = tests/fuzz/fuzz.h tests/fuzz/replay.c
check_PROGRAMS += $(fuzz_targets)
dist_check_SCRIPTS += tests/fuzz/replay.sh
TESTS += tests/fuzz/replay.sh
EXTRA_DIST += tests/fuzz/corpus

FUZZ_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_duration_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_duration_SOURCES = tests/fuzz/fuzz_duration.c $(FUZZ_COMMON)
tests_fuzz_fuzz_duration_LDADD = libcommon.a
tests_fuzz_fuzz_extra_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_extra_SOURCES = tests/fuzz/fuzz_extra.c $(FUZZ_COMMON)
tests_fuzz_fuzz_extra_LDADD = libcommon.a
tests_fuzz_fuzz_ini_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_ini_SOURCES = tests/fuzz/fuzz_ini.c $(FUZZ_COMMON)
tests_fuzz_fuzz_ini_LDADD = libcommon.a
tests_fuzz_fuzz_perfdata_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_perfdata_SOURCES = tests/fuzz/fuzz_perfdata.c $(FUZZ_COMMON)
tests_fuzz_fuzz_perfdata_LDADD = libcommon.a
tests_fuzz_fuzz_range_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_range_SOURCES = tests/fuzz/fuzz_range.c $(FUZZ_COMMON)
tests_fuzz_fuzz_range_LDADD = libcommon.a
tests_fuzz_fuzz_template_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_template_SOURCES = tests/fuzz/fuzz_template.c $(FUZZ_COMMON)
tests_fuzz_fuzz_template_LDADD = liboutbox.a libcommon.a

FUZZ_SECONDS = 120
FUZZ_TARGETS = duration extra ini perfdata range template
FUZZ_CC = clang
FUZZ_FLAGS = -g -O1 -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=undefined
fuzzed = common/clean common/err common/event common/ini common/log common/mem \
	common/number common/opt common/opt_file common/opt_value \
	common/perfdata common/range common/state outbox/markup outbox/template

.PHONY: fuzz
fuzz:
	@for target in $(FUZZ_TARGETS); do \
		$(MKDIR_P) fuzz.dir/$$target || exit 1; \
		sources=; \
		for name in $(fuzzed); do \
			sources="$$sources $(srcdir)/plugins/$$name.c"; \
		done; \
		echo "fuzzing $$target for $(FUZZ_SECONDS) s"; \
		$(FUZZ_CC) $(FUZZ_FLAGS) -DHAVE_CONFIG_H -I. $(FUZZ_CPPFLAGS) \
			-o fuzz.dir/fuzz_$$target \
			$(srcdir)/tests/fuzz/fuzz_$$target.c $$sources && \
		fuzz.dir/fuzz_$$target -max_total_time=$(FUZZ_SECONDS) \
			-timeout=5 -artifact_prefix=fuzz.dir/$$target- \
			fuzz.dir/$$target \
			$(srcdir)/tests/fuzz/corpus/$$target \
			>fuzz.dir/$$target.log 2>&1 || { \
			tail -n 20 fuzz.dir/$$target.log; exit 1; }; \
		grep -h 'Done' fuzz.dir/$$target.log; \
	done
