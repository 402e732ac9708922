/* fuzz_spool.c - a spool file is an alert, or is put aside as it was */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/spool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz/event_holds.h"
#include "fuzz/fuzz.h"

static char dir[64];
static int root = -1;
static struct spool *spool;

struct seen {
	unsigned alerts, bad;
};

static int
visit(void *arg, const char *name, struct event *event)
{
	struct seen *seen = arg;
	struct err why;

	seen->alerts++;
	FUZZ_HOLDS(event->text[EVENT_HOST][0] != '\0');
	event_holds(event);
	FUZZ_HOLDS(spool_remove(spool, name, &why) == 0);
	return 0;
}

static void
bad(void *arg, const char *name, const char *reason)
{
	struct seen *seen = arg;

	(void)name;
	seen->bad++;
	FUZZ_HOLDS(reason[0] != '\0');
}

/* ---- the spool ---- */

static void
tear_down(void)
{
	static const struct {
		const char *name;
		int flags;
	} made[] = { { "new", AT_REMOVEDIR }, { "tmp", AT_REMOVEDIR },
		{ "bad", AT_REMOVEDIR }, { "lock", 0 }, { "lost", 0 } };

	spool_close(spool);
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		unlinkat(root, made[i].name, made[i].flags);
	rmdir(dir);
}

static void
set_up(void)
{
	const char *tmp = getenv("TMPDIR");
	struct err why;

	snprintf(dir, sizeof(dir), "%.40s/iiq-fuzz.XXXXXX",
		tmp == NULL ? "/tmp" : tmp);
	FUZZ_HOLDS(mkdtemp(dir) != NULL);
	FUZZ_HOLDS(spool_open(&spool, dir, &why) == 0);
	root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	FUZZ_HOLDS(root >= 0 && atexit(tear_down) == 0);
}

/* ---- one file ---- */

static void
put(const void *data, size_t size)
{
	int fd = openat(root, "new/1", O_WRONLY | O_CREAT | O_EXCL, 0640);

	FUZZ_HOLDS(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
}

static void
read_file(const void *data, size_t size)
{
	const struct spool_visitor visitor = { visit, bad,
		&(struct seen){ 0 } };
	struct seen *seen = visitor.arg;
	struct stat st;
	struct err why;

	put(data, size);
	FUZZ_HOLDS(spool_each(spool, 9, &visitor, &why) == 0);
	FUZZ_HOLDS(seen->alerts + seen->bad == 1);
	FUZZ_HOLDS(faccessat(root, "new/1", F_OK, 0) < 0);
	if (seen->bad == 0)
		return;
	FUZZ_HOLDS(fstatat(root, "bad/1", &st, 0) == 0);
	FUZZ_HOLDS(st.st_size == (off_t)size);
	FUZZ_HOLDS(unlinkat(root, "bad/1", 0) == 0);
}

/* The input is a file; and it is what stands between head and end of one. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *framed = malloc(size + 64);
	int head;

	if (spool == NULL)
		set_up();
	read_file(data, size);
	FUZZ_HOLDS(framed != NULL);
	head = sprintf(framed, "incidentiq-event 1 %05zu\n", size + 5);
	if (size > 0)
		memcpy(framed + head, data, size);
	memcpy(framed + head + size, "\nend\n", 5);
	read_file(framed, (size_t)head + size + 5);
	free(framed);
	return 0;
}
