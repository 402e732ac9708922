/* fuzz_perfdata.c - whatever label and number, a core can read the result */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/perfdata.h"

#include "fuzz/fuzz.h"

/* "'label'=" is behind us: a plain number, a unit, thresholds. */
static void
check_value(const char *text)
{
	FUZZ_HOLDS(strspn(text, "-0123456789.s;:~@") == strlen(text));
	FUZZ_HOLDS(strspn(text, "-0123456789") > 0);
}

/* What the input begins with is the value, what is left the label. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct thresholds limits = {
		.warning = { true, false, -5, 90 },
		.critical = { true, true, 0, 1e15 },
	};
	struct metric metric = {
		.unit = "s", .limits = &limits, .limits_factor = 86400
	};
	char text[128] = "";
	char *label;
	size_t length;

	if (size < sizeof(metric.value))
		return 0;
	memcpy(&metric.value, data, sizeof(metric.value));
	label = fuzz_text(
		data + sizeof(metric.value), size - sizeof(metric.value));
	metric.label = label;
	metric.has_min = size % 2 == 0;
	length = perfdata_add(text, sizeof(text), &metric);
	FUZZ_HOLDS(length == strlen(text) && length < sizeof(text));
	for (size_t i = 0; i < length; i++)
		FUZZ_HOLDS(text[i] >= ' ' && text[i] <= '~' && text[i] != '|');
	if (length > 0) {
		FUZZ_HOLDS(strchr(text, '=') != NULL);
		FUZZ_HOLDS(strchr(text, '=') == strrchr(text, '='));
		check_value(strchr(text, '=') + 1);
	}
	/* A second one is whole, or not there. */
	FUZZ_HOLDS(perfdata_add(text, sizeof(text), &metric) == strlen(text));
	free(label);
	return 0;
}
