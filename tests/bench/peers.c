/* peers.c - the programs that are measured side by side */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/peers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void
give_up(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void
peer_read(char *line, struct peer *out)
{
	size_t words = 0;

	line[strcspn(line, "\n")] = '\0';
	out->name = strsep(&line, "\t");
	while (line != NULL && words < PEER_WORDS - 1)
		out->word[words++] = strsep(&line, "\t");
	out->word[words] = NULL;
	errno = EINVAL;
	if (words == 0 || line != NULL)
		give_up(out->name);
}

size_t
peers_read(FILE *from, struct peer peers[PEERS_MAX])
{
	size_t count = 0, size;
	char *line;

	while (count < PEERS_MAX) {
		line = NULL;
		if (getline(&line, &size, from) <= 0)
			break;
		peer_read(line, &peers[count++]);
	}
	errno = EINVAL;
	if (count == 0)
		give_up("no peers");
	return count;
}

/* In a process that is about to become another, so nothing is freed. */
static const char *
with_serial(const char *word, unsigned serial)
{
	const char *hole = strstr(word, "{}");
	char *full;

	if (hole == NULL)
		return word;
	if (asprintf(&full, "%.*s%u%s", (int)(hole - word), word, serial,
		    hole + 2) < 0)
		_exit(126);
	return full;
}

void
peer_exec(const struct peer *peer, unsigned serial)
{
	const char *argv[PEER_WORDS];
	size_t i = 0;
	int fd = open("/dev/null", O_RDWR);

	do
		argv[i] = peer->word[i] == NULL
				  ? NULL
				  : with_serial(peer->word[i], serial);
	while (argv[i++] != NULL);
	if (argv[0] == NULL || fd < 0 || dup2(fd, 0) < 0 || dup2(fd, 1) < 0 ||
		dup2(fd, 2) < 0)
		_exit(126);
	if (fd > 2)
		close(fd);
	execv(argv[0], (char *const *)(void *)argv);
	_exit(127);
}

void
peer_check(const struct peer *peer, int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	fprintf(stderr, "bench: %s: %s %d\n", peer->name,
		WIFEXITED(status) ? "exit status" : "signal",
		WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	exit(1);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Between the two nearest, as the median of an even number is. */
double
quantile(double *values, size_t count, double share)
{
	double at = share * (double)(count - 1);
	size_t below = (size_t)at;
	double rest = at - (double)below;

	qsort(values, count, sizeof(*values), compare);
	if (below + 1 >= count)
		return values[count - 1];
	return values[below] * (1 - rest) + values[below + 1] * rest;
}

double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}
