/* storm.c - how long a process takes when hundreds start at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/peers.h"

enum { WIDTH_MAX = 1000, WAVES_MAX = 100 };

/* Waits behind the gate, which opens when its other end is closed. */
static void
start(const struct peer *peer, unsigned serial, const int gate[2])
{
	pid_t pid = fork();
	char none;

	if (pid < 0)
		give_up("fork");
	if (pid > 0)
		return;
	setpriority(PRIO_PROCESS, 0, 0);
	close(gate[1]);
	if (read(gate[0], &none, 1) != 0)
		_exit(126);
	close(gate[0]);
	peer_exec(peer, serial);
}

/* Adds to took the time of each process from the common start to its end. */
static void
wave(const struct peer *peer, size_t width, unsigned serial, double *took)
{
	double opened;
	int gate[2], status;

	if (pipe(gate) < 0)
		give_up("pipe");
	for (size_t i = 0; i < width; i++)
		start(peer, serial + (unsigned)i, gate);
	opened = now_ms();
	close(gate[0]);
	close(gate[1]);
	for (size_t i = 0; i < width; i++) {
		if (wait(&status) < 0)
			give_up("wait");
		took[i] = now_ms() - opened;
		peer_check(peer, status);
	}
}

static size_t
read_count(const char *text, long most)
{
	long count = strtol(text, NULL, 10);

	errno = EINVAL;
	if (count < 1 || count > most)
		give_up(text);
	return (size_t)count;
}

/* ---- report ---- */

struct series {
	double took[WAVES_MAX * WIDTH_MAX];
	double p99[WAVES_MAX]; /* of each wave */
};

static void
report(const char *name, struct series *peer, const struct series *first,
	size_t waves, size_t width)
{
	double ratio[WAVES_MAX];

	for (size_t w = 0; w < waves; w++)
		ratio[w] = peer->p99[w] / first->p99[w];
	printf("%s\t%.1f\t%.1f\t%.2f\n", name,
		quantile(peer->took, waves * width, 0.5),
		quantile(peer->took, waves * width, 0.99),
		quantile(ratio, waves, 0.5));
}

/*
 * storm WAVES WIDTH <PEERS: for each peer its name, median and 99th percentile
 * in ms of WAVES times WIDTH processes, and the median over the waves of the
 * percentile's ratio to the first peer's, with tabs between. The peers' waves
 * take turns.
 */
int
main(int argc, char **argv)
{
	static struct series series[PEERS_MAX];
	struct peer peers[PEERS_MAX];
	size_t waves, width, count;

	errno = EINVAL;
	if (argc != 3)
		give_up("usage: storm WAVES WIDTH <PEERS");
	waves = read_count(argv[1], WAVES_MAX);
	width = read_count(argv[2], WIDTH_MAX);
	count = peers_read(stdin, peers);
	/* Our clock must not queue behind those whom it times. */
	setpriority(PRIO_PROCESS, 0, -20);
	for (size_t w = 0; w < waves; w++)
		for (size_t i = 0; i < count; i++) {
			double *took = series[i].took + w * width;

			wave(&peers[i], width, (unsigned)(w * width), took);
			series[i].p99[w] = quantile(took, width, 0.99);
		}
	for (size_t i = 0; i < count; i++)
		report(peers[i].name, &series[i], &series[0], waves, width);
	return 0;
}
