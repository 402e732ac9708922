/* fuzz_range.c - a threshold is read, or refused; printed, it says the same */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/range.h"

#include "fuzz/fuzz.h"

static void
print_and_read(const struct range *range)
{
	static const double values[] = { -1e15, -1, 0, 0.5, 10, 1e15 };
	char text[RANGE_TEXT];
	struct range again;
	struct err why;

	range_format(range, 1, text);
	FUZZ_HOLDS(strlen(text) < RANGE_TEXT);
	FUZZ_HOLDS(range_parse(text, &again, &why) == 0);
	/* Six decimals are printed, so a finer limit may have moved. */
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if ((values[i] < range->start - 1e-6 ||
			    values[i] > range->start + 1e-6) &&
			(values[i] < range->end - 1e-6 ||
				values[i] > range->end + 1e-6))
			FUZZ_HOLDS(range_alerts(range, values[i]) ==
				   range_alerts(&again, values[i]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct range range;
	struct err why;

	if (range_parse(text, &range, &why) == 0) {
		FUZZ_HOLDS(range.is_set && range.start <= range.end);
		print_and_read(&range);
	} else {
		FUZZ_HOLDS(!range.is_set && !range_alerts(&range, 5));
		FUZZ_HOLDS(why.text[0] != '\0');
	}
	free(text);
	return 0;
}
