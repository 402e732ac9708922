#!/usr/bin/perl
# peer.pl URL SITE TOKEN-FILE - the check as one writes it in Perl
# SPDX-License-Identifier: GPL-3.0-or-later
use strict;
use warnings;
use HTTP::Request;
use JSON::PP;
use LWP::UserAgent;
use MIME::Base64 qw(decode_base64url);
use Monitoring::Plugin;
use Time::HiRes qw(time);

my ($url, $site, $token_file) = @ARGV;
my $plugin = Monitoring::Plugin->new(shortname => 'INCIDENTIQ');
open(my $file, '<', $token_file) or $plugin->plugin_die("$token_file: $!");
chomp(my $token = <$file>);
close($file);

my $agent = LWP::UserAgent->new(
	keep_alive => 1, timeout => 10, max_redirect => 0);
$agent->default_header(Authorization => "Bearer $token", SiteId => $site,
	Client => 'ApiClient', Accept => 'application/json');

sub ask {
	my ($method, $path, $body) = @_;
	my $request = HTTP::Request->new($method => $url . $path);
	if (defined $body) {
		$request->content_type('application/json');
		$request->content($body);
	}
	my $answer = $agent->request($request);
	$plugin->plugin_exit(CRITICAL, "$path: " . $answer->status_line)
		unless $answer->is_success;
	return decode_json($answer->decoded_content);
}

my $began = time;
ask('GET', '/sites/isalive');
ask('GET', '/tickets/statuses');
ask('POST', '/tickets?$p=0&$s=1', '{}');
my $took = time - $began;
my $claims = decode_json(decode_base64url((split /\./, $token)[1]));
my $ttl = int($claims->{exp} - time);

my $time_limits = $plugin->set_thresholds(warning => 2, critical => 5);
$plugin->add_perfdata(label => 'time', value => sprintf('%.6f', $took),
	uom => 's', threshold => $time_limits, min => 0);
$plugin->add_message($plugin->check_threshold($took),
	sprintf('API %.3fs', $took));
my $token_limits = $plugin->set_thresholds(
	warning => '7776000:', critical => '2592000:');
$plugin->add_perfdata(label => 'token_ttl', value => $ttl, uom => 's',
	threshold => $token_limits);
$plugin->add_message($plugin->check_threshold($ttl),
	sprintf('token valid %dd', $ttl / 86400));
$plugin->plugin_exit($plugin->check_messages(join_all => ', '));
