/* core.c - the monitoring core that the settings name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/core.h"

#include <stddef.h>
#include <string.h>

#include "outbox/icinga_api.h"

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

/* What changes nothing without the core that it is for. */
static int
check_company(const struct opts *opts, bool acknowledge, struct err *why)
{
	static const struct {
		const char *key, *core;
	} wants[] = { { "nagios-status-file", "nagios-command-file" },
		{ "icinga-user", "icinga-url" },
		{ "icinga-password-file", "icinga-url" },
		{ "icinga-ca-file", "icinga-url" } };

	for (size_t i = 0; i < sizeof(wants) / sizeof(wants[0]); i++)
		if (opts_text(opts, wants[i].key) != NULL &&
			opts_text(opts, wants[i].core) == NULL)
			return err_set(why, "%s is of no use without %s",
				wants[i].key, wants[i].core);
	if (acknowledge && !core_is_named(opts))
		return err_set(why, "acknowledge is of no use without "
				    "nagios-command-file or icinga-url");
	return 0;
}

int
core_open(struct core *out, const struct opts *opts, struct err *why)
{
	struct icinga_login login = {
		.url = opts_text(opts, "icinga-url"),
		.user = opts_text(opts, "icinga-user"),
		.password_file = opts_text(opts, "icinga-password-file"),
		.ca_file = opts_text(opts, "icinga-ca-file"),
	};
	bool has_nagios = opts_text(opts, "nagios-command-file") != NULL;
	bool acknowledge;

	memset(out, 0, sizeof(*out));
	if (opts_bool(opts, "acknowledge", &acknowledge, why) < 0)
		return -1;
	if (login.url != NULL && has_nagios)
		return err_set(why, "nagios-command-file and icinga-url: the "
				    "core is one of them");
	if (check_company(opts, acknowledge, why) < 0)
		return -1;
	if (has_nagios)
		return open_nagios(out, opts, acknowledge, why);
	if (login.url != NULL)
		return core_icinga(out, &login, acknowledge, why);
	return 0;
}

void
core_close(struct core *core)
{
	if (core->free != NULL)
		core->free(core->self);
	memset(core, 0, sizeof(*core));
}
