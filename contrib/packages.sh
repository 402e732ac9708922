# packages.sh - install what a task needs, where the system is known
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced by quickstart, test and the builds of packages. Debian 12 is what they
# are run on. Ubuntu has the same names; those for Fedora and Alpine are from their
# package lists. None of the three was tried.

# packages_for FAMILY TASK...
packages_for() {
	packages_family=$1
	shift
	for packages_task in "$@"; do
		case $packages_family:$packages_task in
		debian:build)
			echo autoconf automake libtool make gcc libc6-dev \
				pkg-config libcurl4-openssl-dev libjson-c-dev \
				libsqlite3-dev libmd-dev ca-certificates
			;;
		debian:package) echo build-essential debhelper ;;
		debian:package-check) echo debootstrap curl jq ;;
		debian:rpm) echo rpm ;;
		debian:fake) echo check libmicrohttpd-dev openssl curl jq ;;
		# Debian's Nagios wants a mail server. dma is the smallest, but
		# it would drive out one that is there.
		debian:nagios)
			echo nagios4-core
			[ -e /usr/sbin/sendmail ] || echo dma
			;;
		debian:icinga) echo icinga2-bin icinga2-common ;;
		# Nagios' status as JSON. Its package wants a PHP, and this one
		# brings no web server.
		debian:test)
			echo sqlite3 strace procps binutils mandoc \
				python3-prometheus-client nagios4-cgi php-cgi \
				zsh libmonitoring-plugin-perl systemd \
				nagios-nrpe-server nagios-nrpe-plugin
			;;
		# The web pages in a browser, and the Director; no database's
		# package asks. A browser brings no font.
		debian:web)
			echo nagios4-cgi php-cgi busybox icingaweb2 icingacli \
				icingaweb2-module-monitoring icinga2-ido-pgsql \
				icingaweb2-module-director dbconfig-no-thanks \
				postgresql php-cli php-pgsql php-curl chromium \
				fonts-dejavu-core
			;;
		debian:pictures) echo pngquant ;;
		fedora:build)
			echo autoconf automake libtool make gcc pkgconf-pkg-config \
				libcurl-devel json-c-devel sqlite-devel \
				libmd-devel ca-certificates
			;;
		fedora:rpm) echo rpm-build systemd-rpm-macros ;;
		fedora:fake)
			echo check-devel libmicrohttpd-devel openssl curl jq
			;;
		fedora:nagios) echo nagios ;;
		fedora:icinga) echo icinga2 ;;
		fedora:test)
			echo sqlite strace procps-ng binutils mandoc \
				python3-prometheus_client zsh \
				perl-Monitoring-Plugin systemd nrpe \
				nagios-plugins-nrpe
			;;
		alpine:build)
			echo autoconf automake libtool make gcc musl-dev pkgconf \
				linux-headers curl-dev json-c-dev sqlite-dev \
				libmd-dev bash ca-certificates
			;;
		alpine:fake) echo check-dev libmicrohttpd-dev openssl curl jq ;;
		alpine:nagios) echo nagios ;;
		alpine:icinga) echo icinga2 ;;
		alpine:test)
			echo sqlite strace procps binutils mandoc \
				py3-prometheus-client zsh \
				perl-monitoring-plugin nrpe nrpe-plugin
			;;
		esac
	done
}

packages_missing_debian() {
	for package in $(packages_for debian "$@"); do
		dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null |
			grep -q '^install ok installed' || echo "$package"
	done
}

# Packages that bring a service try to start it; nothing here wants one. What
# apt has to say is for when it fails.
packages_install_debian() (
	policy=/usr/sbin/policy-rc.d
	log=$(mktemp) || exit 1
	trap 'rm -f "$log"' EXIT
	trap 'exit 130' INT TERM HUP
	if [ ! -e $policy ]; then
		trap 'rm -f "$log" $policy' EXIT
		printf '#!/bin/sh\nexit 101\n' >$policy
		chmod 755 $policy
	fi
	{
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get \
			-qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
			install --no-install-recommends "$@"
	} </dev/null >"$log" 2>&1 && exit 0
	tail -n 20 "$log" >&2
	exit 1
)

# packages_install TASK...: installs what is missing, or says what it is.
packages_install() {
	if command -v apt-get >/dev/null; then
		missing=$(packages_missing_debian "$@")
		set -- apt-get install
	elif command -v dnf >/dev/null; then
		missing=$(packages_for fedora "$@")
		set -- dnf install
	elif command -v apk >/dev/null; then
		missing=$(packages_for alpine "$@")
		set -- apk add
	else
		echo "No apt-get, dnf or apk here: contrib/packages.sh names" \
			"what is needed. Trying without." >&2
		return 0
	fi
	[ -n "$missing" ] || return 0
	missing=$(printf '%s' "$missing" | tr '\n' ' ')
	if [ "$(id -u)" != 0 ]; then
		echo "Needed packages. As root: $* $missing" >&2
		# What is there already is known on Debian alone.
		[ "$1" != apt-get ]
		return
	fi
	[ "$1" = apt-get ] || echo "$1 was never tried; Debian 12 was"
	echo "installing $missing"
	# shellcheck disable=SC2086 # one word a package
	case $1 in
	apt-get) packages_install_debian $missing ;;
	dnf) dnf -q -y install $missing ;;
	apk) apk -q add $missing ;;
	esac || {
		echo "The packages could not be installed" >&2
		return 1
	}
}
