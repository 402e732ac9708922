/* fuzz_extra.c - a section and a file of --extra-opts, whatever they say */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/mman.h>
#include <unistd.h>

#include "common/opt.h"
#include "fuzz/fuzz.h"

static const struct opt table[] = {
	{ .name = "extra-opts",
		.where = OPT_COMMAND_LINE | OPT_EXTRA,
		.value = "[SECTION][@FILE]" },
	{ .name = "warning",
		.letter = 'w',
		.where = OPT_COMMAND_LINE,
		.value = "RANGE" },
	{ .name = "verbose", .letter = 'v', .where = OPT_COMMAND_LINE },
	{ .name = "proxy", .where = OPT_COMMAND_LINE, .value = "URL" },
	{ .name = "only-ini", .where = OPT_INI_SECTION, .value = "TEXT" },
};

/* Command line: the section, which must not name another file. */
static int
parse(struct opts *opts, const char *section, int fd)
{
	char option[512], name[] = "check_fuzz";
	char *argv[] = { name, option, NULL };
	struct err why = { "" };
	int rc;

	snprintf(option, sizeof(option), "--extra-opts=%.400s@/proc/self/fd/%d",
		section, fd);
	rc = opts_parse(opts, 2, argv, &why);
	if (rc == 2 && opts_read_extra(opts, &why) < 0)
		rc = -1;
	FUZZ_HOLDS(rc == 2 || (rc == -1 && why.text[0] != '\0'));
	return rc;
}

/* The input's first line is the section, all behind it the file. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	size_t head = strcspn(text, "\n@");
	struct opts *opts =
		opts_new(table, sizeof(table) / sizeof(table[0]), NULL, 0);
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (head < size) {
		text[head] = '\0';
		FUZZ_HOLDS(write(fd, data + head + 1, size - head - 1) ==
			   (ssize_t)(size - head - 1));
	}
	if (parse(opts, text, fd) == 2) {
		enum opt_origin origin = opts_origin(opts, "warning");

		FUZZ_HOLDS(
			origin == OPT_FROM_EXTRA || origin == OPT_FROM_NOWHERE);
		FUZZ_HOLDS(opts_text(opts, "only-ini") == NULL);
	}
	close(fd);
	opts_free(opts);
	free(text);
	return 0;
}
