#!/bin/sh
# packages.sh - what make install installs is in one Debian package and one rpm
# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing is packaged for that: the lists of the packages are read. They also
# have the version of configure.ac, and the library's symbols. Then each kind of
# mistake is made, to see that it is seen.
: "${top_srcdir:?say where the sources are}"
: "${top_builddir:?say where the programs were built}"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/packages.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT

# Where things go does not matter here, but that they go together; these are
# Debian's places. libtool puts the library nowhere but where it was told to.
installed() {
	(
		unset MAKEFLAGS MFLAGS MAKELEVEL
		cd "$top_builddir" || exit 1
		# shellcheck disable=SC2016 # for make
		libdir=$(make -s --eval='where: ; @echo $(libdir)' where) || exit 1
		make -s install DESTDIR="$scratch/root" prefix=/usr \
			libdir="$libdir" pkgconfigdir=/usr/lib/x/pkgconfig \
			libexecdir=/usr/libexec sysconfdir=/etc \
			plugindir=/usr/lib/nagios/plugins \
			systemdunitdir=/lib/systemd/system \
			docdir=/usr/share/doc/libincidentiq-dev &&
			mv "$scratch/root$libdir"/libincidentiq.* \
				"$scratch/root/usr/lib/x"
	) >"$scratch/install.log" 2>&1 || {
		cat "$scratch/install.log" >&2
		exit 99
	}
	# No package has what is for libtool alone.
	(cd "$scratch/root" && find . -type f -o -type l) | sed 's|^\./||' |
		grep -v '\.la$' | sort
}

# "PACKAGE PATTERN" for each line of debian/PACKAGE.install.
claimed_by_deb() {
	(
		cd "$1/contrib/debian" || exit 1
		for list in *.install; do
			sed "s|\([^ ]*\).*|${list%.install} \1|" "$list"
		done
	)
}

# The same of the spec's %files sections, with macros and the folder of
# examples as installed() has them; a folder is all that is below it.
claimed_by_rpm() {
	sed -n -e '/^%changelog/q' -e '/^%files/,$p' \
		"$1/contrib/rpm/incidentiq-monitoring.spec" |
		sed -e 's|%{_docdir}/libincidentiq-devel|/usr/share/doc/libincidentiq-dev|' \
			-e 's|%{_bindir}|/usr/bin|' \
			-e 's|%{_libdir}|/usr/lib/x|' \
			-e 's|%{_libexecdir}|/usr/libexec|' \
			-e 's|%{_includedir}|/usr/include|' \
			-e 's|%{_datadir}|/usr/share|' \
			-e 's|%{_mandir}|/usr/share/man|' \
			-e 's|%{_tmpfilesdir}|/usr/lib/tmpfiles.d|' \
			-e 's|%{_unitdir}|/lib/systemd/system|' \
			-e 's|%{plugindir}|/usr/lib/nagios/plugins|' \
			-e 's|/$|/*|' |
		awk '$1 == "%files" { package = $NF }
			/^\// { print package, substr($0, 2) }'
}

# judge CLAIMS: each file once, and none that is not there.
judge() {
	while read -r file; do
		owners=
		while read -r package pattern; do
			# shellcheck disable=SC2254 # it is one
			case $file in
			$pattern) owners="$owners $package" ;;
			esac
		done <"$1"
		# shellcheck disable=SC2086 # a word each
		set -- "$1" $owners
		case $# in
		1) echo "$file: in no package" ;;
		2) ;;
		*) echo "$file: claimed more than once:$owners" ;;
		esac
	done <"$scratch/installed"
	while read -r package pattern; do
		found=
		while read -r file; do
			# shellcheck disable=SC2254 # it is one
			case $file in
			$pattern) found=yes ;;
			esac
		done <"$scratch/installed"
		[ -n "$found" ] || echo "$pattern: $package has it, make install not"
	done <"$1"
}

version_of_source() {
	sed -n 's/^AC_INIT(\[[^]]*\], \[\([^]]*\)\].*/\1/p' "$1/configure.ac"
}

version_of_deb() {
	sed -n '1s/.*(\(.*\)).*/\1/p' "$1/contrib/debian/changelog"
}

version_of_rpm() {
	sed -n 's/^Version: *//p' "$1/contrib/rpm/incidentiq-monitoring.spec"
}

symbols_of_map() {
	sed -n '/^global:/,/^local:/s/^[[:space:]]*\([a-z_]*\);$/\1/p' \
		"$1/lib/libincidentiq.map"
}

symbols_of_deb() {
	sed -n 's/^ \([a-z_]*\)@.*/\1/p' "$1/contrib/debian/libincidentiq0.symbols"
}

same() {
	$1 "$3" >"$scratch/a"
	$2 "$3" >"$scratch/b"
	[ -s "$scratch/a" ] && cmp -s "$scratch/a" "$scratch/b" ||
		echo "$1 and $2 are not the same"
}

# check TREE: prints what is wrong there.
check() {
	for kind in deb rpm; do
		"claimed_by_$kind" "$1" >"$scratch/$kind"
		judge "$scratch/$kind" | sed "s/^/$kind: /"
		same version_of_source "version_of_$kind" "$1"
	done
	same symbols_of_map symbols_of_deb "$1"
}

installed >"$scratch/installed"
[ -s "$scratch/installed" ] || exit 99
check "$top_srcdir" >"$scratch/said"
if [ -s "$scratch/said" ]; then
	cat "$scratch/said"
	exit 1
fi
echo "ok: $(wc -l <"$scratch/installed") files, each in one package"

# ---- and a mistake is seen ----

# A file, an edit of it, and a word of what is said then.
while IFS='|' read -r file edit word; do
	rm -rf "$scratch/tree"
	mkdir -p "$scratch/tree/lib" "$scratch/tree/contrib"
	cp "$top_srcdir/configure.ac" "$scratch/tree"
	cp "$top_srcdir/lib/libincidentiq.map" "$scratch/tree/lib"
	cp -R "$top_srcdir/contrib/debian" "$top_srcdir/contrib/rpm" \
		"$scratch/tree/contrib" || exit 99
	chmod -R u+w "$scratch/tree"
	sed -i "$edit" "$scratch/tree/$file"
	check "$scratch/tree" >"$scratch/said"
	grep -q "$word" "$scratch/said" || {
		echo "FAIL: nobody minds \"$edit\" in $file"
		exit 1
	}
	echo "ok: minds \"$edit\" in $file"
done <<'END'
contrib/debian/incidentiq-notify.install|/tmpfiles/d|deb: .*no package
contrib/debian/libincidentiq0.install|$ausr/include/*|deb: .*more than once
contrib/debian/libincidentiq0.install|$ausr/include/x.h|deb: .*make install not
contrib/debian/changelog|1s/(/(1/|version_of_deb
contrib/debian/libincidentiq0.symbols|$d|symbols_of_deb
contrib/rpm/incidentiq-monitoring.spec|/^%{_mandir}.man8/d|rpm: .*no package
contrib/rpm/incidentiq-monitoring.spec|/^%{_bindir}/p|rpm: .*more than once
contrib/rpm/incidentiq-monitoring.spec|s/^%{_bindir}/&x/|rpm: .*make install not
contrib/rpm/incidentiq-monitoring.spec|/^Version/s/$/.1/|version_of_rpm
END
