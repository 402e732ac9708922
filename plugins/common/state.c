/* state.c - the four states of a monitoring core, and which is worse */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/state.h"

static const struct {
	const char *name;
	int rank;
} states[] = {
	[STATE_OK] = { "OK", 0 },
	[STATE_WARNING] = { "WARNING", 1 },
	[STATE_CRITICAL] = { "CRITICAL", 3 },
	[STATE_UNKNOWN] = { "UNKNOWN", 2 },
};

const char *
state_name(enum state state)
{
	return states[state].name;
}

int
state_rank(enum state state)
{
	return states[state].rank;
}

enum state
state_worse(enum state a, enum state b)
{
	return state_rank(a) < state_rank(b) ? b : a;
}
