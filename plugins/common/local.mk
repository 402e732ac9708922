# SPDX-License-Identifier: GPL-3.0-or-later
libcommon_a_SOURCES += \
	plugins/common/connect.h \
	plugins/common/err.c plugins/common/err.h \
	plugins/common/event.h \
	plugins/common/ini.c plugins/common/ini.h \
	plugins/common/log.h \
	plugins/common/mem.c plugins/common/mem.h \
	plugins/common/opt.c plugins/common/opt.h \
	plugins/common/spool.h
