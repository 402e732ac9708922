/* connect_options.c - the options that lead to IncidentIQ */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/connect.h"

enum { EVERYWHERE = OPT_COMMAND_LINE | OPT_INI_SHARED | OPT_INI_SECTION };

const struct opt connect_options[] = {
	{ .name = "url",
		.letter = 'u',
		.where = EVERYWHERE,
		.value = "URL",
		.env = "IIQ_URL",
		.help = "TENANT.incidentiq.com, with https:// or without" },
	{ .name = "site-id",
		.where = EVERYWHERE,
		.value = "UUID",
		.env = "IIQ_SITE_ID",
		.help = "the site's UUID" },
	{ .name = "token-file",
		.where = EVERYWHERE | OPT_PATH,
		.value = "FILE",
		.help = "holds the API token and is readable by its owner\n"
			"only; without it $IIQ_API_TOKEN, or systemd's\n"
			"credential incidentiq.token" },
	{ .name = "ca-file",
		.where = EVERYWHERE | OPT_PATH,
		.value = "PATH",
		.help = "PEM file or hashed directory of the authorities to\n"
			"trust instead of the system's" },
	{ .name = "proxy",
		.where = EVERYWHERE,
		.value = "URL",
		.help = "HTTP proxy; without it the environment's" },
	{ .name = "no-proxy",
		.where = EVERYWHERE,
		.value = "HOSTS",
		.help = "hosts to reach without it, with commas; * for all" },
	{ .name = "tls-min",
		.where = EVERYWHERE,
		.value = "VERSION",
		.help = "oldest TLS version to speak: 1.2 (default) or 1.3" },
	{ .name = "timeout",
		.letter = 't',
		.where = EVERYWHERE,
		.value = "SECONDS",
		.help = "deadline of it all; also written 30s or 2m" },
};
const size_t connect_options_count =
	sizeof(connect_options) / sizeof(connect_options[0]);
