# source.sh - a copy of the source, as clean as if nobody had built in it
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced by quickstart, test and the builds of packages: the tree they stand in
# may be read-only, and one that was configured in place cannot be built from
# elsewhere.

# source_copy FROM TO
source_copy() {
	mkdir -p "$2" && (
		cd "$1" && tar -cf - --exclude=./.git --exclude=Makefile \
			--exclude=config.h --exclude=config.status \
			--exclude=config.log --exclude=stamp-h1 \
			--exclude=.deps --exclude=.libs --exclude='*.o' \
			--exclude='*.lo' --exclude='*.la' --exclude='*.a' \
			--exclude=./autom4te.cache .
	) | (cd "$2" && tar -xf - --no-same-owner) && (
		cd "$2" && chmod -R u+rwX,go+rX,go-w . && autoreconf -fi
	)
}
