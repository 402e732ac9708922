# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += contrib/packages.sh contrib/quickstart contrib/source.sh \
	contrib/test contrib/screenshots
EXTRA_DIST += contrib/debian contrib/rpm

# [@]: configure must leave these two alone.
# A folder for Nagios' cfg_dir, with the paths of this installation.
nagiosdir = $(pkgdatadir)/nagios
nagios_DATA = contrib/nagios/commands.cfg
dist_nagios_DATA = contrib/nagios/contact.cfg contrib/nagios/templates.cfg \
	contrib/nagios/README.md
EXTRA_DIST += contrib/README.md contrib/nagios/commands.cfg.in
CLEANFILES += contrib/nagios/commands.cfg
contrib/nagios/commands.cfg: contrib/nagios/commands.cfg.in Makefile
	$(AM_V_GEN)$(MKDIR_P) contrib/nagios && \
	sed -e 's|@bindir[@]|$(bindir)|' -e 's|@plugindir[@]|$(plugindir)|' \
		$(srcdir)/contrib/nagios/commands.cfg.in >$@.tmp && \
	mv $@.tmp $@

# For an include in icinga2.conf.
icingadir = $(pkgdatadir)/icinga2
icinga_DATA = contrib/icinga2/incidentiq.conf \
	contrib/icinga2/incidentiq-notifications.conf \
	contrib/icinga2/incidentiq-outbox.conf
dist_icinga_DATA = contrib/icinga2/README.md
EXTRA_DIST += $(icinga_DATA:=.in)
CLEANFILES += $(icinga_DATA)
$(icinga_DATA): contrib/local.mk Makefile
	$(AM_V_GEN)$(MKDIR_P) contrib/icinga2 && \
	sed -e 's|@sysconfdir[@]|$(sysconfdir)|' -e 's|@bindir[@]|$(bindir)|' \
		$(srcdir)/$@.in >$@.tmp && \
	mv $@.tmp $@
contrib/icinga2/incidentiq.conf: contrib/icinga2/incidentiq.conf.in
contrib/icinga2/incidentiq-notifications.conf: \
	contrib/icinga2/incidentiq-notifications.conf.in
contrib/icinga2/incidentiq-outbox.conf: contrib/icinga2/incidentiq-outbox.conf.in

# For an include in nrpe.cfg.
nrpedir = $(pkgdatadir)/nrpe
nrpe_DATA = contrib/nrpe/incidentiq.cfg
EXTRA_DIST += contrib/nrpe/incidentiq.cfg.in
CLEANFILES += $(nrpe_DATA)
$(nrpe_DATA): contrib/nrpe/incidentiq.cfg.in Makefile
	$(AM_V_GEN)$(MKDIR_P) contrib/nrpe && \
	sed -e 's|@bindir[@]|$(bindir)|' -e 's|@plugindir[@]|$(plugindir)|' \
		-e 's|@pkgdatadir[@]|$(pkgdatadir)|' \
		$(srcdir)/$@.in >$@.tmp && \
	mv $@.tmp $@

# For Icinga Director.
directordir = $(pkgdatadir)/icinga-director
director_DATA = contrib/icinga-director/basket.json
dist_director_DATA = contrib/icinga-director/README.md
EXTRA_DIST += contrib/icinga-director/basket.json.in
CLEANFILES += $(director_DATA)
$(director_DATA): contrib/icinga-director/basket.json.in contrib/local.mk \
	Makefile
	$(AM_V_GEN)$(MKDIR_P) contrib/icinga-director && \
	sed -e 's|@sysconfdir[@]|$(sysconfdir)|' -e 's|@bindir[@]|$(bindir)|' \
		$(srcdir)/$@.in >$@.tmp && \
	mv $@.tmp $@

systemdunit_DATA = contrib/systemd/incidentiq-outbox.service \
	contrib/systemd/incidentiq-drain.service \
	contrib/systemd/incidentiq-drain.path \
	contrib/systemd/incidentiq-drain.timer
tmpfilesdir = $(prefix)/lib/tmpfiles.d
tmpfiles_DATA = contrib/systemd/incidentiq.conf
systemddocdir = $(pkgdatadir)/systemd
dist_systemddoc_DATA = contrib/systemd/README.md
EXTRA_DIST += contrib/systemd/hardening.conf \
	$(systemdunit_DATA:=.in) $(tmpfiles_DATA:=.in)
CLEANFILES += $(systemdunit_DATA) $(tmpfiles_DATA)
$(systemdunit_DATA) $(tmpfiles_DATA): contrib/systemd/hardening.conf \
	contrib/local.mk Makefile
	$(AM_V_GEN)$(MKDIR_P) contrib/systemd && \
	sed -e '/^[@]hardening[@]$$/{r $(srcdir)/contrib/systemd/hardening.conf' \
		-e 'd;}' $(srcdir)/$@.in | \
	sed -e 's|@bindir[@]|$(bindir)|' -e 's|@spooldir[@]|$(spooldir)|' >$@.tmp && \
	mv $@.tmp $@
contrib/systemd/incidentiq-outbox.service: \
	contrib/systemd/incidentiq-outbox.service.in
contrib/systemd/incidentiq-drain.service: \
	contrib/systemd/incidentiq-drain.service.in
contrib/systemd/incidentiq-drain.path: contrib/systemd/incidentiq-drain.path.in
contrib/systemd/incidentiq-drain.timer: contrib/systemd/incidentiq-drain.timer.in
contrib/systemd/incidentiq.conf: contrib/systemd/incidentiq.conf.in

# bash looks for a file with the name of the command, zsh for one that names it.
COMPLETIONS = contrib/completion/check_incidentiq \
	contrib/completion/notify_incidentiq
bashcompletiondir = $(datadir)/bash-completion/completions
bashcompletion_DATA = $(COMPLETIONS)
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = contrib/completion/_incidentiq
EXTRA_DIST += contrib/completion/incidentiq.bash
CLEANFILES += $(COMPLETIONS)
$(COMPLETIONS): contrib/completion/incidentiq.bash
	$(AM_V_GEN)$(MKDIR_P) contrib/completion && \
	cp $(srcdir)/contrib/completion/incidentiq.bash $@
