/* boot.h - which start of the machine this is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NOTIFY_BOOT_H
#define NOTIFY_BOOT_H

/* The same number until the machine is started again; 0 = unknown. */
unsigned boot_number(void);

#endif
