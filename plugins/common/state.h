/* state.h - the four states of a monitoring core, and which is worse */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_STATE_H
#define COMMON_STATE_H

/* The values are exit codes. */
enum state { STATE_OK, STATE_WARNING, STATE_CRITICAL, STATE_UNKNOWN };

/* "OK", "WARNING", ... */
const char *state_name(enum state state);

/* Reads such a name, in either case; -1 if it is none. */
int state_parse(const char *name, enum state *out);

/* The worse of two: OK < WARNING < UNKNOWN < CRITICAL. */
enum state state_worse(enum state a, enum state b);

/* How bad a state is, 0 for OK; to sort by. */
int state_rank(enum state state);

#endif
