/* core.c - the monitoring core that the settings name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/core.h"

#include <stddef.h>
#include <string.h>

static int
open_nagios(struct core *out, const struct opts *opts, bool acknowledge,
	struct err *why)
{
	struct core_nagios how = {
		.commands = opts_text(opts, "nagios-command-file"),
		.status = opts_text(opts, "nagios-status-file"),
		.acknowledge = acknowledge,
	};

	if (how.status == NULL)
		return err_set(why, "nagios-command-file also wants "
				    "nagios-status-file");
	core_nagios(out, &how);
	return 0;
}

bool
core_is_named(const struct opts *opts)
{
	return opts_text(opts, "nagios-command-file") != NULL ||
	       opts_text(opts, "icinga-url") != NULL;
}

int
core_open(struct core *out, const struct opts *opts, struct err *why)
{
	struct core_icinga how = {
		.url = opts_text(opts, "icinga-url"),
		.user = opts_text(opts, "icinga-user"),
		.password_file = opts_text(opts, "icinga-password-file"),
		.ca_file = opts_text(opts, "icinga-ca-file"),
	};
	bool has_nagios = opts_text(opts, "nagios-command-file") != NULL;

	memset(out, 0, sizeof(*out));
	if (opts_bool(opts, "acknowledge", &how.acknowledge, why) < 0)
		return -1;
	if (how.url != NULL && has_nagios)
		return err_set(why, "nagios-command-file and icinga-url: the "
				    "core is one of them");
	if (has_nagios)
		return open_nagios(out, opts, how.acknowledge, why);
	return how.url == NULL ? 0 : core_icinga(out, &how, why);
}

void
core_close(struct core *core)
{
	if (core->free != NULL)
		core->free(core->self);
	memset(core, 0, sizeof(*core));
}
