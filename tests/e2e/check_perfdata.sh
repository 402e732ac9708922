#!/bin/sh
# check_perfdata.sh - what is printed, other people's plugins can read
# SPDX-License-Identifier: GPL-3.0-or-later
. "${top_srcdir:-.}/tests/e2e/kit.sh"
. "$top_srcdir/tests/e2e/check_kit.sh"
kit_start
fake_ca
fake_start --tls "$KIT/ca"
fake_token 8640100
iiq_config

# The reader of Monitoring::Plugin, and one by the rules that Icinga documents:
# blanks part the values, semicolons their fields, numbers are plain. Prints a
# line for each: label, value, unit, warning, critical, whether it alerts.
cat >"$KIT/read.pl" <<'END'
use strict;
use warnings;
use Monitoring::Plugin::Performance;
use Monitoring::Plugin::Threshold;

local $/;
my ($perfdata) = <STDIN> =~ /^[^|\n]*\| ([^\n]*)$/m or die "no perfdata\n";
my @read = Monitoring::Plugin::Performance->parse_perfstring($perfdata);
my @fields = split / /, $perfdata;
die "@fields: " . @read . " values\n" unless @read == @fields;
for my $i (0 .. $#read) {
	my ($label, $value, $unit, $rest) = $fields[$i] =~
		/^([a-z_]{1,19})=(-?\d+(?:\.\d+)?)(s|B|%|c|)((?:;[^;]*)*)$/
		or die "$fields[$i]: Icinga could not read it\n";
	my (undef, $warning, $critical) = split /;/, "$rest;;", -1;
	my $one = $read[$i];
	die "$fields[$i]: $label, not " . $one->label . "\n"
		unless $one->label eq $label && $one->value == $value &&
		($one->uom // '') eq $unit;
	my $limits = Monitoring::Plugin::Threshold->new(
		warning => $warning || undef, critical => $critical || undef);
	printf "%s %s %s %s %s %d\n", $label, $value, $unit || '-',
		$warning || '-', $critical || '-',
		$limits->get_status($value);
}
END

# reads WHAT ARG...: the check's perfdata, read; prints nothing.
reads() {
	what=$1
	shift
	check --config "$CONFIG" "$@"
	/usr/bin/perl "$KIT/read.pl" <"$KIT/out" >"$KIT/read" 2>"$KIT/why" ||
		fail "$what: $(cat "$KIT/why"): $OUT"
	[ ! -s "$KIT/why" ] || fail "$what: $(cat "$KIT/why"): $OUT"
	pass "$what"
}

# alerts LABEL STATE: what Monitoring::Plugin makes of value and ranges.
alerts() {
	same "$2" "$(awk -v label="$1" '$1 == label { print $6 }' "$KIT/read")" \
		"state of $1"
}

reads 'a good one' -w 20 -c 50
same 11 "$(wc -l <"$KIT/read" | tr -d ' ')" 'numbers of it'
alerts time 0
alerts token_ttl 0
reads 'ranges of every kind' -w @0:50 -c ~:100 --token-warning 1:2 \
	--token-critical ~:200.25 --cert-warning @~:-5 --cert-critical 0:
alerts time 1
alerts token_ttl 1
alerts cert_ttl 0
reads 'an outer and an inner alert' -c 0.000001:0.000002 --token-critical 200:
alerts time 2
alerts token_ttl 2
fake_set status=500
reads 'a bad answer'
fake_set status=0
reads 'no connection' -u https://127.0.0.1:1
reads 'the token alone' --offline
same 1 "$(wc -l <"$KIT/read" | tr -d ' ')" 'one number'
token_file expired "$(jwt 86400)"
reads 'an expired token' --token-file "$KIT/expired"
grep -q '^token_ttl -' "$KIT/read" || fail "$(cat "$KIT/read")"
fake_set date-offset=-100000
reads 'a clock that is ahead'
