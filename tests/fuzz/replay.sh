#!/bin/sh
# replay.sh - what the fuzz targets once stumbled over, and where they began
# SPDX-License-Identifier: GPL-3.0-or-later
: "${top_srcdir:?say where the sources are}"
: "${top_builddir:?say where the programs were built}"
for target in answer duration event extra ini perfdata range retry_after \
	spool template; do
	"$top_builddir/tests/fuzz/fuzz_$target" \
		"$top_srcdir/tests/fuzz/corpus/$target"/* || {
		echo "FAIL: $target"
		exit 1
	}
done
