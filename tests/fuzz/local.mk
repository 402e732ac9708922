# SPDX-License-Identifier: GPL-3.0-or-later
# One target a reader. make check replays their corpora; make fuzz looks for
# more with libFuzzer, FUZZ_SECONDS each, and keeps what it finds in fuzz.dir.
fuzz_targets = tests/fuzz/fuzz_answer tests/fuzz/fuzz_duration \
	tests/fuzz/fuzz_event tests/fuzz/fuzz_extra tests/fuzz/fuzz_ini \
	tests/fuzz/fuzz_perfdata tests/fuzz/fuzz_range \
	tests/fuzz/fuzz_retry_after tests/fuzz/fuzz_spool \
	tests/fuzz/fuzz_template
FUZZ_COMMON = tests/fuzz/fuzz.h tests/fuzz/replay.c
check_PROGRAMS += $(fuzz_targets)
dist_check_SCRIPTS += tests/fuzz/replay.sh
TESTS += tests/fuzz/replay.sh
EXTRA_DIST += tests/fuzz/corpus

FUZZ_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
FUZZ_EVENT = tests/fuzz/event_holds.c tests/fuzz/event_holds.h
tests_fuzz_fuzz_answer_CPPFLAGS = $(FUZZ_CPPFLAGS) $(JSON_CFLAGS)
tests_fuzz_fuzz_answer_SOURCES = tests/fuzz/fuzz_answer.c $(FUZZ_COMMON)
tests_fuzz_fuzz_answer_LDADD = libiiqparts.la liboutbox.a libcommon.a \
	$(JSON_LIBS) $(SQLITE_LIBS) $(MD_LIBS) -lm
tests_fuzz_fuzz_duration_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_duration_SOURCES = tests/fuzz/fuzz_duration.c $(FUZZ_COMMON)
tests_fuzz_fuzz_duration_LDADD = libcommon.a
tests_fuzz_fuzz_event_CPPFLAGS = $(FUZZ_CPPFLAGS) $(JSON_CFLAGS)
tests_fuzz_fuzz_event_SOURCES = tests/fuzz/fuzz_event.c $(FUZZ_EVENT) \
	$(FUZZ_COMMON)
tests_fuzz_fuzz_event_LDADD = libnotify.a libcommon.a $(JSON_LIBS)
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
tests_fuzz_fuzz_retry_after_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_retry_after_SOURCES = tests/fuzz/fuzz_retry_after.c \
	$(FUZZ_COMMON)
tests_fuzz_fuzz_retry_after_LDADD = libiiqparts.la liboutbox.a libcommon.a
tests_fuzz_fuzz_spool_CPPFLAGS = $(FUZZ_CPPFLAGS) $(JSON_CFLAGS)
tests_fuzz_fuzz_spool_SOURCES = tests/fuzz/fuzz_spool.c $(FUZZ_EVENT) \
	$(FUZZ_COMMON)
tests_fuzz_fuzz_spool_LDADD = libcommon.a $(JSON_LIBS)
tests_fuzz_fuzz_template_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_fuzz_template_SOURCES = tests/fuzz/fuzz_template.c $(FUZZ_COMMON)
tests_fuzz_fuzz_template_LDADD = liboutbox.a libcommon.a

FUZZ_SECONDS = 120
FUZZ_TARGETS = answer duration event extra ini perfdata range retry_after \
	spool template
FUZZ_CC = clang
FUZZ_CFLAGS = -g -O1 -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -DHAVE_CONFIG_H -I. $(FUZZ_CPPFLAGS) \
	$(CURL_CFLAGS) $(JSON_CFLAGS) $(SQLITE_CFLAGS) $(MD_CFLAGS) \
	-DCONFIG_FILE='""' -DSPOOL_DIR='""' -DOUTBOX='""'
FUZZ_LIBS = $(CURL_LIBS) $(JSON_LIBS) $(SQLITE_LIBS) $(MD_LIBS) -lm
fuzzed = $(libiiqparts_la_SOURCES) $(libcommon_a_SOURCES) \
	$(libnotify_a_SOURCES) $(liboutbox_a_SOURCES) \
	tests/fuzz/event_holds.c

# All that the targets are made of, once.
fuzz.dir/parts.a: $(fuzzed)
	@rm -rf $@ fuzz.dir/parts
	@$(MKDIR_P) $$(for name in $(fuzzed); do \
		echo fuzz.dir/parts/$${name%/*}; done | sort -u)
	@for name in $(fuzzed); do echo $${name%.c}; done | grep -v '[.]h$$' | \
		xargs -P2 -I % $(FUZZ_CC) $(FUZZ_CFLAGS) -c \
		-o fuzz.dir/parts/%.o $(srcdir)/%.c
	@find fuzz.dir/parts -name '*.o' | xargs $(AR) cr $@

.PHONY: fuzz
fuzz: fuzz.dir/parts.a
	@for target in $(FUZZ_TARGETS); do \
		$(MKDIR_P) fuzz.dir/$$target || exit 1; \
		echo "fuzzing $$target for $(FUZZ_SECONDS) s"; \
		$(FUZZ_CC) $(FUZZ_CFLAGS) -fsanitize=fuzzer \
			-o fuzz.dir/fuzz_$$target \
			$(srcdir)/tests/fuzz/fuzz_$$target.c fuzz.dir/parts.a \
			$(FUZZ_LIBS) && \
		fuzz.dir/fuzz_$$target -max_total_time=$(FUZZ_SECONDS) \
			-timeout=5 -artifact_prefix=fuzz.dir/$$target- \
			fuzz.dir/$$target \
			$(srcdir)/tests/fuzz/corpus/$$target \
			>fuzz.dir/$$target.log 2>&1 || { \
			tail -n 20 fuzz.dir/$$target.log; exit 1; }; \
		grep -h 'Done' fuzz.dir/$$target.log; \
	done
