/* guard.h - a process that keeps its secrets and its descriptors apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_GUARD_H
#define COMMON_GUARD_H

/*
 * To be called first: no core file and no reading by others of the same user
 * (the token is in memory); descriptors 0 to 2 are open, so that no connection
 * can get the number that output goes to; a reader that went away is an error
 * of write(), not the end.
 */
void guard_process(void);

#endif
