/* serve.h - take one request where it belongs, with the habits of the wire */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_SERVE_H
#define FAKE_SERVE_H

struct exchange;

/* x->path is the whole path. Holds the lock meanwhile, but not in sleep. */
void serve(struct exchange *x, int client_port);

#endif
