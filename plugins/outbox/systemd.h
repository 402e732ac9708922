/* systemd.h - tell systemd how we are, if it started us */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SYSTEMD_H
#define OUTBOX_SYSTEMD_H

/* Sends "READY=1" or so to $NOTIFY_SOCKET, as sd_notify(3) does; nothing
 * without one. Who does not listen is not waited for. */
void systemd_tell(const char *state);

#endif
