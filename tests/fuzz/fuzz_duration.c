/* fuzz_duration.c - a duration is a finite number of seconds, or none */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "common/opt.h"
#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	double seconds;
	bool truth;

	if (opt_duration(text, &seconds) == 0) {
		FUZZ_HOLDS(isfinite(seconds) && seconds >= 0);
		FUZZ_HOLDS(strspn(text, "0123456789.smhd") == strlen(text));
	}
	if (opt_truth(text, &truth) < 0)
		FUZZ_HOLDS(!truth);
	free(text);
	return 0;
}
