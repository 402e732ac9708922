/* names.c - gives every name two addresses, of which IPv6 is dead
 *
 * By LD_PRELOAD. The first is ::1 with a port where everybody waits in vain,
 * the second 127.0.0.1.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A listener whose queue is full lets no connection come about. */
static void
dig_hole(const struct addrinfo *at)
{
	const int on = 1;
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	/* Where there is no IPv6, the address is dead as it is. */
	if (bind(fd, at->ai_addr, at->ai_addrlen) < 0 || listen(fd, 0) < 0)
		return;
	for (int i = 0; i < 4; i++)
		(void)connect(
			socket(AF_INET6,
				SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
			at->ai_addr, at->ai_addrlen);
}

int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
	struct addrinfo **out)
{
	int (*next)(const char *, const char *, const struct addrinfo *,
		struct addrinfo **);
	struct addrinfo numeric = { .ai_flags = AI_NUMERICHOST,
		.ai_socktype = SOCK_STREAM };
	void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
	struct addrinfo *live;
	int rc;

	(void)name;
	(void)hints;
	memcpy(&next, &symbol, sizeof(next));
	if ((rc = next("::1", service, &numeric, out)) != 0 ||
		(rc = next("127.0.0.1", service, &numeric, &live)) != 0)
		return rc;
	dig_hole(*out);
	(*out)->ai_next = live;
	return 0;
}
