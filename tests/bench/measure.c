/* measure.c - wall and processor time of programs that take turns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/peers.h"

enum { ROUNDS_MAX = 10000 };

struct cost {
	double wall_ms, cpu_ms;
};

static double
cpu_ms(const struct rusage *used)
{
	return (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) * 1e3 +
	       (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1e3;
}

/* The wall clock stops with the program; what it leaves behind still counts as
 * its processor time, since whoever is orphaned becomes our child. */
static struct cost
run(const struct peer *peer, unsigned serial)
{
	struct cost cost;
	struct rusage used;
	double start = now_ms();
	pid_t pid = fork();
	int status;

	if (pid == 0)
		peer_exec(peer, serial);
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		give_up("fork");
	cost = (struct cost){ now_ms() - start, cpu_ms(&used) };
	peer_check(peer, status);
	while (wait4(-1, &status, 0, &used) > 0)
		cost.cpu_ms += cpu_ms(&used);
	return cost;
}

/* Nobody always runs after the same neighbour. */
static void
shuffle(size_t *order, size_t count)
{
	for (size_t i = count - 1; i > 0; i--) {
		size_t j = (size_t)rand() % (i + 1), kept = order[i];

		order[i] = order[j];
		order[j] = kept;
	}
}

/* ---- report ---- */

static void
put_medians(const struct cost *cost, const struct cost *first, size_t rounds)
{
	double *wall = calloc(rounds, sizeof(*wall));
	double *cpu = calloc(rounds, sizeof(*cpu));
	double median_wall, median_cpu;

	if (wall == NULL || cpu == NULL)
		give_up("report");
	for (size_t i = 0; i < rounds; i++) {
		wall[i] = cost[i].wall_ms;
		cpu[i] = cost[i].cpu_ms;
	}
	median_wall = quantile(wall, rounds, 0.5);
	median_cpu = quantile(cpu, rounds, 0.5);
	for (size_t i = 0; i < rounds; i++) {
		wall[i] = cost[i].wall_ms / first[i].wall_ms;
		cpu[i] = cost[i].cpu_ms / first[i].cpu_ms;
	}
	printf("\t%.2f\t%.3f\t%.2f\t%.3f\n", median_wall,
		quantile(wall, rounds, 0.5), median_cpu,
		quantile(cpu, rounds, 0.5));
	free(wall);
	free(cpu);
}

static size_t
read_rounds(int argc, char **argv)
{
	long rounds = argc == 2 ? strtol(argv[1], NULL, 10) : 0;

	errno = EINVAL;
	if (rounds < 1 || rounds > ROUNDS_MAX)
		give_up("usage: measure ROUNDS <PEERS");
	return (size_t)rounds;
}

/*
 * measure ROUNDS <PEERS: for each peer its name, median wall time in ms, median
 * of its ratio to the first peer in the same round, and both for the processor
 * time, with tabs between. The round before the first warms the caches.
 */
int
main(int argc, char **argv)
{
	size_t rounds = read_rounds(argc, argv);
	struct peer peers[PEERS_MAX];
	size_t count = peers_read(stdin, peers), order[PEERS_MAX];
	struct cost *costs = calloc(rounds * count, sizeof(*costs));
	unsigned serial = 0;

	if (costs == NULL || prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
		give_up("measure");
	for (size_t i = 0; i < count; i++) {
		order[i] = i;
		run(&peers[i], serial++);
	}
	for (size_t round = 0; round < rounds; round++) {
		shuffle(order, count);
		for (size_t i = 0; i < count; i++)
			costs[order[i] * rounds + round] =
				run(&peers[order[i]], serial++);
	}
	for (size_t i = 0; i < count; i++) {
		printf("%s", peers[i].name);
		put_medians(&costs[i * rounds], costs, rounds);
	}
	free(costs);
	return 0;
}
