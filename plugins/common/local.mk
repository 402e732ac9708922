# SPDX-License-Identifier: GPL-3.0-or-later
libcommon_a_SOURCES += \
	plugins/common/clean.c plugins/common/clean.h \
	plugins/common/connect.c plugins/common/connect.h \
	plugins/common/connect_options.c \
	plugins/common/err.c plugins/common/err.h \
	plugins/common/event.c plugins/common/event.h \
	plugins/common/guard.c plugins/common/guard.h \
	plugins/common/ini.c plugins/common/ini.h \
	plugins/common/log.c plugins/common/log.h \
	plugins/common/mem.c plugins/common/mem.h \
	plugins/common/nudge.c plugins/common/nudge.h \
	plugins/common/number.c plugins/common/number.h \
	plugins/common/opt.c plugins/common/opt.h \
	plugins/common/opt_file.c plugins/common/opt_private.h \
	plugins/common/opt_value.c \
	plugins/common/owner.c plugins/common/owner.h \
	plugins/common/perfdata.c plugins/common/perfdata.h \
	plugins/common/range.c plugins/common/range.h \
	plugins/common/spool.c plugins/common/spool.h \
	plugins/common/spool_private.h \
	plugins/common/spool_scan.c \
	plugins/common/spool_text.c \
	plugins/common/state.c plugins/common/state.h
