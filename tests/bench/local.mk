# SPDX-License-Identifier: GPL-3.0-or-later
# make bench: what a check and an alert cost, beside their peers. It builds the
# product afresh, as it is shipped, so that this tree's flags and prefix do not
# matter; peers get the same flags.
BENCH_ROUNDS = 41
BENCH_DIR = $(abs_top_builddir)/bench.dir

EXTRA_PROGRAMS = bench_measure bench_storm bench_nothing bench_minimal_get \
	bench_bare_store bench_sqlite_store
CLEANFILES += $(EXTRA_PROGRAMS)
BENCH_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests

bench_measure_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_measure_SOURCES = \
	tests/bench/measure.c tests/bench/peers.c tests/bench/peers.h
bench_storm_CPPFLAGS = $(BENCH_CPPFLAGS)
bench_storm_SOURCES = \
	tests/bench/storm.c tests/bench/peers.c tests/bench/peers.h

bench_nothing_CFLAGS = $(CFLAGS_PROGRAM)
bench_nothing_LDFLAGS = $(LDFLAGS_PROGRAM)
bench_nothing_SOURCES = tests/bench/nothing.c
bench_bare_store_CFLAGS = $(CFLAGS_PROGRAM)
bench_bare_store_LDFLAGS = $(LDFLAGS_PROGRAM)
bench_bare_store_SOURCES = tests/bench/bare_store.c
bench_sqlite_store_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
bench_sqlite_store_CFLAGS = $(CFLAGS_PROGRAM)
bench_sqlite_store_LDFLAGS = $(LDFLAGS_PROGRAM)
bench_sqlite_store_SOURCES = tests/bench/sqlite_store.c
bench_sqlite_store_LDADD = $(SQLITE_LIBS)
bench_minimal_get_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS) $(JSON_CFLAGS)
bench_minimal_get_CFLAGS = $(CFLAGS_PROGRAM)
bench_minimal_get_LDFLAGS = $(LDFLAGS_PROGRAM)
bench_minimal_get_SOURCES = tests/bench/minimal_get.c
bench_minimal_get_LDADD = $(CURL_LIBS) $(JSON_LIBS)

EXTRA_DIST += tests/bench/README.md tests/bench/bench.sh \
	tests/bench/crowd.py tests/bench/peer.pl tests/bench/peer.py tests/bench/peer.sh \
	tests/bench/store.sh

clean-local:
	rm -rf bench.dir fuzz.dir

.PHONY: bench bench-run
bench:
	@sh $(srcdir)/tests/bench/bench.sh need
	@$(MKDIR_P) '$(BENCH_DIR)/build'
	@echo 'building what is shipped in $(BENCH_DIR)'
	@$(MAKE) -s distdir distdir='$(BENCH_DIR)/source' >/dev/null
	@cd '$(BENCH_DIR)/build' && { test -f config.status || \
		../source/configure -q --prefix='$(BENCH_DIR)/root' \
		CC='$(CC)' >configure.out || { cat configure.out; exit 1; }; }
	@$(MAKE) -s -C '$(BENCH_DIR)/build' bench-run \
		BENCH_DIR='$(BENCH_DIR)' BENCH_ROUNDS='$(BENCH_ROUNDS)'

bench-run: $(EXTRA_PROGRAMS) fake_incidentiq$(EXEEXT)
	@$(MAKE) -s install-strip >/dev/null
	@unshare -m sh $(srcdir)/tests/bench/bench.sh \
		'$(BENCH_DIR)' $(BENCH_ROUNDS)
