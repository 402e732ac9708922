# SPDX-License-Identifier: GPL-3.0-or-later
# Everything but main, so that the tests can link it.
noinst_LIBRARIES += liboutbox.a
liboutbox_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS) $(JSON_CFLAGS) \
	$(SQLITE_CFLAGS) $(MD_CFLAGS) \
	-DCONFIG_FILE='"$(sysconfdir)/incidentiq/incidentiq.ini"' \
	-DSPOOL_DIR='"$(spooldir)"'
liboutbox_a_CFLAGS = $(CFLAGS_PROGRAM)
liboutbox_a_SOURCES = \
	plugins/outbox/byhand.c plugins/outbox/byhand.h \
	plugins/outbox/chart.c plugins/outbox/chart.h \
	plugins/outbox/choice.c plugins/outbox/choice.h \
	plugins/outbox/collect.c plugins/outbox/collect.h \
	plugins/outbox/comments.c plugins/outbox/comments.h \
	plugins/outbox/core.c plugins/outbox/core.h \
	plugins/outbox/core_icinga.c plugins/outbox/core_nagios.c \
	plugins/outbox/create.c \
	plugins/outbox/deliver.c plugins/outbox/deliver.h \
	plugins/outbox/desk.c plugins/outbox/desk.h \
	plugins/outbox/doctor.c plugins/outbox/doctor.h \
	plugins/outbox/doctor_exam.h \
	plugins/outbox/doctor_iiq.c plugins/outbox/doctor_iiq.h \
	plugins/outbox/doctor_names.c \
	plugins/outbox/doctor_reach.c plugins/outbox/doctor_token.c \
	plugins/outbox/drain.c plugins/outbox/drain.h \
	plugins/outbox/filesystem.c plugins/outbox/filesystem.h \
	plugins/outbox/gate.c plugins/outbox/gate.h \
	plugins/outbox/health.c plugins/outbox/health.h \
	plugins/outbox/health_judge.c \
	plugins/outbox/helpdesk.c plugins/outbox/helpdesk.h \
	plugins/outbox/helpdesk_iiq.c plugins/outbox/helpdesk_iiq.h \
	plugins/outbox/icinga_api.c plugins/outbox/icinga_api.h \
	plugins/outbox/identity.c plugins/outbox/identity.h \
	plugins/outbox/ids.c plugins/outbox/ids.h \
	plugins/outbox/iiq_answer.c plugins/outbox/iiq_answer.h \
	plugins/outbox/iiq_ask.c plugins/outbox/iiq_change.c \
	plugins/outbox/iiq_desk.h plugins/outbox/iiq_lookup.c \
	plugins/outbox/iiq_json.c plugins/outbox/iiq_json.h \
	plugins/outbox/incident.c plugins/outbox/incident.h \
	plugins/outbox/ingest.c plugins/outbox/ingest.h \
	plugins/outbox/instance.c plugins/outbox/instance.h \
	plugins/outbox/job.c plugins/outbox/job.h \
	plugins/outbox/job_outcome.c \
	plugins/outbox/look.c plugins/outbox/look.h \
	plugins/outbox/lookup.c plugins/outbox/lookup.h \
	plugins/outbox/map.c plugins/outbox/map.h \
	plugins/outbox/markup.c plugins/outbox/markup.h \
	plugins/outbox/nagios_status.c plugins/outbox/nagios_status.h \
	plugins/outbox/names.c plugins/outbox/names.h \
	plugins/outbox/newfile.c plugins/outbox/newfile.h \
	plugins/outbox/notice.c plugins/outbox/notice.h \
	plugins/outbox/object.c plugins/outbox/object.h \
	plugins/outbox/opening.c \
	plugins/outbox/outbox.c plugins/outbox/outbox.h \
	plugins/outbox/pace.c plugins/outbox/pace.h \
	plugins/outbox/plan.c plugins/outbox/plan.h \
	plugins/outbox/preview.c plugins/outbox/preview.h \
	plugins/outbox/print.c plugins/outbox/print.h \
	plugins/outbox/progress.c plugins/outbox/progress.h \
	plugins/outbox/pulse.c plugins/outbox/pulse.h \
	plugins/outbox/question.c plugins/outbox/question.h \
	plugins/outbox/record.c plugins/outbox/record.h \
	plugins/outbox/reopen.c \
	plugins/outbox/retry.c plugins/outbox/retry.h \
	plugins/outbox/revise.c plugins/outbox/revise.h \
	plugins/outbox/schema.c plugins/outbox/schema.h \
	plugins/outbox/settings.c plugins/outbox/settings.h \
	plugins/outbox/setup.c plugins/outbox/setup.h \
	plugins/outbox/show.c plugins/outbox/show.h \
	plugins/outbox/sight.c plugins/outbox/sight.h \
	plugins/outbox/sql.h \
	plugins/outbox/standing.c plugins/outbox/standing.h \
	plugins/outbox/status.c plugins/outbox/status.h \
	plugins/outbox/store.c plugins/outbox/store.h \
	plugins/outbox/suspect.c plugins/outbox/suspect.h \
	plugins/outbox/sweep.c plugins/outbox/sweep.h \
	plugins/outbox/systemd.c plugins/outbox/systemd.h \
	plugins/outbox/template.c plugins/outbox/template.h \
	plugins/outbox/text.c plugins/outbox/text.h \
	plugins/outbox/timeline.c plugins/outbox/timeline.h \
	plugins/outbox/trial.c plugins/outbox/trial.h \
	plugins/outbox/us.c plugins/outbox/us.h \
	plugins/outbox/wake.c plugins/outbox/wake.h \
	plugins/outbox/way.c plugins/outbox/way.h \
	plugins/outbox/work.c plugins/outbox/work.h

pkglibexec_PROGRAMS += incidentiq-outbox
incidentiq_outbox_CPPFLAGS = $(liboutbox_a_CPPFLAGS)
incidentiq_outbox_CFLAGS = $(CFLAGS_PROGRAM)
incidentiq_outbox_LDFLAGS = $(LDFLAGS_PROGRAM)
incidentiq_outbox_SOURCES = plugins/outbox/main.c
incidentiq_outbox_LDADD = liboutbox.a libcommon.a libincidentiq.la \
	$(CURL_LIBS) $(JSON_LIBS) $(SQLITE_LIBS) $(MD_LIBS) -lm
