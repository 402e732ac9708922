/* facts.c - all that the requests of a check have yielded */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_incidentiq/facts.h"

#include <stddef.h>

int64_t
facts_number(const struct facts *facts, enum iiq_number which,
	const struct answer **of)
{
	for (int i = 0; i < ANSWERS; i++) {
		const struct answer *answer = &facts->answer[i];

		if (!answer->asked || answer->number[which] < 0)
			continue;
		if (of != NULL)
			*of = answer;
		return answer->number[which];
	}
	return -1;
}

int64_t
facts_sum(const struct facts *facts, enum iiq_number which)
{
	int64_t sum = -1;

	for (int i = 0; i < ANSWERS; i++) {
		const struct answer *answer = &facts->answer[i];

		if (answer->asked && answer->number[which] >= 0 &&
			__builtin_add_overflow(
				sum < 0 ? 0 : sum, answer->number[which], &sum))
			return -1;
	}
	return sum;
}

bool
facts_answered(const struct facts *facts)
{
	bool any = false;

	for (int i = 0; i < ANSWERS; i++) {
		const struct answer *answer = &facts->answer[i];

		if (answer->asked && answer->number[IIQ_STATUS] < 0)
			return false;
		any |= answer->asked;
	}
	return any;
}
