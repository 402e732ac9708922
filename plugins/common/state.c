/* state.c - the four states of a monitoring core, and which is worse */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/state.h"

#include <strings.h>

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
state_parse(const char *name, enum state *out)
{
	for (int i = STATE_OK; i <= STATE_UNKNOWN; i++)
		if (strcasecmp(states[i].name, name) == 0) {
			*out = (enum state)i;
			return 0;
		}
	return -1;
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
