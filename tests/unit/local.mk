# SPDX-License-Identifier: GPL-3.0-or-later
# One program a subject. A test sees libcommon.a; add what else it needs.
UNIT_LIBS = libcommon.a $(CHECK_LIBS) -lm

unit_tests = tests/unit/test_alert tests/unit/test_clean tests/unit/test_cores \
	tests/unit/test_event \
	tests/unit/test_extra tests/unit/test_guard tests/unit/test_ini \
	tests/unit/test_judge tests/unit/test_opt \
	tests/unit/test_perfdata tests/unit/test_property \
	tests/unit/test_range tests/unit/test_report \
	tests/unit/test_spool
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
EXTRA_DIST += tests/unit/unit.h tests/unit/notifications \
	tests/unit/monitoring_plugin.pl

tests_unit_test_alert_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_alert_LDADD = libnotify.a $(UNIT_LIBS)
tests_unit_test_clean_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_clean_LDADD = $(UNIT_LIBS)
tests_unit_test_cores_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_cores_LDADD = $(UNIT_LIBS)
tests_unit_test_event_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_event_LDADD = $(UNIT_LIBS)
tests_unit_test_extra_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_extra_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=access
tests_unit_test_extra_LDADD = $(UNIT_LIBS)
tests_unit_test_guard_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_guard_LDADD = $(UNIT_LIBS)
tests_unit_test_ini_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_ini_LDADD = $(UNIT_LIBS)
tests_unit_test_judge_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_judge_LDADD = libcheck_incidentiq.a $(UNIT_LIBS)
tests_unit_test_opt_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_opt_LDADD = $(UNIT_LIBS)
tests_unit_test_perfdata_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_perfdata_LDADD = $(UNIT_LIBS)
tests_unit_test_property_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_property_LDADD = $(UNIT_LIBS)
tests_unit_test_range_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_range_LDADD = $(UNIT_LIBS)
tests_unit_test_report_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_report_LDADD = libcheck_incidentiq.a $(UNIT_LIBS)
tests_unit_test_spool_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_spool_LDADD = $(UNIT_LIBS)

# The outbox, without a network.
outbox_tests = tests/unit/test_answer tests/unit/test_coalesce \
	tests/unit/test_converge tests/unit/test_cost tests/unit/test_health \
	tests/unit/test_deliver tests/unit/test_doubt tests/unit/test_identity \
	tests/unit/test_filesystem tests/unit/test_ids \
	tests/unit/test_iiq_json tests/unit/test_job tests/unit/test_look \
	tests/unit/test_model \
	tests/unit/test_note tests/unit/test_notice tests/unit/test_outage \
	tests/unit/test_people tests/unit/test_plan tests/unit/test_pulse \
	tests/unit/test_quiet \
	tests/unit/test_reopen tests/unit/test_sight \
	tests/unit/test_sweep \
	tests/unit/test_resolve \
	tests/unit/test_retry \
	tests/unit/test_template tests/unit/test_text tests/unit/test_trouble
OUTBOX_LIBS = liboutbox.a libcommon.a $(CHECK_LIBS) $(CURL_LIBS) $(JSON_LIBS) \
	$(SQLITE_LIBS) $(MD_LIBS) -lm
# The outbox at work: a real database, a help desk in memory.
RIG_SOURCES = tests/unit/rig.c tests/unit/rig.h tests/unit/memory_desk.c \
	tests/unit/memory_desk.h
RIG_CPPFLAGS = $(TEST_CPPFLAGS) $(SQLITE_CFLAGS)
check_PROGRAMS += $(outbox_tests)
TESTS += $(outbox_tests)
EXTRA_DIST += tests/unit/alert.h tests/unit/trace.h

tests_unit_test_answer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_answer_LDADD = $(OUTBOX_LIBS)
tests_unit_test_coalesce_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_coalesce_SOURCES = tests/unit/test_coalesce.c $(RIG_SOURCES)
tests_unit_test_coalesce_LDADD = $(OUTBOX_LIBS)
tests_unit_test_converge_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_converge_SOURCES = tests/unit/test_converge.c $(RIG_SOURCES)
tests_unit_test_converge_LDADD = $(OUTBOX_LIBS)
tests_unit_test_deliver_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_deliver_SOURCES = tests/unit/test_deliver.c $(RIG_SOURCES)
tests_unit_test_deliver_LDADD = $(OUTBOX_LIBS)
tests_unit_test_doubt_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_doubt_SOURCES = tests/unit/test_doubt.c $(RIG_SOURCES)
tests_unit_test_doubt_LDADD = $(OUTBOX_LIBS)
tests_unit_test_filesystem_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_filesystem_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=statfs
tests_unit_test_filesystem_LDADD = $(OUTBOX_LIBS)
tests_unit_test_identity_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_identity_LDADD = $(OUTBOX_LIBS)
tests_unit_test_ids_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_ids_SOURCES = tests/unit/test_ids.c $(RIG_SOURCES)
tests_unit_test_ids_LDADD = $(OUTBOX_LIBS)
tests_unit_test_iiq_json_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_iiq_json_LDADD = $(OUTBOX_LIBS)
tests_unit_test_job_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_job_SOURCES = tests/unit/test_job.c $(RIG_SOURCES)
tests_unit_test_job_LDADD = $(OUTBOX_LIBS)
tests_unit_test_look_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_look_SOURCES = tests/unit/test_look.c \
	tests/unit/memory_desk.c tests/unit/memory_desk.h
tests_unit_test_look_LDADD = $(OUTBOX_LIBS)
tests_unit_test_notice_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_note_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_note_SOURCES = tests/unit/test_note.c $(RIG_SOURCES)
tests_unit_test_note_LDADD = $(OUTBOX_LIBS)
tests_unit_test_notice_SOURCES = tests/unit/test_notice.c $(RIG_SOURCES)
tests_unit_test_notice_LDADD = $(OUTBOX_LIBS)
tests_unit_test_outage_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_outage_SOURCES = tests/unit/test_outage.c $(RIG_SOURCES)
tests_unit_test_outage_LDADD = $(OUTBOX_LIBS)
tests_unit_test_people_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_people_SOURCES = tests/unit/test_people.c $(RIG_SOURCES)
tests_unit_test_people_LDADD = $(OUTBOX_LIBS)
tests_unit_test_plan_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_plan_LDADD = $(OUTBOX_LIBS)
tests_unit_test_model_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_model_LDADD = $(OUTBOX_LIBS)
tests_unit_test_health_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_health_LDADD = $(OUTBOX_LIBS)
tests_unit_test_cost_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_cost_SOURCES = tests/unit/test_cost.c $(RIG_SOURCES)
tests_unit_test_cost_LDADD = $(OUTBOX_LIBS)
tests_unit_test_pulse_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_pulse_SOURCES = tests/unit/test_pulse.c $(RIG_SOURCES)
tests_unit_test_pulse_LDADD = $(OUTBOX_LIBS)
tests_unit_test_quiet_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_quiet_SOURCES = tests/unit/test_quiet.c $(RIG_SOURCES)
tests_unit_test_quiet_LDADD = $(OUTBOX_LIBS)
tests_unit_test_reopen_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_reopen_SOURCES = tests/unit/test_reopen.c $(RIG_SOURCES)
tests_unit_test_reopen_LDADD = $(OUTBOX_LIBS)
tests_unit_test_resolve_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_resolve_SOURCES = tests/unit/test_resolve.c $(RIG_SOURCES)
tests_unit_test_resolve_LDADD = $(OUTBOX_LIBS)
tests_unit_test_retry_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_retry_LDADD = $(OUTBOX_LIBS)
tests_unit_test_sight_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_sight_SOURCES = tests/unit/test_sight.c $(RIG_SOURCES)
tests_unit_test_sight_LDADD = $(OUTBOX_LIBS)
tests_unit_test_sweep_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_sweep_SOURCES = tests/unit/test_sweep.c $(RIG_SOURCES)
tests_unit_test_sweep_LDADD = $(OUTBOX_LIBS)
tests_unit_test_template_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_template_LDADD = $(OUTBOX_LIBS)
tests_unit_test_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_text_LDADD = $(OUTBOX_LIBS)
tests_unit_test_trouble_CPPFLAGS = $(RIG_CPPFLAGS)
tests_unit_test_trouble_SOURCES = tests/unit/test_trouble.c \
	tests/unit/http_answer.c tests/unit/http_answer.h $(RIG_SOURCES)
tests_unit_test_trouble_LDADD = libiiqparts.la $(OUTBOX_LIBS)

# The library: its insides come from the convenience library.
lib_tests = tests/unit/test_call tests/unit/test_memory tests/unit/test_outcome \
	tests/unit/test_reply tests/unit/test_session tests/unit/test_token \
	tests/unit/test_url
LIB_TEST_LIBS = libiiqparts.la $(CHECK_LIBS) $(JSON_LIBS) -lm
check_PROGRAMS += $(lib_tests)
TESTS += $(lib_tests)

tests_unit_test_call_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_call_CFLAGS = $(AM_CFLAGS) -pthread
tests_unit_test_call_LDFLAGS = $(AM_LDFLAGS) -pthread
tests_unit_test_call_LDADD = $(LIB_TEST_LIBS)
tests_unit_test_call_SOURCES = tests/unit/test_call.c tests/fake/scripted.c \
	tests/fake/scripted.h
tests_unit_test_memory_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_memory_CFLAGS = $(AM_CFLAGS) -pthread
tests_unit_test_memory_LDFLAGS = $(AM_LDFLAGS) -pthread -Wl,--wrap=malloc \
	-Wl,--wrap=calloc -Wl,--wrap=realloc -Wl,--wrap=strdup \
	-Wl,--wrap=asprintf -Wl,--wrap=__asprintf_chk
tests_unit_test_memory_LDADD = $(LIB_TEST_LIBS)
tests_unit_test_memory_SOURCES = tests/unit/test_memory.c \
	tests/fake/scripted.c tests/fake/scripted.h
tests_unit_test_outcome_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_outcome_LDADD = $(LIB_TEST_LIBS)
tests_unit_test_reply_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_reply_LDADD = $(LIB_TEST_LIBS)
tests_unit_test_session_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_session_LDADD = $(LIB_TEST_LIBS)
tests_unit_test_token_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_token_LDADD = $(LIB_TEST_LIBS)
tests_unit_test_url_CPPFLAGS = $(TEST_CPPFLAGS)
tests_unit_test_url_LDADD = $(LIB_TEST_LIBS)
