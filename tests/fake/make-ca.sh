#!/bin/sh
# make-ca.sh - a certificate authority for tests, and what it signed
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make-ca.sh DIR makes DIR with
#   ca.pem ca.key            the authority; hashed/ works as a CAPATH
#   server.{pem,key}         for localhost and 127.0.0.1, a year long
#   soon.{pem,key}           the same, ten days long
#   expired.{pem,key}        ended yesterday
#   not-yet.{pem,key}        begins in the year 2200
#   wrong-name.{pem,key}     for elsewhere.example
#   self-signed.{pem,key}    signed by nobody else
set -eu
[ $# = 1 ] || { echo "Usage: make-ca.sh DIR" >&2; exit 2; }
mkdir -p "$1/hashed"
cd "$1"
here='subjectAltName=DNS:localhost,IP:127.0.0.1'

# request NAME: a key, and a request for a certificate
request() {
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
}

# signed NAME SAN DATES...: what the authority signs
signed() {
	name=$1
	san=$2
	shift 2
	request "$name"
	printf '%s\nbasicConstraints=CA:FALSE\n' "$san" >"$name.ext"
	openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key \
		-set_serial "0x$(openssl rand -hex 8)" -sha256 \
		-extfile "$name.ext" -out "$name.pem" "$@" 2>/dev/null
	rm "$name.csr" "$name.ext"
}

# signed_later NAME SAN: what it signs for a time to come, which openssl x509
# cannot date.
signed_later() {
	request "$1"
	printf '%s\nbasicConstraints=CA:FALSE\n' "$2" >"$1.ext"
	cat >later.cnf <<-'END'
		[ca]
		default_ca = later
		[later]
		database = later.db
		serial = later.serial
		policy = any
		[any]
		commonName = supplied
	END
	: >later.db
	echo "01$(openssl rand -hex 7)" >later.serial
	openssl ca -batch -config later.cnf -in "$1.csr" -cert ca.pem \
		-keyfile ca.key -md sha256 -extfile "$1.ext" \
		-startdate 22000101000000Z -enddate 22010101000000Z \
		-outdir . -notext -out "$1.pem" 2>/dev/null
	rm -f "$1.csr" "$1.ext" later.* ./[0-9A-F]*[0-9A-F].pem
}

umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	-keyout ca.key -out ca.pem -days 3650 -subj '/CN=Fake authority' \
	-addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
signed server "$here" -days 365
signed soon "$here" -days 10
signed expired "$here" -days -1
signed_later not-yet "$here"
signed wrong-name 'subjectAltName=DNS:elsewhere.example' -days 365
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	-keyout self-signed.key -out self-signed.pem -days 365 \
	-subj /CN=localhost -addext "$here" 2>/dev/null
ln -sf ../ca.pem "hashed/$(openssl x509 -hash -noout -in ca.pem).0"
