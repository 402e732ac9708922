#!/bin/sh
# check_formats.sh - the same verdict as JSON and as OpenMetrics
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
fake_token $((100 * 86400 + 3600))
iiq_config
labels='time time_resolve time_connect time_tls time_processing time_transfer
	size token_ttl cert_ttl clock_skew server_time'

# run FORMAT [ARG...]: as check, but nothing is asked of the first line.
run() {
	check --config "$CONFIG" --output-format "$@"
	[ ! -s "$KIT/err" ] || fail "$*: on stderr: $(cat "$KIT/err")"
}

# ---- JSON ----
run json -w 20 -c 50
same 0 "$RC" 'exit code of a good one'
same OK "$(jq -r .state "$KIT/out")" 'its state'
for label in $labels; do
	jq -e ".metrics.$label.value | type == \"number\"" "$KIT/out" \
		>"$KIT/jq" || fail "no $label: $OUT"
done
same '20 50 s' "$(jq -r '.metrics.time |
	"\(.warning) \(.critical) \(.unit)"' "$KIT/out")" 'limits and unit'
same 'tickets' "$(jq -r '.sub_checks[] | select(.name == "permission").object' \
	"$KIT/out")" 'a permission has an object'
# Between the two runs a day may end for the certificate.
vary='s/[0-9.]*s,/Xs,/; s/certificate [0-9]*d/certificate Xd/'
summary=$(jq -r .summary "$KIT/out" | sed "$vary")
check --config "$CONFIG"
same "INCIDENTIQ OK: $summary" \
	"$(say "$LINE" | sed -e 's/ | .*//' -e "$vary")" \
	'the summary is that of the first line'
fake_set status=500
run json
fake_set status=0
same 2 "$RC" 'exit code of a bad one'
same 'CRITICAL reach' \
	"$(jq -r '"\(.state) \(.sub_checks[0].name)"' "$KIT/out")" 'worst first'
run json --offline
same '["token_ttl"]' "$(jq -c '.metrics | keys' "$KIT/out")" \
	'what was not measured is left out'

# ---- OpenMetrics ----
# The packaged parser belongs to the system's Python, which another may hide.
module=prometheus_client.openmetrics.parser
for PYTHON in python3 /usr/bin/python3; do
	"$PYTHON" -c "import $module" 2>"$KIT/import" && break
done
[ ! -s "$KIT/import" ] || fail "no parser: $(cat "$KIT/import")"

# read_metrics: what the parser of Prometheus' own client makes of it.
read_metrics() {
	"$PYTHON" - "$KIT/out" <<-'END'
		import sys
		from prometheus_client.openmetrics.parser import (
		    text_string_to_metric_families as families)
		for family in families(open(sys.argv[1]).read()):
		    for sample in family.samples:
		        print(sample.name, family.type, family.unit or "-",
		              ",".join(sorted(sample.labels.values())),
		              sample.value)
	END
}
run openmetrics -w 20 -c 50
same 0 "$RC" 'exit code of a good one'
read_metrics >"$KIT/metrics" || fail "no OpenMetrics: $OUT"
for label in $labels; do
	case $label in
	size) name=incidentiq_size_bytes unit=bytes ;;
	*) name=incidentiq_${label}_seconds unit=seconds ;;
	esac
	grep -q "^$name gauge $unit  -*[0-9]" "$KIT/metrics" ||
		fail "no $name: $(cat "$KIT/metrics")"
done
grep -qxE 'incidentiq_state gauge -  0(\.0)?' "$KIT/metrics" ||
	fail "no state: $(cat "$KIT/metrics")"
grep -qxE 'incidentiq_sub_check_state gauge - permission,tickets 0(\.0)?' \
	"$KIT/metrics" || fail "no permission: $(cat "$KIT/metrics")"
pass 'every number, with type and unit'
run openmetrics -u https://127.0.0.1:1
same 2 "$RC" 'exit code of a bad one'
read_metrics >"$KIT/metrics" || fail "no OpenMetrics: $OUT"
grep -qxE 'incidentiq_state gauge -  2(\.0)?' "$KIT/metrics" ||
	fail "no state: $(cat "$KIT/metrics")"
grep -q '^incidentiq_time_seconds' "$KIT/metrics" &&
	fail "a time was invented: $(cat "$KIT/metrics")"
pass 'a bad one has its state, and no time'

# ---- neither ----
check --config "$CONFIG" --output-format yaml
says 3 'UNKNOWN: --output-format yaml: it is none of *' 'an unknown format'
check --config "$CONFIG" --output-format json -v
same 3 "$RC" 'lines do not go with JSON'
same true "$(jq '.summary | startswith("--verbose goes with text")' \
	"$KIT/out")" 'which is told as JSON'
