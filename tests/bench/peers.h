/* peers.h - the programs that are measured side by side */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <stddef.h>
#include <stdio.h>

enum { PEERS_MAX = 16, PEER_WORDS = 64 };

struct peer {
	const char *name;
	const char *word[PEER_WORDS]; /* a command, ended by NULL */
};

/* One a line: name, program and its arguments, with tabs between. The peers
 * are never freed. Ends the process with a sentence when a line is wrong. */
size_t peers_read(FILE *from, struct peer peers[PEERS_MAX]);

/* Becomes the peer, without a terminal or pipe to wait for. A {} in an argument
 * becomes the serial number, so that no run repeats another. */
_Noreturn void peer_exec(const struct peer *peer, unsigned serial);

/* Ends the process, saying so, unless the peer exited with 0. */
void peer_check(const struct peer *peer, int status);

_Noreturn void give_up(const char *what);

/* Of values, which get sorted; share 0.5 is the median. */
double quantile(double *values, size_t count, double share);

/* Milliseconds of a clock that never jumps. */
double now_ms(void);

#endif
