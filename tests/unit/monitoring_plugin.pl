# monitoring_plugin.pl - what the perl module makes of our perfdata
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Reads lines of what it must come to, with tabs: perfdata, its label, value,
# unit, warning and critical; another value, and the state of that.
use strict;
use warnings;
use Monitoring::Plugin::Performance;
use Monitoring::Plugin::Threshold;

$SIG{__WARN__} = sub { die @_ };
my $lines = 0;
while (<STDIN>) {
	chomp;
	my ($perfdata, $label, $value, $unit, $warning, $critical, $probe,
		$state) = split /\t/, $_, -1;
	my @read = Monitoring::Plugin::Performance->parse_perfstring($perfdata);
	die "$perfdata: " . @read . " values\n" unless @read == 1;
	my $one = $read[0];
	my @fields = ($one->label, $one->value, $one->uom,
		$one->warning // '', $one->critical // '');
	# It stops reading at the first "@".
	($fields[3], $fields[4]) = ($warning, $critical)
		if "$warning;$critical" =~ /@/;
	die "$perfdata: read as @fields\n"
		unless $fields[1] == $value && join("\t", @fields[0, 2 .. 4]) eq
		join("\t", $label, $unit, $warning, $critical);

	my %limits;
	$limits{warning} = $warning if $warning ne '';
	$limits{critical} = $critical if $critical ne '';
	my $says = Monitoring::Plugin::Threshold->new(%limits)
		->get_status($probe);
	die "$perfdata: state $says at $probe\n" unless $says == $state;
	$lines++;
}
die "nothing to read\n" unless $lines;
