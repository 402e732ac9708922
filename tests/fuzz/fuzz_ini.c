/* fuzz_ini.c - an ini file is read to its end, whatever is in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/ini.h"

#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"

static int
take(void *arg, const struct ini_line *line, struct err *why)
{
	size_t *lines = arg;

	(void)why;
	++*lines;
	FUZZ_HOLDS(line->section != NULL);
	FUZZ_HOLDS(line->key == NULL || strchr(line->key, '=') == NULL);
	FUZZ_HOLDS(line->key == NULL || strchr(line->key, '\n') == NULL);
	FUZZ_HOLDS(line->key == NULL || line->value != NULL);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	char path[64];
	size_t lines = 0, newlines = 1;
	struct err why = { "" };

	FUZZ_HOLDS(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (ini_read(path, take, &lines, &why) < 0)
		FUZZ_HOLDS(strstr(why.text, path) == why.text);
	for (size_t i = 0; i < size; i++)
		newlines += data[i] == '\n';
	FUZZ_HOLDS(lines <= newlines);
	close(fd);
	return 0;
}
