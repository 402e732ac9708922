/* main.c - run the fake IncidentIQ until it is told to stop */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "fake/fake.h"
#include "fake/http.h"
#include "fake/site.h"
#include "fake/token.h"

#define THREE_YEARS (3 * 365 * 86400.0)

static const char usage[] =
	"Usage: fake_incidentiq [--tls DIR [--cert NAME]] [--port N]\n"
	"                       [--with-parent]\n"
	"       fake_incidentiq --print-token [--expires SECONDS] [--user ID]\n"
	"\n"
	"Serves a fake IncidentIQ on 127.0.0.1 and prints its address.\n"
	"  --tls DIR        with TLS: DIR/server.pem, DIR/server.key\n"
	"  --cert NAME      NAME.pem and NAME.key instead\n"
	"  --port N         listen there; default: any port that is free\n"
	"  --with-parent    stop when standard input is closed\n"
	"  --print-token    print a token that it takes, and exit\n"
	"  --expires SEC    how long that token is good; default: 3 years\n"
	"  --user ID        who it says that its user is; default: the robot\n"
	"Environment: FAKE_TOKEN, FAKE_SITE. Signals: TERM stops it, USR1\n"
	"closes its port (calls are refused), USR2 opens it again.\n";

struct settings {
	struct http_place place;
	bool with_parent;
	bool print_token;
	double expires_s;
	const char *user;
};

static int
read_options(int argc, char **argv, struct settings *settings)
{
	static const struct option options[] = { { "tls", required_argument,
							 NULL, 't' },
		{ "cert", required_argument, NULL, 'c' },
		{ "port", required_argument, NULL, 'p' },
		{ "with-parent", no_argument, NULL, 'w' },
		{ "print-token", no_argument, NULL, 'T' },
		{ "expires", required_argument, NULL, 'e' },
		{ "user", required_argument, NULL, 'u' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (option) {
		case 't':
			settings->place.tls_dir = optarg;
			break;
		case 'c':
			settings->place.cert = optarg;
			break;
		case 'p':
			settings->place.port = (uint16_t)atoi(optarg);
			break;
		case 'w':
			settings->with_parent = true;
			break;
		case 'T':
			settings->print_token = true;
			break;
		case 'e':
			settings->expires_s = atof(optarg);
			break;
		case 'u':
			settings->user = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			exit(0);
		default:
			return -1;
		}
	return optind == argc ? 0 : -1;
}

/* The next signal, or SIGTERM when the parent is gone. */
static int
wait_for_signal(int signals, bool with_parent)
{
	struct pollfd fds[2] = { { .fd = signals, .events = POLLIN },
		{ .fd = with_parent ? STDIN_FILENO : -1, .events = POLLIN } };
	struct signalfd_siginfo info;
	char ignored[64];

	for (;;) {
		if (poll(fds, 2, -1) < 0)
			return SIGTERM;
		if (fds[0].revents != 0)
			return read(signals, &info, sizeof(info)) ==
					       (ssize_t)sizeof(info)
				       ? (int)info.ssi_signo
				       : SIGTERM;
		if (fds[1].revents != 0 &&
			read(STDIN_FILENO, ignored, sizeof(ignored)) <= 0)
			return SIGTERM;
	}
}

/* Every thread inherits this: signals come through the descriptor alone. */
static int
catch_signals(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static int
run(struct fake *fake, struct settings *settings)
{
	int signals = catch_signals();
	struct http *http;
	struct err why;
	int got;

	if (http_open(&http, fake, &settings->place, &why) < 0)
		goto failed;
	settings->place.port = http_port(http);
	printf("%s:%u\n",
		settings->place.tls_dir ? "https://localhost"
					: "http://127.0.0.1",
		http_port(http));
	fflush(stdout);
	do {
		got = wait_for_signal(signals, settings->with_parent);
		if (got == SIGUSR1) {
			http_close(http);
			http = NULL;
		} else if (got == SIGUSR2 && http == NULL &&
			   http_open(&http, fake, &settings->place, &why) < 0) {
			goto failed;
		}
	} while (got == SIGUSR1 || got == SIGUSR2);
	http_close(http);
	close(signals);
	return 0;
failed:
	fprintf(stderr, "fake_incidentiq: %s\n", why.text);
	close(signals);
	return 1;
}

int
main(int argc, char **argv)
{
	struct settings settings = { .place.cert = "server",
		.expires_s = THREE_YEARS,
		.user = site_people[SITE_ROBOT].id };
	const char *site = getenv("FAKE_SITE");
	const char *given = getenv("FAKE_TOKEN");
	char *token = NULL;
	struct fake fake;
	int rc;

	if (read_options(argc, argv, &settings) < 0) {
		fputs(usage, stderr);
		return 2;
	}
	if (site == NULL)
		site = SITE_ID;
	token = token_make(site, settings.user, fake_now() - 3600.25,
		fake_now() + settings.expires_s);
	if (settings.print_token) {
		puts(token);
		free(token);
		return 0;
	}
	fake_init(&fake);
	fake.site_id = site;
	fake.token = given ? given : token;
	rc = run(&fake, &settings);
	fake_free(&fake);
	free(token);
	return rc;
}
