/* replay.c - runs a target over files, where there is no libFuzzer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

static int
run(const char *path)
{
	static uint8_t data[1024 * 1024];
	FILE *file = fopen(path, "rb");
	size_t size;

	if (file == NULL) {
		perror(path);
		return -1;
	}
	size = fread(data, 1, sizeof(data), file);
	fclose(file);
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, size);
	return 0;
}

/* replay FILE... */
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (run(argv[i]) < 0)
			return 1;
	return argc > 1 ? 0 : 1;
}
