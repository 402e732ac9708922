# systems.sh - clean systems of Debian, to try packages in
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced by check and first-steps, which are for root.

# systems_alone PROGRAM ARG...: in a scratch directory, and whatever is mounted or
# started below ends with it.
systems_alone() {
	[ "$(id -u)" = 0 ] || {
		echo "${1##*/}: only root can do this" >&2
		exit 1
	}
	packages_install package-check || exit 1
	work=$(mktemp -d "${TMPDIR:-/tmp}/incidentiq-debian.XXXXXX") || exit 1
	trap 'rm -rf --one-file-system "$work"' EXIT
	trap 'exit 130' INT TERM HUP
	unshare --mount --pid --fork --kill-child --mount-proc \
		"$1" --inside "$work"
	exit
}

step() {
	printf '==== %s\n' "$*"
}

# quietly COMMAND...: its output is for when it fails.
quietly() {
	"$@" >"$work/log" 2>&1 || {
		tail -n 30 "$work/log"
		echo "${0##*/}: failed: $*"
		exit 1
	}
}

# $MIRROR is the mirror of Debian to take them from.
systems_base() {
	step "Debian from ${MIRROR:=http://deb.debian.org/debian}"
	quietly debootstrap --variant=minbase bookworm "$work/base" "$MIRROR"
}

# system_new NAME [LIKE]
system_new() {
	cp -a --one-file-system "$work/${2-base}" "$work/$1" &&
		mount -t proc proc "$work/$1/proc" &&
		mount --rbind /sys "$work/$1/sys" &&
		mount --rbind /dev "$work/$1/dev"
}

# inside SYSTEM COMMAND...
inside() {
	root=$work/$1
	shift
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} \
		chroot "$root" "$@"
}

apt() {
	system=$1
	shift
	inside "$system" apt-get -qq -y -o Dpkg::Use-Pty=0 \
		-o Dpkg::Options::=--force-unsafe-io --no-install-recommends "$@"
}

# fake_built SYSTEM SOURCE: sets FAKE, which runs in that system, of the source
# there.
fake_built() {
	# shellcheck disable=SC2016 # for that shell
	quietly inside "$1" sh -c '. "$1/contrib/packages.sh" &&
		packages_install build fake && mkdir /build && cd /build &&
		"$1/configure" && make -s fake_incidentiq' - "$2"
	printf '#!/bin/sh\nexec chroot %s /build/fake_incidentiq "$@"\n' \
		"$work/$1" >"$work/fake" && chmod 755 "$work/fake"
	# shellcheck disable=SC2034 # for tests/e2e/kit.sh
	FAKE=$work/fake
}
