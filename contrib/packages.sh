# packages.sh - install what a task needs, where the system is known
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced by quickstart and test. Debian and Ubuntu are run; the names for
# Fedora and Alpine are from their package lists and were not.

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
		debian:fake) echo check libmicrohttpd-dev openssl curl jq ;;
		# dma is the smallest of the mail servers that Debian's
		# Nagios wants one of.
		debian:nagios) echo nagios4-core dma ;;
		debian:test) echo sqlite3 strace procps binutils mandoc ;;
		fedora:build)
			echo autoconf automake libtool make gcc pkgconf-pkg-config \
				libcurl-devel json-c-devel sqlite-devel \
				libmd-devel ca-certificates
			;;
		fedora:fake)
			echo check-devel libmicrohttpd-devel openssl curl jq
			;;
		fedora:nagios) echo nagios ;;
		fedora:test) echo sqlite strace procps-ng binutils mandoc ;;
		alpine:build)
			echo autoconf automake libtool make gcc musl-dev pkgconf \
				linux-headers curl-dev json-c-dev sqlite-dev \
				libmd-dev bash ca-certificates
			;;
		alpine:fake) echo check-dev libmicrohttpd-dev openssl curl jq ;;
		alpine:nagios) echo nagios ;;
		alpine:test) echo sqlite strace procps binutils mandoc ;;
		esac
	done
}

packages_missing_debian() {
	for package in $(packages_for debian "$@"); do
		dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null |
			grep -q '^install ok installed' || echo "$package"
	done
}

# Packages that bring a service try to start it; nothing here wants one.
packages_install_debian() {
	packages_policy=/usr/sbin/policy-rc.d
	packages_ours=
	if [ ! -e $packages_policy ]; then
		printf '#!/bin/sh\nexit 101\n' >$packages_policy
		chmod 755 $packages_policy
		packages_ours=yes
	fi
	packages_log=$(mktemp) || return 1
	{
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get \
			-qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
			install --no-install-recommends "$@"
	} </dev/null >"$packages_log" 2>&1
	packages_rc=$?
	[ $packages_rc = 0 ] || tail -n 20 "$packages_log" >&2
	rm -f "$packages_log"
	[ -z "$packages_ours" ] || rm -f $packages_policy
	return $packages_rc
}

# packages_install TASK...: installs what is missing, or says what it is.
packages_install() {
	if command -v apt-get >/dev/null; then
		missing=$(packages_missing_debian "$@")
		[ -n "$missing" ] || return 0
		set -- apt-get install
	elif command -v dnf >/dev/null; then
		missing=$(packages_for fedora "$@")
		set -- dnf install
	elif command -v apk >/dev/null; then
		missing=$(packages_for alpine "$@")
		set -- apk add
	else
		echo "Unknown system: see contrib/packages.sh for what to install" >&2
		return 1
	fi
	missing=$(printf '%s' "$missing" | tr '\n' ' ')
	if [ "$(id -u)" != 0 ]; then
		# Without root the rest may still work: what is there is used.
		[ "$1" != apt-get ] && return 0
		echo "Missing packages. As root: $* $missing" >&2
		return 1
	fi
	echo "installing $missing"
	# shellcheck disable=SC2086 # one word a package
	case $1 in
	apt-get) packages_install_debian $missing ;;
	dnf) dnf -q -y install $missing ;;
	apk) apk -q add $missing ;;
	esac
}
